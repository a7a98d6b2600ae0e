"""Which papers a person sees, and the vault of a producer as its page shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from registry.evidence.kinds import KINDS, EvidenceKind
from registry.evidence.models import EvidenceDocument, EvidenceVersion
from registry.evidence.rules import validity
from registry.evidence.states import Validity
from registry.producers import queries as producers
from registry.producers.models import Producer

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from registry.accounts.models import User


def visible_to(user: User | AnonymousUser) -> QuerySet[EvidenceDocument]:
    """Papers of the producers a person sees."""
    return EvidenceDocument.objects.filter(producer__in=producers.visible_to(user).order_by().values("pk"))


def editable_by(user: User | AnonymousUser) -> QuerySet[EvidenceDocument]:
    """Papers of the producers a person may change."""
    return EvidenceDocument.objects.filter(producer__in=producers.editable_by(user).order_by().values("pk"))


def versions_visible_to(user: User | AnonymousUser) -> QuerySet[EvidenceVersion]:
    """Files of the papers a person sees, with what serving one needs."""
    return EvidenceVersion.objects.filter(document__in=visible_to(user).order_by().values("pk")).select_related(
        "document__producer__commune", "file", "original_check__checked_by", "uploaded_by"
    )


def with_versions(documents: QuerySet[EvidenceDocument]) -> QuerySet[EvidenceDocument]:
    """Fetch the versions along, newest first (``document.versions.all``), with the comparison of each."""
    versions = EvidenceVersion.objects.select_related("file", "uploaded_by", "original_check__checked_by")
    return documents.select_related("producer").prefetch_related(Prefetch("versions", versions.order_by("-number")))


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as the vault shows it; ``compared`` speaks of its newest version."""

    document: EvidenceDocument
    validity: Validity
    newest: EvidenceVersion | None
    compared: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of the 15 kinds with its papers."""

    kind: EvidenceKind
    papers: list[Paper]


def paper(document: EvidenceDocument, day: dt.date) -> Paper:
    """Describe a document fetched by ``with_versions`` as of ``day``."""
    newest = next(iter(document.versions.all()), None)
    compared = newest is not None and hasattr(newest, "original_check")
    return Paper(document, validity(document, day), newest, compared)


def shelves(producer: Producer, day: dt.date) -> list[Shelf]:
    """Return the vault of a producer by kind, all 15 of them, also the empty ones."""
    documents = with_versions(EvidenceDocument.objects.filter(producer=producer)).order_by("kind", "-created_at", "pk")
    papers = [paper(document, day) for document in documents]
    return [Shelf(kind, [each for each in papers if each.document.kind == kind.no]) for kind in KINDS]


def kinds_in_force(producer: int, on: dt.date) -> list[int]:
    """Return the kinds of evidence of which the vault of ``producer`` holds a paper in force on a day, in their order."""
    in_force = EvidenceDocument.objects.filter(Q(valid_until=None) | Q(valid_until__gte=on), producer=producer)
    with_file = in_force.filter(versions__isnull=False).exclude(valid_from__gt=on)
    return list(with_file.order_by("kind").values_list("kind", flat=True).distinct())
