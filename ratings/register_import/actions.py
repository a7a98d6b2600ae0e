"""Bring a province's register in: upload, assign columns, ask the worker to read and to write."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from ratings.register_import import rules
from ratings.register_import.headings import Head, Heading, find_head, guess, keys_of
from ratings.register_import.inspection import MAX_BYTES, TOO_LARGE, SheetFacts, inspect
from ratings.register_import.models import ImportRow, RegisterImport, RememberedHeading
from ratings.register_import.queries import counts_of, remembered
from ratings.register_import.sheet import SAMPLES, first_texts
from ratings.register_import.states import Field, State, Verdict
from registry.access.answers import Answer, Refused, require
from registry.accounts.models import User
from registry.files.serving import safe_name
from registry.journal.actions import record
from registry.journal.starting import start_on_commit
from registry.places.models import Province

WORK_TASK = "register_import.work"
SAMPLE_LENGTH = 60


def bring_in(*, upload: UploadedFile, province: Province, actor: User, at: dt.datetime) -> RegisterImport:
    """Keep a workbook and guess its columns; nothing of it is registered yet.

    Raises:
        Refused: when the actor is no officer of the province, or the file is no workbook that can be read safely.
    """
    require(rules.may_import(actor, province.pk))
    if upload.size is not None and upload.size > MAX_BYTES:
        raise Refused(TOO_LARGE)
    data = bytes(upload.read(MAX_BYTES + 1))
    sheets = inspect(data)
    known = remembered(province.pk)
    sheet, head, texts = _likely_sheet(data, sheets, known)
    digest = hashlib.sha256(data).hexdigest()
    register = RegisterImport(
        province=province,
        file_name=safe_name(upload.name or "", "xlsx"),
        sha256=digest,
        sheets=[{"name": one.name, "rows": one.rows} for one in sheets],
        state_since=at,
        uploaded_by=actor,
        uploaded_at=at,
    )
    _take_sheet(register, sheet, head, texts, known)
    with transaction.atomic():
        register.workbook.save(f"register-imports/{digest[:2]}/{digest}", ContentFile(data), save=False)
        register.save()
        _record("register_import.uploaded", register, actor, at, file=register.file_name, sha256=digest)
    return register


def choose_sheet(*, register: RegisterImport, name: str, actor: User, at: dt.datetime) -> None:
    """Look at another sheet of the workbook; its columns are guessed anew.

    Raises:
        Refused: when the actor may not, rows are imported already, or the sheet cannot be read.
    """
    require(rules.may_import(actor, register.province_id))
    require(rules.may_assign(register))
    data = content_of(register)
    facts = next((one for one in inspect(data) if one.name == name), None)
    if facts is None:
        return
    known = remembered(register.province_id)
    texts = first_texts(data, facts.name, facts.merges)
    with transaction.atomic():
        ImportRow.objects.filter(register_import=register).delete()
        _take_sheet(register, facts, find_head(texts, known), texts, known)
        register.state, register.state_since = State.UPLOADED, at
        register.save()
        _record("register_import.sheet_chosen", register, actor, at, sheet=name)


def _likely_sheet(
    data: bytes, sheets: list[SheetFacts], known: Mapping[str, str]
) -> tuple[SheetFacts, Head | None, list[list[str]]]:
    """Return the first sheet in which headings of a register are found, else the first."""
    first: tuple[SheetFacts, Head | None, list[list[str]]] | None = None
    for sheet in sheets[:12]:
        texts = first_texts(data, sheet.name, sheet.merges)
        head = find_head(texts, known)
        found = (sheet, head, texts)
        if head:
            return found
        first = first or found
    if first is None:
        raise AssertionError("a workbook that was inspected has a sheet")
    return first


def _take_sheet(
    register: RegisterImport,
    sheet: SheetFacts,
    head: Head | None,
    texts: list[list[str]],
    known: Mapping[str, str],
) -> None:
    register.sheet = sheet.name
    if head is None:
        # Nothing is recognised: the first row that says something is shown, and the officer assigns all.
        at = next((number for number, row in enumerate(texts, 1) if any(row)), 1)
        row = texts[at - 1] if texts else []
        head = Head(at, at, tuple(Heading(index, "", text[:160]) for index, text in enumerate(row) if text))
    register.head_first, register.head_last = head.first, head.last
    below = texts[head.last : head.last + SAMPLES]
    register.headings = [
        [one.index, one.top, one.leaf, [row[one.index][:SAMPLE_LENGTH] for row in below if one.index < len(row)]]
        for one in head.headings
    ]
    found = guess(head.headings, known)
    register.columns = {field.value: index for index, field in found.items()}
    register.rows_expected = max(sheet.rows - head.last, 0)


def headings_of(register: RegisterImport) -> list[Heading]:
    return [Heading(index, top, leaf) for index, top, leaf, _samples in register.headings]


def content_of(register: RegisterImport) -> bytes:
    with register.workbook.open("rb") as opened:
        return bytes(opened.read())


@transaction.atomic
def assign_columns(
    *, register: RegisterImport, columns: Mapping[Field, int], actor: User, at: dt.datetime
) -> RegisterImport:
    """Say which column is which, remember it for the province, and let the worker read the rows.

    Raises:
        Refused: when the actor may not, something obligatory is missing, or the worker is at it.
    """
    require(rules.may_import(actor, register.province_id))
    require(rules.may_assign(register))
    require(rules.columns_complete(columns))
    plain = {field.value: index for field, index in columns.items()}
    changed = RegisterImport.objects.filter(
        pk=register.pk, state=register.state, state_since=register.state_since
    ).update(
        columns=plain, state=State.READING, state_since=at, claimed_at=None, run="", attempts=0, rows_read=0, skipped=[]
    )
    if not changed:
        raise Refused(rules.AT_WORK)
    ImportRow.objects.filter(register_import=register).delete()
    of_index = {index: field.value for field, index in columns.items()}
    headings = headings_of(register)
    RememberedHeading.objects.bulk_create(
        [
            RememberedHeading(province_id=register.province_id, heading=key, field=of_index.get(heading.index, ""))
            for heading, key in zip(headings, keys_of(headings), strict=True)
        ],
        update_conflicts=True,
        unique_fields=["province", "heading"],
        update_fields=["field"],
    )
    _record("register_import.columns_assigned", register, actor, at, columns=plain)
    start_on_commit(WORK_TASK)
    register.refresh_from_db()
    return register


@transaction.atomic
def start_writing(*, register: RegisterImport, actor: User, at: dt.datetime) -> int:
    """Ask the worker to write the rows that are ready; return how many there are now.

    Raises:
        Refused: when the actor may not, nothing is ready, or the worker is at it.
    """
    require(rules.may_import(actor, register.province_id))
    ready = counts_of(register)[Verdict.GOOD]
    require(rules.may_write(register, ready))
    changed = RegisterImport.objects.filter(pk=register.pk, state=State.READ).update(
        state=State.WRITING, state_since=at, claimed_at=None, run="", attempts=0, write_failed=False, write_by=actor
    )
    if not changed:
        raise Refused(rules.AT_WORK)
    _record("register_import.writing_asked", register, actor, at, ready=ready)
    start_on_commit(WORK_TASK)
    return ready


def refusal_of_writing(register: RegisterImport, ready: int) -> Answer | None:
    """Return why the rows cannot be written now, or None."""
    answer = rules.may_write(register, ready)
    return None if answer else answer


def _record(action: str, register: RegisterImport, actor: User, at: dt.datetime, **after: Any) -> None:
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="register_import",
        object_id=register.pk,
        label=register.file_name,
        after=after,
        province=register.province_id,
    )
