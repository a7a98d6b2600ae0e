"""What is typed in the room and on a sheet, cleaned to plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ratings.councils.models import CouncilPerson, Session
from ratings.criteria.sheet import CriteriaSheet, Line, Mark, Tick
from ratings.dossiers.models import Dossier
from ratings.sheets.posted import NONE_FITS, remark_name
from registry.access.numbers import whole_number
from registry.producers.forms import area

LONGEST_REMARK = 4_000


def tick_name(code: str) -> str:
    """Name of the radios of a line: "1.1" is ``tick-1.1``."""
    return f"tick-{code}"


def answers_of(posted: QueryDict, sheet: CriteriaSheet) -> tuple[dict[str, Tick | Mark], dict[str, str]]:
    """Return ticks and remarks that a browser sent, by line; what is no answer of the sheet is left out.

    Only positions are read: points and totals come from the law and are never taken from here.
    """
    ticks: dict[str, Tick | Mark] = {}
    remarks: dict[str, str] = {}
    for code in sheet.lines:
        value = posted.get(tick_name(code))
        if value == NONE_FITS:
            ticks[code] = Mark.NONE_FITS
        elif value is not None and (position := whole_number(value)) is not None:
            ticks[code] = position
        remark = posted.get(remark_name(code))
        if remark is not None:
            remarks[code] = remark[:LONGEST_REMARK]
    return ticks, remarks


def revision_of(posted: QueryDict) -> int:
    """Return the revision of the page that was filled; -1 never matches."""
    revision = whole_number(posted.get("revision", ""))
    return -1 if revision is None else revision


class StopForm(forms.Form):
    """Why a sheet is sent incomplete."""

    stop = forms.ChoiceField(label=_("Stop rule"), required=False)
    stop_reason = forms.CharField(
        label=_("Why the assessment stops here"), required=False, widget=area(3), max_length=2_000
    )

    def __init__(self, *args: Any, sheet: CriteriaSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(f"{rule.clause}|{rule.where}", f"{rule.quote} ({rule.where})") for rule in sheet.stop_rules]
        self.fields["stop"].choices = [("", _("None: every line is answered")), *choices]  # type: ignore[attr-defined]

    def named(self) -> tuple[str, str, str]:
        """Clause, place and reason; empty without a stop rule."""
        clause, _bar, place = self.cleaned_data["stop"].partition("|")
        return clause, place, self.cleaned_data["stop_reason"] if clause else ""


class PresenceForm(forms.Form):
    """Who is in the room: one choice and one reason for every member."""

    def __init__(self, *args: Any, members: Iterable[CouncilPerson], present: Mapping[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        for person in self.members:
            row = present.get(person.pk)
            self.fields[f"present-{person.pk}"] = forms.TypedChoiceField(
                label=str(person.user),
                choices=[("yes", _("Present")), ("no", _("Absent"))],
                coerce=lambda value: value == "yes",
                required=False,
                empty_value=None,
                initial="" if row is None else "yes" if row.present else "no",
                widget=forms.RadioSelect,
            )
            self.fields[f"reason-{person.pk}"] = forms.CharField(
                label=_("Reason of absence"), required=False, max_length=200, initial=row.reason if row else ""
            )

    def rows(self) -> list[dict[str, Any]]:
        """Every member with her two fields, for the page."""
        return [
            {"person": person, "present": self[f"present-{person.pk}"], "reason": self[f"reason-{person.pk}"]}
            for person in self.members
        ]

    def stated(self) -> list[tuple[CouncilPerson, bool, str]]:
        """Members about whom something was said."""
        cleaned = self.cleaned_data
        return [
            (person, cleaned[f"present-{person.pk}"], cleaned[f"reason-{person.pk}"])
            for person in self.members
            if cleaned[f"present-{person.pk}"] is not None
        ]


class RecusalForm(forms.Form):
    """A member steps back from one product."""

    person = forms.ModelChoiceField(label=_("Member"), queryset=CouncilPerson.objects.none(), empty_label=None)
    reason = forms.CharField(label=_("Interest"), max_length=300)

    def __init__(self, *args: Any, people: list[CouncilPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = CouncilPerson.objects.filter(pk__in=[one.pk for one in people])  # type: ignore[attr-defined]
        field.choices = [(one.pk, str(one.user)) for one in people]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class SecondScoringForm(forms.Form):
    """In which session the second scoring takes place."""

    session = forms.ModelChoiceField(label=_("Session"), queryset=Session.objects.none(), empty_label=None)

    def __init__(self, *args: Any, sessions: list[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.many = len(sessions) > 1
        field = self.fields["session"]
        field.queryset = Session.objects.filter(pk__in=[one.pk for one in sessions])  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            (one.pk, _("Session %(number)s, %(day)s") % {"number": one.number, "day": f"{one.held_on:%d/%m/%Y}"})
            for one in sessions
        ]


class ConcludeForm(forms.Form):
    """The minuted reason, and the agreed tick of every line with a minimum where the regulation asks for it."""

    note = forms.CharField(label=_("Reason for the minutes"), required=False, widget=area(3), max_length=4_000)

    def __init__(self, *args: Any, lines: Iterable[Line], usual: Mapping[str, Tick], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = []
        for line in lines:
            self.codes.append(line.code)
            tick = usual.get(line.code)
            choices = [(str(option.position), f"{option.points} · {option.text}") for option in line.options]
            if not line.prints_zero:
                choices.append((NONE_FITS, "0"))
            self.fields[f"agreed-{line.code}"] = forms.ChoiceField(
                label=f"{line.code} {line.name}",
                choices=choices,
                initial=NONE_FITS if tick is Mark.NONE_FITS else str(tick),
            )

    def agreed(self) -> dict[str, Tick] | None:
        """The agreed ticks; None where the regulation does not ask for them."""
        if not self.codes:
            return None
        chosen = {code: self.cleaned_data[f"agreed-{code}"] for code in self.codes}
        return {code: Mark.NONE_FITS if value == NONE_FITS else int(value) for code, value in chosen.items()}


class KnockOutForm(forms.Form):
    """A proposal to exclude the dossier; ``rules`` are pairs of primary key and words."""

    rule = forms.TypedChoiceField(label=_("Clause of the law"), coerce=int)
    reason = forms.CharField(label=_("What was found"), widget=area(3), max_length=4_000)

    def __init__(self, *args: Any, rules: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = rules  # type: ignore[attr-defined]


class VoteForm(forms.Form):
    """The council's vote on a proposed knock-out."""

    votes_for = forms.IntegerField(label=_("Votes for exclusion"), min_value=0, max_value=99)
    votes_against = forms.IntegerField(label=_("Votes against"), min_value=0, max_value=99)
    minute = forms.CharField(label=_("Minute of the discussion"), widget=area(3), max_length=8_000)


class DeclarationForm(forms.Form):
    """For each product: no interest, or an interest with its reason. What is not answered stays open."""

    NONE, SOME = "none", "some"
    CHOICES = ((NONE, _("No interest links me with it")), (SOME, _("There is an interest: I step back from it")))

    def __init__(self, *args: Any, dossiers: Sequence[Dossier], **options: Any) -> None:
        self.dossiers = dossiers
        super().__init__(*args, **options)
        for one in dossiers:
            self.fields[f"say-{one.pk}"] = forms.ChoiceField(
                label=one.product.name, choices=self.CHOICES, widget=forms.RadioSelect, required=False
            )
            self.fields[f"why-{one.pk}"] = forms.CharField(
                label=_("What links you"), required=False, max_length=300,
                help_text=_("For example: a relative, a share, advice on the dossier, a business with the producer."),
            )  # fmt: skip

    def fields_of(self, dossier: Dossier) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"say-{dossier.pk}"], self[f"why-{dossier.pk}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.dossiers:
            said, why = cleaned.get(f"say-{one.pk}"), cleaned.get(f"why-{one.pk}", "").strip()
            if said == self.SOME and not why:
                self.add_error(f"why-{one.pk}", _("Write what links you with this product or its producer."))
            elif said == self.NONE and why:
                self.add_error(f"say-{one.pk}", _("A reason is written, yet no interest is chosen."))
        if not any(cleaned.get(f"say-{one.pk}") for one in self.dossiers):
            raise forms.ValidationError(_("Choose an answer for at least one product."))
        return cleaned

    def said(self) -> list[tuple[Dossier, str]]:
        """Return the answered products, each with the interest ("" for none)."""
        found = self.cleaned_data
        return [
            (one, found[f"why-{one.pk}"].strip() if found[f"say-{one.pk}"] == self.SOME else "")
            for one in self.dossiers
            if found[f"say-{one.pk}"]
        ]
