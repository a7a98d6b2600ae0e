"""Reading what an office has done and has open."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from ratings.dossiers.models import CallTask, Dossier, Transition
from ratings.dossiers.queries import for_lists
from ratings.dossiers.states import OPEN, State
from ratings.office.models import WorkHandover

AT_COMMUNE = (
    State.FILED,
    State.RECEIVED,
    State.RETURNED_BY_COMMUNE,
    State.AWAITING_COMMUNE_SIGNATURE,
    State.RETURNED_BY_PROVINCE,
)
"""What an officer who leaves has open, besides the drafts that the office types."""


def open_at_commune(commune: str) -> list[Dossier]:
    """Return dossiers that a commune has open, those with the nearest last day first."""
    rows = for_lists(Dossier.objects.filter(commune=commune))
    rows = rows.filter(Q(state__in=AT_COMMUNE) | Q(state=State.DRAFT, typed_by_office=True))
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "pk"))


def calls_waiting_in(commune: str) -> int:
    """Calls to producers of a commune that nobody has made yet."""
    return CallTask.objects.filter(dossier__commune=commune, called_at=None, dropped_at=None).count()


def handovers_of(commune: str) -> QuerySet[WorkHandover]:
    return WorkHandover.objects.filter(commune=commune).select_related("giver", "taker", "made_by")


def in_register(dossiers: QuerySet[Dossier], since: dt.datetime) -> QuerySet[Dossier]:
    """Narrow to those of which something happened since ``since`` or that are open, with their moves as ``moves``.

    Whatever was open at some later moment is open still, or has moved since.
    """
    moved = Transition.objects.filter(dossier=OuterRef("pk"), at__gte=since)
    moves = Prefetch("transitions", Transition.objects.order_by("revision"), to_attr="moves")
    found = dossiers.exclude(state=State.DRAFT).filter(Q(state__in=OPEN) | Exists(moved))
    return found.select_related("product", "producer", "commune").prefetch_related(moves).order_by("number")
