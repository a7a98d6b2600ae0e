"""What follows from the sheets of one product, as values: totals, levels, minimum requirements, the way to the next star.

Points are whole numbers and nothing is rounded: a council's mean is kept as sum and number of sheets, and shown to
people in hundredths of a point, cut. ``stars`` computes these values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ratings.criteria.sheet import CriteriaSheet, Gate, Line, Rule, Tick

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
