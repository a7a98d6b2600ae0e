"""The self-score as its page draws it: parts, lines, options, what is ticked, what closes a line, what is cited.

Pure over plain values; the totals come from ``criteria.stars`` and never from what a browser sends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ratings.criteria.queries import PublishedSheet
from ratings.criteria.result import Lift, Result, TickSheet
from ratings.criteria.sheet import CriteriaSheet, Line, Mark, Tick, closed_lines
from ratings.criteria.stars import evaluate
from ratings.criteria.wording import name_of, sentence
from ratings.dossiers.known import Finding, Known, Proposal, findings, is_against
from ratings.dossiers.models import Citation
from ratings.dossiers.plan_page import ShownPlan, plan_for, shown_plan
from ratings.sheets.posted import NONE_FITS, remark_name
from ratings.sheets.queries import Content
from registry.access.numbers import whole_number
from registry.calendar.working_days import WorkingCalendar
from registry.evidence.rules import validity
from registry.evidence.states import Validity


@dataclass(frozen=True, slots=True)
class ShownOption:
    value: str
    text: str
    points: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as the component of a sheet line wants it."""

    code: str
    text: str
    maximum: int


@dataclass(frozen=True, slots=True)
class ShownKnown:
    """What the register knows of a line: why, the option it points to (empty for a missing paper), whether all agree."""

    why: str
    option: str
    least: bool
    against: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the sheet as it stands."""

    asked: Asked
    heading: str
    note: str
    options: tuple[ShownOption, ...]
    chosen: str
    chosen_text: str
    points: int | None
    none_fits: bool
    remark: str
    closed: str
    citations: tuple[Citation, ...]
    minimums: str
    """Stars for which this line prints a minimum, in words; empty where there is none."""
    depends: bool
    """Another answer opens or closes it (story structure)."""
    known: ShownKnown | None = None
    """What the register knows of it."""
    validity: Mapping[int, Validity] = field(default_factory=dict)
    """Whether each cited paper is in force, by key of the citation."""

    @property
    def entry(self) -> str:
        """Under what ``Entered`` keeps who answered it."""
        return f"line:{self.asked.code}"

    @property
    def weak(self) -> bool:
        """Papers are cited, and every one of them has lapsed."""
        return bool(self.validity) and set(self.validity.values()) == {Validity.LAPSED}


@dataclass(frozen=True, slots=True)
class ShownPart:
    code: str
    name: str
    points: int
    maximum: int
    answered: int
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class ShownLift:
    """A line that has to rise for the next star, and what is printed there."""

    code: str
    name: str
    now: int
    to: int
    maximum: int
    asks: str
    """Words of the option to reach."""
    is_minimum: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """The fewest lines that lead to the next star."""

    star: int
    lifts: tuple[ShownLift, ...]
    points_after: int
    plan: ShownPlan | None = None
    """The papers that these lines need; None where no guidance is written."""


@dataclass(frozen=True, slots=True)
class ScorePage:
    """Everything the page shows."""

    parts: tuple[ShownPart, ...]
    total: int
    stars: int | None
    explanation: str
    answered: int
    open_lines: int
    revision: int
    window: str
    ahead: Ahead | None = None
    """What the next star needs; None before every line is answered, and where nothing is ahead."""
    feet: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def weak(self) -> list[Asked]:
        """Lines that rest on lapsed papers."""
        return [line.asked for part in self.parts for line in part.lines if line.weak]


def result_of(law: PublishedSheet, ticks: Mapping[str, Tick], case: str) -> Result:
    """Totals and provisional star of a self-score that may still be incomplete."""
    return evaluate(law.sheet, [TickSheet("self", ticks)], case=case, provisional=True)


def score_page(
    law: PublishedSheet,
    content: Content,
    *,
    case: str,
    revision: int,
    window: str = "",
    citations: Collection[Citation] = (),
    planned: tuple[dt.date, WorkingCalendar] | None = None,
    known: Known | None = None,
) -> ScorePage:
    """Build the page of one self-score.

    ``planned`` (today and the calendar) asks for the plan of papers and for what has lapsed too, ``known`` for what the
    register knows.
    """
    found = findings(law.sheet, known) if known else {}
    result = result_of(law, content.ticks, case)
    closed = closed_lines(law.sheet, content.ticks)
    cited: dict[str, list[Citation]] = {}
    for citation in citations:
        cited.setdefault(citation.line.code, []).append(citation)
    parts = tuple(
        ShownPart(
            code=part.code,
            name=name_of(part),
            points=result.part_sums[part.code],
            maximum=part.max_points,
            answered=sum(line.code in content.ticks for line in part.lines),
            lines=tuple(
                _shown(
                    law.sheet,
                    line,
                    content,
                    case=case,
                    citations=tuple(cited.get(line.code, ())),
                    finding=found.get(line.code),
                    on=planned[0] if planned else None,
                )
                for line in part.lines
            ),
        )
        for part in law.sheet.parts
    )
    lines = len(law.sheet.lines) - len(closed)
    return ScorePage(
        parts=parts,
        total=result.sum,
        stars=result.star,
        explanation=sentence(result),
        answered=lines - len(result.sheets[0].unanswered),
        open_lines=lines,
        revision=revision,
        window=window,
        ahead=_ahead(result, content, case, planned),
        feet=[(part.code, part.points, part.maximum) for part in parts],
    )


def _ahead(
    result: Result, content: Content, case: str, planned: tuple[dt.date, WorkingCalendar] | None
) -> Ahead | None:
    step = result.next_star
    if step is None or not result.complete:
        return None
    lifts = [(lift, True) for lift in step.gates] + [(lift, False) for lift in step.further]
    order = list(result.sheet.lines)
    lifts.sort(key=lambda each: order.index(each[0].line.code))
    plan = plan_for(result, content.ticks, case=case, today=planned[0], calendar=planned[1]) if planned else None
    return Ahead(
        star=step.star,
        lifts=tuple(_lift(lift, case, is_minimum=minimum) for lift, minimum in lifts),
        points_after=step.sum_after,
        plan=shown_plan(plan, result.sheet.law) if plan else None,
    )


def _lift(lift: Lift, case: str, *, is_minimum: bool) -> ShownLift:
    line = lift.line
    asks = next((option.text for option in line.options_for(case) if option.points == lift.to), "")
    return ShownLift(line.code, name_of(line), lift.least, lift.to, line.max_points, asks, is_minimum)


def _shown(
    sheet: CriteriaSheet,
    line: Line,
    content: Content,
    *,
    case: str,
    citations: tuple[Citation, ...],
    finding: Finding | None,
    on: dt.date | None,
) -> ShownLine:
    closed = closed_lines(sheet, content.ticks)
    tick = content.ticks.get(line.code)
    options = tuple(ShownOption(str(option.position), option.text, option.points) for option in line.options_for(case))
    chosen = "" if tick is None else NONE_FITS if tick is Mark.NONE_FITS else str(tick)
    return ShownLine(
        asked=Asked(line.code, name_of(line), line.max_points),
        heading=f"{line.heading.code}. {line.heading.name}" if line.heading else "",
        note=line.note,
        options=options,
        chosen=chosen,
        chosen_text=_chosen_text(line, tick),
        points=None if tick is None else line.points(tick),
        none_fits=not line.prints_zero,
        remark=content.remarks.get(line.code, ""),
        closed=_closed(sheet, line.code) if line.code in closed else "",
        citations=citations,
        minimums=", ".join(
            _("%(star)s stars from %(points)s") % {"star": gate.star, "points": gate.min_points} for gate in line.gates
        ),
        depends=line.code in sheet.conditions,
        known=_known(line, finding, tick) if finding and line.code not in closed else None,
        validity={one.pk: validity(one.version.document, on) for one in citations} if on else {},
    )


def _known(line: Line, finding: Finding, tick: Tick | None) -> ShownKnown:
    against = tick is not None and is_against(line, finding, tick)
    if not isinstance(finding, Proposal):
        return ShownKnown(finding.why, "", least=False, against=against)
    option = _("None fits") if finding.tick is Mark.NONE_FITS else line.option(finding.tick).text
    return ShownKnown(finding.why, option, least=finding.least, against=against)


def _chosen_text(line: Line, tick: Tick | None) -> str:
    if tick is None:
        return ""
    return _("None fits (0 points)") if tick is Mark.NONE_FITS else line.option(tick).text


def _closed(sheet: CriteriaSheet, code: str) -> str:
    rule = sheet.condition_of(code)
    other, least = sheet.conditions[code]
    return _("Does not apply, counts 0: %(quote)s (line %(line)s has less than %(points)s).") % {
        "quote": rule.quote,
        "line": other,
        "points": least,
    }


def read_ticks(law: PublishedSheet, sent: Mapping[str, str], content: Content) -> dict[str, Tick | Mark]:
    """Read the answers that differ from what stands there; what is no option is left for the action to refuse."""
    ticks: dict[str, Tick | Mark] = {}
    for code in law.sheet.lines:
        value = sent.get(code, "")
        if not value:
            continue
        tick: Tick = Mark.NONE_FITS if value == NONE_FITS else whole_number(value) or 0
        if content.ticks.get(code) != tick:
            ticks[code] = tick
    return ticks


def read_remarks(law: PublishedSheet, sent: Mapping[str, str], content: Content) -> dict[str, str]:
    """Read the remarks that differ from what stands there."""
    return {
        code: remark.strip()
        for code in law.sheet.lines
        if (remark := sent.get(remark_name(code))) is not None and remark.strip() != content.remarks.get(code, "")
    }
