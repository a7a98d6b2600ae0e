"""What is typed about scans of paper dossiers and the papers cut out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ratings.renewals.base import BasePaper
from registry.evidence.forms import FileForm, ParticularsForm
from registry.evidence.kinds import BY_NUMBER
from registry.evidence.models import EvidenceVersion


class PaperFileForm(FileForm):
    """A scan of the old dossier; a thick one comes in several files."""

    label = forms.CharField(
        label=_("What it is"),
        max_length=120,
        help_text=_("For example “Dossier of 2023, volume 1”."),
    )
    field_order = ("label", "file", "camera")


class CutForm(ParticularsForm):
    """One paper of a scan: its pages, its kind, and what it says about itself."""

    first_page = forms.IntegerField(label=_("From page"), min_value=1)
    last_page = forms.IntegerField(label=_("To page"), min_value=1)
    field_order = (
        "first_page",
        "last_page",
        "kind",
        "title",
        "number",
        "issuer",
        "issued_on",
        "valid_from",
        "valid_until",
    )

    def __init__(self, *args: Any, pages: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pages = pages
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, it is called like its kind.")
        for name in ("first_page", "last_page"):
            self.fields[name].widget.attrs["max"] = pages

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first_page"), cleaned.get("last_page")
        if last and last > self.pages:
            self.add_error("last_page", _("The scan has %(pages)s pages.") % {"pages": self.pages})
        elif first and last and last < first:
            self.add_error("last_page", _("The last page is before the first."))
        if not cleaned.get("title", "").strip() and cleaned.get("kind"):
            cleaned["title"] = BY_NUMBER[cleaned["kind"]].name[:200]
        return cleaned


def ticked(posted: QueryDict, base: Sequence[BasePaper]) -> Iterator[tuple[str, EvidenceVersion]]:
    """Yield line and newest file of every tick of the base dossier's page that the page offered."""
    for paper in base:
        wanted = set(posted.getlist(f"paper-{paper.cut.pk}"))
        for code, _title, cited in paper.lines:
            if code in wanted and not cited:
                yield code, paper.newest
