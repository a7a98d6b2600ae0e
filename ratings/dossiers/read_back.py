"""What the office typed for a producer, on one paper to be read aloud and signed. In Vietnamese, as papers are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone, translation

from ratings.dossiers.filing import FORM_FIELDS
from ratings.dossiers.forms import DossierForm
from ratings.dossiers.models import Dossier, Entered
from ratings.dossiers.papers import in_words, place_name
from ratings.dossiers.score_page import ScorePage
from registry.documents.papers import Signature
from registry.documents.slips import ReadBack, ReadBackRow


def read_back(dossier: Dossier, page: ScorePage, entered: Mapping[str, Entered], *, today: dt.date) -> ReadBack:
    """Fill the paper from what stands in the dossier; ``entered`` says who typed each field and line last."""
    with translation.override(settings.LANGUAGE_CODE):
        form = DossierForm(dossier=dossier)
        fields = [
            ReadBackRow(name=str(form.fields[name].label), text=_text(dossier, name), who=_who(entered.get(name)))
            for name in FORM_FIELDS
            if name in form.fields
        ]
        lines = [
            ReadBackRow(
                name=f"{line.asked.code}. {line.asked.text}",
                text=line.chosen_text + (f" ({line.remark})" if line.remark else ""),
                who=_who(entered.get(f"line:{line.asked.code}")),
            )
            for part in page.parts
            for line in part.lines
            if line.chosen or line.remark
        ]
        return ReadBack(
            made_on=today,
            author=f"Ủy ban nhân dân {dossier.commune.name}",
            place=place_name(dossier),
            date=in_words(today),
            dossier_number=dossier.number,
            producer=dossier.producer.name,
            representative=dossier.producer.representative_name,
            product=dossier.product.name,
            fields=tuple(fields),
            lines=tuple(lines),
            total=str(page.total),
            producer_signature=Signature(capacity=("ĐẠI DIỆN CHỦ THỂ",), note="(Ký và ghi rõ họ tên)"),
            typist_signature=Signature(
                capacity=("NGƯỜI NHẬP HỒ SƠ THAY",), note="(Ký và ghi rõ họ tên)", name=dossier.created_by.full_name
            ),
        )


def _text(dossier: Dossier, name: str) -> str:
    value = getattr(dossier, name)
    if isinstance(value, bool):
        return "Có" if value else "Chưa"
    return str(value) or "(chưa có)"


def _who(one: Entered | None) -> str:
    return f"{one.by}, {timezone.localtime(one.at):%H:%M %d/%m/%Y}" if one else ""
