"""The smallest set of lines that reaches the next star. Pure, like ``stars``.

No search for the last line is needed. Minimums say which lines must rise; how far they rise beyond costs no further
line, so that is used first; of the others those with most room are taken, and no other choice of as many reaches more.
Only a line that another one opens (the story's structure, once there is a story) leaves a choice: both ways are worked
out and compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from ratings.criteria.result import BOUNDS, LEAST_RECOGNISED, Level, Lift, NextStar, SheetTotal, TickSheet
from ratings.criteria.sheet import CriteriaSheet, Line


def next_star(
    sheet: CriteriaSheet,
    sheets: Sequence[TickSheet],
    totals: Sequence[SheetTotal],
    levels: Sequence[Level],
    *,
    star: int | None,
    case: str,
) -> NextStar:
    """Name the fewest lines whose rise reaches the next recognised level, with the minimums of all levels below it.

    ``star`` is the one reached (below ``HIGHEST``), ``case`` that of the dossier in a set with two cases; ``totals`` are
    those of ``sheets``, in their order. An answer to a closed line counts as soon as the line is opened. A line rises
    in every sheet that gives it less; under the agreed tick too, because the council would agree only on what its
    members see. Of two sets as small, the one that asks for fewer points is taken.
    """
    wanted = max(LEAST_RECOGNISED, (star or 0) + 1)
    marks: dict[str, int] = {}
    for level in levels:
        if level.star <= wanted and level.binding:
            for missing in level.missing:
                marks[missing.gate.line] = max(marks.get(missing.gate.line, 0), missing.gate.min_points)
    points = {code: tuple(total.lines[code] for total in totals) for code in sheet.lines}
    needed = BOUNDS[wanted] * len(totals)
    answered = {
        code: tuple(line.points(one.ticks[code]) if code in one.ticks else 0 for one in sheets)
        for code, line in sheet.lines.items()
    }
    ways = (
        _Way(sheet, points | {code: answered[code] for code in opened}, way, case).risen(needed)
        for way, opened in _ways(sheet, points, marks)
    )
    return min(ways, key=lambda way: way.cost(needed)).as_next_star(wanted, needed)


def _ways(
    sheet: CriteriaSheet, points: Mapping[str, Sequence[int]], marks: Mapping[str, int]
) -> Iterator[tuple[dict[str, int], tuple[str, ...]]]:
    """Yield the minimums to lift, with and without those that open a closed line, and the lines so opened."""
    closed = [code for code in sheet.conditions if not _open(sheet, points, {}, code)]
    needed = [code for code in closed if code in marks]
    optional = [code for code in closed if code not in marks]
    for opened in chain.from_iterable(combinations(optional, size) for size in range(len(optional) + 1)):
        way = dict(marks)
        for code in (*needed, *opened):
            other, least = sheet.conditions[code]
            way[other] = max(way.get(other, 0), least)
        yield way, (*needed, *opened)


def _open(sheet: CriteriaSheet, points: Mapping[str, Sequence[int]], marks: Mapping[str, int], code: str) -> bool:
    if code not in sheet.conditions:
        return True
    other, least = sheet.conditions[code]
    return max(min(points[other]), marks.get(other, 0)) >= least


@dataclass
class _Way:
    """Lines to raise, and to how many points; ``marks`` are those that must rise at all."""

    sheet: CriteriaSheet
    points: Mapping[str, Sequence[int]]
    marks: dict[str, int]
    case: str

    def __post_init__(self) -> None:
        # An opened line may already have the answer that its minimum asks for.
        self.marks = {code: mark for code, mark in self.marks.items() if min(self.points[code]) < mark}
        self.targets = dict(self.marks)
        self.lifted = self.sum

    @property
    def sum(self) -> int:
        """Points over all sheets once the targets are reached."""
        return sum(max(value, self.targets.get(code, 0)) for code, values in self.points.items() for value in values)

    def risen(self, needed: int) -> _Way:
        """Raise the lines that rise anyway, then others, those with most room first, until ``needed`` is reached."""
        others = [c for c in self.sheet.lines if c not in self.marks and _open(self.sheet, self.points, self.marks, c)]
        for codes in (list(self.marks), others):
            for code in sorted(codes, key=self._room, reverse=True):
                lacking = needed - self.sum
                if lacking <= 0:
                    return self
                if self._room(code):
                    self.targets[code] = self._least_target(code, lacking)
        return self

    def _room(self, code: str) -> int:
        return self._gain(code, self.sheet.lines[code].best(self.case).points)

    def _gain(self, code: str, to: int) -> int:
        now = self.targets.get(code, 0)
        return sum(max(0, to - max(value, now)) for value in self.points[code])

    def _least_target(self, code: str, lacking: int) -> int:
        """The lowest option that brings what is lacking, else the best one."""
        line = self.sheet.lines[code]
        enough = [o.points for o in line.options_for(self.case) if self._gain(code, o.points) >= lacking]
        return min(enough, default=line.best(self.case).points)

    def cost(self, needed: int) -> tuple[bool, int, int]:
        return self.sum < needed, len(self.targets), self.sum

    def as_next_star(self, star: int, needed: int) -> NextStar:
        lifts = {code: self._lift(self.sheet.lines[code], to) for code, to in self.targets.items()}
        return NextStar(
            star=star,
            gates=tuple(lift for code, lift in lifts.items() if code in self.marks),
            further=tuple(lift for code, lift in lifts.items() if code not in self.marks),
            points_missing=max(0, needed - self.lifted),
            sum_after=self.sum,
            n=len(next(iter(self.points.values()))),
        )

    def _lift(self, line: Line, to: int) -> Lift:
        values = self.points[line.code]
        return Lift(line=line, least=min(values), to=to, gain=sum(max(0, to - value) for value in values))
