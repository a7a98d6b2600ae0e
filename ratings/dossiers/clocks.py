"""Until when somebody has time: the commune's 15 working days, dates of returns and of rounds (articles 5, 7.2, 7.6g).

Pure: the calendar of working days is an argument, and so is today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from ratings.dossiers.renewal import PROVINCE_DAYS
from ratings.dossiers.rounds import Round
from ratings.dossiers.states import RETURNED, State, Turn
from registry.calendar.working_days import WorkingCalendar

COMMUNE_WORKING_DAYS = 15
"""Article 7.2: check, Form 03, signature and sending together."""
ARTICLE_COMMUNE = "khoản 2 Điều 7"
ARTICLE_ROUND = "khoản 1 Điều 5"
ARTICLE_RE_RANKING = "điểm g khoản 6 Điều 7"


class Unit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when, and how much is left. ``left`` counts in ``unit``: 0 is the last day, below 0 is late."""

    due: dt.date
    left: int
    unit: Unit
    article: str
    started: dt.date | None = None
    total: int | None = None

    @property
    def used(self) -> int | None:
        return None if self.total is None else self.total - self.left

    @property
    def working(self) -> bool:
        return self.unit is Unit.WORKING


@dataclass(frozen=True, slots=True)
class Running:
    """What the clock of a dossier depends on, as plain facts."""

    state: State
    received_on: dt.date | None = None
    due_on: dt.date | None = None
    return_due_on: dt.date | None = None
    result_due_on: dt.date | None = None
    """Last day for results of the dossier's round."""
    signed: bool = False
    """Form 03 and the request are signed: the officer has to send them."""
    province_due_on: dt.date | None = None
    """Last day of the province's 45 for a re-ranking."""
    moved_due_on: dt.date | None = None
    """The day that the last move itself named (tests, the ministry)."""


def commune_due(received_on: dt.date, calendar: WorkingCalendar) -> dt.date:
    """Return the commune's last day: 15 working days, the day of full receipt not counted (article 7.2)."""
    return calendar.add_working_days(received_on, COMMUNE_WORKING_DAYS)


def last_filing_day(evaluation_round: Round, calendar: WorkingCalendar) -> dt.date:
    """Return the last day on which full receipt leaves the commune its whole time before the round closes."""
    return calendar.latest_start(evaluation_round.last_request_day, COMMUNE_WORKING_DAYS)


_COMMUNE_STATES = frozenset({State.RECEIVED, State.AWAITING_COMMUNE_SIGNATURE})
_IN_ROUND = frozenset(
    {
        State.FORWARDED,
        State.PROVINCE_CHECKING,
        State.UNDER_APPRAISAL,
        State.ON_AGENDA,
        State.SCORING,
        State.OPENED,
        State.RESCORING,
        State.CONCLUDED,
        State.DECISION_PREPARED,
        State.POSTPONED,
    }
)


_IN_PROVINCE = (_IN_ROUND - {State.FORWARDED, State.POSTPONED}) | {State.AGENCY_REPORT, State.WRITTEN_OPINION}


def clock_of(running: Running, *, today: dt.date, calendar: WorkingCalendar) -> Clock | None:
    """Return the clock that runs in this state, or None where the law and the offices have set no day."""
    state = running.state
    if state in _COMMUNE_STATES and running.due_on:
        return Clock(
            due=running.due_on,
            left=calendar.working_days_left(today, running.due_on),
            unit=Unit.WORKING,
            article=ARTICLE_COMMUNE,
            started=running.received_on,
            total=COMMUNE_WORKING_DAYS,
        )
    if state in RETURNED and running.return_due_on:
        return _by_calendar(running.return_due_on, today, "")
    if state in _IN_PROVINCE and running.province_due_on:
        due = running.province_due_on
        return Clock(
            due=due,
            left=(due - today).days,
            unit=Unit.CALENDAR,
            article=ARTICLE_RE_RANKING,
            started=due - dt.timedelta(days=PROVINCE_DAYS),
            total=PROVINCE_DAYS,
        )
    if state in _IN_ROUND and running.result_due_on:
        return _by_calendar(running.result_due_on, today, ARTICLE_ROUND)
    if running.moved_due_on:
        return _by_calendar(running.moved_due_on, today, "")
    return None


def _by_calendar(due: dt.date, today: dt.date, article: str) -> Clock:
    return Clock(due=due, left=(due - today).days, unit=Unit.CALENDAR, article=article)


def turn_of(running: Running) -> Turn:
    """Whose turn it is; once the leader has signed it is the officer's again."""
    if running.state is State.AWAITING_COMMUNE_SIGNATURE and running.signed:
        return Turn.COMMUNE
    return running.state.turn


def earliest(days: Collection[dt.date | None]) -> dt.date | None:
    """Return the earliest known day: the last safe day of a list of things to do."""
    return min((day for day in days if day), default=None)
