"""Days that an administrator declares worked or free, against the public calendar."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayOverride(models.Model):
    """One day that counts differently, with its reason (a decision's number)."""

    day = models.DateField(_("day"), primary_key=True)
    working = models.BooleanField(_("worked"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        app_label = "registry"
        ordering = ["day"]

    def __str__(self) -> str:
        return self.day.isoformat()
