"""From answers to totals, star and the reason for it. Whole numbers only; nothing is rounded before it is compared.

Article 3.3 of Decision 26/2026/QĐ-TTg gives the bounds of the mean total (90, 70, 50, 30); the note under Annex II makes
the star marks minimum requirements. A council's mean is kept as sum and number of sheets and compared as
``sum >= bound * n``; only for people it is shown with two decimals, cut and never rounded up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from ratings.criteria.sheet import (
    CriteriaSheet,
    Gate,
    Line,
    Mark,
    Rule,
    Tick,
    closed_lines,
    stop_rules_met,
    unanswered_lines,
)

BOUNDS: Mapping[int, int] = {5: 90, 4: 70, 3: 50, 2: 30, 1: 0}
"""Least mean total of each star (article 3.3)."""
LEAST_RECOGNISED = 3
HIGHEST = 5


class GateTest(StrEnum):
    """How a minimum requirement is tested over several sheets: the choice of the council's regulation."""

    MAJORITY = "majority"
    """More than half of the sheets at or over the mark."""
    MEAN = "mean"
    """The mean of the line at or over the mark."""
    EVERY_MEMBER = "every_member"
    AGREED = "agreed"
    """One tick agreed by the council on the line, and minuted."""


class FiveStarRule(StrEnum):
    """What makes a five-star candidate (article 7.3e names only the points)."""

    POINTS_AND_GATES = "points_and_gates"
    POINTS_ALONE = "points_alone"
    """Five-star minimums are reported but do not hold the product; lower ones still do."""


class Outcome(StrEnum):
    """What the result means for recognition."""

    RECOGNISABLE = "recognisable"
    BELOW = "below"
    """The total is under the bound of three stars: one or two stars, no recognition (article 4.1a)."""
    MINIMUM_MISSING = "minimum_missing"
    """The total reaches three stars but a three-star minimum is missing. It has no star; it is never called two."""
    KNOCKED_OUT = "knocked_out"


class Problem(StrEnum):
    """Why a set of ticks is no sheet."""

    NO_SUCH_LINE = "no_such_line"
    NO_SUCH_OPTION = "no_such_option"
    OTHER_CASE = "other_case"
    CASE_MISSING = "case_missing"
    ZERO_IS_PRINTED = "zero_is_printed"
    UNANSWERED = "unanswered"
    NO_SUCH_STOP_RULE = "no_such_stop_rule"
    NOT_AGREED = "not_agreed"


class InvalidTicks(ValueError):
    """A sheet cannot be counted; ``problems`` names lines (or clauses) and what is wrong there."""

    def __init__(self, label: str | int, problems: Sequence[tuple[str, Problem]]) -> None:
        super().__init__(f"sheet {label}: " + ", ".join(f"{where}: {problem}" for where, problem in problems))
        self.label = label
        self.problems = tuple(problems)


@dataclass(frozen=True)
class TickSheet:
    """The answers of one assessor. A line that is absent has not been answered."""

    label: str | int
    ticks: Mapping[str, Tick] = field(hash=False)
    stopped_by: str = ""
    """Clause of the stop rule with which the sheet was sent incomplete."""


@dataclass(frozen=True)
class SheetTotal:
    """Totals of one sheet."""

    label: str | int
    total: int
    parts: Mapping[str, int] = field(hash=False)
    lines: Mapping[str, int] = field(hash=False)
    """Points by line; lines that do not apply and lines after a stop count 0."""
    closed: frozenset[str]
    unanswered: tuple[str, ...]
    stopped_by: str
    stops_met: tuple[Rule, ...]
    """Stop rules that the ticks themselves meet, whether or not the assessor named one."""


@dataclass(frozen=True)
class GateResult:
    """How a minimum requirement stands."""

    gate: Gate
    line: Line
    test: GateTest
    points: tuple[int, ...]
    """Points of each sheet on the line, in the order of the sheets."""
    agreed: int | None
    """Points of the tick agreed by the council; None unless that is the test."""
    held: bool

    @property
    def sheets_at_mark(self) -> int:
        return sum(points >= self.gate.min_points for points in self.points)

    @property
    def mean_hundredths(self) -> int:
        """Mean of the line in hundredths of a point, cut."""
        return 100 * sum(self.points) // len(self.points)


@dataclass(frozen=True)
class Level:
    """One star: whether the total reaches its bound and which minimums hold."""

    star: int
    bound: int
    total_reaches: bool
    gates: tuple[GateResult, ...]
    binding: bool = True
    """False where the regulation sends five-star candidates on points alone."""

    @property
    def missing(self) -> tuple[GateResult, ...]:
        return tuple(gate for gate in self.gates if not gate.held)

    @property
    def gates_hold(self) -> bool:
        return not self.binding or not self.missing


@dataclass(frozen=True)
class Pair:
    """Two sheets whose totals differ by more than the regulation allows."""

    first: str | int
    second: str | int
    difference: int


@dataclass(frozen=True)
class Lift:
    """A line to be raised: every sheet below ``to`` points goes up to ``to``; ``gain`` in points over all sheets."""

    line: Line
    least: int
    """Lowest points that a sheet gives the line today."""
    to: int
    gain: int


@dataclass(frozen=True)
class NextStar:
    """What reaches the next star: minimums to lift first, then as few further lines as the total still needs."""

    star: int
    gates: tuple[Lift, ...]
    further: tuple[Lift, ...]
    points_missing: int
    """Points (over all sheets) that the total lacks after the minimums are lifted; 0 if they suffice."""
    sum_after: int
    n: int

    @property
    def mean_hundredths_after(self) -> int:
        return 100 * self.sum_after // self.n


@dataclass(frozen=True)
class Result:
    """Everything that follows from the sheets of one product. ``sum`` over ``n`` is the exact mean."""

    sheet: CriteriaSheet
    n: int
    sheets: tuple[SheetTotal, ...]
    sum: int
    part_sums: Mapping[str, int] = field(hash=False)
    total_star: int
    """The star that the total alone would give."""
    star: int | None
    """1 to 5; None when a knock-out applies or a three-star minimum is missing at 50 points or more."""
    outcome: Outcome
    levels: tuple[Level, ...]
    """Levels 3, 4, 5."""
    knock_outs: tuple[Rule, ...]
    test: GateTest
    five_star_rule: FiveStarRule
    spread: int
    spread_limit: int | None
    pairs_over_limit: tuple[Pair, ...]
    """Largest difference first."""
    next_star: NextStar | None
    """None at five stars and after a knock-out."""

    @property
    def recognisable(self) -> bool:
        return self.outcome is Outcome.RECOGNISABLE

    @property
    def five_star_candidate(self) -> bool:
        """Approved and sent to the ministry instead of recognised by the province (article 7.3e)."""
        return self.star == HIGHEST

    @property
    def within_spread(self) -> bool:
        return not self.pairs_over_limit

    @property
    def mean_hundredths(self) -> int:
        """Mean total in hundredths of a point, cut: 69,996 is 6999."""
        return 100 * self.sum // self.n

    def part_mean_hundredths(self, part: str) -> int:
        return 100 * self.part_sums[part] // self.n

    @property
    def held_back_by(self) -> Level | None:
        """The lowest level that the total reaches but whose minimums are missing, if that decides the star."""
        if self.outcome is Outcome.KNOCKED_OUT:
            return None
        return next((level for level in self.levels if level.total_reaches and not level.gates_hold), None)

    @property
    def complete(self) -> bool:
        return all(not sheet.unanswered or sheet.stopped_by for sheet in self.sheets)

    def level(self, star: int) -> Level:
        return next(level for level in self.levels if level.star == star)


def evaluate(
    sheet: CriteriaSheet,
    sheets: Sequence[TickSheet],
    *,
    case: str = "",
    test: GateTest = GateTest.MAJORITY,
    agreed: Mapping[str, Tick] | None = None,
    knock_outs: Sequence[Rule] = (),
    five_star_rule: FiveStarRule = FiveStarRule.POINTS_AND_GATES,
    spread_limit: int | None = None,
    provisional: bool = False,
) -> Result:
    """Compute the result of ``sheets``, which must be the valid sheets of council members (or one self-score).

    ``case`` is the dossier's case in a set with two cases. ``agreed`` gives the minuted tick of every line with a
    minimum when that is the test. ``knock_outs`` are the rules that the council has concluded. ``spread_limit`` is the
    largest allowed difference between two totals. ``provisional`` counts open lines without an answer as 0 instead of
    refusing them (a live self-score).

    Raises ValueError without sheets and InvalidTicks when a sheet cannot be counted.
    """
    if not sheets:
        raise ValueError("no sheet to evaluate")
    if any(rule not in sheet.ending_rules for rule in knock_outs):
        raise ValueError("a concluded clause is none that ends a dossier of this set")
    totals = tuple(count(sheet, ticks, case=case, provisional=provisional) for ticks in sheets)
    n = len(totals)
    points_sum = sum(total.total for total in totals)
    held = _gate_tester(sheet, totals, test, agreed)
    levels = tuple(
        Level(
            star=star,
            bound=BOUNDS[star],
            total_reaches=points_sum >= BOUNDS[star] * n,
            gates=tuple(held(gate) for gate in sheet.gates[star]),
            binding=star < HIGHEST or five_star_rule is FiveStarRule.POINTS_AND_GATES,
        )
        for star in (3, 4, 5)
    )
    total_star = next(star for star, bound in BOUNDS.items() if points_sum >= bound * n)
    star, outcome = _star(total_star, levels, knock_outs)
    ordered = sorted(totals, key=lambda total: (total.total, str(total.label)))
    return Result(
        sheet=sheet,
        n=n,
        sheets=totals,
        sum=points_sum,
        part_sums={part.code: sum(total.parts[part.code] for total in totals) for part in sheet.parts},
        total_star=total_star,
        star=star,
        outcome=outcome,
        levels=levels,
        knock_outs=tuple(knock_outs),
        test=test,
        five_star_rule=five_star_rule,
        spread=ordered[-1].total - ordered[0].total,
        spread_limit=spread_limit,
        pairs_over_limit=_pairs(totals, spread_limit),
        next_star=None
        if outcome is Outcome.KNOCKED_OUT or star == HIGHEST
        else _next_star(sheet, totals, levels, star=star, case=case),
    )


def count(sheet: CriteriaSheet, ticks: TickSheet, *, case: str = "", provisional: bool = False) -> SheetTotal:
    """Add up one sheet. Raises InvalidTicks (see ``evaluate``)."""
    problems = problems_of(sheet, ticks.ticks, case=case)
    if problems:
        raise InvalidTicks(ticks.label, problems)
    if ticks.stopped_by and all(rule.clause != ticks.stopped_by for rule in sheet.stop_rules):
        raise InvalidTicks(ticks.label, [(ticks.stopped_by, Problem.NO_SUCH_STOP_RULE)])
    unanswered = unanswered_lines(sheet, ticks.ticks)
    if unanswered and not (provisional or ticks.stopped_by):
        raise InvalidTicks(ticks.label, [(code, Problem.UNANSWERED) for code in unanswered])
    closed = closed_lines(sheet, ticks.ticks)
    lines = {
        code: line.points(ticks.ticks[code]) if code in ticks.ticks and code not in closed else 0
        for code, line in sheet.lines.items()
    }
    return SheetTotal(
        label=ticks.label,
        total=sum(lines.values()),
        parts={part.code: sum(lines[line.code] for line in part.lines) for part in sheet.parts},
        lines=lines,
        closed=closed,
        unanswered=unanswered,
        stopped_by=ticks.stopped_by,
        stops_met=stop_rules_met(sheet, ticks.ticks),
    )


def problems_of(sheet: CriteriaSheet, ticks: Mapping[str, Tick], *, case: str = "") -> tuple[tuple[str, Problem], ...]:
    """Return what makes the given answers impossible; an unanswered line is not a problem here."""
    problems: list[tuple[str, Problem]] = []
    if sheet.cases and case not in dict(sheet.cases):
        problems.append(("", Problem.CASE_MISSING))
    for code, tick in ticks.items():
        line = sheet.lines.get(code)
        if line is None:
            problems.append((code, Problem.NO_SUCH_LINE))
        elif tick is Mark.NONE_FITS:
            if line.prints_zero:
                problems.append((code, Problem.ZERO_IS_PRINTED))
        elif isinstance(tick, bool) or not isinstance(tick, int) or not 1 <= tick <= len(line.options):
            problems.append((code, Problem.NO_SUCH_OPTION))
        elif line.option(tick).case not in {"", case}:
            problems.append((code, Problem.OTHER_CASE))
    return tuple(problems)


def _gate_tester(
    sheet: CriteriaSheet, totals: Sequence[SheetTotal], test: GateTest, agreed: Mapping[str, Tick] | None
) -> Callable[[Gate], GateResult]:
    """Return the function that tests one minimum requirement."""
    n = len(totals)
    if test is GateTest.AGREED:
        agreed = agreed or {}
        wanted = dict.fromkeys(gate.line for star in (3, 4, 5) for gate in sheet.gates[star])
        absent = [(code, Problem.NOT_AGREED) for code in wanted if code not in agreed]
        if absent:
            raise InvalidTicks("agreed", absent)

    def tested(gate: Gate) -> GateResult:
        line = sheet.lines[gate.line]
        points = tuple(total.lines[gate.line] for total in totals)
        reaching = sum(value >= gate.min_points for value in points)
        council: int | None = None
        match test:
            case GateTest.MAJORITY:
                held = 2 * reaching > n
            case GateTest.MEAN:
                held = sum(points) >= gate.min_points * n
            case GateTest.EVERY_MEMBER:
                held = reaching == n
            case GateTest.AGREED:
                council = line.points((agreed or {})[gate.line])
                held = council >= gate.min_points
        return GateResult(gate=gate, line=line, test=test, points=points, agreed=council, held=held)

    return tested


def _star(total_star: int, levels: Sequence[Level], knock_outs: Sequence[Rule]) -> tuple[int | None, Outcome]:
    """Highest level whose bound the total reaches and whose minimums, with all lower ones, hold."""
    if knock_outs:
        return None, Outcome.KNOCKED_OUT
    if total_star < LEAST_RECOGNISED:
        return total_star, Outcome.BELOW
    reached: int | None = None
    for level in levels:
        if not (level.total_reaches and level.gates_hold):
            break
        reached = level.star
    return reached, Outcome.RECOGNISABLE if reached else Outcome.MINIMUM_MISSING


def _pairs(totals: Sequence[SheetTotal], limit: int | None) -> tuple[Pair, ...]:
    if limit is None:
        return ()
    pairs = [Pair(one.label, other.label, abs(one.total - other.total)) for one, other in combinations(totals, 2)]
    over = [pair for pair in pairs if pair.difference > limit]
    return tuple(sorted(over, key=lambda pair: (-pair.difference, str(pair.first), str(pair.second))))


def _next_star(
    sheet: CriteriaSheet,
    totals: Sequence[SheetTotal],
    levels: Sequence[Level],
    *,
    star: int | None,
    case: str,
) -> NextStar:
    """Lift what is missing of the next recognised level and all below it, then the lines with most room.

    The agreed tick does not change the totals; under that test a lifted minimum still raises every sheet below it,
    because the council would agree only on what its members see.
    """
    wanted = max(LEAST_RECOGNISED, (star or 0) + 1)
    n = len(totals)
    points = {code: [total.lines[code] for total in totals] for code in sheet.lines}
    marks: dict[str, int] = {}
    for level in levels:
        if level.star <= wanted and level.binding:
            for missing in level.missing:
                marks[missing.gate.line] = max(marks.get(missing.gate.line, 0), missing.gate.min_points)
    gates = tuple(_lift(sheet.lines[code], points[code], mark) for code, mark in marks.items())
    for lift in gates:
        points[lift.line.code] = [max(value, lift.to) for value in points[lift.line.code]]
    reached = sum(map(sum, points.values()))
    lacking = max(0, BOUNDS[wanted] * n - reached)
    further: list[Lift] = []
    while reached < BOUNDS[wanted] * n:
        best = _most_room(sheet, points, case)
        if best is None:
            break
        points[best.line.code] = [best.to] * n
        reached += best.gain
        further.append(best)
    return NextStar(
        star=wanted,
        gates=gates,
        further=tuple(further),
        points_missing=lacking,
        sum_after=reached,
        n=n,
    )


def _lift(line: Line, points: Sequence[int], to: int) -> Lift:
    return Lift(line=line, least=min(points), to=to, gain=sum(max(0, to - value) for value in points))


def _most_room(sheet: CriteriaSheet, points: Mapping[str, Sequence[int]], case: str) -> Lift | None:
    """The open line that gains most when every sheet takes its best option; None when all are at their best.

    Taking the greatest gains first needs the fewest lines.
    """
    lifts = [
        _lift(line, points[code], line.best(case).points)
        for code, line in sheet.lines.items()
        if code not in sheet.conditions or min(points[sheet.conditions[code][0]]) >= sheet.conditions[code][1]
    ]
    best = max(lifts, key=lambda lift: lift.gain)
    return best if best.gain else None
