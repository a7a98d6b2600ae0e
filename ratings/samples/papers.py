"""Labels of the samples, and the record of a hand-over. In Vietnamese, as papers are."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import translation

from ratings.dossiers.models import Dossier
from ratings.dossiers.papers import in_words, place_name
from ratings.samples.custody import TABLE, Step
from ratings.samples.models import SampleMove
from registry.calendar.phrases import dmy
from registry.documents.papers import Signature, qr_svg
from registry.documents.slips import SampleHandover, SampleLabels


def labels(dossier: Dossier, *, units: int, address: str, today: dt.date) -> SampleLabels:
    """One label a unit; its code leads to who holds the samples."""
    product = dossier.product
    return SampleLabels(
        made_on=today,
        dossier_number=dossier.number,
        product=product.name,
        producer=dossier.producer.name,
        place=f"{dossier.commune.name}, {dossier.province.name}",
        specification=product.specification,
        units=units,
        qr_svg=qr_svg(address),
    )


def record(dossier: Dossier, move: SampleMove) -> SampleHandover:
    """Biên bản giao nhận sản phẩm mẫu of one hand-over."""
    row = TABLE[Step(move.step)]
    with translation.override(settings.LANGUAGE_CODE):
        return SampleHandover(
            made_on=move.on,
            author=f"Ủy ban nhân dân {dossier.commune.name}",
            place=place_name(dossier),
            date=in_words(move.on),
            dossier_number=dossier.number,
            product=dossier.product.name,
            producer=dossier.producer.name,
            what=str(row.step.label),
            quantity=f"{move.quantity:02d}",
            on=dmy(move.on),
            giver=f"{move.giver} ({row.giver.label})",
            receiver=f"{move.receiver} ({row.taker.label})",
            storage=move.storage,
            note=move.note,
            giver_signature=Signature(capacity=("BÊN GIAO",), note="(Ký và ghi rõ họ tên)", name=move.giver),
            receiver_signature=Signature(capacity=("BÊN NHẬN",), note="(Ký và ghi rõ họ tên)", name=move.receiver),
        )
