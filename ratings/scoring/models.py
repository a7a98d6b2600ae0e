"""Sealed sheets of council members, round by round, and what the council concluded from them."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratings.councils.states import Level
from ratings.scoring.guards import GUARDS
from registry.access.guards import append_only

__all__ = ["GUARDS", "Conclusion", "KnockOut", "MemberSheet", "ScoringRound", "new_salt"]


def new_salt() -> str:
    """Return 32 random signs."""
    return secrets.token_hex(16)


class ScoringRound(models.Model):
    """A scoring (lần chấm) of one dossier. Earlier ones stay beside later ones for ever.

    Numbers begin anew when the dossier is handed to a council again (ranked again after the ministry).
    """

    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="scoring_rounds")
    appraisal = models.ForeignKey("ratings.Appraisal", on_delete=models.PROTECT, related_name="scoring_rounds")
    session = models.ForeignKey("ratings.Session", on_delete=models.PROTECT, related_name="scoring_rounds")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "ratings"
        ordering = ["appraisal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "number"], name="scoring_round_number_unique"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(opened_at=None), name="one_unopened_scoring_round"),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None) | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="scoring_round_opened_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} / {self.number}"


class MemberSheet(models.Model):
    """One member's sheet in one scoring round. Nobody else reads it before the round is opened.

    ``salt`` keeps the digest in the journal from being guessed out of the few ways to tick a sheet.
    """

    scoring_round = models.ForeignKey(ScoringRound, on_delete=models.PROTECT, related_name="member_sheets")
    person = models.ForeignKey("ratings.CouncilPerson", on_delete=models.PROTECT, related_name="member_sheets")
    sheet = models.OneToOneField("ratings.Sheet", on_delete=models.PROTECT, related_name="member_sheet")
    sent_at = models.DateTimeField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    class Meta:
        app_label = "ratings"
        ordering = ["scoring_round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scoring_round", "person"], name="one_sheet_a_member_a_round"),
            models.CheckConstraint(condition=Q(void_at=None) | ~Q(void_reason=""), name="void_sheet_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.scoring_round_id} / {self.person_id}"

    @property
    def counts(self) -> bool:
        """Whether the council's result rests on it."""
        return self.sent_at is not None and self.void_at is None


class KnockOut(models.Model):
    """A proposed knock-out: named by clause, concluded once by the council, minuted with the vote."""

    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="knock_outs")
    rule = models.ForeignKey("ratings.Rule", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("what was found"))
    proposed_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    upheld = models.BooleanField(null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    minute = models.TextField(_("minuted discussion"), blank=True)
    concluded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "rule"], condition=Q(concluded_at=None), name="one_open_knock_out_per_rule"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="knock_out_has_reason"),
            models.CheckConstraint(
                condition=Q(upheld=None, concluded_at=None, concluded_by=None)
                | (
                    Q(upheld__isnull=False, concluded_at__isnull=False, concluded_by__isnull=False)
                    & Q(votes_for__isnull=False, votes_against__isnull=False)
                    & ~Q(minute="")
                ),
                name="knock_out_concluded_with_vote_and_minute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.rule_id}"


class Conclusion(models.Model):
    """What a council concluded, computed from its sheets and kept exactly: ``total`` points over ``sheets`` sheets.

    ``facts`` is the whole explanation as data; pages, notices and decisions read it and nothing else. The central
    council's result is a conclusion too (level nation), so that both results stay.
    """

    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="conclusions")
    level = models.CharField(max_length=10, choices=Level.choices)
    scoring_round = models.ForeignKey(
        ScoringRound, on_delete=models.PROTECT, null=True, blank=True, related_name="conclusions"
    )
    total = models.PositiveIntegerField(_("sum of all sheets (points)"))
    sheets = models.PositiveSmallIntegerField(_("number of sheets"))
    stars = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Empty when a three-star minimum is missing: such a total has no star.")
    )
    recognisable = models.BooleanField()
    goes_up = models.BooleanField()
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.TextField(_("minuted reason"), blank=True)
    concluded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        ordering = ["concluded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__gte=1, stars__lte=5), name="conclusion_has_one_to_five_stars"
            ),
            models.CheckConstraint(condition=Q(sheets__gte=1), name="conclusion_rests_on_sheets"),
            models.CheckConstraint(condition=Q(recognisable=False) | Q(stars__gte=3), name="recognisable_from_three"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.stars}"


append_only("ratings_conclusion", app="ratings")
