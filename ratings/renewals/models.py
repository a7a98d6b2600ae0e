"""Paper dossiers of earlier rankings, scanned: what a renewal starts from where no dossier was filed in this system."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PaperFile(models.Model):
    """One scan of the paper dossier under which a product was ranked before; thick dossiers have several."""

    product = models.ForeignKey("registry.Product", on_delete=models.PROTECT, related_name="paper_files")
    label = models.CharField(_("what it is"), max_length=120)
    file = models.ForeignKey("registry.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "file"],
                name="paper_file_once",
                violation_error_message=_("This scan is there already."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class CutPaper(models.Model):
    """A paper of the vault that was cut out of a scan: its pages there, both included."""

    paper_file = models.ForeignKey(PaperFile, on_delete=models.PROTECT, related_name="cuts")
    document = models.OneToOneField("registry.EvidenceDocument", on_delete=models.PROTECT, related_name="cut")
    first_page = models.PositiveSmallIntegerField()
    last_page = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "ratings"
        ordering = ["first_page", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_page__gte=1, last_page__gte=F("first_page")), name="cut_paper_pages_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper_file}: {self.first_page}-{self.last_page}"
