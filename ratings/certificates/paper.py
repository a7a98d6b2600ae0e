"""The certificate as a paper (article 4.3): made once, when it is issued, and kept."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import reverse

from ratings.certificates.codes import grouped
from ratings.certificates.models import Certificate
from ratings.decisions.models import Decision, DecisionKind
from ratings.decisions.paper import place_in, written_day
from registry.calendar.phrases import dmy
from registry.calendar.working_days import last_day
from registry.documents import papers

_BETWEEN = re.compile(r"\s+-\s+|\s*[,;\n]\s*")


def address_of(code: str) -> str:
    """Return the full address at which everybody verifies the certificate."""
    return settings.PUBLIC_URL + reverse("verification", args=[grouped(code)])


def capacity_lines(capacity: str) -> tuple[str, ...]:
    """Return the lines above the signer's name: "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH" gives two."""
    return tuple(part for part in _BETWEEN.split(capacity.strip()) if part)


def certificate_pdf(certificate: Certificate, decision: Decision) -> bytes:
    """Return the PDF/A of a certificate that is about to be issued by ``decision``."""
    by_minister = decision.kind == DecisionKind.FIVE_STARS
    return papers.Certificate(
        made_on=certificate.issued_on,
        author=certificate.authority,
        stars=certificate.stars,
        authority=certificate.authority,
        product=certificate.product_name,
        producer=certificate.producer_name,
        address=certificate.producer_address,
        product_code=certificate.product_code,
        decision=f"Số {certificate.decision_number} ngày {dmy(certificate.issued_on)}",
        valid_until=dmy(last_day(certificate.first_until)),
        place="Hà Nội" if by_minister else place_in(decision.province.name),
        date=written_day(certificate.issued_on),
        signature=papers.Signature(capacity=capacity_lines(decision.signer_capacity), name=decision.signer_name),
        verify_url=address_of(certificate.code),
        verify_code=grouped(certificate.code),
    ).pdf()
