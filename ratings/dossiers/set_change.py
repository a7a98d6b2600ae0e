"""What a self-score keeps when its product turns out to belong to another set. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ratings.criteria.sheet import CriteriaSheet, Line, Mark, Tick
from registry.places.folding import fold


@dataclass(frozen=True, slots=True)
class Kept:
    """Answers and remarks by code of the new sheet, ``lines`` from old codes to new ones, lines to answer anew."""

    ticks: Mapping[str, Tick]
    remarks: Mapping[str, str]
    lines: Mapping[str, str]
    anew: tuple[str, ...]


def kept_answers(
    old: CriteriaSheet, new: CriteriaSheet, ticks: Mapping[str, Tick], remarks: Mapping[str, str], *, case: str = ""
) -> Kept:
    """Keep an answer where the new sheet prints a line of the same name with an option of the same words.

    A line that another one opens (story structure) is answered anew, so that nothing is kept that the sheet closes.
    """
    by_name = _by_name(new)
    lines = {code: found for code, line in old.lines.items() if (found := by_name.get(fold(line.name)))}
    kept: dict[str, Tick] = {}
    for code, tick in ticks.items():
        target = lines.get(code)
        if target is None or target in new.conditions:
            continue
        same = _same(old.lines[code], new.lines[target], tick, case)
        if same is not None:
            kept[target] = same
    notes = {lines[code]: said for code, said in remarks.items() if code in lines}
    return Kept(kept, notes, lines, tuple(code for code in new.lines if code not in kept))


def _by_name(sheet: CriteriaSheet) -> dict[str, str]:
    """Codes by folded name; a name that the sheet prints twice leads nowhere."""
    names = [fold(line.name) for line in sheet.lines.values()]
    return {fold(line.name): code for code, line in sheet.lines.items() if names.count(fold(line.name)) == 1}


def _same(old: Line, new: Line, tick: Tick, case: str) -> Tick | None:
    if tick is Mark.NONE_FITS:
        return None if new.prints_zero else tick
    words = fold(old.option(tick).text)
    return next((option.position for option in new.options_for(case) if fold(option.text) == words), None)
