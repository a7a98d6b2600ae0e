"""Rendered answers of verification, kept for a minute in this process: what a scanned package asks for again and again.

An answer is of one day, so none outlives midnight in Viet Nam. What the database says reaches the public within
``SECONDS``; nothing is shared between processes, so nothing has to be cleared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.utils import timezone

SECONDS = 60
MOST = 2_000
"""Answers kept at most: some 20 MB."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Bytes of one answer; ``fresh_until`` is the moment from which it is asked anew."""

    status: int
    content_type: str
    body: bytes
    fresh_until: dt.datetime


_kept: dict[Hashable, Answered] = {}


def fresh_until(now: dt.datetime) -> dt.datetime:
    """Return the earlier of ``SECONDS`` from ``now`` and the next midnight where people live."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    return min(now + dt.timedelta(seconds=SECONDS), midnight)


def kept_or_made(key: Hashable, now: dt.datetime, make: Callable[[], Answered]) -> Answered:
    """Return the answer under ``key``, made anew when there is none that is fresh."""
    found = _kept.get(key)
    if found is not None and now < found.fresh_until:
        return found
    made = make()
    _kept.pop(key, None)
    while len(_kept) >= MOST:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = made
    return made


def forget() -> None:
    """Drop everything kept in this process (tests)."""
    _kept.clear()
