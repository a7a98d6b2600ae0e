"""The recognitions that a row states: stars, date, decision and authority of the first and of the second. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ratings.certificates.periods import first_day_out_of_force
from ratings.register_import.cells import (
    EXCEL_ERRORS,
    Cell,
    How,
    date_within,
    decision_alone,
    is_potential,
    read_date,
    read_stars,
    read_year,
)
from ratings.register_import.problems import Code, Problem
from ratings.register_import.states import FIRST, SECOND, Field, Recognition
from registry.calendar.working_days import last_day

BEGINNING = dt.date(2013, 1, 1)
"""Quảng Ninh recognised the first OCOP products in this year; no register holds earlier ones."""
LEAST_STARS = 3
SAME_END = 1
"""Days by which an expiry may be written differently: some count the last day, some the day after."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """One recognition, whole."""

    columns: Recognition
    stars: int
    day: dt.date
    decision: str
    authority: str

    @property
    def plain(self) -> dict[str, Any]:
        return {
            "stars": self.stars,
            "day": self.day.isoformat(),
            "decision": self.decision,
            "authority": self.authority,
        }


def read_recognitions(
    texts: Mapping[Field, str], cells: Mapping[Field, Cell], today: dt.date
) -> tuple[list[Recognised], list[Problem]]:
    """Return the recognitions that are stated in full, in their order, and what is wrong with both."""
    problems: list[Problem] = []
    found = [
        one
        for columns in (FIRST, SECOND)
        if columns is FIRST or any(texts.get(at) for at in columns)
        if (one := _one(columns, texts, cells, today, problems)) is not None
    ]
    if len(found) == 2 and found[1].day <= found[0].day:
        first, second = found
        values = {"day": f"{second.day:%d/%m/%Y}", "first": f"{first.day:%d/%m/%Y}"}
        problems.append(Problem(Field.SECOND_DATE, Code.NOT_LATER, values))
    return found, problems


def _one(
    columns: Recognition,
    texts: Mapping[Field, str],
    cells: Mapping[Field, Cell],
    today: dt.date,
    problems: list[Problem],
) -> Recognised | None:
    decision, authority = texts.get(columns.decision, ""), texts.get(columns.authority, "")
    stars = _stars(columns, texts.get(columns.stars, ""), cells, problems)
    day = _day(columns, texts, cells, today, problems)
    for at, text in ((columns.decision, decision), (columns.authority, authority)):
        if not text and _was_empty(cells, at):
            problems.append(Problem(at, Code.MISSING))
    number = decision_alone(decision) or decision
    if stars is None or day is None or not decision or not authority:
        return None
    return Recognised(columns, stars, day, number, authority)


def _was_empty(cells: Mapping[Field, Cell], at: Field) -> bool:
    """Whether nothing stands in the cell; an Excel error was already named as such."""
    cell = cells.get(at)
    return not (isinstance(cell, str) and cell.strip() in EXCEL_ERRORS)


def _stars(columns: Recognition, text: str, cells: Mapping[Field, Cell], problems: list[Problem]) -> int | None:
    if not text:
        if _was_empty(cells, columns.stars):
            problems.append(Problem(columns.stars, Code.MISSING))
        return None
    stars = read_stars(text)
    if stars is None:
        code = Code.STARS_POTENTIAL if is_potential(text) else Code.STARS_UNREAD
        problems.append(Problem(columns.stars, code, {"text": text}))
    elif stars < LEAST_STARS:
        problems.append(Problem(columns.stars, Code.STARS_LOW, {"text": text}))
        return None
    return stars


def _day(
    columns: Recognition,
    texts: Mapping[Field, str],
    cells: Mapping[Field, Cell],
    today: dt.date,
    problems: list[Problem],
) -> dt.date | None:
    text = texts.get(columns.date, "")
    if not text:
        if not _was_empty(cells, columns.date):
            return None
        day = date_within(texts.get(columns.decision, ""))
        if day is None:
            problems.append(Problem(columns.date, Code.MISSING))
            return None
        problems.append(Problem(columns.date, Code.DATE_FROM_DECISION, {"day": f"{day:%d/%m/%Y}"}))
    else:
        cell = cells.get(columns.date)
        read = read_date(text if isinstance(cell, str) else cell)
        if read is None:
            problems.append(Problem(columns.date, Code.DATE_UNREAD, {"text": text}))
            return None
        day = read.day
        if read.how is not How.DATE:
            code = Code.DATE_SERIAL if read.how is How.SERIAL else Code.DATE_TEXT
            problems.append(Problem(columns.date, code, {"text": text, "day": f"{day:%d/%m/%Y}"}))
    return _plausible(columns, day, texts.get(columns.year, ""), today, problems)


def _plausible(
    columns: Recognition, day: dt.date, year: str, today: dt.date, problems: list[Problem]
) -> dt.date | None:
    said = f"{day.day:02d}/{day.month:02d}/{day.year}"
    if day > today or day < BEGINNING:
        code = Code.DATE_AHEAD if day > today else Code.DATE_EARLY
        problems.append(Problem(columns.date, code, {"day": said}))
        return None
    if year:
        stated = read_year(year)
        if stated != day.year:
            problems.append(Problem(columns.year, Code.YEAR_DIFFERS, {"year": year, "day": said}))
    return day


def compare_current(
    texts: Mapping[Field, str], cells: Mapping[Field, Cell], recognised: Sequence[Recognised]
) -> list[Problem]:
    """Say where current stars and expiry do not follow from the latest recognition: history decides, not a column."""
    if not recognised:
        return []
    latest = recognised[-1]
    problems = []
    now = texts.get(Field.STARS_NOW, "")
    if now and read_stars(now) != latest.stars:
        values = {"now": now, "latest": str(latest.stars), "day": f"{latest.day:%d/%m/%Y}"}
        problems.append(Problem(Field.STARS_NOW, Code.STARS_DIFFER, values))
    written = texts.get(Field.EXPIRY, "")
    if written:
        cell = cells.get(Field.EXPIRY)
        read = read_date(written if isinstance(cell, str) else cell)
        end = last_day(first_day_out_of_force(latest.day))
        if read is None or abs((read.day - end).days) > SAME_END:
            values = {"written": written, "computed": f"{end:%d/%m/%Y}"}
            problems.append(Problem(Field.EXPIRY, Code.EXPIRY_DIFFERS, values))
    return problems
