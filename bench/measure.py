"""One measured figure beside its limit, and the median of interleaved rounds."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

SHORT = 3
"""Exit status of a run with a short line; Python itself ends with 1 or 2 when something breaks."""


@dataclass(frozen=True, slots=True)
class Measure:
    """``least`` True: the figure must not be under the limit; otherwise not over it."""

    name: str
    measured: float
    limit: float
    unit: str
    least: bool = False
    detail: str = ""

    @property
    def ok(self) -> bool:
        return self.measured >= self.limit if self.least else self.measured <= self.limit

    def line(self) -> str:
        sign = ">=" if self.least else "<="
        verdict = "ok" if self.ok else "SHORT"
        detail = f"  ({self.detail})" if self.detail else ""
        return f"{self.name:<50} {self.measured:>10.2f} {sign} {self.limit:<8g} {self.unit:<16} {verdict}{detail}"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two things timed in turns: medians in seconds, and the median of the ratios round by round."""

    one: float
    other: float
    ratio: float
    """``one`` by ``other``."""


def compare(one: Callable[[], object], other: Callable[[], object], *, rounds: int = 11) -> Compared:
    """Time ``one`` and ``other`` in turns, so that whatever else the machine does falls on both."""
    one()
    other()
    pairs = []
    for number in range(rounds):
        if number % 2:
            second, first = timed(other), timed(one)
        else:
            first, second = timed(one), timed(other)
        pairs.append((first, second))
    return Compared(
        one=statistics.median(first for first, _second in pairs),
        other=statistics.median(second for _first, second in pairs),
        ratio=statistics.median(first / second for first, second in pairs),
    )


def timed(task: Callable[[], object]) -> float:
    """Return how long ``task`` takes, in seconds; the garbage of the round before is not its business."""
    gc.collect()
    begin = time.perf_counter()
    task()
    return time.perf_counter() - begin
