"""A dossier: one application for one product, and everything that happened to it on its way."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratings.dossiers.field_wording import MATTERS
from ratings.dossiers.region import Region, read_region
from ratings.dossiers.states import OPEN, Chip, Kind, Recheck, State, Subject, Verdict
from ratings.dossiers.workflow import Move, Party
from registry.access.guards import append_only
from registry.access.revisions import LENGTH as WINDOW_LENGTH


class EvaluationRound(models.Model):
    """A round of article 5 (đợt): requests up to ``last_request_day`` are ranked by ``last_result_day``."""

    province = models.ForeignKey("registry.Province", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(help_text=_("1 or 2; extra rounds count on from 3."))
    label = models.CharField(max_length=120)
    last_request_day = models.DateField(help_text=_("“Before 30/04” ends on 29/04."))
    last_result_day = models.DateField()
    plan_number = models.CharField(_("number of the plan (extra rounds)"), max_length=60, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["last_request_day"]
        constraints = [
            models.UniqueConstraint(fields=["province", "year", "number"], name="evaluation_round_unique"),
            models.UniqueConstraint(
                fields=["year", "number"], condition=Q(province=None), name="evaluation_round_of_ministry_unique"
            ),
            models.CheckConstraint(
                condition=Q(last_result_day__gt=F("last_request_day")), name="evaluation_round_in_order"
            ),
            models.CheckConstraint(condition=Q(number__lte=2) | ~Q(plan_number=""), name="extra_round_needs_its_plan"),
        ]

    def __str__(self) -> str:
        return self.label


class Dossier(models.Model):
    """One application for one product (hồ sơ sản phẩm, article 6.1).

    ``commune`` and ``province`` repeat the product's place as it was when the dossier began, because scope follows
    them. ``state`` changes only through ``dossiers.actions.move``.
    """

    number = models.CharField(_("dossier number"), max_length=30, unique=True)
    product = models.ForeignKey("registry.Product", on_delete=models.PROTECT, related_name="+")
    producer = models.ForeignKey("registry.Producer", on_delete=models.PROTECT, related_name="+")
    commune = models.ForeignKey("registry.Commune", on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey("registry.Province", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of registration"), max_length=12, choices=Kind.choices)
    criteria_set = models.ForeignKey("ratings.CriteriaSet", on_delete=models.PROTECT, related_name="dossiers")
    case = models.CharField(_("case (set 26)"), max_length=20, blank=True)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later")
    state = models.CharField(max_length=30, choices=State.choices, default=State.DRAFT)
    state_since = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    """Counts moves; ``forms_revision`` counts saves of the forms, so that two windows cannot overwrite each other."""
    forms_revision = models.PositiveIntegerField(default=0)
    forms_saved_by = models.ForeignKey(
        "registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    forms_saved_at = models.DateTimeField(null=True, blank=True)
    saved_in = models.CharField(max_length=WINDOW_LENGTH, blank=True)
    """The window that saved the forms last."""
    self_score = models.OneToOneField("ratings.Sheet", on_delete=models.PROTECT, related_name="dossier")
    renews_stars = models.PositiveSmallIntegerField(_("stars of the certificate that it renews"), null=True, blank=True)
    renews_until = models.DateField(_("last valid day of the certificate that it renews"), null=True, blank=True)
    late_reason = models.TextField(_("why it is filed after the window (article 12.3)"), blank=True)

    created_at = models.DateTimeField()
    created_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    typed_by_office = models.BooleanField(default=False)
    consent_note = models.CharField(_("how the producer consented"), max_length=200, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    """What was typed later the producer has not agreed to."""
    consent_scan = models.ForeignKey(
        "registry.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    filed_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(_("received in full on"), null=True, blank=True)
    due_on = models.DateField(_("commune's last day"), null=True, blank=True)
    paper_set_received = models.BooleanField(_("paper set received"), default=False)
    slip_number = models.CharField(_("slip number"), max_length=60, blank=True)
    requested_on = models.DateField(_("requested by the commune on"), null=True, blank=True)
    evaluation_round = models.ForeignKey(
        EvaluationRound, on_delete=models.PROTECT, null=True, blank=True, related_name="dossiers"
    )
    postponed_reason = models.TextField(blank=True)
    province_due_on = models.DateField(_("province's last day (re-ranking)"), null=True, blank=True)

    # Form 01 and Form 02, parts II and IV (annex III); part III is ``self_score``.
    materials_and_technology = models.TextField(_("material area, technology, packing"), blank=True)
    quality_change = models.TextField(_("change of quality, standards, packaging, label"), blank=True)
    markets = models.TextField(_("markets where the product is sold"), blank=True)
    business_results = models.TextField(_("results: revenue, profit"), blank=True)
    plan = models.TextField(_("plan for production, business and market"), blank=True)
    changes = models.TextField(_("what changed since the last recognition"), blank=True)
    samples = models.PositiveSmallIntegerField(_("number of samples"), default=5)
    samples_excuse = models.CharField(_("why samples cannot be sent"), max_length=200, blank=True)
    pledged = models.BooleanField(_("the producer pledges that the information is true"), default=False)

    class Meta:
        app_label = "ratings"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="dossier_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="dossier_kind_known"),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(state__in=sorted(OPEN)),
                name="one_open_dossier_per_product",
                violation_error_message=_("This product already has an open dossier."),
            ),
            models.CheckConstraint(
                condition=Q(received_on=None, due_on=None) | Q(received_on__isnull=False, due_on__isnull=False),
                name="dossier_received_with_due_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.UPGRADE) | Q(previous__isnull=False) | ~Q(changes="") | Q(state=State.DRAFT),
                name="upgrade_shows_what_changed",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.RE_RANKING, renews_until__isnull=False, renews_stars__range=(3, 5))
                | ~Q(kind=Kind.RE_RANKING) & Q(renews_until=None, renews_stars=None),
                name="re_ranking_names_what_it_renews",
            ),
        ]
        indexes = [
            models.Index(fields=["province", "state"], name="dossier_province_state"),
            models.Index(fields=["commune", "state"], name="dossier_commune_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def current(self) -> State:
        return State(self.state)

    @property
    def chip(self) -> Chip:
        state = self.current
        return Chip(state.label, state.icon, state.tone)


class Entered(models.Model):
    """Who typed a field of Forms 01 and 02, or answered a line of the self-score, last; ``subject`` names it.

    Where the office types for a producer, everybody can see what each of them wrote.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="entered")
    subject = models.CharField(max_length=60, help_text="Name of the field, or line: and the code of the line.")
    by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        constraints = [models.UniqueConstraint(fields=["dossier", "subject"], name="entered_once")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.by}"


class ConsentCode(models.Model):
    """A code sent to the producer's representative, who reads it to the officer. Only its digest is kept."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="consent_codes")
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(used_at=None, dropped_at=None), name="one_consent_code_waits"
            ),
            models.CheckConstraint(condition=Q(used_at=None) | Q(dropped_at=None), name="consent_code_used_or_dropped"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.sent_at:%d/%m/%Y %H:%M}"


class TestRequest(models.Model):
    """Further tests that the advisory team needs (article 7.3c): which, why, until when; and the report that came.

    A later day keeps the first one and its reason; a dossier has one open request at a time.
    """

    __test__ = False  # no test of pytest's

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="test_requests")
    tests = models.CharField(_("tests"), max_length=300)
    reason = models.TextField(_("reason"))
    first_due_on = models.DateField()
    due_on = models.DateField(_("by"))
    later_reason = models.TextField(_("why the day was moved"), blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "registry.EvidenceVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    brought_at = models.DateTimeField(null=True, blank=True)
    brought_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(brought_at=None, dropped_at=None), name="one_open_test_request"
            ),
            models.CheckConstraint(
                condition=Q(brought_at=None, brought_by=None, version=None)
                | Q(brought_at__isnull=False, brought_by__isnull=False, version__isnull=False),
                name="tests_brought_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(due_on=F("first_due_on")) | ~Q(later_reason=""), name="tests_later_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.tests}"


class FieldVisit(models.Model):
    """What an officer noted at the producer's for the four matters of Form 03; the report is written from it.

    ``revision`` counts saves, since notes typed without a network come in later than others.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="field_visit")
    visited_on = models.DateField(_("day of the visit"), null=True, blank=True)
    local_materials = models.TextField(blank=True)
    local_labour = models.TextField(blank=True)
    idea_origin = models.TextField(blank=True)
    local_identity = models.TextField(blank=True)
    seen_local_materials = models.BooleanField(default=False)
    seen_local_labour = models.BooleanField(default=False)
    seen_idea_origin = models.BooleanField(default=False)
    seen_local_identity = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    noted_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    saved_in = models.CharField(max_length=WINDOW_LENGTH, blank=True)

    class Meta:
        app_label = "ratings"

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.noted_at:%d/%m/%Y}"


class FieldPhoto(models.Model):
    """A photo of one matter; ``key`` is the phone's, so that a photo sent twice is one photo."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="field_photos")
    key = models.UUIDField()
    matter = models.CharField(max_length=20)
    picture = models.ForeignKey("registry.Picture", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "key"], name="field_photo_once"),
            models.CheckConstraint(condition=Q(matter__in=MATTERS), name="field_photo_of_a_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.matter}"


class DossierSerial(models.Model):
    """The last sequence number that a commune has given to a dossier in one year."""

    commune = models.ForeignKey("registry.Commune", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "ratings"
        constraints = [models.UniqueConstraint(fields=["commune", "year"], name="dossier_serial_unique")]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.year}: {self.last}"


class Citation(models.Model):
    """One line of the self-score cites one version of a document, down to the page and a part of it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="citations")
    line = models.ForeignKey("ratings.Line", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("registry.EvidenceVersion", on_delete=models.PROTECT, related_name="+")
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    marked = models.CharField(
        max_length=19, blank=True, help_text="Left, top, width, height in thousandths of the page; empty: all of it."
    )

    class Meta:
        app_label = "ratings"
        constraints = [
            models.CheckConstraint(condition=Q(marked="") | Q(page__isnull=False), name="citation_marked_on_a_page"),
            models.UniqueConstraint(fields=["dossier", "line", "version", "page"], name="citation_unique"),
            models.UniqueConstraint(
                fields=["dossier", "line", "version"], condition=Q(page=None), name="citation_of_the_whole_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} -> {self.version_id}"

    @property
    def region(self) -> Region | None:
        return read_region(self.marked)


class PlanItem(models.Model):
    """A paper that the producer means to bring, from the plan for the next star (``evidence_plan``).

    ``paper`` is its key in the guidance; its words are kept as they were when the plan was saved.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="plan_items")
    paper = models.SlugField(max_length=60)
    name = models.CharField(_("paper"), max_length=300)
    evidence = models.PositiveSmallIntegerField(_("kind of evidence"), null=True, blank=True)
    lines = models.JSONField(default=list)
    """Codes of the lines for which it is needed."""
    ask_by = models.DateField(_("ask for it by"))
    in_hand_by = models.DateField(_("in hand by"))
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "ratings"
        ordering = ["ask_by", "in_hand_by", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "paper"],
                name="plan_item_unique",
                violation_error_message=_("This paper is already in the plan."),
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="plan_item_done_by_somebody",
            ),
            models.CheckConstraint(condition=Q(in_hand_by__gte=F("ask_by")), name="plan_item_in_order"),
            models.CheckConstraint(
                condition=Q(evidence=None) | Q(evidence__range=(1, 15)), name="plan_item_evidence_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RenewalUpdate(models.Model):
    """What the producer says of one matter since the last recognition (article 6.1c)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="updates")
    subject = models.CharField(max_length=20, choices=Subject.choices)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    note = models.TextField(blank=True)
    said_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "subject"], name="renewal_update_once"),
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="renewal_update_subject_known"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="renewal_update_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.UNCHANGED) | ~Q(note=""),
                name="renewal_update_says_what",
                violation_error_message=_("Say what changed, or what is out of date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.subject}: {self.verdict}"


class Submission(models.Model):
    """What was filed, sealed: a snapshot of every form, answer and cited file version, with its SHA-256."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    sheet = models.OneToOneField("ratings.Sheet", on_delete=models.PROTECT, related_name="+")
    """The sealed self-score. A return opens a new sheet that begins with its answers, so each filing keeps its own."""
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(default=False)

    class Meta:
        app_label = "ratings"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="submission_number_unique")]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.number}"


append_only("ratings_submission", app="ratings")


class Office(models.TextChoices):
    """Which office asked for completion."""

    COMMUNE = "commune", _("Asked by the commune")
    PROVINCE = "province", _("Asked by the province")
    MINISTRY = "ministry", _("Asked by the ministry")


class ReturnRequest(models.Model):
    """A request to complete (phiếu yêu cầu bổ sung): items, each with its reason, and one date."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="returns")
    office = models.CharField(max_length=10, choices=Office.choices)
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    """The dossier went another way (retracted, moved to a later round) before the answer came."""

    class Meta:
        app_label = "ratings"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(office__in=Office.values), name="return_office_known"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(answered_at=None, dropped_at=None),
                name="one_open_return_per_dossier",
            ),
            models.CheckConstraint(condition=Q(answered_at=None) | Q(dropped_at=None), name="return_ends_one_way"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.office} {self.due_on}"


class ReturnItem(models.Model):
    """One thing to complete, a ticket. ``subject`` is the code of a completeness item or of a line.

    ``example`` says what would satisfy; ``recheck`` what the office found when it looked at the answer.
    """

    request = models.ForeignKey(ReturnRequest, on_delete=models.PROTECT, related_name="items")
    subject = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    reason = models.TextField()
    example = models.TextField(blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    """Its own day, before that of the request; None means that one."""
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    recheck = models.CharField(max_length=10, choices=Recheck.choices, blank=True)
    recheck_note = models.TextField(blank=True)
    rechecked_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rechecked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="return_item_has_reason"),
            models.CheckConstraint(condition=Q(recheck__in=["", *Recheck.values]), name="return_item_recheck_known"),
            models.CheckConstraint(
                condition=Q(recheck="", rechecked_at=None, rechecked_by=None)
                | ~Q(recheck="") & Q(rechecked_at__isnull=False, rechecked_by__isnull=False),
                name="return_item_rechecked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(recheck=Recheck.AGAIN) | ~Q(recheck_note=""),
                name="return_item_again_says_why",
                violation_error_message=_("Say what is still missing."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CommuneReport(models.Model):
    """Form 03: four matters without points (article 7.2a), and the request letter that goes with it (article 7.2b).

    ``submission`` is what it judged: a later filing makes it out of date. Both papers are signed together.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="commune_report")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    local_materials = models.TextField(_("use of local raw material"))
    local_labour = models.TextField(_("use of local labour"))
    idea_origin = models.TextField(_("origin of the product's idea"))
    local_identity = models.TextField(_("local identity and wisdom"))
    drafted_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    report_number = models.CharField(_("number of the report"), max_length=60, blank=True)
    report_date = models.DateField(_("date of the report"), null=True, blank=True)
    request_number = models.CharField(_("number of the request"), max_length=60, blank=True)
    request_date = models.DateField(_("date of the request"), null=True, blank=True)
    signer_name = models.CharField(_("signed by"), max_length=120, blank=True)
    signer_capacity = models.CharField(_("capacity of the signer"), max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scan = models.ForeignKey("registry.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "ratings"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | (
                    ~Q(report_number="")
                    & ~Q(request_number="")
                    & ~Q(signer_name="")
                    & Q(report_date__isnull=False, request_date__isnull=False)
                ),
                name="form_03_signed_means_numbered",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, recorded_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False, recorded_by=None)
                | Q(signed_at__isnull=False, signed_by=None, recorded_by__isnull=False),
                name="form_03_signed_here_or_recorded",
            ),
        ]

    def __str__(self) -> str:
        return self.report_number or f"Form 03 {self.dossier_id}"


class AgencyReport(models.Model):
    """The agency's report on a re-ranking (article 7.6c), as it was signed: a later one replaces none, it is corrected.

    A check on site is made where production has changed greatly in scale or the evidence is not clear, else not.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="agency_report")
    scale_changed = models.BooleanField(_("production has changed greatly in scale"), default=False)
    evidence_unclear = models.BooleanField(_("the evidence is not clear"), default=False)
    checked_on = models.DateField(_("checked on site on"), null=True, blank=True)
    check_findings = models.TextField(_("what was found on site"), blank=True)
    findings = models.TextField(_("findings on the dossier"))
    proposal = models.TextField(_("proposal"))
    number = models.CharField(_("number of the report"), max_length=60)
    reported_on = models.DateField(_("date of the report"))
    signer_name = models.CharField(_("signed by"), max_length=120)
    signer_capacity = models.CharField(_("capacity of the signer"), max_length=120)
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "ratings"
        constraints = [
            models.CheckConstraint(
                condition=Q(scale_changed=False, evidence_unclear=False)
                | Q(checked_on__isnull=False) & ~Q(check_findings=""),
                name="agency_report_checked_on_site_where_needed",
                violation_error_message=_("State the day and the findings of the check on site."),
            ),
            models.CheckConstraint(
                condition=~Q(findings="")
                & ~Q(proposal="")
                & ~Q(number="")
                & ~Q(signer_name="")
                & ~Q(signer_capacity=""),
                name="agency_report_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Transition(models.Model):
    """One move that happened; the timeline is made of these."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="transitions")
    revision = models.PositiveIntegerField()
    move = models.CharField(max_length=30, choices=Move.choices)
    source = models.CharField(max_length=30, choices=State.choices)
    target = models.CharField(max_length=30, choices=State.choices)
    party = models.CharField(max_length=30, choices=Party.choices)
    actor = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        app_label = "ratings"
        ordering = ["revision"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "revision"], name="transition_revision_unique"),
            models.CheckConstraint(condition=Q(move__in=Move.values), name="transition_move_known"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.move}"


append_only("ratings_transition", app="ratings")


class CallTask(models.Model):
    """A producer whom no message reaches outside this site is told of a move by a call (wording.md 8).

    A later move makes an earlier call needless: the officer tells what holds now.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="calls")
    transition = models.OneToOneField(Transition, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    spoke_to = models.CharField(_("spoke to"), max_length=120, blank=True)
    note = models.CharField(_("what was said"), max_length=500, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(called_at=None, dropped_at=None), name="one_open_call_per_dossier"
            ),
            models.CheckConstraint(
                condition=Q(called_at=None, called_by=None, spoke_to="")
                | Q(called_at__isnull=False, called_by__isnull=False, dropped_at=None) & ~Q(spoke_to=""),
                name="call_made_by_somebody_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.asked_at:%d/%m/%Y}"
