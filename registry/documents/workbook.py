"""Cells of the workbooks that we write: text stays text, whatever it begins with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

import openpyxl
from django.conf import settings
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_SIGNS: Final = "=+-@"
"""What makes a spreadsheet take a text for something to compute."""


def heading_cell(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8F5EE")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def text_cell(sheet: object, text: str) -> WriteOnlyCell:
    """Return a cell of text. What begins like a formula gets the apostrophe by which Excel takes it for text."""
    cell = WriteOnlyCell(sheet, f"'{text}" if text[:1] and text[0] in f"{FORMULA_SIGNS}\t\r" else text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text="\n" in text)
    return cell


WIDEST, NARROWEST = 60, 12
"""Letters of a column; what is longer wraps."""


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return an .xlsx of one sheet: the title, the headings, the rows. Numbers stay numbers, everything else is text."""
    lines = [tuple(row) for row in rows]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(INVALID_TITLE_REGEX.sub(" ", title)[:31])
    sheet.freeze_panes = f"A{3 + settings.DEMO}"
    for at, heading in enumerate(headings):
        longest = max([len(heading), *(len(str(line[at])) for line in lines)])
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(WIDEST, max(NARROWEST, longest + 2))
    if settings.DEMO:
        sheet.append([text_cell(sheet, "DỮ LIỆU MINH HỌA")])
    sheet.append([text_cell(sheet, title)])
    sheet.append([heading_cell(sheet, heading) for heading in headings])
    for line in lines:
        sheet.append([value if isinstance(value, int | float) else text_cell(sheet, str(value)) for value in line])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
