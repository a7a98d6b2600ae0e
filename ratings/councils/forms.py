"""What officers type about councils, cleaned to plain values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ratings.councils.entries import Appointment, RegulationText
from ratings.councils.models import Council, Regulation
from ratings.councils.states import GATE_TEST_LABELS, SCORING_CAPACITIES, Capacity, Seat
from ratings.criteria.result import GateTest
from ratings.dossiers.models import EvaluationRound
from registry.accounts.models import User
from registry.accounts.phones import normalise_phone
from registry.calendar.forms import DateField
from registry.calendar.today import today
from registry.producers.forms import area


class RegulationForm(forms.Form):
    """The regulation as its decision states it."""

    decision_number = forms.CharField(label=_("Number of the decision"), max_length=60)
    decision_date = DateField(label=_("Date of the decision"))
    quorum_numerator = forms.IntegerField(
        label=_("Quorum: parts"), min_value=1, max_value=100, initial=3, help_text=_("Three quarters: 3 of 4.")
    )
    quorum_denominator = forms.IntegerField(label=_("Quorum: of"), min_value=1, max_value=100, initial=4)
    spread_limit = forms.IntegerField(
        label=_("Allowed difference between two totals (points)"), min_value=1, max_value=100, initial=10
    )
    gate_test = forms.TypedChoiceField(
        label=_("How a minimum requirement is tested"),
        choices=[(test.value, label) for test, label in GATE_TEST_LABELS.items()],
        coerce=GateTest,
        initial=GateTest.MAJORITY.value,
        widget=forms.RadioSelect,
    )
    scoring_rounds = forms.IntegerField(
        label=_("How often a product may be scored"), min_value=1, max_value=5, initial=2
    )
    shows_self_score = forms.BooleanField(label=_("Members see the producer's self-score"), required=False)
    sends_up_on_points_alone = forms.BooleanField(
        label=_("90 points alone suffice to send a dossier to the ministry"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        parts, whole = cleaned.get("quorum_numerator"), cleaned.get("quorum_denominator")
        if parts and whole and parts > whole:
            self.add_error("quorum_numerator", _("The quorum is a share: at most all members."))
        if (day := cleaned.get("decision_date")) and day > today():
            self.add_error("decision_date", _("The decision's date lies ahead."))
        return cleaned

    def text(self) -> RegulationText:
        return RegulationText(**self.cleaned_data)


class CouncilForm(forms.Form):
    """Name, decision and regulation of a council; its people follow on its page."""

    name = forms.CharField(label=_("Name of the council"), max_length=160)
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=60)
    decision_date = DateField(label=_("Date of the decision"))
    regulation = forms.ModelChoiceField(
        label=_("Regulation"), queryset=Regulation.objects.none(), empty_label=_("Choose a regulation")
    )
    has_food_safety_department = forms.BooleanField(
        label=_("The province has a Department of Food Safety"), required=False
    )

    def __init__(self, *args: Any, regulations: QuerySet[Regulation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regulation"].queryset = regulations  # type: ignore[attr-defined]

    def clean_decision_date(self) -> Any:
        day = self.cleaned_data["decision_date"]
        if day > today():
            raise forms.ValidationError(_("The decision's date lies ahead."))
        return day


class PersonForm(forms.Form):
    """One person of a council as the decision names her."""

    who = forms.CharField(
        label=_("Account of the person"), max_length=120, help_text=_("Sign-in name, phone or e-mail of her account.")
    )
    capacity = forms.TypedChoiceField(
        label=_("In the council"), choices=Capacity.choices, coerce=Capacity, initial=Capacity.MEMBER
    )
    seat = forms.ChoiceField(
        label=_("Represents"), choices=[("", _("(secretary and advisory team: none)")), *Seat.choices], required=False
    )
    position = forms.CharField(label=_("Position and office"), max_length=160, required=False)
    by_delegation = forms.BooleanField(
        label=_("Chair by delegation of the province's Chairman (article 7.3b)"), required=False
    )
    decision_number = forms.CharField(
        label=_("Decision that appoints her"),
        max_length=60,
        required=False,
        help_text=_("Only for a council that has already scored."),
    )

    def clean_who(self) -> User:
        written = self.cleaned_data["who"].strip()
        condition = Q(username__iexact=written)
        if "@" in written:
            condition |= Q(email__iexact=written)
        if phone := normalise_phone(written):
            condition |= Q(phone=phone)
        found = User.objects.filter(condition, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has an account under this name, phone or e-mail."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("capacity") in SCORING_CAPACITIES and not cleaned.get("seat"):
            self.add_error("seat", _("Choose the office that the member represents."))
        return cleaned

    def appointment(self) -> Appointment:
        cleaned = self.cleaned_data
        scoring = cleaned["capacity"] in SCORING_CAPACITIES
        return Appointment(
            user=cleaned["who"],
            capacity=cleaned["capacity"],
            seat=Seat(cleaned["seat"]) if scoring else None,
            position=cleaned["position"],
            by_delegation=cleaned["by_delegation"] and cleaned["capacity"] is Capacity.CHAIR,
        )


class SessionForm(forms.Form):
    """A session of the council."""

    evaluation_round = forms.ModelChoiceField(
        label=_("Evaluation round"), queryset=EvaluationRound.objects.none(), empty_label=_("Choose a round")
    )
    held_on = DateField(label=_("Day of the session"))
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    deputy_leads = forms.BooleanField(
        label=_("The deputy is named in writing to lead where the chair cannot"), required=False
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds = EvaluationRound.objects.filter(province=council.province_id).order_by("-last_request_day")
        self.fields["evaluation_round"].queryset = rounds  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """To which council a dossier goes."""

    council = forms.ModelChoiceField(label=_("Council"), queryset=Council.objects.none(), empty_label=None)

    def __init__(self, *args: Any, councils: QuerySet[Council], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]


class TeamReportForm(forms.Form):
    """The advisory team's report."""

    number = forms.CharField(label=_("Number of the report"), max_length=60, required=False)
    reported_on = DateField(label=_("Date of the report"))
    text = forms.CharField(
        label=_("Findings and proposal"),
        max_length=20_000,
        widget=area(8),
        help_text=_("What the team found in the dossier and on site, and what it proposes."),
    )

    def clean_reported_on(self) -> Any:
        day = self.cleaned_data["reported_on"]
        if day > today():
            raise forms.ValidationError(_("The date of the report lies ahead."))
        return day
