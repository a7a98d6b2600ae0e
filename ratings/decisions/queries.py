"""Decisions, results and letters that pages and actions need."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from ratings.decisions.models import Decision, DecisionItem, DecisionKind, MinistryLetter, ResultNotice
from ratings.dossiers import queries as dossiers
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import AT_MINISTRY, State
from ratings.scoring.models import Conclusion
from registry.access.roles import MINISTRY_ROLES, PROVINCE_ROLES, Role
from registry.accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def visible_to(person: User | AnonymousUser) -> QuerySet[Decision]:
    """Drafts and decisions of the provinces whose officer or authority ``person`` is; the ministry reads its own."""
    if not person.is_authenticated:
        return Decision.objects.none()
    condition = Q(province__in=person.provinces(PROVINCE_ROLES))
    if person.holds(MINISTRY_ROLES):
        condition |= Q(kind=DecisionKind.FIVE_STARS)
    return Decision.objects.filter(condition)


def for_list(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Fetch along what a row shows, with ``dossier_count``."""
    return decisions.select_related("prepared_by", "signed_by", "recorded_by").annotate(dossier_count=Count("items"))


def notices_visible_to(person: User | AnonymousUser) -> QuerySet[ResultNotice]:
    """Notices of the dossiers that ``person`` may read: producer, commune, province."""
    return ResultNotice.objects.filter(dossier__in=dossiers.visible_to(person).order_by().values("pk"))


def latest_conclusion(dossier: Dossier) -> Conclusion | None:
    """The conclusion that counts: the last one, of the province's or of the central council."""
    return Conclusion.objects.filter(dossier=dossier).order_by("concluded_at", "pk").last()


def open_items(decision: Decision) -> list[DecisionItem]:
    """Dossiers still in the decision, with what its digest, its pages and its certificates need."""
    return list(_with_dossier(decision.items.filter(taken_out_at=None)))


def items_of(decision: Decision) -> list[DecisionItem]:
    """Every dossier that was ever in the decision: what the page of a draft that was taken back shows."""
    return list(_with_dossier(decision.items.all()))


def _with_dossier(items: QuerySet[DecisionItem]) -> QuerySet[DecisionItem]:
    return items.select_related(
        "dossier__product__code",
        "dossier__product__commune__province",
        "dossier__producer__commune__province",
        "dossier__commune",
        "dossier__province",
        "dossier__evaluation_round",
        "conclusion",
        "decision",
    ).order_by("pk")


def is_number_taken(decision: Decision, number: str, issued_on: dt.date) -> bool:
    """Whether the province already recorded another decision of this number and date."""
    others = Decision.objects.exclude(pk=decision.pk).exclude(kind=DecisionKind.FIVE_STARS)
    return others.filter(province=decision.province_id, number=number.strip(), issued_on=issued_on).exists()


def last_letter(dossier: Dossier) -> MinistryLetter | None:
    return MinistryLetter.objects.filter(dossier=dossier).order_by("sent_on", "pk").last()


def waiting_for_decision(person: User) -> QuerySet[Dossier]:
    """Concluded dossiers of the person's provinces, from which a decision or a notice is prepared.

    Each comes with ``counting``: key of the conclusion that counts.
    """
    return _with_conclusion(
        Dossier.objects.filter(state=State.CONCLUDED, province__in=person.provinces(PROVINCE_ROLES))
    )


def about_the_ministry(person: User) -> QuerySet[Dossier]:
    """Dossiers on their way to the ministry, there, or back from it, that the person deals with."""
    states = sorted({State.APPROVED_FOR_MINISTRY, *AT_MINISTRY} - {State.RECOGNISED_FIVE})
    condition = Q(province__in=person.provinces(PROVINCE_ROLES))
    if person.holds({Role.MINISTRY_OFFICER, Role.MINISTRY_AUTHORITY}):
        condition |= ~Q(state=State.APPROVED_FOR_MINISTRY)
    letters = Prefetch("ministry_letters", MinistryLetter.objects.order_by("sent_on", "pk"))
    return _with_conclusion(Dossier.objects.filter(condition, state__in=states)).prefetch_related(letters)


def _with_conclusion(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    counting = Conclusion.objects.filter(dossier=OuterRef("pk")).order_by("-concluded_at", "-pk")
    return (
        rows.select_related("product", "producer", "commune", "province", "evaluation_round")
        .annotate(counting=Subquery(counting.values("pk")[:1]))
        .order_by("number")
    )


def conclusions_by_key(rows: list[Dossier]) -> dict[int, Conclusion]:
    """Return the conclusions named by ``counting`` in one query."""
    return Conclusion.objects.in_bulk([row.counting for row in rows if row.counting])  # type: ignore[attr-defined]
