"""The register of documents of an office for a period, as page, print and workbook show it: the same rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from ratings.correspondence.models import Direction, Keeper
from ratings.correspondence.queries import Entry, entries_of
from ratings.dossiers import queries as dossiers
from ratings.office.register_page import Office, heading_of
from registry.accounts.models import User
from registry.calendar.phrases import dmy
from registry.documents.slips import DocumentRegister, DocumentRow

_HEADINGS = (
    "TT", "Đi/đến", "Số, ký hiệu", "Ngày văn bản", "Ngày đến", "Tên văn bản", "Hồ sơ", "Nơi nhận / nơi gửi",
    "Người ký, chức vụ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    office: Office
    first: dt.date
    last: dt.date
    direction: Direction | None
    rows: Sequence[Entry]


def register_of(person: User, office: Office, *, first: dt.date, last: dt.date, direction: Direction | None) -> Shown:
    """Return the documents of the office dated ``first`` to ``last`` about dossiers that ``person`` sees."""
    place = {"commune": office.commune} if office.commune else {"province": office.province}
    keeper = Keeper.COMMUNE if office.commune else Keeper.PROVINCE
    seen = dossiers.visible_to(person).filter(**place)
    return Shown(office, first, last, direction, entries_of(keeper, seen, first=first, last=last, direction=direction))


def printed(person: User, shown: Shown, *, today: dt.date) -> DocumentRegister:
    """Return the register as a paper, in Vietnamese whatever the language of the page."""
    return DocumentRegister(
        **heading_of(shown.office, person, first=shown.first, last=shown.last, today=today),
        rows=tuple(_printed(entry) for entry in shown.rows),
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


def table(shown: Shown) -> tuple[str, list[str], list[tuple[object, ...]]]:
    """Return title, headings and rows of the workbook."""
    title = f"Sổ văn bản đi, đến: {shown.office.name}, từ ngày {dmy(shown.first)} đến ngày {dmy(shown.last)}"
    return title, list(_HEADINGS), [(number, *astuple(_printed(one))) for number, one in enumerate(shown.rows, 1)]
