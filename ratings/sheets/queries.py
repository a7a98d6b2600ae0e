"""Sheets as pure values, many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ratings.criteria.queries import PublishedSheet, sheet_of, sheets_of
from ratings.criteria.result import TickSheet
from ratings.criteria.sheet import Mark, Tick, closed_lines, unanswered_lines
from ratings.sheets.models import Answer, Sheet


@dataclass(frozen=True)
class Progress:
    """How far a sheet is: lines that apply, those answered, those still open, and those closed at 0."""

    lines: int
    answered: int
    unanswered: tuple[str, ...]
    closed: frozenset[str]

    @property
    def complete(self) -> bool:
        return not self.unanswered


@dataclass(frozen=True)
class Content:
    """Everything written on a sheet: ticks and remarks by line code."""

    ticks: Mapping[str, Tick]
    remarks: Mapping[str, str]


def ticks_of(sheets: Collection[Sheet], labels: Mapping[int, str | int] | None = None) -> dict[int, TickSheet]:
    """Return the tick sheets of many sheets by primary key, ready for ``stars.evaluate``, in one query.

    (Two when a sheet was stopped; seven more the first time this process meets a set of criteria.) ``labels`` names
    assessors by the sheet's primary key, which is the label otherwise.
    """
    published = sheets_of({sheet.criteria_set_id for sheet in sheets})
    ticks: dict[int, dict[str, Tick]] = {sheet.pk: {} for sheet in sheets}
    law = {sheet.pk: published[sheet.criteria_set_id] for sheet in sheets}
    rows = Answer.objects.filter(sheet__in=ticks.keys()).values_list("sheet_id", "line_id", "option_id", "none_fits")
    for sheet_id, line_id, option_id, none_fits in rows:
        tick = _tick(law[sheet_id], option_id, none_fits=none_fits)
        if tick is not None:
            ticks[sheet_id][law[sheet_id].code_of[line_id]] = tick
    return {
        sheet.pk: TickSheet(
            label=(labels or {}).get(sheet.pk, sheet.pk),
            ticks=ticks[sheet.pk],
            stopped_by=law[sheet.pk].rule_of[sheet.stop_rule_id].clause if sheet.stop_rule_id else "",
        )
        for sheet in sheets
    }


def content_of(sheet: Sheet) -> Content:
    """Return ticks and remarks of one sheet in one query."""
    law = sheet_of(sheet.criteria_set_id)
    ticks: dict[str, Tick] = {}
    remarks: dict[str, str] = {}
    rows = sheet.answers.values_list("line_id", "option_id", "none_fits", "remark")
    for line_id, option_id, none_fits, remark in rows:
        code = law.code_of[line_id]
        tick = _tick(law, option_id, none_fits=none_fits)
        if tick is not None:
            ticks[code] = tick
        if remark:
            remarks[code] = remark
    order = [*law.sheet.lines]
    return Content(
        ticks={code: ticks[code] for code in order if code in ticks},
        remarks={code: remarks[code] for code in order if code in remarks},
    )


def progress_of(sheets: Collection[Sheet]) -> dict[int, Progress]:
    """Return how far each sheet is, by primary key, in one query."""
    ticks = ticks_of(sheets)
    return {sheet.pk: progress(sheet_of(sheet.criteria_set_id), ticks[sheet.pk].ticks) for sheet in sheets}


def progress(law: PublishedSheet, ticks: Mapping[str, Tick]) -> Progress:
    """Return how far ``ticks`` are."""
    closed = closed_lines(law.sheet, ticks)
    unanswered = unanswered_lines(law.sheet, ticks)
    lines = len(law.sheet.lines) - len(closed)
    return Progress(lines=lines, answered=lines - len(unanswered), unanswered=unanswered, closed=closed)


def _tick(law: PublishedSheet, option_id: int | None, *, none_fits: bool) -> Tick | None:
    if none_fits:
        return Mark.NONE_FITS
    return law.position_of[option_id] if option_id is not None else None
