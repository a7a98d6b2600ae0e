"""Where the samples of a dossier went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratings.samples.custody import MOST, Step
from registry.access.guards import append_only


class SampleMove(models.Model):
    """One hand-over of samples; who holds how many follows from all of them (``custody``). Rows are only added."""

    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="sample_moves")
    step = models.CharField(max_length=24, choices=Step.choices)
    quantity = models.PositiveSmallIntegerField(_("units"))
    on = models.DateField(_("day"))
    giver = models.CharField(_("handed over by"), max_length=120)
    receiver = models.CharField(_("taken by"), max_length=120)
    storage = models.CharField(_("where and how they are kept"), max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="sample_move_step_known"),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=MOST), name="sample_move_of_some_units"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.step} {self.quantity}"


append_only("ratings_samplemove", app="ratings")
