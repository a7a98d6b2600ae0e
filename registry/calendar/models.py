"""Days on which the public calendar is not what the library of holidays says."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayOverride(models.Model):
    """A day that an administrator declares worked or free, with the document that says so."""

    day = models.DateField(
        _("day"), unique=True, error_messages={"unique": _("Something is already said about this day.")}
    )
    working = models.BooleanField(_("working day"))
    reason = models.CharField(_("reason"), max_length=250)

    class Meta:
        app_label = "registry"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="registry_dayoverride_says_why",
                violation_error_message=_("Say which document makes this day a working day or a day off."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
