"""Reading what the commune's papers wait for: the signing book, and the templates of the request letter."""

from __future__ import annotations

from django.db.models import F, Prefetch, QuerySet

from ratings.dossiers.models import Dossier, Submission
from ratings.dossiers.queries import visible_to
from ratings.dossiers.states import State
from ratings.signing.models import RequestTemplate
from registry.accounts.models import User

_SHOWN = ("product", "producer", "commune_report__submission", "criteria_set__law")


def awaiting_signature(person: User, commune: str) -> QuerySet[Dossier]:
    """Dossiers of a commune whose papers await its leader's signature: the products a request letter may list."""
    waiting = visible_to(person).filter(commune=commune, state=State.AWAITING_COMMUNE_SIGNATURE)
    return waiting.select_related(*_SHOWN).order_by("number")


def unsigned(person: User, commune: str) -> QuerySet[Dossier]:
    """Dossiers whose papers the leader has not signed."""
    return awaiting_signature(person, commune).filter(commune_report__signed_at=None)


def signed(person: User, commune: str) -> QuerySet[Dossier]:
    """Dossiers whose papers are signed and have not been sent to the province."""
    return awaiting_signature(person, commune).filter(commune_report__signed_at__isnull=False)


def drafted(person: User, commune: str) -> QuerySet[Dossier]:
    """Dossiers being checked for which Form 03 has been begun, the one due first on top; ``filings``, the latest first."""
    begun = visible_to(person).filter(commune=commune, state=State.RECEIVED, commune_report__isnull=False)
    filings = Prefetch("submissions", Submission.objects.defer("content").order_by("-number"), to_attr="filings")
    return begun.select_related(*_SHOWN).prefetch_related(filings).order_by(F("due_on").asc(nulls_last=True), "number")


def request_templates_of(commune: str) -> QuerySet[RequestTemplate]:
    """Every template of the request letter that a commune has used, the latest first, without its content."""
    rows = RequestTemplate.objects.filter(commune=commune).select_related("uploaded_by", "ended_by")
    return rows.defer("content").order_by("-uploaded_at", "-pk")


def request_template_of(commune: str) -> RequestTemplate | None:
    """The template that a commune uses now, with its content; None means the default one."""
    return RequestTemplate.objects.filter(commune=commune, ended_at=None).first()
