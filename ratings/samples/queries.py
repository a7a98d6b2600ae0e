"""Reading where samples are."""

from __future__ import annotations

from django.db.models import QuerySet

from ratings.dossiers.models import Dossier
from ratings.samples.custody import Step
from ratings.samples.models import SampleMove


def moves_of(dossier: Dossier) -> QuerySet[SampleMove]:
    """Every hand-over of its samples, the latest first."""
    return SampleMove.objects.filter(dossier=dossier).select_related("recorded_by").order_by("-pk")


def steps_of(dossier: Dossier) -> list[tuple[Step, int]]:
    """Every hand-over as the arithmetic wants it (``custody.held``)."""
    rows = SampleMove.objects.filter(dossier=dossier).order_by("pk").values_list("step", "quantity")
    return [(Step(step), quantity) for step, quantity in rows]
