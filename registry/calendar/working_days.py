"""Arithmetic of legal periods. Pure: the day and the overrides are arguments, nothing here reads the clock.

How periods count (Civil Code of 2015, article 147): a period in days, weeks, months or years does not count the day of
the event that starts it and ends at the end of its last day. Decision 26/2026/QĐ-TTg uses four kinds of period:

- working days: 15 for the commune (article 7.2) - ``add_working_days``;
- calendar days: 15 for a withdrawal (article 8.4), 45 for a re-ranking (article 7.6g) - ``last_day_of``;
- days counted back from an end: 180 and 120 before a certificate ends (article 7.6a) - ``days_before``;
- months: 36 for a certificate (article 4.3) - ``months_after``.

"Before 30 April" (article 5) ends one day earlier - ``last_safe_day``. Where something stored has a first and a last
day it is kept half-open, ``[from, until)`` - ``half_open`` and ``last_day``.

Working days are Monday to Friday without public holidays, with the days that the government swaps (a Saturday worked
for a Monday off). The ``holidays`` library knows both; what it does not know, or knows too late, an administrator says
in ``overrides``: a mapping from day to "is it a working day", which always wins.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import holidays

Overrides = Mapping[dt.date, bool]
"""True where a day is worked against the calendar, False where it is not."""
NO_OVERRIDES: Overrides = MappingProxyType({})

ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=256)
def _year(year: int) -> tuple[Mapping[dt.date, str], frozenset[dt.date]]:
    """Return the public holidays of a year with their Vietnamese names, and its weekend days that are worked."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    return dict(known.items()), frozenset(day for day in known.weekend_workdays if day.year == year)


def holiday_name(day: dt.date) -> str:
    """Return what the public holiday on ``day`` is called ("Ngày Văn hóa Việt Nam"), or "" for an ordinary day."""
    return _year(day.year)[0].get(day, "")


def is_working(day: dt.date, overrides: Overrides) -> bool:
    """Return whether public offices work on ``day``."""
    said = overrides.get(day)
    if said is not None:
        return said
    free, worked = _year(day.year)
    return day in worked or (day.weekday() < _SATURDAY and day not in free)


def add_working_days(start: dt.date, n: int, overrides: Overrides) -> dt.date:
    """Return the last day of a period of ``n`` working days, the day ``start`` not counted (article 7.2).

    With ``n`` 0 that is ``start`` itself, working day or not.

    Raises:
        ValueError: when ``n`` is negative; for counting back there is ``latest_start``.
    """
    if n < 0:
        raise ValueError("a period has no negative length")
    day = start
    for _ in range(n):
        day = first_working_day_on_or_after(day + ONE_DAY, overrides)
    return day


def latest_start(end: dt.date, n: int, overrides: Overrides) -> dt.date:
    """Return the last day from which ``n`` working days still end on ``end`` or before.

    A commune that must ask for a round by 29/04/2027 has its 15 working days only for what it received in full by
    07/04/2027.

    Raises:
        ValueError: when ``n`` is negative.
    """
    if n < 0:
        raise ValueError("a period has no negative length")
    day = end
    for _ in range(n):
        day = last_working_day_on_or_before(day, overrides) - ONE_DAY
    return day


def working_days_between(start: dt.date, end: dt.date, overrides: Overrides) -> int:
    """Count the working days after ``start`` up to and with ``end``; negative when ``end`` is the earlier one.

    Undoes ``add_working_days``: from ``start`` to its ``n``-th working day there are ``n``.
    """
    if end < start:
        return -working_days_between(end, start, overrides)
    days = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working(day, overrides) for day in days)


def working_days_left(today: dt.date, due: dt.date, overrides: Overrides) -> int:
    """Return how many working days ``due`` is away: 0 on the day itself, below 0 when it has passed.

    As ``working_days_between``, except that what has passed is never 0: on the Saturday after a Friday nobody may read
    "due today", so it is 1 late from the first day on.
    """
    count = working_days_between(today, due, overrides)
    return min(count, -1) if due < today else count


def last_day_of(start: dt.date, days: int) -> dt.date:
    """Return the last day of a period of calendar ``days``, the day ``start`` not counted (articles 7.6g, 8.4)."""
    return start + dt.timedelta(days=days)


def days_before(end: dt.date, days: int) -> dt.date:
    """Return the day ``days`` calendar days before ``end``.

    Article 7.6a: a dossier for re-ranking comes "not earlier than 180 and not later than 120 days" before the last
    valid day of the certificate. With a certificate valid to the end of 21/06/2027 that is 23/12/2026 to 21/02/2027.
    """
    return end - dt.timedelta(days=days)


def months_after(day: dt.date, n: int) -> dt.date:
    """Return the corresponding day ``n`` months later, or the last day of that month where there is none.

    A certificate in force for 36 months from 20/11/2026 has 20/11/2029 as its last day (article 4.3); one of
    29/02/2028 has 28/02/2031. A negative ``n`` counts back.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    month += 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_safe_day(before: dt.date) -> dt.date:
    """Return the last day that lies "before" a day: "trước ngày 30/4" is 29/04 at the latest (article 5)."""
    return before - ONE_DAY


def last_working_day_on_or_before(day: dt.date, overrides: Overrides) -> dt.date:
    """Return ``day`` or the nearest earlier working day: when something should be done that ends on a day off.

    The Civil Code (article 148.5) lets a period that ends on a day off end with the next working day. What this system
    advises is the earlier one, since the offices that receive the dossier are closed on the day itself.
    """
    while not is_working(day, overrides):
        day -= ONE_DAY
    return day


def first_working_day_on_or_after(day: dt.date, overrides: Overrides) -> dt.date:
    """Return ``day`` or the nearest later working day."""
    while not is_working(day, overrides):
        day += ONE_DAY
    return day


def half_open(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """Return ``[from, until)`` for a period given by its first and last day, both included.

    Raises:
        ValueError: when ``last`` lies before ``first``.
    """
    if last < first:
        raise ValueError("a period ends on its first day at the earliest")
    return first, last + ONE_DAY


def last_day(until: dt.date) -> dt.date:
    """Return the last day of a period kept half-open, the one that people read ("đến hết ngày ...")."""
    return until - ONE_DAY


RE_RANKING_OPENS, RE_RANKING_CLOSES = 180, 120
"""Days before the last valid day of a certificate (article 7.6a)."""


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when the file of a re-ranking is received (article 7.6a); both days included."""

    first: dt.date
    last: dt.date
    safe: dt.date
    """The last working day of the window."""


def re_ranking_window(last_valid_day: dt.date, working: WorkingCalendar) -> Window:
    """Return the window: not earlier than 180 and not later than 120 days before the certificate's last day."""
    last = days_before(last_valid_day, RE_RANKING_CLOSES)
    return Window(days_before(last_valid_day, RE_RANKING_OPENS), last, working.last_working_day_on_or_before(last))


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The functions above with the overrides of this installation, for callers that pass a calendar on."""

    overrides: Overrides = field(default_factory=lambda: NO_OVERRIDES)

    def is_working(self, day: dt.date) -> bool:
        return is_working(day, self.overrides)

    def add_working_days(self, day: dt.date, days: int) -> dt.date:
        return add_working_days(day, days, self.overrides)

    def latest_start(self, end: dt.date, days: int) -> dt.date:
        return latest_start(end, days, self.overrides)

    def working_days_between(self, after: dt.date, until: dt.date) -> int:
        return working_days_between(after, until, self.overrides)

    def working_days_left(self, today: dt.date, due: dt.date) -> int:
        return working_days_left(today, due, self.overrides)

    def last_working_day_on_or_before(self, day: dt.date) -> dt.date:
        return last_working_day_on_or_before(day, self.overrides)

    def first_working_day_on_or_after(self, day: dt.date) -> dt.date:
        return first_working_day_on_or_after(day, self.overrides)
