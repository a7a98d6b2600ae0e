"""Correct one row where it stands, make its choices, or leave it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ratings.register_import import rules
from ratings.register_import.cells import Cell, How, read_date
from ratings.register_import.checking import Checker, Choices, Seen, code_key, keys_of
from ratings.register_import.keys import product_key
from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.queries import knowledge_of, place_finder
from ratings.register_import.states import FIRST, SECOND, Field, Verdict
from ratings.register_import.work_actions import take_over
from registry.access.answers import Refused, require
from registry.accounts.models import User
from registry.journal.actions import record

DATES = (FIRST.date, SECOND.date, Field.EXPIRY)
WRITTEN = ("values", "problems", "choices", "facts", "verdict", "codes", "identity", "place_key")
BATCH = 200


@transaction.atomic
def correct_row(
    *,
    register: RegisterImport,
    row: ImportRow,
    texts: Mapping[Field, str],
    choices: Choices,
    everywhere: bool = False,
    actor: User,
    at: dt.datetime,
) -> ImportRow:
    """Say what the row should say and what was decided, and check it anew.

    ``everywhere`` gives the chosen commune to every row of this import that writes its place in the same way and still
    waits for a choice.

    Raises:
        Refused: when the actor may not, the row is imported, or somebody else has changed it meanwhile.
    """
    require(rules.may_import(actor, register.province_id))
    require(rules.may_correct(register, row))
    before = {"values": row.values, "choices": row.choices}
    row.values = {field.value: text for field, text in texts.items() if text}
    row.choices = choices.plain
    checker = _checker_for(register, row, at)
    _check(checker, row)
    _save(row)
    others = 0
    if everywhere and choices.commune and row.place_key:
        others = _choose_for_others(register, row, choices.commune, at)
    _record("register_import.row_corrected", register, row, actor, at, before=before, others=others)
    return row


@transaction.atomic
def leave_out(*, register: RegisterImport, row: ImportRow, actor: User, at: dt.datetime) -> None:
    """Leave a row out of the import; it may be taken in again by correcting it.

    Raises:
        Refused: when the actor may not, the row is imported, or somebody else has changed it meanwhile.
    """
    require(rules.may_import(actor, register.province_id))
    require(rules.may_correct(register, row))
    before = {"verdict": row.verdict}
    row.verdict, row.facts = Verdict.LEFT_OUT, {}
    _save(row)
    _record("register_import.row_left_out", register, row, actor, at, before=before, others=0)


def _choose_for_others(register: RegisterImport, row: ImportRow, commune: str, at: dt.datetime) -> int:
    others = list(
        ImportRow.objects.filter(
            register_import=register, place_key=row.place_key, verdict__in=(Verdict.CHOICE, Verdict.BAD)
        )
        .exclude(pk=row.pk)
        .order_by("number")
    )
    waiting = [one for one in others if not one.choices.get("commune")]
    if not waiting:
        return 0
    checker = Checker(place_finder(register.province), knowledge_of(register.province_id), timezone.localdate(at))
    for one in waiting:
        one.choices = {**one.choices, "commune": commune}
        checker.seen = _seen(register, one)
        _check(checker, one)
        one.revision += 1
    ImportRow.objects.bulk_update(waiting, [*WRITTEN, "revision"], batch_size=BATCH)
    return len(waiting)


def _checker_for(register: RegisterImport, row: ImportRow, at: dt.datetime) -> Checker:
    knowledge = knowledge_of(register.province_id, product_key(row.values.get(Field.PRODUCT, "")))
    return Checker(place_finder(register.province), knowledge, timezone.localdate(at), _seen(register, row))


def _seen(register: RegisterImport, row: ImportRow) -> Seen:
    """Read the rows of this import that may be the same product, or bear the same code."""
    keys = keys_of(row.values)
    others = ImportRow.objects.filter(register_import=register).exclude(pk=row.pk).exclude(verdict=Verdict.LEFT_OUT)
    seen = Seen()
    same = others.filter(identity="|".join(keys)[:400], number__lt=row.number)
    for number, facts, choices in same.order_by("number").values_list("number", "facts", "choices"):
        seen.products.setdefault(keys, []).append((facts.get("commune") or choices.get("commune", ""), number))
    code = row.values.get(Field.CODE, "")
    if code:
        for values, identity in others.filter(values__code=code).values_list("values", "identity"):
            whose = tuple(identity.split("|", 1))
            seen.codes[code_key(code)] = (whose[0], whose[-1], values.get(Field.PRODUCT, ""))
    return seen


def _check(checker: Checker, row: ImportRow) -> None:
    texts = {Field(name): text for name, text in row.values.items()}
    cells: dict[Field, Cell] = dict(texts)
    for field in DATES:
        read = read_date(cells.get(field))
        if read is not None and read.how is How.TEXT:
            cells[field] = read.day  # kept as text; that it was text in the workbook is no longer news
    take_over(row, checker.check(row.number, texts, cells, choices=Choices.of(row.choices)))


def _save(row: ImportRow) -> None:
    values: dict[str, Any] = {name: getattr(row, name) for name in WRITTEN}
    changed = ImportRow.objects.filter(pk=row.pk, revision=row.revision).exclude(verdict=Verdict.DONE)
    if not changed.update(**values, revision=F("revision") + 1):
        raise Refused(rules.SOMEBODY_FASTER)
    row.revision += 1


def _record(
    action: str,
    register: RegisterImport,
    row: ImportRow,
    actor: User,
    at: dt.datetime,
    *,
    before: Mapping[str, Any],
    others: int,
) -> None:
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="register_import",
        object_id=register.pk,
        label=f"{register.file_name}, {row.number}",
        before=before,
        after={
            "row": row.number,
            "values": row.values,
            "choices": row.choices,
            "verdict": str(row.verdict),
            "rows_of_the_same_place": others,
        },
        province=register.province_id,
    )
