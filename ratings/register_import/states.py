"""How far an import is, what may become of a row, and which columns a province's register has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """How far one workbook is. What is being read or written belongs to the worker."""

    UPLOADED = "uploaded", _("Columns to be assigned")
    READING = "reading", _("Being read")
    READ = "read", _("Checked")
    WRITING = "writing", _("Being written into the register")
    FAILED = "failed", _("Could not be read")

    @property
    def icon(self) -> str:
        return _FACES[self][0]

    @property
    def tone(self) -> str:
        return _FACES[self][1]

    @property
    def at_work(self) -> bool:
        return self in (State.READING, State.WRITING)


_FACES = {
    State.UPLOADED: ("table", "info"),
    State.READING: ("hourglass-split", "info"),
    State.READ: ("clipboard-check", "success"),
    State.WRITING: ("hourglass-split", "info"),
    State.FAILED: ("x-circle", "danger"),
}


class Verdict(TextChoices):
    """What may become of a row."""

    BAD = "bad", _("To be corrected")
    CHOICE = "choice", _("Needs a choice")
    GOOD = "good", _("Ready")
    KNOWN = "known", _("Registered already")
    DONE = "done", _("Imported")
    LEFT_OUT = "left_out", _("Left out")

    @property
    def icon(self) -> str:
        return _ROW_FACES[self][0]

    @property
    def tone(self) -> str:
        return _ROW_FACES[self][1]

    @property
    def open(self) -> bool:
        """Whether a person may still change the row."""
        return self is not Verdict.DONE


_ROW_FACES = {
    Verdict.BAD: ("x-circle", "danger"),
    Verdict.CHOICE: ("question-circle", "warning"),
    Verdict.GOOD: ("check-circle", "success"),
    Verdict.KNOWN: ("check2-all", "neutral"),
    Verdict.DONE: ("patch-check", "success"),
    Verdict.LEFT_OUT: ("dash-circle", "neutral"),
}
WAITING = (Verdict.BAD, Verdict.CHOICE)
"""Rows that go back to the officer as a workbook with their reasons."""


class Field(TextChoices):
    """A column of the register (sổ theo dõi)."""

    NUMBER = "number", _("Running number")
    PRODUCT = "product", _("Product")
    CODE = "code", _("Product code")
    GROUP = "group", _("Group or set")
    KIND = "kind", _("Kind of producer")
    PRODUCER = "producer", _("Producer")
    COMMUNE = "commune", _("Commune")
    DISTRICT = "district", _("District (before July 2025)")
    ADDRESS = "address", _("Address")
    REPRESENTATIVE = "representative", _("Representative")
    PHONE = "phone", _("Phone")
    STARS_NOW = "stars_now", _("Current stars")
    EXPIRY = "expiry", _("Expiry")
    FIRST_STARS = "first_stars", _("First recognition: stars")
    FIRST_DATE = "first_date", _("First recognition: date")
    FIRST_YEAR = "first_year", _("First recognition: year")
    FIRST_DECISION = "first_decision", _("First recognition: decision")
    FIRST_AUTHORITY = "first_authority", _("First recognition: authority")
    SECOND_STARS = "second_stars", _("Second recognition or upgrade: stars")
    SECOND_DATE = "second_date", _("Second recognition or upgrade: date")
    SECOND_YEAR = "second_year", _("Second recognition or upgrade: year")
    SECOND_DECISION = "second_decision", _("Second recognition or upgrade: decision")
    SECOND_AUTHORITY = "second_authority", _("Second recognition or upgrade: authority")
    NOTE = "note", _("Note")


@dataclass(frozen=True, slots=True)
class Recognition:
    """The five columns of one recognition."""

    stars: Field
    date: Field
    year: Field
    decision: Field
    authority: Field

    def __iter__(self) -> Iterator[Field]:
        return iter((self.stars, self.date, self.year, self.decision, self.authority))


FIRST = Recognition(Field.FIRST_STARS, Field.FIRST_DATE, Field.FIRST_YEAR, Field.FIRST_DECISION, Field.FIRST_AUTHORITY)
SECOND = Recognition(
    Field.SECOND_STARS, Field.SECOND_DATE, Field.SECOND_YEAR, Field.SECOND_DECISION, Field.SECOND_AUTHORITY
)
OBLIGATORY = (
    Field.PRODUCT,
    Field.PRODUCER,
    Field.FIRST_STARS,
    Field.FIRST_DATE,
    Field.FIRST_DECISION,
    Field.FIRST_AUTHORITY,
)
"""Without one of these columns nothing can be imported. The place may stand in the commune's or the address's column."""
NOT_USED = frozenset({Field.NUMBER, Field.STARS_NOW, Field.EXPIRY, Field.NOTE, Field.DISTRICT})
"""Columns that are compared or kept, never written: an Excel error in one of them loses nothing."""

HEADINGS: dict[Field, tuple[str, str]] = {
    Field.NUMBER: ("", "Số thứ tự"),
    Field.PRODUCT: ("", "Tên sản phẩm"),
    Field.CODE: ("", "Mã số sản phẩm"),
    Field.GROUP: ("", "Nhóm, bộ sản phẩm"),
    Field.KIND: ("", "Loại hình chủ thể"),
    Field.PRODUCER: ("", "Tên chủ thể"),
    Field.COMMUNE: ("", "Xã, phường"),
    Field.DISTRICT: ("", "Huyện (trước 7/2025)"),
    Field.ADDRESS: ("", "Địa chỉ"),
    Field.REPRESENTATIVE: ("", "Người đại diện"),
    Field.PHONE: ("", "Điện thoại"),
    Field.STARS_NOW: ("", "Hạng sao hiện nay"),
    Field.EXPIRY: ("", "Ngày hết hạn"),
    Field.FIRST_STARS: ("Công nhận lần đầu", "Số sao"),
    Field.FIRST_DATE: ("Công nhận lần đầu", "Ngày quyết định"),
    Field.FIRST_YEAR: ("Công nhận lần đầu", "Năm"),
    Field.FIRST_DECISION: ("Công nhận lần đầu", "Số quyết định"),
    Field.FIRST_AUTHORITY: ("Công nhận lần đầu", "Cơ quan công nhận"),
    Field.SECOND_STARS: ("Công nhận lại hoặc nâng hạng", "Số sao"),
    Field.SECOND_DATE: ("Công nhận lại hoặc nâng hạng", "Ngày quyết định"),
    Field.SECOND_YEAR: ("Công nhận lại hoặc nâng hạng", "Năm"),
    Field.SECOND_DECISION: ("Công nhận lại hoặc nâng hạng", "Số quyết định"),
    Field.SECOND_AUTHORITY: ("Công nhận lại hoặc nâng hạng", "Cơ quan công nhận"),
    Field.NOTE: ("", "Ghi chú"),
}
"""Headings of the workbooks that we write, in the words of the offices whatever the language of the page."""
