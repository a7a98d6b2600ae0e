"""What people type about decisions, notices and letters, cleaned to plain values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ratings.councils.models import Council
from ratings.decisions.rules import MOST_POINTS, MinistryAnswer, Signature
from ratings.dossiers.forms import MoveForm
from registry.calendar.forms import DateField
from registry.producers.forms import area

SCAN_HELP = _("PDF or photo.")


class PrepareForm(forms.Form):
    """Title and authority of a draft; its dossiers are ticked in the list beside."""

    title = forms.CharField(label=_("Title of the decision"), max_length=200)
    authority = forms.CharField(label=_("Authority"), max_length=160)


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=area(3))


class ScanForm(forms.Form):
    """A form with a scan; a browser forgets a chosen file, so what was sent is kept and named by a token."""

    scan = forms.FileField(label=_("Scan of the signed paper"), help_text=SCAN_HELP, required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)


class SignForm(ScanForm):
    """What the signed decision states."""

    number = forms.CharField(
        label=_("Number and symbol"),
        max_length=60,
        help_text=_("From the office's own register, for example 3456/QĐ-UBND."),
    )
    issued_on = DateField(label=_("Date of the decision"))
    signer_name = forms.CharField(label=_("Signed by"), max_length=120)
    signer_capacity = forms.CharField(
        label=_("Capacity of the signer"), max_length=160, help_text=_("For example KT. CHỦ TỊCH - PHÓ CHỦ TỊCH.")
    )
    field_order = ("number", "issued_on", "signer_name", "signer_capacity", "scan", "kept")

    def signature(self, scan_id: int | None) -> Signature:
        data = self.cleaned_data
        return Signature(data["number"], data["issued_on"], data["signer_name"], data["signer_capacity"], scan_id)


class _SignedForm(MoveForm):
    """Who signed a paper, in which capacity."""

    signer_name = forms.CharField(label=_("Signed by"), max_length=120)
    signer_capacity = forms.CharField(
        label=_("Capacity of the signer"), max_length=160, help_text=_("For example THỦ TRƯỞNG CƠ QUAN.")
    )

    def signer(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].strip() for name in ("signer_name", "signer_capacity")}


class NoticeForm(_SignedForm):
    number = forms.CharField(
        label=_("Number and symbol of the notice"), max_length=60, help_text=_("From the office's own register.")
    )
    issued_on = DateField(label=_("Date of the notice"))
    field_order = ("number", "issued_on", "signer_name", "signer_capacity")


class LetterForm(_SignedForm):
    number = forms.CharField(
        label=_("Number and symbol of the letter"), max_length=60, help_text=_("From the office's own register.")
    )
    sent_on = DateField(label=_("Date of the letter"))
    field_order = ("number", "sent_on", "signer_name", "signer_capacity")


class _AnswerForm(MoveForm, ScanForm):
    number = forms.CharField(label=_("Number and symbol"), max_length=60)
    answered_on = DateField(label=_("Date"))
    points = forms.DecimalField(
        label=_("Points of the central council"),
        min_value=0,
        max_value=MOST_POINTS,
        max_digits=5,
        decimal_places=2,
        localize=True,
    )


class SendBackForm(_AnswerForm):
    """The ministry's notice of a result under 90 points."""

    stars = forms.TypedChoiceField(
        label=_("Stars by the centre's result"),
        choices=[(4, _("4 stars")), (3, _("3 stars"))],
        coerce=int,
        widget=forms.RadioSelect,
    )
    field_order = ("number", "answered_on", "points", "stars", "scan", "kept", "revision")

    def answer(self, scan_id: int | None) -> MinistryAnswer:
        data = self.cleaned_data
        return MinistryAnswer(data["number"], data["answered_on"], Decimal(data["points"]), data["stars"], scan_id)


class FiveForm(_AnswerForm):
    """The Minister's decision."""

    signer_name = forms.CharField(label=_("Signed by"), max_length=120)
    signer_capacity = forms.CharField(
        label=_("Capacity of the signer"), max_length=160, help_text=_("For example KT. BỘ TRƯỞNG - THỨ TRƯỞNG.")
    )
    field_order = ("number", "answered_on", "points", "signer_name", "signer_capacity", "scan", "kept", "revision")

    def answer(self, scan_id: int | None) -> MinistryAnswer:
        data = self.cleaned_data
        return MinistryAnswer(data["number"], data["answered_on"], Decimal(data["points"]), 5, scan_id)


class RankAgainForm(MoveForm):
    """Which council ranks again."""

    council = forms.ModelChoiceField(label=_("Council"), queryset=Council.objects.none(), empty_label=None)

    def __init__(self, *args: Any, councils: QuerySet[Council], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]
