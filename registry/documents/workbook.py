"""Cells of the workbooks that we write: text stays text, whatever it begins with."""

from __future__ import annotations

from typing import Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

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
