"""The Word template from which a commune makes its request letters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RequestTemplate(models.Model):
    """A commune's own Word template of the request letter (article 7.2b); what went before is kept.

    The content lies in the row: it is small, and a letter must come from exactly the template that was checked.
    """

    commune = models.ForeignKey("registry.Commune", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=160)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    ended_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune"],
                condition=Q(ended_at=None),
                name="one_request_template_per_commune",
                violation_error_message=_("The commune already has a template in use."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="request_template_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
