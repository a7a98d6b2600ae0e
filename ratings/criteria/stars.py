"""From answers to totals, star and the reason for it. Whole numbers only; nothing is rounded before it is compared.

Article 3.3 of Decision 26/2026/QĐ-TTg gives the bounds of the mean total (90, 70, 50, 30); the note under Annex II makes
the star marks minimum requirements. A council's mean is kept as sum and number of sheets and compared as
``sum >= bound * n``; only for people it is shown with two decimals, cut and never rounded up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from ratings.criteria.next_star import next_star
from ratings.criteria.result import (
    BOUNDS,
    HIGHEST,
    LEAST_RECOGNISED,
    FiveStarRule,
    GateResult,
    GateTest,
    InvalidTicks,
    Level,
    Outcome,
    Pair,
    Problem,
    Result,
    SheetTotal,
    TickSheet,
)
from ratings.criteria.sheet import (
    CriteriaSheet,
    Gate,
    Mark,
    Rule,
    Tick,
    closed_lines,
    stop_rules_met,
    unanswered_lines,
)


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
        else next_star(sheet, sheets, totals, levels, star=star, case=case),
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
