"""What people type who want to act for a producer, and the reason with which an office refuses."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.places.forms import CommuneField
from registry.producers.forms import one_of
from registry.producers.joining_actions import Proposal
from registry.producers.states import ProducerKind, Rank


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("Message to the office"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: who you are in it, and when you can show the papers."),
    )


class AskForm(forms.Form):
    """The right for which somebody asks in a registered producer."""

    rank = forms.TypedChoiceField(
        label=_("Right"), choices=Rank.choices, coerce=Rank, initial=Rank.EDITOR, widget=forms.RadioSelect
    )
    note = _note()


class ProposalForm(forms.Form):
    """A producer that is not registered yet."""

    kind = forms.TypedChoiceField(
        label=_("Kind of organisation"), choices=one_of(ProducerKind.choices, _("Choose the kind")), coerce=ProducerKind
    )
    name = forms.CharField(label=_("Name of the producer"), max_length=200)
    commune = CommuneField(label=_("Commune of today"))
    registration_number = forms.CharField(label=_("Registration number"), max_length=60, required=False)
    note = _note()

    def proposal(self) -> Proposal:
        said = self.cleaned_data
        return Proposal(said["kind"], said["name"], said["commune"], said["registration_number"])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person reads it."),
    )
