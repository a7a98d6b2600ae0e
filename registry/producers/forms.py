"""What people type about producers, cleaned to plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registry.accounts.forms import PersonField, clean_phone
from registry.calendar.forms import DateField
from registry.calendar.today import today
from registry.places.models import Commune
from registry.producers.facts import ProducerFacts, Year
from registry.producers.models import JoinRequest, Producer
from registry.producers.states import ProducerKind, Rank, Sex

LONG_TEXT = 20_000
"""Signs: some six pages, enough for the history of a producer."""


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def one_of(choices: list[tuple[str, Any]], empty: Any) -> list[tuple[str, Any]]:
    return [("", empty), *choices]


def _yes_or_no(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)


class ProducerForm(forms.Form):
    """The profile of a producer: Form 01 section 1 and Form 02 part I."""

    kind = forms.TypedChoiceField(
        label=_("Kind of organisation"),
        choices=one_of(ProducerKind.choices, _("Choose the kind")),
        coerce=ProducerKind,
    )
    name = forms.CharField(label=_("Name of the producer"), max_length=200)
    commune = forms.ModelChoiceField(
        label=_("Commune of today"), queryset=Commune.objects.none(), empty_label=_("Choose the commune")
    )
    address = forms.CharField(
        label=_("Address as on the papers"),
        max_length=250,
        required=False,
        help_text=_("As printed on the registration, also when it names a unit that no longer exists."),
    )
    registration_number = forms.CharField(
        label=_("Registration number"),
        max_length=60,
        required=False,
        help_text=_("Households need a business registration before they can register a product."),
    )
    registered_on = DateField(label=_("Date of founding or registration"), required=False)
    registration_issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    small_or_medium = forms.TypedChoiceField(
        label=_("Small or medium enterprise"),
        choices=[("", _("Not established yet")), ("yes", _("Yes")), ("no", _("No, it is a large enterprise"))],
        coerce=_yes_or_no,
        empty_value=None,
        required=False,
        help_text=_("For enterprises only: the law admits small and medium ones."),
    )
    local_capital_share = forms.DecimalField(
        label=_("Capital share of the local community (%)"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("For joint stock companies only."),
    )
    predecessor = forms.ModelChoiceField(
        label=_("Formerly"),
        queryset=Producer.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("The household or organisation out of which this one came, for example a household now a company."),
    )
    representative_name = forms.CharField(label=_("Full name"), max_length=120)
    representative_position = forms.CharField(label=_("Position"), max_length=120, required=False)
    representative_sex = forms.ChoiceField(label=_("Sex"), choices=one_of(Sex.choices, _("Not stated")), required=False)
    representative_ethnicity = forms.CharField(label=_("Ethnicity"), max_length=60, required=False)
    representative_disabled = forms.BooleanField(label=_("Person with a disability"), required=False)
    representative_residence = forms.CharField(label=_("Permanent residence"), max_length=250, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    history = forms.CharField(
        label=_("History of the producer"),
        max_length=LONG_TEXT,
        required=False,
        widget=area(6),
        help_text=_("The stages of its founding and growth (Form 02, I.8)."),
    )
    structure = forms.CharField(
        label=_("Organisational structure"),
        max_length=LONG_TEXT,
        required=False,
        widget=area(),
        help_text=_("Form 02, I.9."),
    )
    confirmed = forms.BooleanField(label=_("It is another producer, register it"), required=False)

    _SECTIONS = (
        (_("The organisation"), ("kind", "name", "commune", "address", "predecessor")),
        (
            _("Registration"),
            ("registration_number", "registered_on", "registration_issuer", "small_or_medium", "local_capital_share"),
        ),
        (
            _("Legal representative"),
            (
                "representative_name",
                "representative_position",
                "representative_sex",
                "representative_ethnicity",
                "representative_disabled",
                "representative_residence",
            ),
        ),
        (_("Contact"), ("phone", "email")),
        (_("History and structure"), ("history", "structure")),
    )

    def __init__(
        self, *args: Any, communes: QuerySet[Commune], predecessors: QuerySet[Producer], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["commune"].queryset = communes  # type: ignore[attr-defined]
        self.fields["predecessor"].queryset = predecessors  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(producer: Producer) -> dict[str, Any]:
        """Return what the form shows of an existing producer."""
        names = [name for name in ProducerForm.base_fields if name != "confirmed"]
        values = {name: getattr(producer, name) for name in names}
        values["small_or_medium"] = {True: "yes", False: "no", None: ""}[producer.small_or_medium]
        return values

    @staticmethod
    def initial_of_proposal(proposed: JoinRequest) -> dict[str, Any]:
        """Return what somebody has said of a producer that she wants to represent."""
        return {
            "kind": proposed.kind, "name": proposed.name, "commune": proposed.commune_id,
            "registration_number": proposed.registration_number, "representative_name": proposed.user.full_name,
            "phone": proposed.user.phone, "email": proposed.user.email,
        }  # fmt: skip

    def sections(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        for title, names in self._SECTIONS:
            yield title, [self[name] for name in names]

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean_registered_on(self) -> dt.date | None:
        return not_in_the_future(self.cleaned_data["registered_on"])

    def facts(self) -> ProducerFacts:
        values = {name: value for name, value in self.cleaned_data.items() if name != "confirmed"}
        return ProducerFacts(**values)


class MemberForm(forms.Form):
    """A person who already has an account, found by any of her names, and her right."""

    person = PersonField(help_text=_("The person needs an account and makes it on the sign-in page."))
    rank = forms.TypedChoiceField(
        label=_("Right"), choices=Rank.choices, coerce=Rank, initial=Rank.EDITOR, widget=forms.RadioSelect
    )


class YearForm(forms.Form):
    """Figures of one year."""

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    workers = forms.IntegerField(label=_("Workers"), min_value=0, max_value=1_000_000, required=False)
    local_workers = forms.IntegerField(
        label=_("Workers living in the commune"), min_value=0, max_value=1_000_000, required=False
    )
    revenue = forms.IntegerField(label=_("Revenue (đồng)"), min_value=0, max_value=10**15, required=False)
    profit = forms.IntegerField(label=_("Profit (đồng)"), min_value=-(10**15), max_value=10**15, required=False)
    local_material_share = forms.DecimalField(
        label=_("Share of local material (%)"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
    )
    linked_output_share = forms.DecimalField(
        label=_("Share of output under contract (%)"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
    )
    agents = forms.IntegerField(
        label=_("Agents and distributors outside the commune"), min_value=0, max_value=1_000_000, required=False
    )

    def figures(self) -> Year:
        return Year(**self.cleaned_data)


def not_in_the_future(day: dt.date | None) -> dt.date | None:
    """Return ``day``.

    Raises:
        ValidationError: when it has not come yet.
    """
    if day and day > today():
        raise forms.ValidationError(_("This day has not come yet."))
    return day
