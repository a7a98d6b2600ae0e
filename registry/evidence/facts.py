"""What a paper says about itself, as plain values between forms and actions."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a paper says about itself. ``kind`` is 1-15 of Form 02; ``valid_until`` the last day in force."""

    kind: int
    title: str
    number: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    def values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
