"""What decisions and certificates print of a dossier: codes, names and addresses as they stand on that day."""

from __future__ import annotations

import re

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from ratings.decisions.digest import Line
from ratings.decisions.models import DecisionItem
from ratings.dossiers.lines import in_sentence
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import Kind
from registry.places.folding import fold
from registry.places.models import Commune
from registry.producers.models import Producer
from registry.products.codes import full_code

_UNIT = re.compile(r"\b(xã|phường|thị trấn|huyện|quận|thị xã|tỉnh|thành phố)\b", re.IGNORECASE)


def product_code_of(dossier: Dossier) -> str:
    """Return the full code with the year of the evaluation round, of a re-ranking with the year of its request.

    Empty while code or year is missing.
    """
    try:
        code = dossier.product.code
    except ObjectDoesNotExist:
        return ""
    evaluation_round = dossier.evaluation_round
    if evaluation_round:
        return full_code(code, evaluation_round.year)
    requested_on = dossier.requested_on if dossier.kind == Kind.RE_RANKING else None
    return full_code(code, requested_on.year) if requested_on else ""


def address_of(producer: Producer) -> str:
    """Return the address as written, with the commune and province of today where it does not name them itself.

    "Thôn Gia Đẳng, xã Triệu Lăng, huyện Triệu Phong (nay là xã Triệu Cơ, tỉnh Quảng Trị)": papers keep naming units
    that are gone since July 2025.
    """
    commune = producer.commune
    here = f"{in_sentence(commune.name)}, {in_sentence(commune.province.name)}"
    written = producer.address.strip().rstrip(",.")
    if not written:
        return here
    folded = fold(written)
    if fold(commune.name) in folded:
        province = commune.province
        bare = fold(province.name).removeprefix(fold(province.kind)).strip()
        return written if folded.endswith(bare) else f"{written}, {in_sentence(province.name)}"
    return f"{written} (nay là {here})" if _UNIT.search(written) else f"{written}, {here}"


def place_of(commune: Commune) -> str:
    """Return commune and province in one line: "Xã Triệu Cơ, tỉnh Quảng Trị"."""
    return f"{commune.name}, {in_sentence(commune.province.name)}"


def line_of(item: DecisionItem) -> Line:
    """Return what ``item`` says today; compare with what was prepared."""
    dossier, conclusion = item.dossier, item.conclusion
    return Line(
        dossier=dossier.number,
        conclusion=conclusion.digest,
        concluded_on=timezone.localdate(conclusion.concluded_at).isoformat(),
        stars=item.stars,
        product=dossier.product.name,
        product_code=product_code_of(dossier),
        producer=dossier.producer.name,
        address=address_of(dossier.producer),
    )
