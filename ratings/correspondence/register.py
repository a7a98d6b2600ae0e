"""The register of documents of an office for a period, as page, print and workbook show it: the same rows."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import openpyxl
from django.conf import settings
from openpyxl.utils import get_column_letter

from ratings.correspondence.entries import Entry, Shelf, entries_of
from ratings.correspondence.models import Keeper
from ratings.dossiers import queries as dossiers
from ratings.dossiers.lines import in_sentence
from ratings.dossiers.papers import in_words
from ratings.office.register_page import Office
from registry.accounts.models import User
from registry.calendar.phrases import dmy
from registry.documents.papers import Signature
from registry.documents.slips import DocumentRegister, DocumentRow
from registry.documents.workbook import heading_cell, text_cell

_HEADINGS = (
    ("TT", 6), ("Đi/đến", 8), ("Số, ký hiệu", 22), ("Ngày văn bản", 13), ("Ngày đến", 12), ("Tên văn bản", 44),
    ("Hồ sơ", 40), ("Nơi nhận / nơi gửi", 34), ("Người ký, chức vụ", 40),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    office: Office
    first: dt.date
    last: dt.date
    shelf: Shelf
    rows: Sequence[Entry]


def register_of(person: User, office: Office, *, first: dt.date, last: dt.date, shelf: Shelf) -> Shown:
    """Return the documents of the office dated ``first`` to ``last`` about dossiers that ``person`` sees."""
    place = {"commune": office.commune} if office.commune else {"province": office.province}
    keeper = Keeper.COMMUNE if office.commune else Keeper.PROVINCE
    seen = dossiers.visible_to(person).filter(**place)
    return Shown(office, first, last, shelf, entries_of(keeper, seen, first=first, last=last, shelf=shelf))


def printed(person: User, shown: Shown, *, today: dt.date) -> DocumentRegister:
    """Return the register as a paper, in Vietnamese whatever the language of the page."""
    name, of_commune = shown.office.name, bool(shown.office.commune)
    office = f"Ủy ban nhân dân {in_sentence(name)}"
    place = name.partition(" ")[2] if of_commune else name.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    return DocumentRegister(
        made_on=today,
        author=office,
        superior="" if of_commune else office.upper(),
        office=office.upper() if of_commune else "CƠ QUAN THAM MƯU QUẢN LÝ OCOP",
        place=place,
        date=in_words(today),
        period=f"Từ ngày {dmy(shown.first)} đến ngày {dmy(shown.last)}",
        rows=tuple(_printed(entry) for entry in shown.rows),
        signature=Signature(capacity=("NGƯỜI LẬP SỔ",), note="(Ký và ghi rõ họ tên)", name=person.full_name),
    )


def _printed(entry: Entry) -> DocumentRow:
    others = f" và {entry.others} hồ sơ khác" if entry.others else ""
    return DocumentRow(
        direction=str(entry.direction.label),
        number=entry.number,
        day=dmy(entry.day),
        received=dmy(entry.received) if entry.received else "",
        what=str(entry.what),
        about=f"{entry.dossier.number}, {entry.dossier.product.name}{others}",
        counterpart=entry.counterpart,
        signed=entry.signed,
    )


def workbook(shown: Shown) -> bytes:
    """Return what is shown as .xlsx; every cell is text, so that nothing a person wrote is computed."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sổ văn bản")
    for at, (_heading, width) in enumerate(_HEADINGS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    if settings.DEMO:
        sheet.append([text_cell(sheet, "DỮ LIỆU MINH HỌA")])
    period = f"{shown.office.name}, từ ngày {dmy(shown.first)} đến ngày {dmy(shown.last)}"
    sheet.append([text_cell(sheet, f"Sổ văn bản đi, đến: {period}")])
    sheet.append([heading_cell(sheet, heading) for heading, _width in _HEADINGS])
    for number, entry in enumerate(shown.rows, 1):
        row = _printed(entry)
        cells = (
            str(number), row.direction, row.number, row.day, row.received, row.what, row.about, row.counterpart,
            row.signed,
        )  # fmt: skip
        sheet.append([text_cell(sheet, text) for text in cells])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
