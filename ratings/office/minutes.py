"""Biên bản bàn giao hồ sơ: what stood open when the work passed to another person. In Vietnamese, as papers are."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone, translation

from ratings.dossiers.lines import in_sentence
from ratings.dossiers.papers import in_words
from ratings.dossiers.states import State
from ratings.office.models import WorkHandover
from registry.access.roles import Role
from registry.calendar.phrases import dmy
from registry.documents.papers import Heading, Signature
from registry.documents.slips import HandoverRow, WorkHandoverMinutes

_WRITTEN = "(Ký và ghi rõ họ tên)"


def minutes(row: WorkHandover) -> WorkHandoverMinutes:
    made_on = timezone.localdate(row.made_at)
    office = f"Ủy ban nhân dân {in_sentence(row.commune.name)}"
    with translation.override(settings.LANGUAGE_CODE):
        term = f"từ ngày {dmy(row.since)}" + (f" đến hết ngày {dmy(row.last_day)}" if row.last_day else " (lâu dài)")
        return WorkHandoverMinutes(
            made_on=made_on,
            author=office,
            heading=Heading(
                office=office.upper(),
                symbol="/BB-UBND",
                place=row.commune.name.partition(" ")[2],
                date=in_words(made_on),
            ),
            giver=row.giver.full_name,
            taker=row.taker.full_name,
            offices="; ".join(str(Role(role).label) for role in row.offices),
            term=term,
            reason=row.reason,
            rows=tuple(
                HandoverRow(
                    number=line["number"],
                    product=line["product"],
                    producer=line["producer"],
                    state=str(State(line["state"]).label),
                    due=dmy(dt.date.fromisoformat(line["due"])) if line["due"] else "",
                )
                for line in row.lines
            ),
            calls=str(row.calls),
            giver_signature=Signature(capacity=("BÊN GIAO",), note=_WRITTEN, name=row.giver.full_name),
            taker_signature=Signature(capacity=("BÊN NHẬN",), note=_WRITTEN, name=row.taker.full_name),
            leader_signature=Signature(
                capacity=("LÃNH ĐẠO ỦY BAN NHÂN DÂN",), note="(Ký, đóng dấu, ghi rõ họ tên)", name=row.made_by.full_name
            ),
        )
