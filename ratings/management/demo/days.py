"""Where the days of the demonstration lie when it is loaded on another day than it was written for. Pure.

History keeps its dates. What is open is placed by working days: a dossier received ten working days before 23/11/2026
is received ten working days before the day of loading, so every clock has as much left as it had.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from registry.calendar.working_days import ONE_DAY, WorkingCalendar, months_after

WRITTEN_FOR = dt.date(2026, 11, 23)
SESSION_AHEAD = 10
"""Working days from the day of loading to the session to come."""
VN = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True)
class Days:
    """Days of the demonstration as of ``today``; before the day it was written for, that day stands in."""

    today: dt.date
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)

    @property
    def anchor(self) -> dt.date:
        """The working day that takes the place of 23/11/2026."""
        return self.calendar.last_working_day_on_or_before(max(self.today, WRITTEN_FOR))

    def open(self, day: dt.date) -> dt.date:
        """Return where ``day`` of something open lies: as many working days from the anchor as from 23/11/2026."""
        if self.anchor == WRITTEN_FOR:
            return day
        if day > WRITTEN_FOR:
            return self.calendar.add_working_days(self.anchor, self.calendar.working_days_between(WRITTEN_FOR, day))
        placed = self.anchor
        for _ in range(self.calendar.working_days_between(day, WRITTEN_FOR)):
            placed = self.calendar.last_working_day_on_or_before(placed - ONE_DAY)
        return placed

    @property
    def next_session(self) -> dt.date:
        """The first working day that is at least ten working days ahead: 08/12/2026 seen from 23/11/2026."""
        return self.calendar.add_working_days(self.anchor, SESSION_AHEAD)

    def issued_to_end_in(self, days: int) -> dt.date:
        """Return the day of issue of a certificate of 36 months whose last day is ``days`` calendar days ahead."""
        return months_after(self.anchor + dt.timedelta(days=days), -36)


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """Return ``time`` of ``day`` in Viet Nam."""
    return dt.datetime.combine(day, time, VN)
