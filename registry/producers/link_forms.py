"""What is typed about a link between producers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.calendar.forms import DateField


class LinkForm(forms.Form):
    """Who supplies whom with what since when; the other producer was chosen before."""

    SUPPLIES, SUPPLIED = "supplies", "supplied"
    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=((SUPPLIES, _("supplies the other")), (SUPPLIED, _("is supplied by the other"))),
        widget=forms.RadioSelect,
    )
    goods = forms.CharField(
        label=_("What is supplied"), max_length=200, help_text=_("For example: fresh anchovies, some 3 tonnes a month.")
    )
    since = DateField(label=_("Since"))

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "supplies": found["direction"] == self.SUPPLIES, "goods": found["goods"], "since": found["since"],
        }  # fmt: skip
