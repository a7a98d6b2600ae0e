"""What the worker does: read the rows of a workbook and check them, then hand over to writing.

The table is the queue: a message only says "look now", and a sweep finds what a worker left that died. Rows are kept in
batches with the mark of the one who reads; whoever took over makes the other stop.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ratings.register_import.actions import content_of
from ratings.register_import.cells import text_of
from ratings.register_import.checking import Checked, Checker
from ratings.register_import.inspection import inspect
from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.queries import knowledge_of, place_finder, waiting_for_worker
from ratings.register_import.sheet import SheetRow, read_rows
from ratings.register_import.states import FIRST, SECOND, Field, State
from ratings.register_import.write_actions import give_up_writing, write_ready
from registry.access.answers import Refused
from registry.access.inserting import insert_many
from registry.journal.actions import record
from registry.places.folding import fold

BATCH = 500
LEASE = dt.timedelta(minutes=5)
"""A worker that gave no sign of life for so long is taken for dead."""
MOST_ATTEMPTS = 3
"""A workbook at which so many workers died is not tried again by itself."""
MOST_SKIPPED = 200
_COUNTING = re.compile(r"\(?\s*\d{1,2}\s*\)?")
_SUMS = re.compile(r"(?:tong|tong cong|tong so|cong)\b")
_SAYS_SOMETHING = (Field.PRODUCT, Field.PRODUCER, Field.CODE, *FIRST, *SECOND)


def work(*, now: Callable[[], dt.datetime]) -> int:
    """Read or write everything that waits; return how many imports were worked at."""
    done = 0
    for register in waiting_for_worker(now() - LEASE):
        run = uuid.uuid4().hex
        claimed = RegisterImport.objects.filter(
            pk=register.pk, state=register.state, run=register.run, claimed_at=register.claimed_at
        ).update(run=run, claimed_at=now(), attempts=F("attempts") + 1)
        if not claimed:
            continue  # somebody else is at it
        register.refresh_from_db()
        if register.attempts > MOST_ATTEMPTS:
            give_up(register, at=now())
        elif register.status is State.READING:
            read(register, now=now)
        else:
            write_ready(register, at=now())
        done += 1
    return done


def read(register: RegisterImport, *, now: Callable[[], dt.datetime]) -> bool:
    """Read and check all rows of a claimed import; return whether it came to the end."""
    try:
        return _read(register, now)
    except Refused as refused:
        _finish(register, State.FAILED, now(), reason=str(refused.answer.reason))
        return False


def give_up(register: RegisterImport, *, at: dt.datetime) -> None:
    """Stop trying: the officer is told instead."""
    if register.status is State.READING:
        _finish(register, State.FAILED, at, reason="attempts")
    else:
        give_up_writing(register, at=at)


def _read(register: RegisterImport, now: Callable[[], dt.datetime]) -> bool:
    began = now()
    checker = Checker(place_finder(register.province), knowledge_of(register.province_id), timezone.localdate(began))
    columns = {Field(name): index for name, index in register.columns.items()}
    skipped: list[int] = []
    with transaction.atomic():
        if not _sign_of_life(register, now(), 0):
            return False
        ImportRow.objects.filter(register_import=register).delete()
    count = 0
    for some in _batches(_checked_rows(register, columns, checker, skipped)):
        count += len(some)
        with transaction.atomic():
            if not _sign_of_life(register, now(), count):
                return False  # taken over by another worker, or assigned anew
            insert_many(some)
    register.skipped = skipped[:MOST_SKIPPED]
    return _finish(register, State.READ, now(), rows=count, skipped=len(skipped))


def _batches(rows: Iterator[ImportRow]) -> Iterator[list[ImportRow]]:
    while some := list(islice(rows, BATCH)):
        yield some


def _checked_rows(
    register: RegisterImport, columns: Mapping[Field, int], checker: Checker, skipped: list[int]
) -> Iterator[ImportRow]:
    data = content_of(register)
    merges = next((one.merges for one in inspect(data) if one.name == register.sheet), ())
    field_of = {index: field for field, index in columns.items()}
    rows = read_rows(data, register.sheet, merges, width=max(columns.values()) + 1)
    for row in rows:
        if row.number <= register.head_last:
            continue
        cells = {field: row.cells[index] for field, index in columns.items() if row.cells[index] is not None}
        texts = {field: text for field, cell in cells.items() if (text := text_of(cell))}
        if _says_nothing(texts):
            skipped.append(row.number)
            continue
        merged = _merged(row, field_of) if row.merged else {}
        yield row_of(register, row.number, texts, checker.check(row.number, texts, cells, merged=merged))


def _merged(row: SheetRow, field_of: Mapping[int, Field]) -> dict[Field, int]:
    return {field_of[index]: begins for index, begins in row.merged.items() if index in field_of}


def _says_nothing(texts: Mapping[Field, str]) -> bool:
    """Whether a row is a title of a section, a sum, or the line "(1) (2) (3)" under the headings."""
    product = texts.get(Field.PRODUCT, "")
    if not product:
        return not any(field in texts for field in _SAYS_SOMETHING)
    if _COUNTING.fullmatch(product):
        return all(_COUNTING.fullmatch(text) for text in texts.values())
    if Field.PRODUCER in texts:
        return False
    return len(texts) == 1 or bool(_SUMS.match(fold(product)))


def row_of(register: RegisterImport, number: int, texts: Mapping[Field, str], checked: Checked) -> ImportRow:
    """Return a row as it is kept, not saved yet."""
    row = ImportRow(register_import=register, number=number)
    row.values = {field.value: text for field, text in texts.items()}
    take_over(row, checked)
    return row


def take_over(row: ImportRow, checked: Checked) -> None:
    """Put into ``row`` what its check found."""
    row.verdict = checked.verdict
    row.problems = [problem.plain for problem in checked.problems]
    row.facts = checked.facts
    row.identity, row.place_key = checked.identity, checked.place_key
    codes = {problem.code.value: None for problem in checked.problems}
    row.codes = f" {' '.join(codes)} " if codes else ""


def _sign_of_life(register: RegisterImport, at: dt.datetime, count: int) -> bool:
    mine = RegisterImport.objects.filter(pk=register.pk, state=State.READING, run=register.run)
    return bool(mine.update(claimed_at=at, rows_read=count))


@transaction.atomic
def _finish(register: RegisterImport, state: State, at: dt.datetime, **after: object) -> bool:
    mine = RegisterImport.objects.filter(pk=register.pk, state=State.READING, run=register.run)
    if not mine.update(state=state, state_since=at, run="", claimed_at=None, skipped=register.skipped):
        return False
    record(
        action=f"register_import.{state.value}",
        actor=None,
        at=at,
        object_type="register_import",
        object_id=register.pk,
        label=register.file_name,
        after=after,
        province=register.province_id,
    )
    return True
