"""Documents of the vault, their file versions, and the comparison with the original."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.evidence.guards import GUARDS
from registry.evidence.kinds import KINDS

__all__ = ["GUARDS", "EvidenceDocument", "EvidenceVersion", "OriginalCheck"]


class EvidenceDocument(models.Model):
    """One paper of a producer, of one of the 15 kinds of Form 02 (Mẫu số 02, phần III)."""

    producer = models.ForeignKey("registry.Producer", on_delete=models.PROTECT, related_name="evidence_documents")
    kind = models.PositiveSmallIntegerField(_("kind of evidence"), choices=[(kind.no, kind.name) for kind in KINDS])
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("Last day in force; leave empty when it has no end.")
    )
    created_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__gte=1, kind__lte=len(KINDS)), name="evidence_document_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="evidence_document_validity_in_order",
                violation_error_message=_("The last day in force cannot be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceVersion(models.Model):
    """One uploaded file of a document. Rows are only ever added (the database refuses the rest)."""

    document = models.ForeignKey("registry.EvidenceDocument", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("registry.StoredFile", on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField(default=1)
    uploaded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="evidence_version_number_unique",
                violation_error_message=_("Someone has just added this version."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.number}"


class OriginalCheck(models.Model):
    """A commune officer compared this version with the original; once, and it serves every dossier."""

    version = models.OneToOneField("registry.EvidenceVersion", on_delete=models.PROTECT, related_name="original_check")
    checked_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        app_label = "registry"

    def __str__(self) -> str:
        return f"{self.version} · {self.checked_by}"
