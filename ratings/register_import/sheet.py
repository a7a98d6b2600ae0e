"""Rows of one sheet through openpyxl, with merged cells filled downwards. Pure but for the workbook's bytes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from ratings.register_import.cells import Cell, text_of
from ratings.register_import.headings import MOST_HEADING_ROWS, SEARCHED_ROWS
from ratings.register_import.inspection import BROKEN, FAULTS, MAX_ROWS, Merge
from registry.access.answers import Refused

MAX_COLUMNS = 100
LAST_ROW = MAX_ROWS * 4
"""Rows may be numbered with gaps; what stands further down is a stray cell."""
SAMPLES = 3
_FAULTS = (
    *FAULTS,
    InvalidFileException,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    AssertionError,
    MemoryError,
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with its number in the sheet; ``merged`` says of which columns the value stands in which row above."""

    number: int
    cells: Sequence[Cell]
    merged: dict[int, int]


def read_rows(
    data: bytes, sheet: str, merges: Sequence[Merge], *, width: int = MAX_COLUMNS, last: int = LAST_ROW
) -> Iterator[SheetRow]:
    """Yield the rows of ``sheet`` from the top, each ``width`` cells, empty ones left out.

    Raises:
        Refused: when openpyxl cannot read the workbook.
    """
    below: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.last_row > merge.first_row and merge.first_column < width:
            below.setdefault(merge.first_row, []).append(merge)
    open_merges: dict[int, tuple[Merge, Cell]] = {}
    try:
        with _opened(data) as book:
            for number, cells in enumerate(_values(book, sheet, width, last), 1):
                row = _filled(number, cells, open_merges) if open_merges else SheetRow(number, cells, {})
                for merge in below.get(number, ()):
                    open_merges[merge.first_column] = (merge, cells[merge.first_column] if cells else None)
                if any(cell is not None for cell in row.cells):
                    yield row
    except _FAULTS as error:
        raise Refused(BROKEN) from error


def first_texts(data: bytes, sheet: str, merges: Sequence[Merge]) -> list[list[str]]:
    """Return the texts of the first rows, every merged cell filled: what headings and samples are taken from."""
    most = SEARCHED_ROWS + MOST_HEADING_ROWS + SAMPLES
    rows: list[list[str]] = []
    for row in read_rows(data, sheet, (), last=most):
        rows.extend([] for _gap in range(row.number - len(rows) - 1))
        rows.append([text_of(cell) for cell in row.cells])
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    for merge in merges:
        if merge.first_row <= len(rows) and merge.first_column < width:
            text = rows[merge.first_row - 1][merge.first_column]
            for at in range(merge.first_row - 1, min(merge.last_row, len(rows))):
                for column in range(merge.first_column, min(merge.last_column + 1, width)):
                    rows[at][column] = text
    return rows


@contextmanager
def _opened(data: bytes) -> Iterator[openpyxl.Workbook]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that no register needs
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _values(book: openpyxl.Workbook, name: str, width: int, last: int) -> Iterator[Sequence[Cell]]:
    sheet = book[name]
    # What a workbook says of its own size is not relied on: it may be wrong, or a million rows.
    sheet.reset_dimensions()
    rows: Iterator[Sequence[Cell]] = sheet.iter_rows(max_row=last, max_col=width, values_only=True)
    return rows


def _filled(number: int, cells: Sequence[Cell], open_merges: dict[int, tuple[Merge, Cell]]) -> SheetRow:
    """Fill what is empty only because it is merged with a cell above; forget the merges that have ended."""
    filled, merged = list(cells), {}
    for column, (merge, value) in list(open_merges.items()):
        if number > merge.last_row:
            del open_merges[column]
            continue
        if filled[column] is None and value is not None:
            filled[column] = value
            merged[column] = merge.first_row
    return SheetRow(number, filled, merged)
