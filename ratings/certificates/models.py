"""Certificates as intervals ``[valid_from, valid_until)``; history, never a current star."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratings.certificates import guards as _guards  # noqa: F401 - declared with the table


class End(models.TextChoices):
    """Why a certificate ends before its 36 months."""

    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Certificate(models.Model):
    """One recognition of one product (article 4.3: 36 months from the date of the decision).

    Names and address are what the paper says, as they were on that day. ``valid_until`` is the first day on which it
    is no longer in force; ``first_until`` what it was when issued.
    """

    code = models.CharField(_("code to verify"), max_length=16, unique=True)
    product = models.ForeignKey("registry.Product", on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(
        "ratings.Dossier", on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    decision = models.ForeignKey(
        "ratings.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    product_code = models.CharField(_("product code"), max_length=40)
    product_name = models.CharField(max_length=200)
    producer_name = models.CharField(max_length=200)
    producer_address = models.CharField(max_length=300)
    place = models.CharField(max_length=200)
    set_number = models.PositiveSmallIntegerField()
    stars = models.PositiveSmallIntegerField()
    decision_number = models.CharField(max_length=60)
    authority = models.CharField(max_length=160)
    issued_on = models.DateField()
    valid_from = models.DateField()
    first_until = models.DateField()
    valid_until = models.DateField()
    end = models.CharField(max_length=12, choices=End.choices, blank=True)
    end_decision_number = models.CharField(max_length=60, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    extended_until = models.DateField(null=True, blank=True)
    pdf = models.ForeignKey("registry.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "ratings"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=3, stars__lte=5), name="certificate_three_to_five_stars"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from"), valid_until__lte=F("first_until")),
                name="certificate_only_shortened",
            ),
            models.CheckConstraint(
                condition=Q(end="", ended_on=None) | (~Q(end="") & Q(ended_on__isnull=False)),
                name="certificate_end_dated",
            ),
            models.CheckConstraint(
                condition=Q(extended_until=None) | Q(extended_until__gt=F("valid_until")),
                name="certificate_extension_longer",
            ),
        ]
        indexes = [models.Index(fields=["product", "valid_from"], name="certificate_product_from")]

    def __str__(self) -> str:
        return self.code
