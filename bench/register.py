"""A register of 20,000 rows brought in: upload, read, check and write within three times openpyxl's plain read.

The workbook is faulty on purpose: one row in eight needs a person, one in five is written carelessly, places are of
before and after July 2025. The clock decides: rows are read by a process of their own while those before are checked.
"""

from __future__ import annotations

import gc
import io
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import openpyxl
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from bench.measure import Measure
from bench.project import analyze, engine, make_tables
from ratings.certificates.models import Certificate
from ratings.register_import import actions, work_actions
from ratings.register_import.models import RegisterImport
from ratings.register_import.queries import counts_of
from ratings.register_import.states import Field, State, Verdict
from registry.accounts.models import User
from registry.calendar.today import now
from registry.places.actions import load_places
from registry.places.models import Commune, FormerCommune, Province
from registry.products.models import Product
from tests.cast import QUANG_TRI, cast
from tests.register_import.made import faulty_rows, workbook

ROWS, LIMIT = 20_000, 3
Result = TypeVar("Result")


def run() -> Iterator[Measure]:
    make_tables()
    load_places(folder=Path(settings.BASE_DIR) / "fixtures" / "places")
    analyze()
    data = workbook(faulty_rows(ROWS, _places()))
    officer = cast("giang")
    reads = [_timed(lambda: _plain(data))[0] for _round in range(2)]
    before = _peak()
    whole, register = _timed(lambda: _brought_in(data, officer))
    after = _peak()
    # Read again after it: a machine that slows down or speeds up in between does so for both.
    reads += [_timed(lambda: _plain(data))[0] for _round in range(2)]
    plain = statistics.median(reads)
    counts = counts_of(register)
    assert register.products_added == Product.objects.count() > ROWS * 0.8
    assert register.certificates_added == Certificate.objects.count()
    assert sum(counts.values()) == ROWS
    detail = f"{whole:.1f} by {plain:.1f} s; {counts[Verdict.DONE]} rows in, {ROWS - counts[Verdict.DONE]} named"
    yield Measure(f"register of 20,000 rows, {engine()}", whole / plain, LIMIT, "times", detail=detail)
    detail = f"{after / 1024:.0f} by {before / 1024:.0f} MB, the largest process at its largest"
    yield Measure(f"memory of the same, {engine()}", after / before, LIMIT, "times", detail=detail)
    again, second = _timed(lambda: _brought_in(data, officer))
    added = second.products_added + second.producers_added + second.certificates_added
    yield Measure(f"the same workbook again adds, {engine()}", added, 0, "rows", detail=f"{again:.1f} s")


def _timed(task: Callable[[], Result]) -> tuple[float, Result]:
    gc.collect()
    begin = time.perf_counter()
    result = task()
    return time.perf_counter() - begin, result


def _peak() -> int:
    """Kilobytes of memory: this process or a child that has ended, whichever needed more at its largest."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _plain(data: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(1 for _row in book.active.iter_rows(values_only=True))


def _brought_in(data: bytes, officer: User) -> RegisterImport:
    """Do all that upload, columns, worker and import do."""
    upload = SimpleUploadedFile("so.xlsx", data)
    register = actions.bring_in(upload=upload, province=Province.objects.get(pk=QUANG_TRI), actor=officer, at=now())
    columns = {Field(name): index for name, index in register.columns.items()}
    actions.assign_columns(register=register, columns=columns, actor=officer, at=now())
    work_actions.work(now=now)
    register.refresh_from_db()
    assert register.status is State.READ, register.state
    if counts_of(register)[Verdict.GOOD]:
        actions.start_writing(register=register, actor=officer, at=now())
        work_actions.work(now=now)
    register.refresh_from_db()
    return register


def _places() -> list[str]:
    today = list(Commune.objects.filter(province=QUANG_TRI).values_list("name", flat=True))
    former = FormerCommune.objects.filter(province="45").select_related("district")[:60]
    return [*today, *(f"{one.name}, {one.district.name}" for one in former)]
