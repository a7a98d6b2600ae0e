"""One model of answers for everybody who fills a sheet. Points are never stored: they follow from the law."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratings.sheets.guards import GUARDS
from ratings.sheets.states import Purpose
from registry.access.revisions import LENGTH as WINDOW_LENGTH

__all__ = ["GUARDS", "Answer", "Sheet"]


class Sheet(models.Model):
    """A sheet of answers to one set of criteria. Whose it is, the higher concept that opened it knows.

    ``revision`` counts saves, so that two windows cannot overwrite each other. ``case`` is the dossier's case in a set
    with two cases. A sealed sheet holds the digest of everything answered.
    """

    criteria_set = models.ForeignKey("ratings.CriteriaSet", on_delete=models.PROTECT, related_name="sheets")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    case = models.CharField(max_length=4, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_in = models.CharField(max_length=WINDOW_LENGTH, blank=True)
    stop_rule = models.ForeignKey("ratings.Rule", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stop_reason = models.TextField(_("why the assessment stops here"), blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "ratings"
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="sheet_purpose_known"),
            models.CheckConstraint(
                condition=Q(sealed_at=None, digest="") | (Q(sealed_at__isnull=False) & ~Q(digest="")),
                name="sheet_sealed_with_digest",
            ),
            models.CheckConstraint(
                condition=Q(stop_rule=None, stop_reason="") | (Q(stop_rule__isnull=False) & ~Q(stop_reason="")),
                name="sheet_stopped_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None


class Answer(models.Model):
    """The answer to one line: an option, or "none fits, 0 points", or as yet only a remark."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    line = models.ForeignKey("ratings.Line", on_delete=models.PROTECT, related_name="+")
    option = models.ForeignKey("ratings.Option", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    none_fits = models.BooleanField(_("none fits (0 points)"), default=False)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        app_label = "ratings"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "line"], name="one_answer_a_line"),
            models.CheckConstraint(condition=Q(option=None) | Q(none_fits=False), name="answer_option_or_none_fits"),
            models.CheckConstraint(
                condition=Q(option__isnull=False) | Q(none_fits=True) | ~Q(remark=""), name="answer_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.line_id}"
