"""The plan of papers for the next star, made from a result and drawn for its pages. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ratings.criteria.guidance_page import ShownPaper, about, shown_paper
from ratings.criteria.guidance_reading import handbook_of
from ratings.criteria.needed_papers import needed_papers
from ratings.criteria.result import Result
from ratings.criteria.sheet import Mark, Tick
from ratings.dossiers.evidence_plan import Break, EvidencePlan, evidence_plan
from ratings.dossiers.rounds import Round
from registry.calendar.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class ShownStep:
    """Ask for a paper by ``ask_by``; ``long_break`` is a long time off while it is made."""

    paper: ShownPaper
    lines: tuple[str, ...]
    ask_by: dt.date
    in_hand_by: dt.date
    long_break: Break | None


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """``next_round`` is empty when the plan reaches it; else ``too_late`` says what stands in the way."""

    round: str
    file_by: dt.date
    longest: str
    steps: tuple[ShownStep, ...]
    next_round: str
    too_late: tuple[str, ...]


def plan_for(
    result: Result, ticks: Mapping[str, Tick], *, case: str, today: dt.date, calendar: WorkingCalendar
) -> EvidencePlan | None:
    """Return the plan for the next star of the self-score ``ticks``, whose result is ``result``.

    None where nothing is ahead or no guidance is written. What the answers of now need is taken as in hand.
    """
    sheet, step = result.sheet, result.next_star
    handbook = handbook_of(sheet.law)
    if step is None or not result.complete or not handbook.entries:
        return None
    answers = [
        (lift.line, next(option for option in lift.line.options_for(case) if option.points == lift.to))
        for lift in (*step.gates, *step.further)
    ]
    order = list(sheet.lines)
    answers.sort(key=lambda answer: order.index(answer[0].code))
    present = {
        line.code: line.option(tick)
        for line, _option in answers
        if (tick := ticks.get(line.code)) is not None and tick is not Mark.NONE_FITS
    }
    needed = needed_papers(handbook, sheet.number, answers, present=present)
    return evidence_plan(needed, today=today, calendar=calendar)


def shown_plan(plan: EvidencePlan, law_code: str) -> ShownPlan:
    """Draw ``plan``."""
    handbook = handbook_of(law_code)
    longest = max((step.needed.within for step in plan.steps), default=0)
    return ShownPlan(
        round=_named(plan.evaluation_round),
        file_by=plan.file_by,
        longest=about(longest),
        steps=tuple(
            ShownStep(
                paper=shown_paper(handbook, step.needed.paper),
                lines=step.needed.lines,
                ask_by=step.ask_by,
                in_hand_by=step.in_hand_by,
                long_break=step.long_break,
            )
            for step in plan.steps
        ),
        next_round="" if plan.next_round == plan.evaluation_round else _named(plan.next_round),
        too_late=tuple(each.paper.name for each in plan.too_late),
    )


def _named(found: Round) -> str:
    return _("round %(number)s of %(year)s") % {"number": found.number, "year": found.year}
