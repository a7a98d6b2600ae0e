"""What is typed about the work of an office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registry.accounts.forms import PersonField
from registry.accounts.models import User
from registry.calendar.forms import DateField


class WorkHandoverForm(forms.Form):
    """Whose work passes to whom, from when, until when and why."""

    giver = forms.ModelChoiceField(
        label=_("Whose work"), queryset=User.objects.none(), empty_label=_("Choose the officer")
    )
    taker = PersonField(label=_("Who takes it: phone, e-mail or sign-in name"))
    since = DateField(label=_("From"))
    last_day = DateField(label=_("Until the end of"), required=False, help_text=_("Leave empty when it is for good."))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("For example: leave, moved to another office.")
    )

    def __init__(self, *args: Any, officers: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["giver"].queryset = officers  # type: ignore[attr-defined]


class RegisterForm(forms.Form):
    """Of which office and which days the register is shown; the present month unless something else is asked for."""

    place = forms.ChoiceField(label=_("Register of"))
    first = DateField(label=_("From"))
    last = DateField(label=_("To"))

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        elif first and last and (last - first).days > LONGEST_PERIOD:
            self.add_error("last", _("Choose at most one year."))
        return cleaned


LONGEST_PERIOD = 366
"""Days between the first and the last day of a register."""
