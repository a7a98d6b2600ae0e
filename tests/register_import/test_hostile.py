"""Workbooks that are none, broken, locked or made to do harm are refused with a sentence of their own."""

import io
import zipfile

import openpyxl
import pytest

from ratings.register_import import inspection, sheet
from ratings.register_import.inspection import inspect
from registry.access.answers import Refused
from tests.files.made import pdf
from tests.register_import.made import once, workbook


def refusal(data):
    with pytest.raises(Refused) as refused:
        inspect(data)
    return refused.value.answer


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """Return an archive with parts added, replaced, or (None) left out; names with "/" as "__"."""
    wanted = {name.replace("__", "/"): content for name, content in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, content in wanted.items():
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


GOOD = workbook([once()])
SHEET = "xl__worksheets__sheet1.xml"


def sheet_with(before: bytes = b"", after: bytes = b"") -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        return before + archive.read("xl/worksheets/sheet1.xml") + after


def test_a_register_is_taken_with_its_rows_and_merged_cells():
    [facts] = inspect(GOOD)
    assert (facts.name, facts.rows) == ("Sổ theo dõi", 5)
    assert len(facts.merges) == 16


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"", inspection.EMPTY),
        (b"x" * (inspection.MAX_BYTES + 1), inspection.TOO_LARGE),
        (b"STT;San pham\n1;Nuoc mam\n", inspection.NO_WORKBOOK),
        (pdf(1), inspection.NO_WORKBOOK),
        (b"<html><table><tr><td>1</td></tr></table></html>", inspection.NO_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), inspection.OLD_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), inspection.ENCRYPTED),
        (GOOD[: len(GOOD) // 2], inspection.BROKEN),
        (GOOD[:200] + b"\0" * 40 + GOOD[240:], inspection.BROKEN),
    ],
)  # fmt: skip
def test_what_is_no_sound_workbook_says_what_to_do(data, answer):
    found = refusal(data)
    assert found == answer
    assert found.reason
    assert found.remedy


def test_each_refusal_has_its_own_sentence():
    answers = [
        getattr(inspection, name)
        for name in (
            "EMPTY", "TOO_LARGE", "NO_WORKBOOK", "OLD_WORKBOOK", "ENCRYPTED", "MACROS", "BROKEN", "TOO_HEAVY",
            "TOO_MANY_ROWS", "NO_SHEET",
        )
    ]  # fmt: skip
    assert len({str(answer.reason) for answer in answers}) == len(answers)


def test_a_zip_of_something_else_is_no_workbook():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(buffer.getvalue()) == inspection.NO_WORKBOOK


def test_a_program_inside_is_refused():
    assert refusal(changed(GOOD, **{"xl__vbaProject.bin": b"x"})) == inspection.MACROS


def test_a_bomb_is_not_unpacked():
    zeros = b"\0" * (40 * 1024 * 1024)
    assert refusal(changed(GOOD, **{"xl__media__image1.png": zeros})) == inspection.TOO_HEAVY


def test_more_than_a_register_needs_is_not_unpacked():
    big = bytes(range(256)) * (1024 * 300)
    bomb = changed(GOOD, **{f"xl__media__{number}.png": big for number in range(4)})
    assert len(bomb) < inspection.MAX_BYTES
    assert refusal(bomb) == inspection.TOO_HEAVY


@pytest.mark.parametrize("part", [SHEET, "xl__sharedStrings.xml", "xl__styles.xml"])
def test_entities_that_unfold_are_refused_wherever_they_stand(part):
    laughs = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    assert refusal(changed(GOOD, **{part: laughs})) == inspection.TOO_HEAVY


def test_entities_behind_a_long_comment_are_found():
    hidden = (
        b"<?xml version='1.0'?><!--"
        + b"x" * (inspection._CHUNK - 30)
        + b"--><!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>"
    )
    assert refusal(changed(GOOD, **{SHEET: hidden})) == inspection.TOO_HEAVY


def test_entities_in_two_bytes_a_sign_are_not_read():
    hidden = "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>".encode("utf-16")
    assert refusal(changed(GOOD, **{SHEET: hidden})) == inspection.BROKEN


def test_too_many_rows_are_refused():
    rows = b"".join(b'<row r="%d"/>' % number for number in range(1, inspection.MAX_ROWS + 2))
    many = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    assert refusal(changed(GOOD, **{SHEET: many})) == inspection.TOO_MANY_ROWS


def test_an_empty_workbook_has_no_sheet():
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    assert refusal(buffer.getvalue()) == inspection.NO_SHEET


def test_rows_and_merges_are_counted_once_where_a_chunk_ends_within_them(monkeypatch):
    data = workbook([once(product=f"Sản phẩm {number}") for number in range(60)], merges=["F5:F6", "F7:F9"])
    [whole] = inspect(data)
    for size in (300, 1000, 1777):
        monkeypatch.setattr(inspection, "_CHUNK", size)
        assert inspect(data) == [whole]
    assert whole.rows == 64


def one_row_and(more: str) -> bytes:
    first = '<row r="1"><c r="A1"><v>7</v></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = f'<worksheet xmlns="{space}"><sheetData>{first}{more}</sheetData></worksheet>'
    return changed(GOOD, **{SHEET: body.encode()})


def rows_of(data: bytes) -> list[int]:
    [facts] = inspect(data)
    return [row.number for row in sheet.read_rows(data, facts.name, facts.merges)]


@pytest.mark.parametrize("far", ['<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', '<row r="99999999999"/>'])
def test_a_stray_cell_far_away_costs_nothing(far):
    assert rows_of(one_row_and(far)) == [1]


@pytest.mark.parametrize(
    "odd", ['<row r="x"/>', '<row r="2"><c r="?"><v>1</v></c></row>', '<row r="2"><c t="s"><v>99999</v></c></row>']
)
def test_a_sheet_that_contradicts_itself_is_refused(odd):
    with pytest.raises(Refused) as refused:
        rows_of(one_row_and(odd))
    assert refused.value.answer == inspection.BROKEN


def test_a_sheet_that_breaks_off_is_refused_while_it_is_read():
    data = changed(GOOD, **{SHEET: sheet_with()[:-40]})
    with pytest.raises(Refused) as refused:
        rows_of(data)
    assert refused.value.answer == inspection.BROKEN
