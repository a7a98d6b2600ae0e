"""Ticks of the demonstration's sheets, read from the points that sheets.yaml gives line by line."""

from __future__ import annotations

from collections.abc import Mapping

from ratings.criteria.sheet import CriteriaSheet, Mark, Tick

Ticks = dict[str, Tick]


def members(sheet: CriteriaSheet, written: str, names: list[str]) -> dict[str, Ticks]:
    """Return the ticks of each of ``names``: a column each, or the same sheet for everybody ("1.1:3 1.2:1")."""
    if ":" in written:
        pairs = dict(pair.split(":") for pair in written.split())
        return {name: _ticks(sheet, pairs) for name in names}
    rows = [row.split() for row in written.strip().splitlines()]
    return {name: _ticks(sheet, {row[0]: row[column] for row in rows}) for column, name in enumerate(names, start=1)}


def own(sheet: CriteriaSheet, written: str) -> Ticks:
    """Return a self-score: as the second member saw it, or the one sheet there is."""
    return members(sheet, written, ["tv1", "tv2"])["tv2"]


def modest(sheet: CriteriaSheet, case: str = "") -> Ticks:
    """Return a self-score a step under the best option of every line, where there is such a step."""
    ticks: Ticks = {}
    for code, line in sheet.lines.items():
        options = sorted(line.options_for(case), key=lambda option: (option.points, -option.position))
        ticks[code] = options[max(len(options) - 2, 0)].position
    return ticks


def _ticks(sheet: CriteriaSheet, points: Mapping[str, str]) -> Ticks:
    ticks: Ticks = {}
    for code, said in points.items():
        line = sheet.lines[code]
        ticks[code] = (
            Mark.NONE_FITS
            if said == "-"
            else next(option.position for option in line.options if option.points == int(said))
        )
    return ticks
