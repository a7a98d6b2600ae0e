"""What is typed about a hand-over of samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratings.samples.custody import HandOver, Step
from registry.calendar.forms import DateField


class HandOverForm(forms.Form):
    """One hand-over of samples."""

    step = forms.ChoiceField(label=_("What happened"))
    quantity = forms.IntegerField(label=_("Units"), min_value=1, max_value=99)
    on = DateField(label=_("Day"))
    giver = forms.CharField(label=_("Handed over by"), max_length=120)
    receiver = forms.CharField(label=_("Taken by"), max_length=120)
    storage = forms.CharField(
        label=_("Where and how they are kept"),
        max_length=200,
        required=False,
        help_text=_("For example: refrigerator at 4 °C, room 105."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, steps: Sequence[Step], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["step"].choices = [(step.value, step.label) for step in steps]  # type: ignore[attr-defined]

    def said(self) -> HandOver:
        data = self.cleaned_data
        return HandOver(**{**data, "step": Step(data["step"])})
