"""Read a sheet of a workbook that came from outside: run as a process of its own, with limits on memory and time.

It knows nothing of Django or the database: the workbook comes on standard input, rows go out, one JSON line each:
``[number, [cell, ...]]``. A day is ``{"d": "2027-06-21"}``, a moment ``{"t": "2027-06-21T08:00:00"}``; what is empty is
null. While the rows that came are checked and kept, the next ones are read: two processors, half the time.

``sheet_child.py NAME WIDTH LAST`` reads the first ``WIDTH`` columns of rows 1 to ``LAST``; a row without anything has no
cells. It ends with status 3 when the workbook is damaged.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import resource
import sys
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import INLINE_STRING, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

MEMORY = 2 * 1024 * 1024 * 1024
"""Bytes of address space: 30,000 rows and their shared texts need some hundred million."""
SECONDS = 120
"""Seconds of processor time."""
DAMAGED = 3
_TEXT = f"{{{SHEET_MAIN_NS}}}t"
FAULTS = (
    zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException, KeyError, ValueError, TypeError, AttributeError,
    IndexError, EOFError, OSError, OverflowError, RuntimeError, AssertionError, MemoryError,
)  # fmt: skip
"""What a damaged workbook makes openpyxl raise."""


class _Sheet(ReadOnlyWorksheet):
    """A sheet that is not asked for its size: it may be wrong, and where it is not stated all rows are read for it."""

    def _get_size(self) -> None:
        pass


class _Reader(ExcelReader):
    """openpyxl's reader; it opens sheets as ``_Sheet``."""

    def read_worksheets(self) -> None:
        for sheet, rel in self.parser.find_sheets():
            if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                self.wb._sheets.append(_Sheet(self.wb, sheet.name, rel.target, self.shared_strings))  # noqa: SLF001


class _Parser(WorkSheetParser):
    """openpyxl's parser; a text that stands in its cell as it is, without parts of its own style, is taken directly.

    openpyxl builds an object for the text of every such cell; workbooks that a programme wrote consist of them.
    """

    def parse_cell(self, element: Any) -> dict[str, Any]:
        inline = element.find(INLINE_STRING) if element.get("t") == "inlineStr" else None
        where = element.get("r")
        if inline is None or not where or len(inline) != 1 or inline[0].tag != _TEXT:
            return super().parse_cell(element)
        row, column = coordinate_to_tuple(where)
        self.col_counter = column
        return {"row": row, "column": column, "value": inline[0].text or ""}


def main(name: str, width: int, last: int) -> int:
    limit()
    warnings.simplefilter("ignore")  # about styles and extensions that no register needs
    data = sys.stdin.buffer.read()
    try:
        reader = _Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        reader.read()
        for number, cells in rows_of(reader.wb[name], width, last):
            sys.stdout.write(json.dumps([number, cells], default=plain, ensure_ascii=False) + "\n")
    except FAULTS:
        return DAMAGED
    return 0


def rows_of(sheet: _Sheet, width: int, last: int) -> Iterator[tuple[int, list[Any]]]:
    """Yield number and cells of rows 1 to ``last``; rows left out in the file, and those that say nothing, without cells.

    A row that comes again, or too late, is left out.
    """
    book, following = sheet.parent, 1
    with sheet._get_source() as source:  # noqa: SLF001
        parser = _Parser(
            source,
            sheet._shared_strings,  # noqa: SLF001
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        for number, row in parser.parse():
            if number > last:
                break
            yield from ((missing, []) for missing in range(following, number))
            if number < following:
                continue
            following = number + 1
            cells: list[Any] = [None] * width
            for cell in row:
                if cell["column"] <= width:
                    cells[cell["column"] - 1] = cell["value"]
            yield number, cells if any(cell is not None for cell in cells) else []


def limit() -> None:
    """Bound this process; a system that cannot bound memory still bounds time."""
    for kind, amount in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, amount))


def plain(cell: object) -> object:
    if isinstance(cell, dt.datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"d": cell.isoformat()}
    return str(cell)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
