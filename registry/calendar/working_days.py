"""Working days and periods of Viet Nam, as pure functions; the day is always an argument.

A period leaves out the day of its event and ends with its last day (Civil Code 2015, article 147). Public holidays,
swapped days included, come from the ``holidays`` library; what an administrator overrides counts before it.
"""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import holidays

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


@cache
def _holidays_of(year: int) -> tuple[frozenset[dt.date], frozenset[dt.date]]:
    """Return holidays and the weekend days worked instead, of one year."""
    known = holidays.country_holidays("VN", years=year)
    return frozenset(known), frozenset(known.weekend_workdays)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of the country. ``overrides`` says of single days whether they are worked."""

    overrides: Mapping[dt.date, bool] = field(default_factory=dict)

    def is_working(self, day: dt.date) -> bool:
        if day in self.overrides:
            return self.overrides[day]
        off, worked = _holidays_of(day.year)
        if day in worked:
            return True
        return day.weekday() < SATURDAY and day not in off

    def add_working_days(self, day: dt.date, days: int) -> dt.date:
        """Return the ``days``-th working day after ``day``, which itself is not counted; ``days`` at least 1."""
        if days < 1:
            raise ValueError("a period has at least one day")
        while days:
            day += ONE_DAY
            days -= self.is_working(day)
        return day

    def working_days_between(self, after: dt.date, until: dt.date) -> int:
        """Count working days after ``after`` up to and with ``until``; negative when ``until`` lies before."""
        if until < after:
            return -self.working_days_between(until, after)
        days = (until - after).days
        return sum(self.is_working(after + dt.timedelta(days=n)) for n in range(1, days + 1))

    def on_or_before(self, day: dt.date) -> dt.date:
        """Return ``day`` or the nearest working day before it: the last safe day of a date."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def on_or_after(self, day: dt.date) -> dt.date:
        while not self.is_working(day):
            day += ONE_DAY
        return day


def last_day_of(start: dt.date, days: int) -> dt.date:
    """Return the last day of a period of calendar days whose first day ``start`` is not counted."""
    return start + dt.timedelta(days=days)


def day_before(day: dt.date) -> dt.date:
    """Return the last day that lies "before" ``day``: "trước ngày 30/04" ends on 29/04."""
    return day - ONE_DAY


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the corresponding day ``months`` later; the month's last day where there is none (29/02 -> 28/02)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return dt.date(year, month, min(day.day, gregorian.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when the file of a re-ranking is received (article 7.6a); both days included."""

    first: dt.date
    last: dt.date
    safe: dt.date
    """The last working day of the window."""


def re_ranking_window(last_valid_day: dt.date, working: WorkingCalendar) -> Window:
    """Return the window: not earlier than 180 and not later than 120 days before the certificate's last day."""
    last = last_valid_day - dt.timedelta(days=120)
    return Window(last_valid_day - dt.timedelta(days=180), last, working.on_or_before(last))
