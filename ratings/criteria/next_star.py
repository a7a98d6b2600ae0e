"""The cheapest set of lines that reaches the next star. Pure, like ``stars``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ratings.criteria.result import BOUNDS, LEAST_RECOGNISED, Level, Lift, NextStar, SheetTotal
from ratings.criteria.sheet import CriteriaSheet, Line


def next_star(
    sheet: CriteriaSheet,
    totals: Sequence[SheetTotal],
    levels: Sequence[Level],
    *,
    star: int | None,
    case: str,
) -> NextStar:
    """Lift what is missing of the next recognised level and all below it, then the lines with most room.

    ``star`` is the one reached (below ``HIGHEST``), ``case`` that of the dossier in a set with two cases.

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
