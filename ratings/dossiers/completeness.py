"""What Forms 01 and 02 must hold before a dossier can be filed (articles 6.1, 7.1; Annex III).

Pure: from plain facts to a list of items, each with the place where it is put right. A missing *warning* is shown and
does not hold the dossier back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ratings.dossiers.states import Kind, Subject
from registry.access.answers import ALLOWED, Answer, refuse
from registry.producers.states import TOURISM_ONLY, ProducerKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FORM_01 = "điểm a khoản 1 Điều 6; Mẫu số 01 Phụ lục III"
FORM_02 = "điểm a khoản 1 Điều 6; Mẫu số 02 Phụ lục III"
UPGRADE = "điểm b khoản 1 Điều 6"
RE_RANKING = "điểm c khoản 1 Điều 6"
SAMPLES = "điểm d khoản 2 Điều 6"
ON_BEHALF = "khoản 1 Điều 7"
CRITERIA = "Phụ lục II"

REGISTRATION_PAPER, PRODUCTION_PAPER, DECLARATION_PAPER = 1, 2, 11
"""Kinds of evidence of Form 02, part III."""
TOURISM_SET = 26

FOOD_SAFETY_CLAUSES = frozenset({"food_safety_certificate"})
PRODUCTION_CLAUSES = frozenset({"production_certificate", "production_conditions", "production_licence"})
DECLARATION_CLAUSES = frozenset({"no_declaration", "declaration_papers"})
"""Clauses of Annex II ("Hồ sơ bị loại khi") that name a paper without which the dossier would be excluded."""


class Place(StrEnum):
    """Where an item is put right."""

    FORMS = "forms"
    SELF_SCORE = "self_score"
    PRODUCER = "producer"
    PRODUCT = "product"
    EVIDENCE = "evidence"
    CONSENT = "consent"
    RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that must (or, as a warning, should) be there. ``anchor`` is the part of the page ``place``."""

    code: str
    title: StrOrPromise
    article: str
    done: bool
    place: Place
    anchor: str = ""
    note: StrOrPromise = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of one kind of evidence, with its last day in force (None: without end)."""

    kind: int
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything that completeness looks at, as plain facts of the day ``on``."""

    on: dt.date
    kind: Kind
    set_number: int | None
    producer_kind: ProducerKind
    registered: bool
    representative: Mapping[str, str] = field(default_factory=dict)
    """Of the producer's profile: name, position, sex, ethnicity, residence, address, phone or e-mail."""
    history: str = ""
    structure: str = ""
    description: str = ""
    specification: str = ""
    standard: str = ""
    materials_and_technology: str = ""
    quality_change: str = ""
    markets: str = ""
    business_results: str = ""
    plan: str = ""
    changes: str = ""
    samples: int = 0
    samples_excuse: str = ""
    """Why samples cannot be sent; then none are asked for, and the reason is read by the offices."""
    pledged: bool = False
    cases: Collection[str] = ()
    """Cases among which this set makes one choose (set 26)."""
    case: str = ""
    unanswered: Collection[str] = ()
    uncited: Collection[str] = ()
    """Lines over 0 points that neither cite evidence nor say why."""
    contradicted: Collection[str] = ()
    """Lines whose answers contradict what the register knows."""
    clauses: Collection[str] = ()
    """Clauses of Annex II for the whole dossier."""
    papers: Collection[Paper] = ()
    typed_by_office: bool = False
    consented: bool = False
    typed_since: Collection[str] = ()
    """Fields and lines ("line:1.1") that were typed after the producer agreed."""
    open_updates: Collection[Subject] = ()
    """Matters that a re-ranking has not brought up to date yet."""
    same_set: bool = True
    """The self-score is on the sheet of the set in which the product is registered today."""


FORM_TEXTS: Mapping[str, StrOrPromise] = {
    "materials_and_technology": gettext_lazy("Part II: material area, technology, processing and packing"),
    "quality_change": gettext_lazy("Part II: change of quality, standards, packaging and label"),
    "markets": gettext_lazy("Part II: markets where the product is sold"),
    "business_results": gettext_lazy("Part II: results of production and business (revenue, profit)"),
    "plan": gettext_lazy("Part IV: plan for production and business"),
}
_PROFILE = {
    "name": gettext_lazy("name of the representative"),
    "position": gettext_lazy("position"),
    "sex": gettext_lazy("sex"),
    "ethnicity": gettext_lazy("ethnicity"),
    "residence": gettext_lazy("permanent residence"),
    "address": gettext_lazy("address"),
    "contact": gettext_lazy("phone or e-mail"),
}
_PRODUCT = {
    "description": gettext_lazy("description"),
    "specification": gettext_lazy("specification"),
    "standard": gettext_lazy("standard"),
}


def items_of(filing: Filing) -> tuple[Item, ...]:
    """Return every item that this dossier needs, in the order of the forms, warnings last."""
    return (*_form_01(filing), *_form_02(filing), *_consent(filing), *_warnings(filing))


def missing(items: Collection[Item]) -> tuple[Item, ...]:
    """Return what holds the dossier back."""
    return tuple(item for item in items if not item.done and not item.warning)


def complete(items: Collection[Item]) -> Answer:
    """Whether the dossier can be filed, with the missing items by name."""
    left = missing(items)
    if not left:
        return ALLOWED
    return refuse(
        ngettext(
            "%(count)s item is still missing: %(items)s.", "%(count)s items are still missing: %(items)s.", len(left)
        )
        % {"count": len(left), "items": "; ".join(str(item.title) for item in left)},
        article=left[0].article,
        remedy=_("Complete them from the list; what is there already is kept."),
    )


def _form_01(filing: Filing) -> Iterator[Item]:
    empty = [str(label) for key, label in _PROFILE.items() if not filing.representative.get(key, "").strip()]
    yield Item(
        "applicant",
        gettext_lazy("Particulars of the producer and its representative"),
        FORM_01,
        not empty,
        Place.PRODUCER,
        note=_lacking(empty),
    )
    empty = [str(label) for key, label in _PRODUCT.items() if not getattr(filing, key).strip()]
    yield Item(
        "product",
        gettext_lazy("Description, specification and standard of the product"),
        FORM_02,
        not empty,
        Place.PRODUCT,
        note=_lacking(empty),
    )
    if filing.set_number != TOURISM_SET:
        sent = filing.samples >= 5 or bool(filing.samples_excuse.strip())
        yield Item("samples", gettext_lazy("05 samples"), SAMPLES, sent, Place.FORMS, "samples")
    yield Item("pledge", gettext_lazy("Pledge of the producer"), FORM_01, filing.pledged, Place.FORMS, "pledged")


def _form_02(filing: Filing) -> Iterator[Item]:
    if filing.producer_kind not in TOURISM_ONLY:
        yield _registration(filing)
    yield Item(
        "history", gettext_lazy("How the producer came to be"), FORM_02, bool(filing.history.strip()), Place.PRODUCER
    )
    yield Item(
        "structure",
        gettext_lazy("Organisational structure of the producer"),
        FORM_02,
        bool(filing.structure.strip()),
        Place.PRODUCER,
    )
    for name, title in FORM_TEXTS.items():
        if name != "plan":
            yield Item(name, title, FORM_02, bool(getattr(filing, name).strip()), Place.FORMS, name)
    if filing.cases:
        yield Item(
            "case",
            gettext_lazy("Choice of one of the two cases"),
            CRITERIA,
            filing.case in filing.cases,
            Place.SELF_SCORE,
        )
    if not filing.same_set:
        yield Item(
            "product_set",
            gettext_lazy("Self-score on the sheet of the product's set"),
            CRITERIA,
            done=False,
            place=Place.SELF_SCORE,
            note=gettext_lazy("the product is registered in another set since"),
        )
    yield Item(
        "self_score",
        gettext_lazy("Part III: self-score of every line"),
        FORM_02,
        not filing.unanswered,
        Place.SELF_SCORE,
        f"line-{next(iter(filing.unanswered))}" if filing.unanswered else "",
        note=_lines(filing.unanswered),
    )
    yield from _papers(filing)
    yield Item("plan", FORM_TEXTS["plan"], FORM_02, bool(filing.plan.strip()), Place.FORMS, "plan")
    if filing.kind is Kind.UPGRADE:
        yield Item(
            "changes",
            gettext_lazy("What changed since the last recognition"),
            UPGRADE,
            bool(filing.changes.strip()),
            Place.FORMS,
            "changes",
        )
    if filing.kind is Kind.RE_RANKING:
        yield Item(
            "updates",
            gettext_lazy("What is new since the last recognition: ten matters"),
            RE_RANKING,
            not filing.open_updates,
            Place.RENEWAL,
            f"update-{next(iter(filing.open_updates))}" if filing.open_updates else "",
            note=_lacking([str(subject.label).lower() for subject in filing.open_updates]),
        )


def _registration(filing: Filing) -> Item:
    title = (
        gettext_lazy("Registration of the cooperative group: number, date and copy")
        if filing.producer_kind is ProducerKind.COOPERATIVE_GROUP
        else gettext_lazy("Business registration: number, date and copy")
    )
    if not filing.registered:
        return Item(
            "registration",
            title,
            FORM_02,
            done=False,
            place=Place.PRODUCER,
            note=gettext_lazy("number or date is missing"),
        )
    return _paper(filing, "registration", title, REGISTRATION_PAPER, FORM_02)


def _papers(filing: Filing) -> Iterator[Item]:
    if FOOD_SAFETY_CLAUSES & set(filing.clauses):
        title = gettext_lazy("Certificate of food safety conditions, in force")
        yield _paper(filing, "production_paper", title, PRODUCTION_PAPER, CRITERIA)
    elif PRODUCTION_CLAUSES & set(filing.clauses):
        title = gettext_lazy("Certificate of production conditions, in force")
        yield _paper(filing, "production_paper", title, PRODUCTION_PAPER, CRITERIA)
    if DECLARATION_CLAUSES & set(filing.clauses):
        yield _paper(filing, "declaration", gettext_lazy("Declaration of the product"), DECLARATION_PAPER, CRITERIA)


def _paper(filing: Filing, code: str, title: StrOrPromise, kind: int, article: str) -> Item:
    held = [paper for paper in filing.papers if paper.kind == kind]
    done = any(paper.valid_until is None or paper.valid_until >= filing.on for paper in held)
    note: StrOrPromise = ""
    if held and not done:
        last = max(paper.valid_until for paper in held if paper.valid_until)
        note = _("out of date since %(day)s") % {"day": f"{last:%d/%m/%Y}"}
    elif not held:
        note = _("no copy in the vault yet")
    return Item(code, title, article, done, Place.EVIDENCE, f"kind-{kind}", note)


def _consent(filing: Filing) -> Iterator[Item]:
    if filing.typed_by_office:
        yield Item(
            "consent",
            gettext_lazy("Consent of the producer to the officer typing for it"),
            ON_BEHALF,
            filing.consented,
            Place.CONSENT,
            "consent",
        )
        if filing.consented:
            yield Item(
                "consent_covers",
                gettext_lazy("The producer agreed to everything that was typed"),
                ON_BEHALF,
                not filing.typed_since,
                Place.CONSENT,
                "consent",
                note=_typed_since(filing.typed_since),
                warning=True,
            )


def _typed_since(subjects: Collection[str]) -> str:
    """Say what was typed after the consent: how many fields of the forms, and which lines."""
    if not subjects:
        return ""
    lines = [subject.removeprefix("line:") for subject in subjects if subject.startswith("line:")]
    fields = len(subjects) - len(lines)
    parts = [
        ngettext("%(count)s field of the forms", "%(count)s fields of the forms", fields) % {"count": fields}
        if fields
        else "",
        str(_lines(lines)),
    ]
    said = "; ".join(filter(None, parts))
    return _("Typed after the consent: %(what)s. Read it back once more and record the consent anew.") % {"what": said}


def _warnings(filing: Filing) -> Iterator[Item]:
    yield Item(
        "evidence",
        gettext_lazy("Every line over 0 points cites a document or says why not"),
        FORM_02,
        not filing.uncited,
        Place.SELF_SCORE,
        f"line-{next(iter(filing.uncited))}" if filing.uncited else "",
        note=_lines(filing.uncited),
        warning=True,
    )
    if filing.contradicted:
        yield Item(
            "known",
            gettext_lazy("The self-score agrees with what the register knows"),
            FORM_02,
            done=False,
            place=Place.SELF_SCORE,
            anchor=f"line-{next(iter(filing.contradicted))}",
            note=_lines(filing.contradicted),
            warning=True,
        )


def _lacking(names: Collection[str]) -> StrOrPromise:
    return _("missing: %(names)s") % {"names": ", ".join(names)} if names else ""


def _lines(codes: Collection[str]) -> StrOrPromise:
    if not codes:
        return ""
    shown = ", ".join(list(codes)[:8]) + ("…" if len(codes) > 8 else "")
    return ngettext("%(count)s line: %(codes)s", "%(count)s lines: %(codes)s", len(codes)) % {
        "count": len(codes),
        "codes": shown,
    }
