"""What people type about dossiers, cleaned to plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ratings.dossiers.completeness import Item
from ratings.dossiers.models import (
    AgencyReport,
    CommuneReport,
    Dossier,
    EvaluationRound,
    FieldVisit,
    RenewalUpdate,
    ReturnItem,
)
from ratings.dossiers.renewal import Update
from ratings.dossiers.return_texts import ReturnText
from ratings.dossiers.rules import Checked, Numbers, Reported, Signer, Wanted
from ratings.dossiers.states import Ground, Kind, Recheck, Subject, Verdict
from registry.access.numbers import whole_number
from registry.access.revisions import RevisionField, WindowField
from registry.calendar.forms import DateField
from registry.evidence.forms import ACCEPT, FILE_HELP, FilesInput
from registry.evidence.models import EvidenceVersion
from registry.producers.forms import LONG_TEXT, area
from registry.products.sets import CHOICES as SET_CHOICES


class OpenForm(forms.Form):
    """Opening a dossier: the kind of registration, and the case where the set offers two."""

    kind = forms.TypedChoiceField(
        label=_("Kind of registration"),
        choices=Kind.choices,
        initial=Kind.FIRST.value,
        coerce=Kind,
        widget=forms.RadioSelect,
    )
    case = forms.ChoiceField(label=_("Case that applies"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, cases: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if cases:
            field = self.fields["case"]
            field.choices = list(cases)  # type: ignore[attr-defined]
            field.required = True
        else:
            del self.fields["case"]


def _text(label: Any, help_text: Any = "", rows: int = 5) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=LONG_TEXT, widget=area(rows))


def _seen() -> forms.BooleanField:
    return forms.BooleanField(label=_("Seen on the spot"), required=False)


class DossierForm(forms.Form):
    """Forms 01 and 02 as far as the profiles do not say it already. Nothing is obligatory while it is being written."""

    materials_and_technology = _text(
        _("Material area, technology, processing, packing"),
        _("How the material area is organised and how the product is made and packed."),
    )
    quality_change = _text(_("Change of quality"), _("Quality, quality standards, packaging, label, form of packing."))
    markets = _text(_("Markets"), _("Where the product is sold, through whom."))
    business_results = _text(_("Results of production and business"), _("Revenue and profit."))
    changes = _text(
        _("What changed since the last recognition"),
        _("Obligatory for an upgrade (point b, clause 1, Article 6); name the documents that show it."),
    )
    plan = _text(
        _("Plan for production and business"),
        _("Development of the product, organisation of production, market in the time to come."),
    )
    samples = forms.IntegerField(
        label=_("Number of samples"), min_value=0, max_value=999, help_text=_("05 samples go with the dossier.")
    )
    samples_excuse = forms.CharField(
        label=_("Why samples cannot be sent"),
        required=False,
        max_length=200,
        help_text=_("Only where they cannot: perishable, out of season, too large. The offices read the reason."),
    )
    pledged = forms.BooleanField(
        label=_("The producer pledges"),
        required=False,
        help_text=_(
            "The information in the form is true; we keep the rules on assessment and ranking of OCOP products and answer "
            "for the dossier before the council and the law."
        ),
    )
    forms_revision = RevisionField()
    window = WindowField()

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, **options)
        if dossier.kind != Kind.UPGRADE:
            del self.fields["changes"]
        if dossier.product.set_number == _TOURISM:
            del self.fields["samples"]
            del self.fields["samples_excuse"]

    def sections(self) -> Iterator[tuple[str, Any, list[forms.BoundField]]]:
        for anchor, title, names in _SECTIONS:
            present = [self[name] for name in names if name in self.fields]
            if present:
                yield anchor, title, present

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"forms_revision", "window"}}


_TOURISM = 26
_SECTIONS = (
    (
        "part-ii",
        _("Form 02, part II: results of production and business"),
        ("materials_and_technology", "quality_change", "markets", "business_results", "changes"),
    ),
    ("part-iv", _("Form 02, part IV: plan"), ("plan",)),
    ("form-01", _("Form 01: samples and pledge"), ("samples", "samples_excuse", "pledged")),
)


class UpdatesForm(forms.Form):
    """What is new since the last recognition, matter by matter; nothing is obligatory while it is being written."""

    late_reason = forms.CharField(
        label=_("Why the dossier is filed late"),
        required=False,
        max_length=2000,
        widget=area(3),
        help_text=_("The commune considers it under clause 3, Article 12."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for subject in Subject:
            self.fields[f"{subject.value}-verdict"] = forms.ChoiceField(
                label=subject.label, choices=Verdict.choices, widget=forms.RadioSelect, required=False
            )
            self.fields[f"{subject.value}-note"] = forms.CharField(
                label=_("What changed, or what is out of date"), required=False, max_length=2000, widget=area(2)
            )

    @staticmethod
    def initial_of(dossier: Dossier, said: Collection[RenewalUpdate]) -> dict[str, Any]:
        values: dict[str, Any] = {"late_reason": dossier.late_reason}
        for one in said:
            values |= {f"{one.subject}-verdict": one.verdict, f"{one.subject}-note": one.note}
        return values

    def matters(self) -> Iterator[tuple[Subject, forms.BoundField, forms.BoundField]]:
        for subject in Subject:
            yield subject, self[f"{subject.value}-verdict"], self[f"{subject.value}-note"]

    def updates(self) -> dict[Subject, Update]:
        """Return what was answered; a matter without a verdict is left as it was."""
        said = self.cleaned_data
        return {
            subject: Update(Verdict(verdict), said[f"{subject.value}-note"])
            for subject in Subject
            if (verdict := said[f"{subject.value}-verdict"])
        }


class MoveForm(forms.Form):
    """What every form of a move carries: the revision of the page, so that the slower of two people is told."""

    revision = RevisionField()


class ReceiveForm(MoveForm):
    received_on = DateField(label=_("Received in full on"), help_text=_("The 15 working days begin on the day after."))
    paper_set = forms.BooleanField(label=_("The paper set (01) was handed in"), required=False)
    slip_number = forms.CharField(
        label=_("Slip number"),
        max_length=60,
        required=False,
        help_text=_("From the office's own register, for example 07/PĐK-44-19654-2026."),
    )


class RefuseForm(MoveForm):
    ground = forms.TypedChoiceField(label=_("Ground"), choices=Ground.choices, coerce=Ground, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=area(3))


class ReasonForm(MoveForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=area(3))


_NO_TEXT = ReturnText()


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One thing that can be asked for: its tick, its reason, what would satisfy, and sentences to choose from."""

    code: str
    want: forms.BoundField
    why: forms.BoundField
    like: forms.BoundField
    by: forms.BoundField
    reasons: tuple[str, ...]

    @property
    def is_line(self) -> bool:
        return self.code.startswith("line:")


class ReturnForm(MoveForm):
    """Items to complete, chosen from the completeness list and the lines of the sheet, each with its reason."""

    due_on = DateField(label=_("To be completed by"), help_text=_("The last day; it lies after today."))

    def __init__(
        self,
        *args: Any,
        candidates: Sequence[tuple[str, str]],
        texts: Mapping[str, ReturnText] = MappingProxyType({}),
        again: Collection[ReturnItem] = (),
        **options: Any,
    ) -> None:
        """``texts`` are the sentences to choose from, ``again`` answered tickets that did not satisfy."""
        super().__init__(*args, **options)
        self.candidates = tuple(candidates)
        self.texts = texts
        unsettled = {item.subject: item for item in again}
        for code, title in self.candidates:
            item = unsettled.get(code)
            self.fields[f"want-{code}"] = forms.BooleanField(label=title, required=False, initial=item is not None)
            self.fields[f"why-{code}"] = forms.CharField(
                label=_("Reason: %(title)s") % {"title": title}, required=False, max_length=1000, widget=area(2),
                initial=item.recheck_note if item else "",
            )  # fmt: skip
            self.fields[f"like-{code}"] = forms.CharField(
                label=_("What would satisfy: %(title)s") % {"title": title}, required=False, max_length=1000, widget=area(2),
                initial=item.example if item else texts.get(code, _NO_TEXT).example,
            )  # fmt: skip
            self.fields[f"by-{code}"] = DateField(label=_("Earlier day: %(title)s") % {"title": title}, required=False)

    def rows(self) -> list[ReturnRow]:
        return [
            ReturnRow(
                code,
                self[f"want-{code}"],
                self[f"why-{code}"],
                self[f"like-{code}"],
                self[f"by-{code}"],
                self.texts.get(code, _NO_TEXT).reasons,
            )
            for code, _title in self.candidates
        ]

    def wanted(self) -> list[Wanted]:
        """Items ticked, or given a reason without a tick."""
        return [
            Wanted(
                code,
                str(title),
                self.cleaned_data[f"why-{code}"],
                self.cleaned_data[f"like-{code}"],
                self.cleaned_data[f"by-{code}"],
            )
            for code, title in self.candidates
            if self.cleaned_data[f"want-{code}"] or self.cleaned_data[f"why-{code}"].strip()
        ]


class AnswerForm(MoveForm):
    """What was done about each returned item."""

    def __init__(self, *args: Any, items: Collection[ReturnItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = list(items)
        for item in self.items:
            self.fields[f"item-{item.pk}"] = forms.CharField(
                label=_("What was done"), required=False, max_length=2000, initial=item.answer, widget=area(3)
            )

    def rows(self) -> list[tuple[ReturnItem, forms.BoundField]]:
        return [(item, self[f"item-{item.pk}"]) for item in self.items]

    def answers(self) -> list[tuple[ReturnItem, str]]:
        return [(item, self.cleaned_data[f"item-{item.pk}"]) for item in self.items]


class ChangeSetForm(MoveForm):
    """Another product set; the producer's consent is asked of an office only."""

    set_number = forms.TypedChoiceField(label=_("Product set"), choices=SET_CHOICES, coerce=int)
    case = forms.ChoiceField(label=_("Case that applies (set 26)"), required=False)
    note = forms.CharField(
        label=_("How the producer agreed"),
        max_length=200,
        help_text=_("For example: written agreement of the producer, or minutes of a conversation."),
    )
    on = DateField(label=_("Agreed on"))

    def __init__(self, *args: Any, own: bool, cases: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["case"].choices = [("", "–"), *cases]  # type: ignore[attr-defined]
        if own:
            del self.fields["note"], self.fields["on"]


class CallForm(forms.Form):
    """A call to the producer that was made."""

    spoke_to = forms.CharField(label=_("Whom you told"), max_length=120)
    note = forms.CharField(label=_("What was said, if more"), max_length=500, required=False, widget=area(2))


class RecheckForm(forms.Form):
    """Answered tickets looked at again."""

    def __init__(self, *args: Any, items: Collection[ReturnItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = list(items)
        for item in self.items:
            self.fields[f"check-{item.pk}"] = forms.ChoiceField(
                label=_("Is it satisfied?"), choices=Recheck.choices, widget=forms.RadioSelect, required=False,
                initial=item.recheck,
            )  # fmt: skip
            self.fields[f"note-{item.pk}"] = forms.CharField(
                label=_("What is still missing"), required=False, max_length=1000, widget=area(2),
                initial=item.recheck_note,
            )  # fmt: skip

    def rows(self) -> list[tuple[ReturnItem, forms.BoundField, forms.BoundField]]:
        return [(item, self[f"check-{item.pk}"], self[f"note-{item.pk}"]) for item in self.items]

    def checked(self) -> list[Checked]:
        said = self.cleaned_data
        return [
            Checked(item.pk, Recheck(verdict), said[f"note-{item.pk}"])
            for item in self.items
            if (verdict := said[f"check-{item.pk}"])
        ]


class ReportForm(forms.Form):
    """The four matters of Form 03."""

    local_materials = _text(_("Use of local raw material"), _("What the producer says, and what it really uses here."))
    local_labour = _text(_("Use of local labour"), _("What the producer says, and whom it really employs here."))
    idea_origin = _text(_("Origin of the product's idea"), _("Traditional or new, by what is known in the place."))
    local_identity = _text(
        _("Local identity and wisdom"),
        _("Values, native knowledge, experience and ways of making that set the product apart."),
    )
    report_revision = RevisionField(required=False)

    def texts(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "report_revision"}

    @classmethod
    def initial_of(cls, report: CommuneReport | None) -> dict[str, Any]:
        if report is None:
            return {"report_revision": 0}
        names = ("local_materials", "local_labour", "idea_origin", "local_identity")
        return {name: getattr(report, name) for name in names} | {"report_revision": report.revision}


class FieldForm(forms.Form):
    """What is noted on the spot for the four matters; nothing is obligatory, and nothing is judged here."""

    visited_on = DateField(label=_("Day of the visit"), required=False)
    local_materials = _text(
        _("Use of local raw material"), _("Where it comes from, how much, from whom; what you saw."), 3
    )
    local_labour = _text(
        _("Use of local labour"), _("How many work here, how many live in the commune; whom you met."), 3
    )
    idea_origin = _text(_("Origin of the product's idea"), _("Who made it first, since when; who remembers."), 3)
    local_identity = _text(_("Local identity and wisdom"), _("What is special about how it is made here."), 3)
    seen_local_materials = _seen()
    seen_local_labour = _seen()
    seen_idea_origin = _seen()
    seen_local_identity = _seen()
    revision = RevisionField(required=False)
    window = WindowField()

    @classmethod
    def initial_of(cls, visit: FieldVisit | None) -> dict[str, Any]:
        return {name: getattr(visit, name) for name in cls.base_fields if name != "window"} if visit else {}

    def noted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"revision", "window"}}


class SignForm(MoveForm):
    """Numbers and dates of both papers, from the commune's register."""

    report_number = forms.CharField(
        label=_("Number of the report (Form 03)"), max_length=60, help_text=_("For example 45/BC-UBND.")
    )
    report_date = DateField(label=_("Date of the report"))
    request_number = forms.CharField(
        label=_("Number of the request letter"), max_length=60, help_text=_("For example 112/UBND-KT.")
    )
    request_date = DateField(
        label=_("Date of the request letter"), help_text=_("This day decides the evaluation round (Article 5).")
    )

    def numbers(self) -> Numbers:
        found = self.cleaned_data
        return Numbers(found["report_number"], found["report_date"], found["request_number"], found["request_date"])


class RecordSignedForm(SignForm):
    signer_name = forms.CharField(label=_("Signed by"), max_length=120)
    signer_capacity = forms.CharField(
        label=_("Capacity of the signer"), max_length=120, help_text=_("For example KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.")
    )
    scan = forms.FileField(label=_("Scan of the signed papers"), help_text=_("PDF or photo."))

    def signer(self) -> Signer:
        return Signer(self.cleaned_data["signer_name"], self.cleaned_data["signer_capacity"])


class AgencyReportForm(forms.Form):
    """The agency's report on a re-ranking, copied from the signed paper."""

    scale_changed = forms.BooleanField(label=_("Production has changed greatly in scale"), required=False)
    evidence_unclear = forms.BooleanField(label=_("The evidence is not clear"), required=False)
    checked_on = DateField(label=_("Checked on site on"), required=False)
    check_findings = forms.CharField(
        label=_("What was found on site"), required=False, max_length=LONG_TEXT, widget=area(4)
    )
    findings = forms.CharField(label=_("Findings on the dossier"), max_length=LONG_TEXT, widget=area(6))
    proposal = forms.CharField(label=_("Proposal to the council"), max_length=LONG_TEXT, widget=area(3))
    number = forms.CharField(label=_("Number of the report"), max_length=60)
    reported_on = DateField(label=_("Date of the report"))
    signer_name = forms.CharField(label=_("Signed by"), max_length=120)
    signer_capacity = forms.CharField(label=_("Capacity of the signer"), max_length=120)
    report_revision = RevisionField(required=False)

    @staticmethod
    def initial_of(report: AgencyReport | None, day: dt.date) -> dict[str, Any]:
        if report is None:
            return {"report_revision": 0, "reported_on": day}
        names = [name for name in AgencyReportForm.base_fields if name != "report_revision"]
        return {name: getattr(report, name) for name in names} | {"report_revision": report.revision}

    def reported(self) -> Reported:
        said = self.cleaned_data
        names = (
            "scale_changed", "evidence_unclear", "checked_on", "check_findings", "findings", "proposal", "number",
            "reported_on",
        )  # fmt: skip
        return Reported(
            **{name: said[name] for name in names}, signer=Signer(said["signer_name"], said["signer_capacity"])
        )


class PostponeForm(MoveForm):
    evaluation_round = forms.ModelChoiceField(
        label=_("To the round"), queryset=EvaluationRound.objects.none(), empty_label=_("Choose a round")
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=area(3))

    def __init__(self, *args: Any, rounds: QuerySet[EvaluationRound], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["evaluation_round"].queryset = rounds  # type: ignore[attr-defined]


class TestsForm(MoveForm):
    """Which further tests, why, and by when."""

    __test__ = False  # no test of pytest's

    tests = forms.CharField(
        label=_("Tests"), max_length=300, help_text=_("For example: aflatoxin B1, lead; by which standard.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=area(3))
    due_on = DateField(label=_("Report by"))

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("tests", "reason", "due_on")}


class LaterForm(MoveForm):
    """A later day, and why."""

    due_on = DateField(label=_("New day"))
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=area(3))

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("due_on", "reason")}


class BringTestsForm(MoveForm):
    """The test report, a paper of the vault."""

    version = forms.TypedChoiceField(
        label=_("Test report"),
        coerce=int,
        help_text=_("A paper that is not here yet is put into the evidence vault first."),
    )

    def __init__(self, *args: Any, versions: Sequence[EvidenceVersion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.versions = {version.pk: version for version in versions}
        self.fields["version"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a document")),
            *(
                (key, f"{one.document.kind}. {one.document.title} {one.document.number}")
                for key, one in self.versions.items()
            ),
        ]

    def chosen(self) -> EvidenceVersion | None:
        return self.versions.get(self.cleaned_data["version"])


class ConsentForm(forms.Form):
    """How the producer agreed, with a scan or photos of what it signed."""

    note = forms.CharField(
        label=_("How the producer agreed"),
        max_length=200,
        help_text=_("For example: letter of 10/09/2026, kept with the dossier; or by telephone, who spoke with whom."),
    )
    on = DateField(label=_("Day of the consent"))
    file = forms.FileField(
        label=_("Signed page"), required=False, help_text=FILE_HELP, widget=FilesInput(attrs={"accept": ACCEPT})
    )
    camera = forms.FileField(
        label=_("Or photograph the paper page by page"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment", "data-pages-into": "file"}),
    )


@dataclass(frozen=True, slots=True)
class Cited:
    """A document chosen for a line."""

    version: EvidenceVersion
    page: int | None


def read_cited(line: str, data: Any, versions: Collection[EvidenceVersion]) -> Cited | None:
    """Read which document was chosen beside a line; None when nothing was, or it is none of ``versions``."""
    by_key = {str(version.pk): version for version in versions}
    version = by_key.get(data.get(f"version-{line}", ""))
    page = str(data.get(f"page-{line}", "")).strip()
    if version is None:
        return None
    return Cited(version, whole_number(page))


def return_candidates(items: Collection[Item], lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What can be asked for: the items of completeness, then the lines of the sheet."""
    return [(item.code, str(item.title)) for item in items] + [(f"line:{code}", name) for code, name in lines]


class ApologyForm(forms.Form):
    """What a letter of apology says besides the facts; both may be left to be written by hand."""

    reason = forms.CharField(
        label=_("Reason of the delay"),
        help_text=_("As the producer is to read it. Left empty, the letter has lines to write on."),
        required=False,
        max_length=1_000,
        widget=area(4),
    )
    new_due = DateField(
        label=_("New day of the result"),
        help_text=_("Left empty, the letter has a blank for it."),
        required=False,
    )

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_new_due(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["new_due"]
        if day is not None and day <= self.today:
            raise forms.ValidationError(_("Choose a day after today."))
        return day
