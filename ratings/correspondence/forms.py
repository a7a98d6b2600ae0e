"""What is typed about documents out and in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratings.correspondence.models import Direction, DocumentKind
from ratings.correspondence.rules import Stated
from ratings.decisions.forms import ScanForm
from ratings.office.forms import RegisterForm
from registry.calendar.forms import DateField


class DocumentForm(ScanForm):
    """A document as it stands in the office's own register: nothing is numbered by the programme."""

    direction = forms.TypedChoiceField(
        label=_("Out or in"),
        choices=Direction.choices,
        coerce=Direction,
        widget=forms.RadioSelect,
        initial=Direction.OUT,
    )
    kind = forms.TypedChoiceField(label=_("Document"), choices=DocumentKind.choices, coerce=DocumentKind)
    title = forms.CharField(
        label=_("Name of the document"), max_length=200, required=False, help_text=_("Only for another document.")
    )
    number = forms.CharField(
        label=_("Number and symbol"), max_length=60, help_text=_("From the office's own register.")
    )
    dated_on = DateField(label=_("Date of the document"))
    received_on = DateField(label=_("Came on"), required=False, help_text=_("Only for a document that came in."))
    signer_name = forms.CharField(label=_("Signed by"), max_length=120)
    signer_capacity = forms.CharField(
        label=_("Capacity of the signer"), max_length=160, help_text=_("For example KT. CHỦ TỊCH - PHÓ CHỦ TỊCH.")
    )
    counterpart = forms.CharField(label=_("To whom, or from whom"), max_length=160)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") is DocumentKind.OTHER and not cleaned.get("title", "").strip():
            self.add_error("title", _("Say what the document is."))
        if cleaned.get("direction") is Direction.IN and "received_on" in cleaned and not cleaned["received_on"]:
            self.add_error("received_on", _("State the day on which it came."))
        return cleaned

    def stated(self) -> Stated:
        said = self.cleaned_data
        incoming = said["direction"] is Direction.IN
        return Stated(
            **{name: said[name] for name in ("direction", "kind", "dated_on")},
            **{
                name: said[name].strip()
                for name in ("number", "signer_name", "signer_capacity", "counterpart")
            },
            title=said["title"].strip() if said["kind"] is DocumentKind.OTHER else "",
            received_on=said["received_on"] if incoming else None,
        )  # fmt: skip


class StrikeForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class DocumentRegisterForm(RegisterForm):
    """Of which office, which days, out or in."""

    direction = forms.TypedChoiceField(
        label=_("Out or in"),
        choices=[("", _("Out and in")), *Direction.choices],
        coerce=Direction,
        empty_value=None,
        required=False,
    )
