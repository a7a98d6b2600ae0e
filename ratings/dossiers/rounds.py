"""Rounds of evaluation as article 5 fixes them: which one a request belongs to, and when its results are due.

"Before 30/04" has its last safe day on 29/04, so every day here is the last one that still counts. Extra rounds stand
in no article; they are rows entered from a plan (article 5.1).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Round:
    """A regular round. ``year`` is the one in which requests for it close (the ministry's round 2 ends a year later)."""

    last_request_day: dt.date
    last_result_day: dt.date
    year: int
    number: int


def province_rounds(year: int) -> tuple[Round, Round]:
    """Both rounds of a province in ``year``: requested by the commune by 29/04 and 29/10 (article 5.1)."""
    return (
        Round(dt.date(year, 4, 29), dt.date(year, 6, 29), year, 1),
        Round(dt.date(year, 10, 29), dt.date(year, 12, 29), year, 2),
    )


def ministry_rounds(year: int) -> tuple[Round, Round]:
    """Both rounds of the ministry that begin in ``year``: requested by the province by 29/07, and by 29/01 after it.

    Article 5.2: results by 29/09 and by 29/03 of the following year.
    """
    return (
        Round(dt.date(year, 7, 29), dt.date(year, 9, 29), year, 1),
        Round(dt.date(year + 1, 1, 29), dt.date(year + 1, 3, 29), year, 2),
    )


def province_round_of(requested_on: dt.date) -> Round:
    """Return the round to which a commune's request of ``requested_on`` belongs: the first that it is not late for."""
    return _first_open(requested_on, (*province_rounds(requested_on.year), *province_rounds(requested_on.year + 1)))


def ministry_round_of(requested_on: dt.date) -> Round:
    """Return the ministry's round to which a province's request of ``requested_on`` belongs."""
    return _first_open(requested_on, (*ministry_rounds(requested_on.year - 1), *ministry_rounds(requested_on.year)))


def _first_open(day: dt.date, rounds: tuple[Round, ...]) -> Round:
    return next(found for found in rounds if day <= found.last_request_day)
