"""Workbooks that we write: the rows that wait, with their reasons, and an empty register to fill in.

The headings are those that ``headings.guess`` knows, so that a corrected workbook comes in again as it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.problems import Weight
from ratings.register_import.said import letters_of, said_of
from ratings.register_import.states import HEADINGS, Field
from registry.documents.workbook import heading_cell, text_cell

ROW_HEADING, REASON_HEADING = "Dòng trong tệp gốc", "Lý do chưa nhập"
SHEET = "Sổ theo dõi"
_WIDTHS = {Field.NUMBER: 8, Field.PRODUCT: 32, Field.PRODUCER: 36, Field.ADDRESS: 32}
_USUAL_WIDTH, _REASON_WIDTH = 16, 80


def remaining_workbook(register: RegisterImport, rows: Iterable[ImportRow]) -> bytes:
    """Return the rows as an .xlsx with the row they come from and why they were not imported."""
    letters = letters_of(register)
    lines = (
        [row.values.get(field.value, "") for field in HEADINGS]
        + [str(row.number), "\n".join(str(one) for one in said_of(row, letters) if one.weight != Weight.NOTE)]
        for row in rows
    )
    return _workbook(lines, extra=(ROW_HEADING, REASON_HEADING))


def empty_workbook() -> bytes:
    """Return a register with its headings and nothing below."""
    return _workbook((), extra=())


def _workbook(lines: Iterable[Sequence[str]], *, extra: Sequence[str]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    tops = [*(top for top, _leaf in HEADINGS.values()), *("" for _one in extra)]
    leaves = [*(leaf for _top, leaf in HEADINGS.values()), *extra]
    for at, field in enumerate([*HEADINGS, *extra], 1):
        width = _REASON_WIDTH if field == REASON_HEADING else _USUAL_WIDTH
        sheet.column_dimensions[get_column_letter(at)].width = (
            _WIDTHS.get(field, width) if isinstance(field, Field) else width
        )
    sheet.freeze_panes = "C3"
    sheet.append([heading_cell(sheet, top or leaf) for top, leaf in zip(tops, leaves, strict=True)])
    sheet.append([heading_cell(sheet, leaf if top else "") for top, leaf in zip(tops, leaves, strict=True)])
    for area in _merged(tops):
        sheet.merged_cells.add(CellRange(area))
    for line in lines:
        sheet.append([text_cell(sheet, text) for text in line])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _merged(tops: Sequence[str]) -> list[str]:
    areas = [f"{get_column_letter(at)}1:{get_column_letter(at)}2" for at, top in enumerate(tops, 1) if not top]
    for top in dict.fromkeys(filter(None, tops)):
        own = [at for at, one in enumerate(tops, 1) if one == top]
        areas.append(f"{get_column_letter(own[0])}1:{get_column_letter(own[-1])}1")
    return areas


def file_name(register: RegisterImport) -> str:
    return _("Rows not imported yet") + f" – {register.file_name.removesuffix('.xlsx')}"
