"""Decisions, results and letters that pages and actions need."""

from __future__ import annotations

from django.db.models import QuerySet

from ratings.decisions.models import Decision, DecisionItem, MinistryLetter
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import State
from ratings.scoring.models import Conclusion
from registry.access.roles import PROVINCE_ROLES
from registry.accounts.models import User


def visible_to(person: User) -> QuerySet[Decision]:
    """Drafts and decisions of the provinces whose officer or authority ``person`` is."""
    if not person.is_authenticated:
        return Decision.objects.none()
    return Decision.objects.filter(province__in=person.provinces(PROVINCE_ROLES))


def latest_conclusion(dossier: Dossier) -> Conclusion | None:
    """The conclusion that counts: the last one, of the province's or of the central council."""
    return Conclusion.objects.filter(dossier=dossier).order_by("concluded_at", "pk").last()


def open_items(decision: Decision) -> list[DecisionItem]:
    """Dossiers still in the decision, with what its digest and its pages need."""
    return list(
        decision.items.filter(taken_out_at=None)
        .select_related("dossier__product", "dossier__producer", "dossier__commune", "dossier__province", "conclusion")
        .order_by("pk")
    )


def last_letter(dossier: Dossier) -> MinistryLetter | None:
    return MinistryLetter.objects.filter(dossier=dossier).order_by("sent_on", "pk").last()


def waiting_for_decision(person: User) -> QuerySet[Dossier]:
    """Concluded dossiers of the person's provinces, from which a decision or a notice is prepared."""
    return (
        Dossier.objects.filter(state=State.CONCLUDED, province__in=person.provinces(PROVINCE_ROLES))
        .select_related("product", "producer", "commune")
        .order_by("number")
    )
