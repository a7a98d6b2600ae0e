"""What the pages of scoring show, made from values that were allowed to leave ``queries``. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ratings.criteria import wording
from ratings.criteria.guidance_reading import handbook_of
from ratings.criteria.queries import PublishedSheet
from ratings.criteria.result import GateResult, Result
from ratings.criteria.sheet import CriteriaSheet, Line, Mark, closed_lines
from ratings.dossiers.models import Citation, Dossier
from ratings.dossiers.region import Region
from ratings.scoring.explanation import sentences
from ratings.scoring.forms import tick_name
from ratings.scoring.models import Conclusion
from ratings.scoring.queries import Board
from ratings.scoring.secrecy import Sight
from ratings.sheets.posted import NONE_FITS, remark_name
from ratings.sheets.queries import Content
from registry.access.numbers import whole_number

MUCH = 2
"""Points between the highest and the lowest answer of a line from which the board draws attention to it."""


# ---------------------------------------------------------------- the member's sheet


@dataclass(frozen=True)
class Question:
    """A line as the component of the score sheet wants it."""

    code: str
    text: str
    maximum: int


@dataclass(frozen=True)
class Choice:
    value: int
    text: str
    points: int


@dataclass(frozen=True)
class Step:
    """One line in the list at the left."""

    code: str
    name: str
    maximum: int
    points: int | None
    """None while the line is open."""
    closed: bool
    current: bool
    cited: int

    @property
    def slug(self) -> str:
        """The code as part of an id that style sheets and htmx can name."""
        return self.code.replace(".", "-")


@dataclass(frozen=True)
class PartSteps:
    code: str
    name: str
    points: int
    maximum: int
    criteria: list[tuple[str, str, list[Step]]]


@dataclass(frozen=True)
class SheetPage:
    """Everything the page of one's own sheet shows."""

    parts: list[PartSteps]
    line: Line
    question: Question
    choices: list[Choice]
    chosen: str
    remark: str
    closed: str
    notes: list[str]
    tick_name: str
    remark_name: str
    previous: str
    following: str
    foot: list[tuple[str, int, int]]
    total: int
    star: int | None
    answered: int
    lines: int
    position: int
    count: int
    offers_none: bool
    minimums: list[tuple[int, int]]
    unanswered: tuple[str, ...]
    sheet: CriteriaSheet
    case: str
    guided: bool
    """Whether guidance is written on the lines of this law."""
    stops_met: list[str] = field(default_factory=list)


def sheet_page(
    law: PublishedSheet, content: Content, result: Result, *, case: str, current: str, cited: Mapping[str, int]
) -> SheetPage:
    """Lay out a sheet with the line ``current`` open; ``result`` is the sheet's own, provisional one."""
    sheet = law.sheet
    codes = list(sheet.lines)
    current = current if current in sheet.lines else _first_open(sheet, content)
    at = codes.index(current)
    line = sheet.lines[current]
    closed = closed_lines(sheet, content.ticks)
    total = result.sheets[0]
    tick = content.ticks.get(current)
    applies = len(codes) - len(closed)
    return SheetPage(
        parts=_parts(sheet, content, result, closed=closed, current=current, cited=cited),
        line=line,
        question=Question(line.code, wording.name_of(line), line.max_points),
        choices=[Choice(option.position, option.text, option.points) for option in line.options_for(case)],
        chosen=NONE_FITS if tick is Mark.NONE_FITS else str(tick or ""),
        remark=content.remarks.get(current, ""),
        closed=_closed_reason(sheet, current) if current in closed else "",
        notes=_notes(sheet, line),
        tick_name=tick_name(current),
        remark_name=remark_name(current),
        previous=codes[at - 1] if at else "",
        following=codes[at + 1] if at + 1 < len(codes) else "",
        foot=[(part.code, total.parts[part.code], part.max_points) for part in sheet.parts],
        total=total.total,
        star=result.star,
        answered=applies - len(total.unanswered),
        lines=applies,
        position=at + 1,
        count=len(codes),
        offers_none=not line.prints_zero,
        minimums=[(gate.star, gate.min_points) for gate in line.gates],
        unanswered=total.unanswered,
        sheet=sheet,
        case=case,
        guided=bool(handbook_of(sheet.law).entries),
        stops_met=[rule.quote for rule in total.stops_met],
    )


def _first_open(sheet: CriteriaSheet, content: Content) -> str:
    closed = closed_lines(sheet, content.ticks)
    return next(
        (code for code in sheet.lines if code not in content.ticks and code not in closed), next(iter(sheet.lines))
    )


def _parts(
    sheet: CriteriaSheet,
    content: Content,
    result: Result,
    *,
    closed: Collection[str],
    current: str,
    cited: Mapping[str, int],
) -> list[PartSteps]:
    total = result.sheets[0]

    def step(line: Line) -> Step:
        done = line.code in content.ticks
        return Step(
            code=line.code,
            name=wording.name_of(line),
            maximum=line.max_points,
            points=total.lines[line.code] if done else None,
            closed=line.code in closed,
            current=line.code == current,
            cited=cited.get(line.code, 0),
        )

    return [
        PartSteps(
            code=part.code,
            name=wording.name_of(part),
            points=total.parts[part.code],
            maximum=part.max_points,
            criteria=[
                (criterion.code, wording.name_of(criterion), [step(line) for line in criterion.lines])
                for criterion in part.criteria
            ],
        )
        for part in sheet.parts
    ]


def _closed_reason(sheet: CriteriaSheet, code: str) -> str:
    rule = sheet.condition_of(code)
    return _("This line does not apply and counts 0 points: %(quote)s.") % {"quote": rule.quote}


def _notes(sheet: CriteriaSheet, line: Line) -> list[str]:
    """What the law prints beside the line, and the minimums it carries."""
    notes = [note for note in (line.note, *(rule.quote for rule in sheet.rules_at(line.code))) if note]
    return list(dict.fromkeys(notes))


# ---------------------------------------------------------------- the board


@dataclass(frozen=True)
class Cell:
    points: int
    lowest: bool
    highest: bool
    remark: str = ""


@dataclass(frozen=True)
class BoardLine:
    code: str
    name: str
    maximum: int
    cells: list[Cell]
    mean: Fraction
    median: Fraction
    spread: int
    agreeing: int
    """How many members gave the answer that was given most often."""
    much: bool
    gates: list[tuple[int, bool, str]]
    """Star, whether it holds, and the sentence in figures."""


@dataclass(frozen=True)
class BoardPart:
    code: str
    name: str
    maximum: int
    totals: list[int]
    mean: Fraction
    lines: list[BoardLine]


@dataclass(frozen=True)
class BoardPage:
    names: list[str]
    parts: list[BoardPart]
    totals: list[int]
    mean: Fraction
    result: Result
    sentence: str
    verdict: str
    next_star: str
    missing: list[tuple[int, list[str]]]
    """Star, and every minimum of it that is missed, in words."""
    pairs: list[Any]
    void: list[Any]
    number: int


def board_page(board: Board, remarks: Mapping[tuple[int, str], str] | None = None) -> BoardPage | None:
    """Lay out an opened scoring; ``remarks`` by position of the member and line code. None if no sheet counts."""
    result = board.result
    if result is None:
        return None
    said = remarks or {}
    n = result.n
    gates: dict[str, list[GateResult]] = {}
    for level in result.levels:
        for gate in level.gates:
            gates.setdefault(gate.gate.line, []).append(gate)
    return BoardPage(
        names=[str(total.label) for total in result.sheets],
        parts=[
            BoardPart(
                code=part.code,
                name=wording.name_of(part),
                maximum=part.max_points,
                totals=[total.parts[part.code] for total in result.sheets],
                mean=Fraction(result.part_sums[part.code], n),
                lines=[_board_line(line, result, gates.get(line.code, []), said) for line in part.lines],
            )
            for part in result.sheet.parts
        ],
        totals=[total.total for total in result.sheets],
        mean=Fraction(result.sum, n),
        result=result,
        sentence=wording.sentence(result),
        verdict=wording.verdict(result),
        next_star=wording.next_star_sentence(result),
        missing=[
            (level.star, [wording.missing_sentence(gate) for gate in level.missing])
            for level in result.levels
            if level.missing
        ],
        pairs=list(result.pairs_over_limit),
        void=board.void,
        number=board.scoring_round.number,
    )


def median_of(points: Sequence[int]) -> Fraction:
    """Return the middle one, or halfway between the two in the middle; exact."""
    ordered, middle = sorted(points), len(points) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle], 2)


def _board_line(
    line: Line, result: Result, gates: Iterable[GateResult], remarks: Mapping[tuple[int, str], str]
) -> BoardLine:
    points = [total.lines[line.code] for total in result.sheets]
    low, high = min(points), max(points)
    return BoardLine(
        code=line.code,
        name=wording.name_of(line),
        maximum=line.max_points,
        cells=[
            Cell(value, value == low < high, value == high > low, remarks.get((number, line.code), ""))
            for number, value in enumerate(points)
        ],
        mean=Fraction(sum(points), result.n),
        median=median_of(points),
        spread=high - low,
        agreeing=max(points.count(value) for value in points),
        much=high - low >= MUCH,
        gates=[(gate.gate.star, gate.held, wording.gate_sentence(gate)) for gate in gates],
    )


# ---------------------------------------------------------------- the result


def result_context(dossier: Dossier, conclusion: Conclusion | None, seen: Sight) -> dict[str, Any]:
    """What the result shows; sheets and the minuted reason, which name members, only to whom secrecy allows them."""
    if conclusion is None:
        return {"dossier": dossier, "conclusion": None}
    facts = conclusion.facts
    held = [level for level in facts.get("levels", []) if not level["gates_hold"]]
    return {
        "dossier": dossier,
        "conclusion": conclusion,
        "note": conclusion.note if seen.sheets_after else "",
        "mean": Fraction(conclusion.total, conclusion.sheets),
        "parts": [{**part, "mean": Fraction(part["sum"], conclusion.sheets)} for part in facts.get("parts", [])],
        "lines": [{**line, "mean": Fraction(line["sum"], conclusion.sheets)} for line in facts.get("lines", [])],
        "levels": held,
        "said": {"verdict": "", "sentence": "", "next_star": "", **sentences(facts, get_language() or "vi")},
        "sheets": facts.get("sheets", []) if seen.sheets_after else [],
    }


# ---------------------------------------------------------------- evidence beside a line


@dataclass(frozen=True)
class Shown:
    """The paper that is open beside a line, at a page."""

    citation: Citation
    page: int
    pages: int
    picture: str

    @property
    def region(self) -> Region | None:
        """The cited place, on the page that was cited."""
        return self.citation.region if self.page == self.citation.page else None

    @property
    def earlier(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def later(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def shown_paper(citations: list[Citation], *, wanted: str, page: str, door: str) -> Shown | None:
    """Choose the paper to show: the one that was asked for, else the first; at the cited page unless another is asked.

    ``door`` is the address under which this person may see pages, ending in a slash.
    """
    if not citations:
        return None
    citation = next((one for one in citations if str(one.pk) == wanted), citations[0])
    pages = max(citation.version.pages, 1)
    asked = whole_number(page)
    number = min(max(citation.page or 1 if asked is None else asked, 1), pages)
    return Shown(citation, number, pages, f"{door}{citation.version_id}/{number}/")
