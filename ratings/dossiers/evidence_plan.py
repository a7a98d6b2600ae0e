"""A dated plan: by when each paper must be asked for, so that the dossier can be filed for a round. Pure.

Counted back from the last day on which full receipt leaves the commune its 15 working days before the round closes
(articles 5.1 and 7.2). How long a paper takes is an estimate in working days, so Tết and every other day off is left
out, and nothing is to be asked for on a day on which offices are closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count

from ratings.criteria.needed_papers import NeededPaper, NeededPapers
from ratings.dossiers.clocks import last_filing_day
from ratings.dossiers.rounds import Round, province_rounds
from registry.calendar.working_days import ONE_DAY, WorkingCalendar

LONG_BREAK = 5
"""So many days off in a row are named: offices, laboratories and printers stand still (Tết)."""


@dataclass(frozen=True, slots=True)
class Break:
    """Days off in a row, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Step:
    """Ask for a paper by ``ask_by`` to hold it by ``in_hand_by``."""

    needed: NeededPaper
    ask_by: dt.date
    in_hand_by: dt.date
    long_break: Break | None = None
    """The first long break while the paper is being made."""


@dataclass(frozen=True, slots=True)
class EvidencePlan:
    """Steps in the order of their days, for the first round that all of them can reach."""

    evaluation_round: Round
    file_by: dt.date
    steps: tuple[Step, ...]
    next_round: Round
    """The first round that a dossier filed today still reaches."""
    too_late: tuple[NeededPaper, ...]
    """Papers for which it is too late for ``next_round``; empty when that is the round of the plan."""


def evidence_plan(needed: NeededPapers, *, today: dt.date, calendar: WorkingCalendar) -> EvidencePlan:
    """Plan ``needed`` for the first round that everything can reach when it is begun today."""
    rounds = _open_rounds(today, calendar)
    found, file_by = next(rounds)
    steps = first = steps_until(needed, file_by, calendar)
    next_round = found
    while any(step.ask_by < today for step in steps):
        found, file_by = next(rounds)
        steps = steps_until(needed, file_by, calendar)
    return EvidencePlan(
        evaluation_round=found,
        file_by=file_by,
        steps=steps,
        next_round=next_round,
        too_late=tuple(step.needed for step in first if step.ask_by < today),
    )


def next_filing(today: dt.date, calendar: WorkingCalendar) -> tuple[Round, dt.date]:
    """Return the first round that a dossier filed today still reaches, and the last day on which it is filed for it."""
    return next(_open_rounds(today, calendar))


def _open_rounds(today: dt.date, calendar: WorkingCalendar) -> Iterator[tuple[Round, dt.date]]:
    for found in chain.from_iterable(province_rounds(year) for year in count(today.year)):
        last = calendar.last_working_day_on_or_before(last_filing_day(found, calendar))
        if last >= today:
            yield found, last


def steps_until(needed: NeededPapers, file_by: dt.date, calendar: WorkingCalendar) -> tuple[Step, ...]:
    """Return the steps counted back from ``file_by``, in the order of their days.

    A paper must be in hand on the day on which one that waits for it is asked for.
    """
    due: dict[str, dt.date] = {}
    steps = []
    for each in reversed(needed.papers):
        in_hand_by = due.get(each.paper.key, file_by)
        ask_by = calendar.last_working_day_on_or_before(calendar.latest_start(in_hand_by, each.paper.days))
        for before in each.paper.after:
            due[before] = min(due.get(before, file_by), ask_by)
        steps.append(Step(each, ask_by, in_hand_by, _long_break(ask_by, in_hand_by, calendar)))
    return tuple(sorted(steps, key=lambda step: (step.ask_by, step.in_hand_by, step.needed.paper.key)))


def _long_break(start: dt.date, end: dt.date, calendar: WorkingCalendar) -> Break | None:
    day = start
    while day <= end:
        if calendar.is_working(day):
            day += ONE_DAY
            continue
        first = day
        while not calendar.is_working(day):
            day += ONE_DAY
        if (day - first).days >= LONG_BREAK:
            return Break(first, day - ONE_DAY)
    return None
