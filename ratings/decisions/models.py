"""Decisions prepared by one person and signed by another; notices; the ministry's answers (articles 7.3đ to 7.4g)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratings.decisions import guards as _guards  # noqa: F401 - declared with the table
from ratings.dossiers.states import Chip


class DecisionKind(models.TextChoices):
    RECOGNITION = "recognition", _("Recognition of 3 and 4 stars")
    APPROVAL = "approval", _("Approval of results for the Ministry")
    FIVE_STARS = "five_stars", _("Recognition of 5 stars by the Minister")


class Decision(models.Model):
    """One decision for several dossiers. Its number comes from the office's own register and is recorded, not made.

    The authority signs here, or another officer records the signed paper with its scan; never who prepared it.
    """

    kind = models.CharField(max_length=12, choices=DecisionKind.choices)
    province = models.ForeignKey("registry.Province", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    prepared_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    content = models.JSONField(default=dict)
    """The draft as it was prepared (digest.py); the signature is given only while it still says the same."""
    digest = models.CharField(max_length=64)
    number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    issued_on = models.DateField(_("date of the decision"), null=True, blank=True)
    authority = models.CharField(_("authority"), max_length=160)
    signer_name = models.CharField(_("signed by"), max_length=120, blank=True)
    signer_capacity = models.CharField(_("capacity of the signer"), max_length=160, blank=True)
    signed_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    scan = models.ForeignKey("registry.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["-prepared_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DecisionKind.values), name="decision_kind_known"),
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | (~Q(number="") & ~Q(signer_name="") & ~Q(signer_capacity="") & Q(issued_on__isnull=False)),
                name="signed_decision_is_numbered",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, recorded_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False, recorded_by=None)
                | Q(signed_at__isnull=False, signed_by=None, recorded_by__isnull=False),
                name="decision_signed_here_or_recorded",
            ),
            models.CheckConstraint(
                condition=(Q(signed_by=None) | ~Q(signed_by=F("prepared_by")))
                & (Q(recorded_by=None) | ~Q(recorded_by=F("prepared_by"))),
                name="preparer_never_signs",
                violation_error_message=_("Whoever prepared the draft does not record the signature on that draft."),
            ),
            # One decision of the Minister may name several dossiers; each is recorded by itself.
            models.UniqueConstraint(
                fields=["province", "number", "issued_on"],
                condition=~Q(number="") & ~Q(kind="five_stars"),
                name="decision_number_unique",
                violation_error_message=_("A decision of this number and date is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(dropped_at=None), name="signed_decision_is_not_dropped"
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def is_draft(self) -> bool:
        """Waiting for the authority: neither signed nor taken back."""
        return self.signed_at is None and self.dropped_at is None

    @property
    def chip(self) -> Chip:
        if self.dropped_at:
            return Chip(_("Taken back"), "arrow-return-left", "neutral")
        if self.signed_at:
            return Chip(_("Signed"), "check", "success")
        return Chip(_("Waiting for signature"), "pen", "info")


class DecisionItem(models.Model):
    """One dossier in one decision, with the stars that were prepared."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="items")
    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="decision_items")
    conclusion = models.ForeignKey("ratings.Conclusion", on_delete=models.PROTECT, related_name="+")
    stars = models.PositiveSmallIntegerField()
    taken_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "dossier"], condition=Q(taken_out_at=None), name="dossier_once_in_a_decision"
            ),
            models.CheckConstraint(condition=Q(stars__gte=3, stars__lte=5), name="decision_item_three_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} / {self.dossier_id}"


class ResultNotice(models.Model):
    """Written notice of a result to commune and producer (article 7.3g); the only paper of a dossier not recognised."""

    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="notices")
    number = models.CharField(_("number of the notice"), max_length=60)
    issued_on = models.DateField(_("date of the notice"))
    signer_name = models.CharField(_("signed by"), max_length=120, blank=True)
    signer_capacity = models.CharField(_("capacity of the signer"), max_length=160, blank=True)
    sentence = models.TextField()
    document = models.ForeignKey(
        "registry.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        ordering = ["issued_at"]

    def __str__(self) -> str:
        return self.number


class MinistryLetter(models.Model):
    """The province's request to the ministry (article 6.3a), and the ministry's answer (article 7.4e, 7.4g)."""

    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="ministry_letters")
    number = models.CharField(_("number of the letter"), max_length=60)
    sent_on = models.DateField(_("date of the letter"))
    signer_name = models.CharField(_("signed by"), max_length=120, blank=True)
    signer_capacity = models.CharField(_("capacity of the signer"), max_length=160, blank=True)
    sent_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    answer_number = models.CharField(_("number of the answer"), max_length=60, blank=True)
    answered_on = models.DateField(_("date of the answer"), null=True, blank=True)
    points = models.DecimalField(
        _("points of the central council"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_scan = models.ForeignKey(
        "registry.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_recorded_by = models.ForeignKey(
        "registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        app_label = "ratings"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None, points=None) | (Q(answered_on__isnull=False) & ~Q(answer_number="")),
                name="ministry_answer_is_numbered",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0, points__lte=100), name="ministry_points_up_to_100"
            ),
        ]

    def __str__(self) -> str:
        return self.number
