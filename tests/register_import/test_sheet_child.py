"""The child that reads a sheet gives what openpyxl gives, however the texts stand in the file."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from ratings.register_import.sheet import read_rows

VALUES = [
    ["Nước mắm", " hai  dấu cách ", "", None, 4, 79.6, True, "#REF!", "xuống\ndòng", "=1+1"],
    [],
    ["dòng 3", None, None, "cuối"],
]


def saved(*, write_only):
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet("Sổ") if write_only else book.active
    sheet.title = "Sổ"
    for row in VALUES:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def by_openpyxl(data, width=10):
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = enumerate(book["Sổ"].iter_rows(max_row=50, max_col=width, values_only=True), 1)
    return {number: list(row) for number, row in rows if any(cell is not None for cell in row)}


def by_child(data, width=10):
    return {row.number: list(row.cells) for row in read_rows(data, "Sổ", (), width=width, last=50)}


def rewritten(data, change):
    """The workbook with its sheet changed as text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            body = old.read(part)
            new.writestr(part, change(body.decode()).encode() if "sheet1" in part.filename else body)
    return packed.getvalue()


@pytest.mark.parametrize("write_only", [True, False])
def test_texts_numbers_errors_and_gaps_are_read_as_openpyxl_reads_them(write_only):
    data = saved(write_only=write_only)
    assert by_child(data) == by_openpyxl(data)
    assert by_child(data, width=2) == by_openpyxl(data, width=2)
    assert by_child(data)[1][:2] == ["Nước mắm", " hai  dấu cách "]


def test_a_text_with_parts_of_its_own_style_is_read_whole():
    book = openpyxl.Workbook()
    book.active.title = "Sổ"
    book.active["A1"] = CellRichText("Nước ", TextBlock(InlineFont(b=True), "mắm"), " ngon")
    book.active["C2"] = "thường"
    buffer = io.BytesIO()
    book.save(buffer)
    assert by_child(buffer.getvalue()) == by_openpyxl(buffer.getvalue())
    assert by_child(buffer.getvalue())[1][0] == "Nước mắm ngon"


def test_a_row_that_comes_again_is_left_out():
    data = rewritten(saved(write_only=True), lambda text: text.replace('r="3"', 'r="1"'))
    assert list(by_child(data)) == [1]
