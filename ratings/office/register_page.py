"""The register of one office for a period, as page, print and workbook show it: the same rows in the same words."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from ratings.dossiers import queries as dossiers
from ratings.dossiers.lines import in_sentence
from ratings.dossiers.models import Dossier, Transition
from ratings.dossiers.papers import in_words
from ratings.dossiers.workflow import Move
from ratings.office import queries
from ratings.office.register import COMMUNE, PROVINCE, Counts, Desk, Event, Outcome, Spell, counts_of, spells_of
from registry.access.roles import COMMUNE_ROLES, PROVINCE_ROLES
from registry.accounts.models import User
from registry.calendar.phrases import dmy
from registry.documents.papers import Signature
from registry.documents.slips import Register, RegisterRow
from registry.documents.workbook import heading_cell, text_cell
from registry.places.models import Commune, Province

_COMMUNE, _PROVINCE = "commune-", "province-"
_HEADINGS = (
    ("TT", 6), ("Mã hồ sơ", 18), ("Nội dung", 40), ("Chủ thể, địa chỉ, điện thoại", 44), ("Ngày nộp", 12),
    ("Nhận đủ", 12), ("Hẹn trả", 12), ("Trả kết quả", 12), ("Kết quả", 30), ("So với hạn", 20), ("Ghi chú", 40),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """Whose register it is."""

    key: str
    name: str
    """"Xã Triệu Cơ", "Tỉnh Quảng Trị"."""
    commune: str = ""
    province: str = ""

    @property
    def desk(self) -> Desk:
        return COMMUNE if self.commune else PROVINCE


@dataclass(frozen=True, slots=True)
class Row:
    """One stay of a dossier at the desk."""

    dossier: Dossier
    spell: Spell
    outcome: Outcome
    result: str
    note: str

    @property
    def tone(self) -> str:
        late = {Outcome.LATE: "danger", Outcome.OPEN_LATE: "danger", Outcome.OPEN: "info"}
        return late.get(self.outcome, "neutral")


@dataclass(frozen=True, slots=True)
class Shown:
    """A register for a period; ``last`` may lie ahead, ``known`` is the day to which it is known."""

    office: Office
    first: dt.date
    last: dt.date
    known: dt.date
    rows: Sequence[Row]
    counts: Counts


def offices_of(person: User) -> list[Office]:
    """The offices whose registers ``person`` keeps: communes first."""
    communes = Commune.objects.filter(pk__in=person.communes(COMMUNE_ROLES)).order_by("folded", "code")
    provinces = Province.objects.filter(pk__in=person.provinces(PROVINCE_ROLES)).order_by("code")
    return [
        *(Office(f"{_COMMUNE}{each.pk}", each.name, commune=each.pk) for each in communes),
        *(Office(f"{_PROVINCE}{each.pk}", each.name, province=each.pk) for each in provinces),
    ]


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the month of ``day``."""
    following = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return day.replace(day=1), following - dt.timedelta(days=1)


def register_of(person: User, office: Office, *, first: dt.date, last: dt.date, today: dt.date) -> Shown:
    """Return what happened at the office from ``first`` to ``last``, and what is open at the end or today."""
    known = min(last, today)
    place = {"commune": office.commune} if office.commune else {"province": office.province}
    since = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
    rows: list[Row] = []
    for dossier in queries.in_register(dossiers.visible_to(person).filter(**place), since):
        spells = spells_of(map(_event, dossier.moves), office.desk, until=known)  # type: ignore[attr-defined]
        rows += [_row(dossier, spell, known) for spell in spells if spell.touches(first, known)]
    rows.sort(key=lambda row: (row.spell.began, row.dossier.number))
    counts = counts_of([row.spell for row in rows], first=first, last=known)
    return Shown(office, first, last, known, rows, counts)


def _event(moved: Transition) -> Event:
    stated = moved.facts.get("received_on")
    day = dt.date.fromisoformat(stated) if stated else timezone.localdate(moved.at)
    number = moved.facts.get("request") if moved.move == Move.FORWARD else moved.facts.get("decision")
    return Event(Move(moved.move), day, moved.due_on, str(number or moved.reason))


def _row(dossier: Dossier, spell: Spell, known: dt.date) -> Row:
    notes = [_("No %(number)s") % {"number": spell.note}] if spell.note and spell.by == Move.FORWARD else [spell.note]
    if spell.returns:
        notes.append(_("returned on %(days)s") % {"days": ", ".join(dmy(day) for day in spell.returns)})
    return Row(
        dossier=dossier,
        spell=spell,
        outcome=spell.outcome(known),
        result=str(spell.by.label) if spell.by else "",
        note="; ".join(filter(None, notes)),
    )


def figures_of(counts: Counts) -> list[tuple[str, int, str]]:
    """Label, figure and what is to be said beside it."""
    late = _("%(count)s of them late") % {"count": counts.open_late} if counts.open_late else ""
    return [
        (_("Received in full"), counts.received, ""),
        (_("Done in time"), counts.in_time, ""),
        (_("Done late"), counts.late, ""),
        (_("Returned for completion"), counts.returned, ""),
        (_("Sent on"), counts.forwarded, ""),
        (_("Under way at the end"), counts.open, late),
    ]


# ---------------------------------------------------------------- print and workbook


def heading_of(office: Office, person: User, *, first: dt.date, last: dt.date, today: dt.date) -> dict[str, Any]:
    """Return what every register of an office says around its rows: whose, when, for which days, who draws it up."""
    author = f"Ủy ban nhân dân {in_sentence(office.name)}"
    return {
        "made_on": today,
        "author": author,
        "superior": "" if office.commune else author.upper(),
        "office": author.upper() if office.commune else "CƠ QUAN THAM MƯU QUẢN LÝ OCOP",
        "place": office.name.partition(" ")[2] if office.commune else _bare(office.name),
        "date": in_words(today),
        "period": f"Từ ngày {dmy(first)} đến ngày {dmy(last)}",
        "signature": Signature(capacity=("NGƯỜI LẬP SỔ",), note="(Ký và ghi rõ họ tên)", name=person.full_name),
    }


def printed(person: User, shown: Shown, *, today: dt.date) -> Register:
    """Return the register as a paper, in Vietnamese whatever the language of the page."""
    figures = [
        f"{label}: {count}{f' ({beside})' if beside else ''}" for label, count, beside in figures_of(shown.counts)
    ]
    return Register(
        **heading_of(shown.office, person, first=shown.first, last=shown.last, today=today),
        rows=tuple(_printed(row) for row in shown.rows),
        figures=tuple(figures),
    )


def _bare(province: str) -> str:
    return province.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def _printed(row: Row) -> RegisterRow:
    dossier, spell = row.dossier, row.spell
    kind = str(dossier.get_kind_display())
    return RegisterRow(
        number=dossier.number,
        matter=f"{dossier.product.name} ({kind[:1].lower()}{kind[1:]})",
        producer=", ".join(
            filter(None, (dossier.producer.name, dossier.producer.address, dossier.producer.phone))
        ),
        filed=dmy(spell.began),
        received=dmy(spell.received) if spell.received else "",
        due=dmy(spell.due) if spell.due else "",
        done=dmy(spell.done) if spell.done else "",
        result=row.result,
        outcome=str(row.outcome.label),
        note=row.note,
    )  # fmt: skip


def workbook(shown: Shown) -> bytes:
    """Return what is shown as .xlsx; every cell is text, so that nothing a person wrote is computed."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sổ theo dõi hồ sơ")
    for at, (_heading, width) in enumerate(_HEADINGS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    if settings.DEMO:
        sheet.append([text_cell(sheet, "DỮ LIỆU MINH HỌA")])
    period = f"{shown.office.name}, từ ngày {dmy(shown.first)} đến ngày {dmy(shown.last)}"
    sheet.append([text_cell(sheet, f"Sổ theo dõi hồ sơ: {period}")])
    sheet.append([heading_cell(sheet, heading) for heading, _width in _HEADINGS])
    for number, row in enumerate(shown.rows, 1):
        line = _printed(row)
        cells = (
            str(number), line.number, line.matter, line.producer, line.filed, line.received, line.due, line.done,
            line.result, line.outcome, line.note,
        )  # fmt: skip
        sheet.append([text_cell(sheet, text) for text in cells])
    sheet.append([])
    for label, count, beside in figures_of(shown.counts):
        sheet.append([text_cell(sheet, ""), text_cell(sheet, ""), text_cell(sheet, label), text_cell(sheet, str(count)),
                      text_cell(sheet, beside)])  # fmt: skip
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
