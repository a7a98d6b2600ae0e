"""Rows of one sheet, read by a bounded process (``sheet_child``), with merged cells filled downwards."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ratings.register_import.cells import Cell, text_of
from ratings.register_import.headings import MOST_HEADING_ROWS, SEARCHED_ROWS
from ratings.register_import.inspection import BROKEN, MAX_ROWS, Merge
from registry.access.answers import Refused

MAX_COLUMNS = 100
LAST_ROW = MAX_ROWS * 4
"""Rows may be numbered with gaps; what stands further down is a stray cell."""
SAMPLES = 3
_CHILD = str(Path(__file__).with_name("sheet_child.py"))


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
        Refused: when the workbook is damaged, or asks for more than the process may use.
    """
    below: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.last_row > merge.first_row and merge.first_column < width:
            below.setdefault(merge.first_row, []).append(merge)
    open_merges: dict[int, tuple[Merge, Cell]] = {}
    for number, said in _read(data, sheet, width, last):
        if not said and not open_merges:
            continue
        cells = said or [None] * width
        row = _filled(number, cells, open_merges) if open_merges else SheetRow(number, cells, {})
        for merge in below.get(number, ()):
            open_merges[merge.first_column] = (merge, cells[merge.first_column])
        if said or row.merged:
            yield row


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


def _read(data: bytes, sheet: str, width: int, last: int) -> Iterator[tuple[int, list[Cell]]]:
    """Yield number and cells of each row; one that says nothing has no cells."""
    command = [sys.executable, "-I", _CHILD, sheet, str(width), str(last)]
    # The command is ours in every part; the workbook only goes in through standard input.
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as child:
        if child.stdin is None or child.stdout is None:
            raise AssertionError("both are pipes")
        try:
            with contextlib.suppress(BrokenPipeError):  # it has died of the beginning already
                child.stdin.write(data)
                child.stdin.close()
            for line in child.stdout:
                number, cells = json.loads(line)
                yield number, [_cell(cell) if type(cell) is dict else cell for cell in cells]
        finally:
            child.kill()
            child.wait()
        if child.returncode:
            raise Refused(BROKEN)


def _cell(plain: dict[str, str]) -> Cell:
    day = plain.get("d")
    return dt.date.fromisoformat(day) if day else dt.datetime.fromisoformat(plain["t"])


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
