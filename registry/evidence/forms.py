"""What people type about papers, and the files they bring."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from registry.calendar.forms import DateField
from registry.evidence.facts import Particulars
from registry.evidence.kinds import KINDS
from registry.evidence.models import EvidenceDocument
from registry.producers.forms import not_in_the_future

ACCEPT = "application/pdf,image/*,.heic"
FILE_HELP = _("One PDF, or photos of the pages in their order, put together as one PDF; at most 20 MB a file.")


class FilesInput(forms.FileInput):
    """A field that lets one choose several files; ``FileForm.uploads`` reads them all, the field checks the last."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> UploadedFile | None:
        upload: UploadedFile | None = files.get(name)
        return upload


def uploads_of(form: forms.Form) -> list[UploadedFile]:
    """Return the files that came with a form of the fields ``file`` and ``camera``, in their order."""
    if not isinstance(form.files, MultiValueDict):
        return []
    return [upload for name in ("file", "camera") for upload in form.files.getlist(name)]


class FileForm(forms.Form):
    """One file, photos of the pages of one paper, or the token of what was sent before with a form that was refused."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=FILE_HELP, widget=FilesInput(attrs={"accept": ACCEPT})
    )
    camera = forms.FileField(
        label=_("Or photograph the paper page by page"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment", "data-pages-into": "file"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def uploads(self) -> list[UploadedFile]:
        return uploads_of(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.uploads() and not cleaned.get("kept"):
            self.add_error("file", _("Choose the file or take a photo."))
        return cleaned


class ParticularsForm(forms.Form):
    """What a paper says about itself."""

    kind = forms.TypedChoiceField(
        label=_("Kind of evidence"),
        choices=[("", _("Choose the kind")), *((kind.no, f"{kind.no}. {kind.name}") for kind in KINDS)],
        coerce=int,
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What the paper is called, for example “Giấy chứng nhận HACCP”.")
    )
    number = forms.CharField(label=_("Number"), max_length=80, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    issued_on = DateField(label=_("Issued on"), required=False)
    valid_from = DateField(label=_("Valid from"), required=False)
    valid_until = DateField(
        label=_("Valid until"), required=False, help_text=_("Last day in force; leave empty when it has no end.")
    )

    @staticmethod
    def initial_of(document: EvidenceDocument) -> dict[str, Any]:
        return {name: getattr(document, name) for name in ParticularsForm.base_fields}

    def clean_issued_on(self) -> dt.date | None:
        return not_in_the_future(self.cleaned_data["issued_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("valid_from") or cleaned.get("issued_on"), cleaned.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The last day in force cannot be before the first."))
        return cleaned

    def particulars(self) -> Particulars:
        return Particulars(**{name: self.cleaned_data[name] for name in ParticularsForm.base_fields})


class EvidenceForm(FileForm, ParticularsForm):
    """A paper with its first file."""

    field_order = ("kind", "file", "camera", "title", "number", "issuer", "issued_on", "valid_from", "valid_until")
