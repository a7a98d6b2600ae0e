"""A province's register that is being brought in: the workbook, its rows, and what its headings meant the last time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratings.register_import.states import State, Verdict


class RegisterImport(models.Model):
    """One sheet of one workbook of one province.

    ``columns`` gives the index of the column (from 0) of each field; ``headings`` what stands above each column, as
    ``[index, top, leaf, samples]``. While the worker is at it, ``run`` names the one who is and ``claimed_at`` its last
    sign of life.
    """

    province = models.ForeignKey("registry.Province", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=160)
    workbook = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sheets = models.JSONField(default=list)
    sheet = models.CharField(_("sheet"), max_length=120)
    head_first = models.PositiveSmallIntegerField(default=0)
    head_last = models.PositiveSmallIntegerField(default=0)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    state_since = models.DateTimeField()
    run = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    write_failed = models.BooleanField(default=False)
    rows_read = models.PositiveIntegerField(default=0)
    rows_expected = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=list)
    uploaded_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    write_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    producers_added = models.PositiveIntegerField(default=0)
    products_added = models.PositiveIntegerField(default=0)
    certificates_added = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "ratings"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="register_import_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.WRITING) | Q(write_by__isnull=False),
                name="register_import_written_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["province", "-uploaded_at"], name="register_import_of_province")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def status(self) -> State:
        return State(self.state)


class ImportRow(models.Model):
    """One row of the sheet: what it says (``values``, text by field), what is wrong with it, what a person decided.

    ``facts`` are what will be written and are there only while the row is ready; ``codes`` the codes of the problems
    between blanks, to be searched; ``place_key`` is what rows of the same place as written share.
    """

    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    codes = models.CharField(max_length=400, blank=True)
    identity = models.CharField(max_length=400, blank=True)
    place_key = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "ratings"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["register_import", "number"], name="import_row_once"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="import_row_verdict_known"),
        ]
        indexes = [models.Index(fields=["register_import", "verdict", "number"], name="import_row_by_verdict")]

    def __str__(self) -> str:
        return f"{self.register_import_id}: {self.number}"


class RememberedHeading(models.Model):
    """What a heading meant in the last workbook of a province; ``field`` empty: this column is not used."""

    province = models.ForeignKey("registry.Province", on_delete=models.CASCADE, related_name="+")
    heading = models.CharField(max_length=200)
    field = models.CharField(max_length=20, blank=True)

    class Meta:
        app_label = "ratings"
        constraints = [models.UniqueConstraint(fields=["province", "heading"], name="remembered_heading_once")]

    def __str__(self) -> str:
        return f"{self.heading}: {self.field}"
