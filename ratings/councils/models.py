"""Councils, their regulation, people, sessions and presence (articles 7.3b to 7.3d)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratings.councils.states import GATE_TEST_LABELS, SCORING_CAPACITIES, Capacity, Level, Seat
from ratings.criteria.guards import refuse_where
from ratings.criteria.result import GateTest
from registry.access.guards import append_only, refuse_when


class Regulation(models.Model):
    """The council's regulation (Quy chế) as data, entered from its decision and confirmed by a second officer."""

    province = models.ForeignKey("registry.Province", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_number = models.CharField(_("number of the decision"), max_length=60)
    decision_date = models.DateField(_("date of the decision"))
    quorum_numerator = models.PositiveSmallIntegerField(default=3)
    quorum_denominator = models.PositiveSmallIntegerField(default=4)
    spread_limit = models.PositiveSmallIntegerField(_("allowed difference between two totals (points)"), default=10)
    gate_test = models.CharField(
        _("how a minimum requirement is tested"),
        max_length=20,
        choices=[(test.value, label) for test, label in GATE_TEST_LABELS.items()],
        default=GateTest.MAJORITY.value,
    )
    scoring_rounds = models.PositiveSmallIntegerField(_("how often sheets may be scored"), default=2)
    shows_self_score = models.BooleanField(_("members see the self-score"), default=False)
    sends_up_on_points_alone = models.BooleanField(_("90 points suffice to be sent up"), default=False)
    entered_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_numerator__lte=F("quorum_denominator"), quorum_numerator__gte=1),
                name="regulation_quorum_is_a_share",
            ),
            models.CheckConstraint(condition=Q(scoring_rounds__gte=1), name="regulation_scores_at_least_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by=F("entered_by"))),
                name="regulation_confirmed_by_another",
                violation_error_message=_("Whoever entered the regulation cannot confirm it."),
            ),
        ]

    def __str__(self) -> str:
        return self.decision_number


class Council(models.Model):
    """A council with its advisory team, entered from the decision that appoints them."""

    level = models.CharField(max_length=10, choices=Level.choices, default=Level.PROVINCE)
    province = models.ForeignKey("registry.Province", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=160)
    decision_number = models.CharField(_("number of the decision"), max_length=60)
    decision_date = models.DateField(_("date of the decision"))
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="councils")
    has_food_safety_department = models.BooleanField(_("the province has a Department of Food Safety"), default=False)
    entered_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    """First sheet of this council: from then on its regulation stays and nobody is taken out."""

    class Meta:
        app_label = "ratings"
        ordering = ["-decision_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at=None) | Q(confirmed_at__isnull=False), name="council_confirmed_before_first_sheet"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="council_level_known"),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, province__isnull=False) | Q(level=Level.NATION, province=None),
                name="council_of_its_place",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by=F("entered_by"))),
                name="council_confirmed_by_another",
                violation_error_message=_("Whoever entered the council cannot confirm it."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CouncilPerson(models.Model):
    """One person in a council or its advisory team. A secretary scores only when also appointed a member."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=12, choices=Capacity.choices)
    seat = models.CharField(_("represents"), max_length=20, choices=Seat.choices, blank=True)
    position = models.CharField(_("position and office"), max_length=160, blank=True)
    by_delegation = models.BooleanField(_("chair by delegation (article 7.3b)"), default=False)

    class Meta:
        app_label = "ratings"
        ordering = ["pk"]
        verbose_name_plural = "council people"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "user"],
                condition=Q(capacity__in=SCORING_CAPACITIES),
                name="council_person_scores_once",
                violation_error_message=_("This person already has a scoring seat in the council."),
            ),
            models.UniqueConstraint(fields=["council", "user", "capacity"], name="council_person_once_per_capacity"),
            models.UniqueConstraint(
                fields=["council"], condition=Q(capacity=Capacity.CHAIR), name="council_has_one_chair"
            ),
            models.UniqueConstraint(
                fields=["council"], condition=Q(capacity=Capacity.TEAM_LEADER), name="team_has_one_leader"
            ),
            models.CheckConstraint(condition=Q(capacity__in=Capacity.values), name="council_capacity_known"),
            models.CheckConstraint(
                condition=~Q(capacity__in=SCORING_CAPACITIES) | ~Q(seat=""), name="council_member_has_a_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_capacity_display()}"


class Appraisal(models.Model):
    """A dossier in the hands of a council and its advisory team. A new one ends the one before."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="appraisals")
    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="appraisals")
    handed_at = models.DateTimeField()
    handed_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["handed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(ended_at=None), name="one_running_appraisal_per_dossier"
            )
        ]

    def __str__(self) -> str:
        return f"{self.council_id} / {self.dossier_id}"


class Session(models.Model):
    """A meeting of the council (phiên họp)."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="sessions")
    evaluation_round = models.ForeignKey("ratings.EvaluationRound", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField(_("day of the session"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    deputy_leads = models.BooleanField(_("led by the deputy, named in writing"), default=False)
    planned_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    on_table = models.ForeignKey(
        "ratings.AgendaItem", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The product that the room has before it now; everybody's screen follows it."""

    class Meta:
        app_label = "ratings"
        ordering = ["held_on", "number"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="session_number_unique")]

    def __str__(self) -> str:
        return f"{self.council_id} #{self.number}"


class AgendaItem(models.Model):
    """One dossier on the agenda of one session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="agenda")
    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "dossier"], condition=Q(removed_at=None), name="dossier_once_on_an_agenda"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.position}"


class Presence(models.Model):
    """Whether a member is at the session; absence has its reason."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="presences")
    person = models.ForeignKey(CouncilPerson, on_delete=models.PROTECT, related_name="presences")
    present = models.BooleanField()
    reason = models.CharField(_("reason of absence"), max_length=200, blank=True)
    recorded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="presence_once"),
            models.CheckConstraint(condition=Q(present=True) | ~Q(reason=""), name="absence_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.present}"


class Recusal(models.Model):
    """A member does not take part in one dossier; the quorum is counted from those who remain entitled."""

    person = models.ForeignKey(CouncilPerson, on_delete=models.PROTECT, related_name="recusals")
    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField(_("reason"), max_length=300)
    declared_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        constraints = [
            models.UniqueConstraint(fields=["person", "dossier"], name="recusal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} / {self.dossier_id}"


class Declaration(models.Model):
    """A member was asked about her interest in one dossier and said that she has none; an interest is a ``Recusal``.

    Without one of the two she has not been asked, and is shown nothing of the dossier.
    """

    person = models.ForeignKey(CouncilPerson, on_delete=models.PROTECT, related_name="declarations")
    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="declarations")
    declared_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        constraints = [models.UniqueConstraint(fields=["person", "dossier"], name="declaration_once")]

    def __str__(self) -> str:
        return f"{self.person_id} / {self.dossier_id}"


class TeamReport(models.Model):
    """The advisory team's report to the chair (article 7.3c), for one dossier."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="team_reports")
    dossier = models.ForeignKey("ratings.Dossier", on_delete=models.PROTECT, related_name="team_reports")
    number = models.CharField(_("number of the report"), max_length=60, blank=True)
    reported_on = models.DateField(_("date of the report"))
    text = models.TextField(_("findings"))
    recorded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        ordering = ["recorded_at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="team_report_says_something")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.reported_on}"


refuse_when(
    "ratings_regulation_confirmed_no_update",
    app="ratings",
    table="ratings_regulation",
    event="UPDATE",
    condition="OLD.confirmed_at IS NOT NULL",
    message="a confirmed regulation does not change",
)
for _event in ("UPDATE", "DELETE"):
    refuse_where(
        f"ratings_councilperson_frozen_no_{_event.lower()}",
        table="ratings_councilperson",
        event=_event,
        exists=("SELECT 1 FROM ratings_council c WHERE c.id = OLD.council_id AND c.frozen_at IS NOT NULL",),
        message="the people of a council stay as they were at its first sheet; others may be added",
    )
refuse_when(
    "ratings_council_frozen_no_update",
    app="ratings",
    table="ratings_council",
    event="UPDATE",
    condition="OLD.frozen_at IS NOT NULL",
    message="a council does not change after its first sheet",
)
append_only("ratings_declaration", app="ratings")
for _table in ("ratings_recusal", "ratings_teamreport"):
    refuse_when(
        f"{_table}_no_update", app="ratings", table=_table, event="UPDATE", message=f"{_table} cannot be changed"
    )
