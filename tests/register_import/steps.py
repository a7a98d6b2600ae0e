"""The way of a register as the pages walk it: uploaded, columns assigned, read, written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from ratings.register_import import actions, work_actions
from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.problems import Code, problem_of
from ratings.register_import.states import Field, Verdict
from registry.places.models import Province
from tests.builders import at
from tests.cast import QUANG_TRI, cast
from tests.register_import.made import upload, workbook

DAY = at(23, 11)


def moment() -> dt.datetime:
    return DAY


def uploaded(
    rows: Iterable[Mapping[Field, object]] | bytes, *, who: str = "giang", province: str = QUANG_TRI, **layout
):
    data = rows if isinstance(rows, bytes) else workbook(rows, **layout)
    return actions.bring_in(upload=upload(data), province=Province.objects.get(pk=province), actor=cast(who), at=DAY)


def assigned(register: RegisterImport, *, who: str = "giang") -> RegisterImport:
    columns = {Field(name): index for name, index in register.columns.items()}
    return actions.assign_columns(register=register, columns=columns, actor=cast(who), at=DAY)


def read(rows: Iterable[Mapping[Field, object]] | bytes, **layout) -> RegisterImport:
    """Return an import whose rows are read and checked."""
    register = assigned(uploaded(rows, **layout))
    work_actions.work(now=moment)
    register.refresh_from_db()
    return register


def written(register: RegisterImport, *, who: str = "giang") -> RegisterImport:
    actions.start_writing(register=register, actor=cast(who), at=DAY)
    work_actions.work(now=moment)
    register.refresh_from_db()
    return register


def brought_in(rows: Iterable[Mapping[Field, object]] | bytes, **layout) -> RegisterImport:
    return written(read(rows, **layout))


def verdicts(register: RegisterImport) -> dict[int, Verdict]:
    return {row.number: Verdict(row.verdict) for row in ImportRow.objects.filter(register_import=register)}


def the_row(register: RegisterImport, number: int) -> ImportRow:
    return ImportRow.objects.get(register_import=register, number=number)


def found(register: RegisterImport, number: int) -> set[tuple[Field, Code]]:
    """What is said about a row: pairs of column and code."""
    return {(one.field, one.code) for one in map(problem_of, the_row(register, number).problems)}
