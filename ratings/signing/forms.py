"""What is typed into the signing book: which dossiers, and what their papers state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratings.dossiers.models import Dossier
from ratings.dossiers.rules import Numbers, Signer
from registry.access.revisions import RevisionField
from registry.calendar.forms import DateField


class TemplateForm(forms.Form):
    """The commune's own template of the request letter."""

    template = forms.FileField(
        label=_("Word template (.docx)"),
        help_text=_("At most 2 MB, without macros. It is tried out before it is taken."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )


class BookForm(forms.Form):
    """Dossiers of one page of the book, each with its tick and the revision that was read."""

    def __init__(self, *args: Any, dossiers: Sequence[Dossier], **options: Any) -> None:
        self.dossiers = dossiers
        super().__init__(*args, **options)
        for dossier in dossiers:
            self.fields[f"take-{dossier.pk}"] = forms.BooleanField(
                label=dossier.product.name, required=False, initial=True
            )
            self.fields[f"revision-{dossier.pk}"] = RevisionField(required=False, initial=dossier.revision)

    def rows(self) -> Iterator[tuple[Dossier, forms.BoundField, forms.BoundField]]:
        for dossier in self.dossiers:
            yield dossier, self[f"take-{dossier.pk}"], self[f"revision-{dossier.pk}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.dossiers:
            raise forms.ValidationError(_("Nothing stands here any more; somebody else has moved these dossiers."))
        if not any(cleaned.get(f"take-{dossier.pk}") for dossier in self.dossiers):
            raise forms.ValidationError(_("Tick at least one dossier."))
        return cleaned

    def taken(self) -> list[tuple[Dossier, int]]:
        """Return the ticked dossiers, each with the revision that the page showed (-1 when it named none)."""
        said = self.cleaned_data
        return [
            (dossier, -1 if said[f"revision-{dossier.pk}"] is None else said[f"revision-{dossier.pk}"])
            for dossier in self.dossiers
            if said[f"take-{dossier.pk}"]
        ]


class SignBookForm(BookForm):
    """A number of Form 03 for each dossier; one request letter names them all."""

    report_date = DateField(label=_("Date of the reports"))
    request_number = forms.CharField(
        label=_("Number of the request letter"), max_length=60, help_text=_("For example 112/UBND-KT.")
    )
    request_date = DateField(
        label=_("Date of the request letter"), help_text=_("This day decides the evaluation round (Article 5).")
    )
    common: tuple[str, ...] = ("report_date", "request_number", "request_date")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for dossier in self.dossiers:
            self.fields[f"number-{dossier.pk}"] = forms.CharField(
                label=_("Number of the report (Form 03)"), max_length=60, required=False
            )

    def numbered(self) -> Iterator[tuple[Dossier, forms.BoundField, forms.BoundField, forms.BoundField]]:
        for dossier, take, revision in self.rows():
            yield dossier, take, revision, self[f"number-{dossier.pk}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for dossier in self.dossiers:
            if cleaned.get(f"take-{dossier.pk}") and not cleaned.get(f"number-{dossier.pk}", "").strip():
                self.add_error(f"number-{dossier.pk}", _("Write the number of this report, or leave the dossier out."))
        return cleaned

    def common_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.common]

    def numbers(self, dossier: Dossier) -> Numbers:
        said = self.cleaned_data
        return Numbers(said[f"number-{dossier.pk}"], said["report_date"], said["request_number"], said["request_date"])


class RecordBookForm(SignBookForm):
    """The same for papers that were signed by hand, with their scan."""

    signer_name = forms.CharField(label=_("Signed by"), max_length=120)
    signer_capacity = forms.CharField(
        label=_("Capacity of the signer"), max_length=120, help_text=_("For example KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.")
    )
    scan = forms.FileField(
        label=_("Scan of the signed papers"), help_text=_("PDF or photo: the letter and the reports in one file.")
    )
    common = (*SignBookForm.common, "signer_name", "signer_capacity", "scan")

    def signer(self) -> Signer:
        return Signer(self.cleaned_data["signer_name"], self.cleaned_data["signer_capacity"])
