"""The steps of the demonstration in the order of their moments, so that numbers and journal grow as they would have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Step = Callable[[dt.datetime], Any]


@dataclass
class Calendar:
    """Steps to come. Those of one moment run in the order in which they were entered."""

    entries: list[tuple[dt.datetime, int, Step]] = field(default_factory=list)

    def enter(self, at: dt.datetime, step: Step) -> None:
        self.entries.append((at, len(self.entries), step))

    def run(self) -> int:
        """Make every step; return how many there were."""
        for at, _position, step in sorted(self.entries, key=lambda entry: entry[:2]):
            step(at)
        return len(self.entries)
