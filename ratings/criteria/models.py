"""Laws and their sheets as tables. What is published never changes again (guards.py)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratings.criteria.guards import GUARDS
from ratings.criteria.sheet import RuleKind

__all__ = ["GUARDS", "CriteriaSet", "Criterion", "Gate", "LawVersion", "Line", "Option", "Part", "Rule"]

RULE_KINDS = {
    RuleKind.KNOCK_OUT: _("Ground for exclusion"),
    RuleKind.STOP_RULE: _("Stop rule"),
    RuleKind.APPLIES_ONLY_IF: _("Applies only if"),
    RuleKind.TWO_CASES: _("Two cases"),
    RuleKind.REQUIREMENT: _("Requirement"),
}


class LawVersion(models.Model):
    """A decision whose sheets are used, with its days of force ``[effective_from, effective_until)``."""

    code = models.SlugField(max_length=20, unique=True)
    decision = models.CharField(_("decision"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    effective_from = models.DateField(_("in force from"), unique=True)
    effective_until = models.DateField(_("first day without force"), null=True, blank=True)
    part_maxima = models.JSONField(default=dict)
    """Points of parts A, B and C by article 3.1."""

    class Meta:
        app_label = "ratings"
        ordering = ["-effective_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gt=F("effective_from")),
                name="law_version_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.decision


class CriteriaSet(models.Model):
    """Bộ tiêu chí of one product set. With faults it holds no parts and is never published."""

    law = models.ForeignKey(LawVersion, on_delete=models.PROTECT, related_name="sets")
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    """1 to 26; the source of 2019 gives none."""
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("product set"), max_length=200)
    group_code = models.CharField(max_length=8, blank=True)
    group_name = models.CharField(max_length=120, blank=True)
    subgroup = models.CharField(max_length=160, blank=True)
    managing_agency = models.CharField(max_length=160, blank=True)
    samples_required = models.PositiveSmallIntegerField(default=0)
    max_total = models.PositiveSmallIntegerField(default=100)
    digest = models.CharField(max_length=64)
    faults = models.JSONField(default=list, blank=True)
    """What does not add up: ``[{"kind", "where", "printed", "found", "text"}]``."""
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["law", "number", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["law", "number"], name="criteria_set_number_unique"),
            models.UniqueConstraint(fields=["law", "slug"], name="criteria_set_slug_unique"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(faults=[]), name="published_criteria_set_has_no_faults"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}" if self.number else self.name


class Part(models.Model):
    """Part A, B or C."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    max_points = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "ratings"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["criteria_set", "code"], name="part_code_unique")]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class Criterion(models.Model):
    """A numbered criterion; one with a ``parent`` is a printed title between it and its lines (6.1 above 6.1.1)."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="headings")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=400)
    max_points = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["position"]
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["part", "code"], name="criterion_code_unique")]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class Line(models.Model):
    """A scored line, answered by one of its options or by "none fits" where it prints no 0."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="lines")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=400)
    max_points = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    remark = models.CharField(max_length=300, blank=True)
    """What the source says about its own print."""
    prints_zero = models.BooleanField()

    class Meta:
        app_label = "ratings"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="line_code_unique"),
            models.UniqueConstraint(fields=["criteria_set", "position"], name="line_position_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class Option(models.Model):
    """A printed answer; its position in the line is its identity, since two may print the same points."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField()
    text = models.TextField()
    case = models.CharField(max_length=4, blank=True)
    case_text = models.CharField(max_length=200, blank=True)
    implied = models.BooleanField(default=False)
    """Not printed: the law prints only the score of a yes/no line."""
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["line", "position"], name="option_position_unique"),
            models.CheckConstraint(condition=Q(position__gte=1), name="option_position_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.points}: {self.text}"


class Gate(models.Model):
    """Yêu cầu tối thiểu (dấu sao): least points on a line for a star."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="gates")
    star = models.PositiveSmallIntegerField()
    min_points = models.PositiveSmallIntegerField()
    needs = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "ratings"
        ordering = ["star"]
        constraints = [
            models.UniqueConstraint(fields=["line", "star"], name="gate_line_star_unique"),
            models.CheckConstraint(condition=Q(star__in=[3, 4, 5]), name="gate_star_recognised"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.star} >= {self.min_points}"


class Rule(models.Model):
    """A prose note that binds, with the law's own words. ``place`` is empty for the whole dossier."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=[(kind.value, label) for kind, label in RULE_KINDS.items()])
    place = models.CharField(_("line or heading"), max_length=12, blank=True)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, null=True, blank=True, related_name="rules")
    """Null for the whole dossier and for a heading."""
    quote = models.TextField()
    parameters = models.JSONField(default=dict, blank=True)
    ends_dossier = models.BooleanField()
    """Whether the council can conclude it as a knock-out."""

    class Meta:
        app_label = "ratings"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "clause", "place"], name="rule_clause_place_unique"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in RuleKind]), name="rule_kind_known"),
            models.CheckConstraint(condition=Q(line=None) | ~Q(place=""), name="rule_line_has_place"),
            models.CheckConstraint(condition=~Q(quote=""), name="rule_quotes_the_law"),
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.place}".strip()
