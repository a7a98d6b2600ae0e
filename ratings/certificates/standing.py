"""How a certificate stands today, for those who work with it: state, days left, window for re-ranking (article 7.6a).

Pure; the day is an argument.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ratings.certificates.states import Interval, Status, status_on
from registry.calendar.working_days import RE_RANKING_CLOSES, RE_RANKING_OPENS, days_before, last_day


@dataclass(frozen=True, slots=True)
class Standing:
    """``days`` left count today's certificate to its last valid day; None when it is not in force."""

    status: Status
    last_day: dt.date
    days: int | None
    window_from: dt.date
    window_to: dt.date
    today: dt.date

    @property
    def window_open(self) -> bool:
        return self.status.in_force and self.window_from <= self.today <= self.window_to

    @property
    def window_missed(self) -> bool:
        return self.status.in_force and self.window_to < self.today


def standing_of(certificate: Interval, today: dt.date) -> Standing:
    status = status_on(certificate, today)
    until = certificate.valid_until
    if status is Status.EXTENDED and certificate.extended_until:
        until = certificate.extended_until
    own_last = last_day(certificate.valid_until)
    return Standing(
        status,
        last_day(until),
        (last_day(until) - today).days if status.in_force else None,
        days_before(own_last, RE_RANKING_OPENS),
        days_before(own_last, RE_RANKING_CLOSES),
        today,
    )
