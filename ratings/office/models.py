"""What a commune's office keeps of its own work."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class WorkHandover(models.Model):
    """The work of one officer of a commune passed to another person (biên bản bàn giao), with what stood open then."""

    commune = models.ForeignKey("registry.Commune", on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("from"))
    last_day = models.DateField(_("until the end of"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    offices = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    """Open dossiers as they stood: number, product, producer, state, due."""
    calls = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="work_handed_to_another"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("since")), name="work_handed_over_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id}: {self.giver_id} -> {self.taker_id}"
