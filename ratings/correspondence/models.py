"""Documents about dossiers as they stand in the registers of the offices."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Whether a document left the office or came to it."""

    OUT = "out", _("Out")
    IN = "in", _("In")


class Keeper(models.TextChoices):
    """Which office of a dossier keeps a document: the commune's or the province's."""

    COMMUNE = "commune", _("the commune")
    PROVINCE = "province", _("the province")


class DocumentKind(models.TextChoices):
    """What a recorded document is; what the programme signs itself needs no record."""

    RECEIPT = "receipt", _("Receipt with the day of the result")
    RETURN_SLIP = "return_slip", _("Request to complete")
    REFUSAL_SLIP = "refusal_slip", _("Refusal of reception")
    APOLOGY_SLIP = "apology_slip", _("Letter of apology")
    TEST_REQUEST = "test_request", _("Request for further tests")
    OTHER = "other", _("Another document")


class OfficeDocument(models.Model):
    """A document about a dossier as it stands in an office's own register: the office gives number and date.

    A wrong entry is struck out with its reason and stays; it is never rewritten.
    """

    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="office_documents")
    keeper = models.CharField(max_length=10, choices=Keeper.choices)
    direction = models.CharField(_("out or in"), max_length=3, choices=Direction.choices)
    kind = models.CharField(_("document"), max_length=20, choices=DocumentKind.choices)
    title = models.CharField(_("name of the document"), max_length=200, blank=True)
    request = models.ForeignKey(
        "ratings.ReturnRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    """The request of which this is the slip."""
    number = models.CharField(_("number and symbol"), max_length=60)
    dated_on = models.DateField(_("date of the document"))
    received_on = models.DateField(_("came on"), null=True, blank=True)
    signer_name = models.CharField(_("signed by"), max_length=120)
    signer_capacity = models.CharField(_("capacity of the signer"), max_length=160)
    counterpart = models.CharField(_("to whom, or from whom"), max_length=160)
    scan = models.ForeignKey("registry.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["dated_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(keeper__in=Keeper.values, direction__in=Direction.values, kind__in=DocumentKind.values),
                name="office_document_known",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(signer_name="") & ~Q(signer_capacity="") & ~Q(counterpart=""),
                name="office_document_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DocumentKind.OTHER) | ~Q(title=""), name="another_document_says_what"
            ),
            models.CheckConstraint(
                condition=Q(direction=Direction.OUT, received_on=None)
                | Q(direction=Direction.IN, received_on__isnull=False, received_on__gte=F("dated_on")),
                name="document_that_came_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_reason="")
                | Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason=""),
                name="office_document_struck_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["dossier", "keeper", "direction", "kind", "number", "dated_on"],
                condition=Q(struck_at=None),
                name="office_document_once",
                violation_error_message=_("This document is entered already."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def what(self) -> str:
        return self.title or str(DocumentKind(self.kind).label)
