"""Which dossiers a person sees, and what pages and guards need of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from ratings.criteria.queries import NotPublished, PublishedSheet, law_on, published_sheet, sheet_of
from ratings.criteria.sheet import Mark
from ratings.dossiers import completeness
from ratings.dossiers.completeness import Filing, Item, Paper
from ratings.dossiers.known import Known, YearKnown, contradicted, findings
from ratings.dossiers.models import (
    AgencyReport,
    CallTask,
    Citation,
    CommuneReport,
    ConsentCode,
    Dossier,
    Entered,
    EvaluationRound,
    FieldPhoto,
    FieldVisit,
    PlanItem,
    RenewalUpdate,
    ReturnItem,
    ReturnRequest,
    Submission,
    TestRequest,
    Transition,
)
from ratings.dossiers.renewal import Update, open_subjects
from ratings.dossiers.states import OPEN, Kind, State, Subject, Verdict
from ratings.dossiers.workflow import Move
from ratings.sheets.queries import Content, content_of, progress
from registry.access.roles import COMMUNE_ROLES, MINISTRY_ROLES, PROVINCE_ROLES
from registry.accounts.models import User
from registry.calendar.today import today
from registry.evidence.models import EvidenceDocument, EvidenceVersion
from registry.places.folding import words_of
from registry.places.models import Commune
from registry.producers.models import Membership, YearFigures
from registry.producers.states import ProducerKind
from registry.products.models import Product, ProductPhoto

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def visible_to(person: User | AnonymousUser) -> QuerySet[Dossier]:
    """Return the dossiers that ``person`` may read, for pages, API, exports and files alike.

    A producer's members read their own; a commune reads those of its place; a province what a commune has requested;
    the ministry what a province has sent up. Council members and advisors have their own door (scoring).
    """
    if not person.is_authenticated:
        return Dossier.objects.none()
    condition = Q(
        producer__in=Membership.objects.held_on(today()).filter(user=person).values("producer"),
    )
    if communes := person.communes(COMMUNE_ROLES):
        condition |= Q(commune__in=communes)
    if provinces := person.provinces(PROVINCE_ROLES):
        condition |= Q(province__in=provinces, requested_on__isnull=False)
    if person.holds(MINISTRY_ROLES):
        condition |= Q(Exists(Transition.objects.filter(dossier=OuterRef("pk"), move=Move.SEND_TO_MINISTRY)))
    return Dossier.objects.filter(condition)


def for_lists(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Fetch along what a row and its whose-turn line show, with ``cover_id``, the product's first photo."""
    cover = ProductPhoto.objects.filter(product=OuterRef("product")).order_by("position", "pk").values("pk")[:1]
    waiting = ReturnRequest.objects.filter(dossier=OuterRef("pk"), answered_at=None, dropped_at=None)
    last = Transition.objects.filter(dossier=OuterRef("pk")).order_by("-revision")
    return dossiers.select_related(
        "product", "producer", "commune", "province", "evaluation_round", "commune_report"
    ).annotate(
        cover_id=Subquery(cover),
        return_due_on=Subquery(waiting.values("due_on")[:1]),
        moved_due_on=Subquery(last.values("due_on")[:1]),
    )


def for_record(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """As ``for_lists``, with what a dossier's own page shows besides."""
    return for_lists(dossiers).select_related(
        "product__code", "product__commune", "producer__commune", "criteria_set__law", "self_score", "forms_saved_by"
    )


def matching(dossiers: QuerySet[Dossier], text: str) -> QuerySet[Dossier]:
    """Narrow to those whose number, product or producer holds every word, without regard to accents."""
    for word in words_of(text):
        dossiers = dossiers.filter(
            Q(number__startswith=word) | Q(product__folded__contains=word) | Q(producer__folded__contains=word)
        )
    return dossiers


def counts_by_state(dossiers: QuerySet[Dossier]) -> dict[State, int]:
    """Count ``dossiers`` by state, in the order of the way, without the states that have none."""
    rows = dict(dossiers.order_by().values_list("state").annotate(count=Count("pk")))
    return {state: rows[state.value] for state in State if state.value in rows}


def communes_of(dossiers: QuerySet[Dossier]) -> QuerySet[Commune]:
    return Commune.objects.filter(pk__in=dossiers.order_by().values("commune")).order_by("folded", "code")


def rounds_of(dossiers: QuerySet[Dossier]) -> QuerySet[EvaluationRound]:
    """Rounds to which at least one of ``dossiers`` belongs: the choices of the filter."""
    present = dossiers.order_by().values("evaluation_round")
    return EvaluationRound.objects.filter(pk__in=present).order_by("-last_request_day")


def cases_of(set_number: int, day: dt.date) -> list[tuple[str, str]]:
    """Return the cases that the sheet of a set offers under the law of ``day``, as (code, words); mostly none."""
    try:
        return list(published_sheet(law_on(day, "first", on=day).code, set_number).sheet.cases)
    except NotPublished:
        return []


def open_dossier_of(product: Product) -> Dossier | None:
    return Dossier.objects.filter(product=product, state__in=OPEN).first()


def without_open_dossier(products: QuerySet[Product]) -> QuerySet[Product]:
    """Narrow ``products`` to those for which a dossier can be opened."""
    return products.exclude(pk__in=Dossier.objects.filter(state__in=OPEN).values("product"))


def last_recognised_of(product: Product) -> Dossier | None:
    """The dossier that led to the product's latest recognition here, if there was one."""
    recognised = Dossier.objects.filter(product=product, state__in=[State.RECOGNISED, State.RECOGNISED_FIVE])
    return recognised.order_by("-state_since").first()


# ---------------------------------------------------------------- people


def producer_people(dossier: Dossier) -> list[User]:
    """Members of the dossier's producer today."""
    held = Membership.objects.held_on(today()).filter(producer=dossier.producer_id, user__is_active=True)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


# ---------------------------------------------------------------- rounds


def round_for(province: str, requested_on: dt.date) -> EvaluationRound | None:
    """Return the round of ``province`` to which a request of that day belongs: the first it is not late for.

    Extra rounds count where a plan has entered them (article 5.1). None where the rounds of the year are not there yet.
    """
    rounds = EvaluationRound.objects.filter(province=province, last_request_day__gte=requested_on)
    return rounds.order_by("last_request_day", "number").first()


def later_rounds(dossier: Dossier) -> QuerySet[EvaluationRound]:
    """Rounds of the dossier's province after its present one."""
    rounds = EvaluationRound.objects.filter(province=dossier.province_id).order_by("last_request_day", "number")
    present = dossier.evaluation_round
    return rounds.filter(last_request_day__gt=present.last_request_day) if present else rounds


# ---------------------------------------------------------------- what was filed, returned, reported


def latest_submission(dossier: Dossier) -> Submission | None:
    return Submission.objects.filter(dossier=dossier).order_by("-number").first()


def submissions_of(dossier: Dossier) -> QuerySet[Submission]:
    """Every filing, the latest first, without its content."""
    return Submission.objects.filter(dossier=dossier).select_related("filed_by").defer("content").order_by("-number")


def was_scored(dossier: Dossier) -> bool:
    """Whether a council has ever had sheets for the dossier."""
    return Transition.objects.filter(dossier=dossier, move=Move.START_SCORING).exists()


def sealed_before(dossier: Dossier) -> Submission | None:
    """Return the last filing of the dossier that this one begins with: what council and commune judged then."""
    return latest_submission(dossier.previous) if dossier.previous_id and dossier.previous else None


def submission_at(dossier: Dossier, moment: dt.datetime) -> Submission | None:
    """The filing that was the latest at ``moment``, with its content."""
    return Submission.objects.filter(dossier=dossier, filed_at__lte=moment).order_by("-number").first()


def open_return(dossier: Dossier) -> ReturnRequest | None:
    """Return the request that waits for an answer, with its items."""
    waiting = ReturnRequest.objects.filter(dossier=dossier, answered_at=None, dropped_at=None)
    return waiting.prefetch_related(Prefetch("items", ReturnItem.objects.order_by("pk"))).first()


def last_answered(dossier: Dossier) -> ReturnRequest | None:
    """Return the request answered last, with its items, where no later one has been made."""
    last = ReturnRequest.objects.filter(dossier=dossier).order_by("-pk")
    items = Prefetch("items", ReturnItem.objects.select_related("answered_by", "rechecked_by").order_by("pk"))
    found = last.prefetch_related(items).first()
    return found if found and found.answered_at else None


def returns_of(dossier: Dossier) -> QuerySet[ReturnRequest]:
    """Every request to complete, the latest first, with items and who asked."""
    items = Prefetch("items", ReturnItem.objects.select_related("answered_by", "rechecked_by").order_by("pk"))
    return (
        ReturnRequest.objects.filter(dossier=dossier).select_related("asked_by").prefetch_related(items).order_by("-pk")
    )


def report_of(dossier: Dossier) -> CommuneReport | None:
    return (
        CommuneReport.objects.filter(dossier=dossier)
        .select_related("submission", "drafted_by", "signed_by", "recorded_by", "scan")
        .first()
    )


def agency_report_of(dossier: Dossier) -> AgencyReport | None:
    return AgencyReport.objects.filter(dossier=dossier).select_related("recorded_by").first()


def calls_of(dossier: Dossier) -> list[CallTask]:
    """Calls made and to be made, the latest first, without those that a later move made needless."""
    rows = CallTask.objects.filter(dossier=dossier, dropped_at=None)
    return list(rows.select_related("called_by", "transition"))


def with_calls(dossiers: QuerySet[Dossier], communes: Collection[str]) -> QuerySet[Dossier]:
    """Annotate ``call_asked_at``: since when the desk of one of ``communes`` has to call the producer, else None."""
    waiting = CallTask.objects.filter(
        dossier=OuterRef("pk"), dossier__commune__in=communes, called_at=None, dropped_at=None
    )
    return dossiers.annotate(call_asked_at=Subquery(waiting.values("asked_at")[:1]))


def transitions_of(dossier: Dossier) -> QuerySet[Transition]:
    """The dossier's history, the latest first."""
    return Transition.objects.filter(dossier=dossier).select_related("actor").order_by("-revision")


def citations_of(dossier: Dossier) -> QuerySet[Citation]:
    return (
        Citation.objects.filter(dossier=dossier)
        .select_related("line", "version__document", "version__file", "version__original_check")
        .order_by("line__position", "pk")
    )


def field_visit_of(dossier: Dossier) -> FieldVisit | None:
    return FieldVisit.objects.filter(dossier=dossier).select_related("noted_by").first()


def field_photos_of(dossier: Dossier) -> QuerySet[FieldPhoto]:
    return FieldPhoto.objects.filter(dossier=dossier).select_related("dossier", "picture", "taken_by")


def open_tests(dossier: Dossier) -> TestRequest | None:
    """The tests that are asked for and have not come yet."""
    return TestRequest.objects.filter(dossier=dossier, brought_at=None, dropped_at=None).first()


def tests_of(dossier: Dossier) -> QuerySet[TestRequest]:
    return TestRequest.objects.filter(dossier=dossier).select_related("asked_by", "brought_by", "version__document")


def entered_of(dossier: Dossier) -> dict[str, Entered]:
    """Who typed each field and answered each line last, by its subject."""
    return {one.subject: one for one in Entered.objects.filter(dossier=dossier).select_related("by")}


def typed_since_consent(dossier: Dossier) -> list[str]:
    """Return the subjects that were typed after the producer agreed that the office types for it."""
    if not dossier.typed_by_office or dossier.consent_at is None:
        return []
    later = Entered.objects.filter(dossier=dossier, at__gt=dossier.consent_at)
    later = later.exclude(by__memberships__producer=dossier.producer_id)
    return list(later.order_by("subject").values_list("subject", flat=True))


def consent_code_of(dossier: Dossier, since: dt.datetime) -> ConsentCode | None:
    """Return the code that was sent after ``since`` and waits to be read aloud."""
    return ConsentCode.objects.filter(dossier=dossier, used_at=None, dropped_at=None, sent_at__gt=since).first()


def citable_versions(dossier: Dossier) -> list[EvidenceVersion]:
    """The newest version of every paper of the producer, in the order of the 15 kinds."""
    newest = EvidenceVersion.objects.filter(document=OuterRef("pk")).order_by("-number").values("pk")[:1]
    documents = EvidenceDocument.objects.filter(producer=dossier.producer_id).annotate(newest=Subquery(newest))
    versions = EvidenceVersion.objects.filter(pk__in=documents.values("newest"))
    return list(versions.select_related("document").order_by("document__kind", "document__pk"))


def plan_of(dossier: Dossier) -> list[PlanItem]:
    """The papers of the saved plan, what is to be asked for first at the top."""
    return list(PlanItem.objects.filter(dossier=dossier).select_related("done_by"))


def known_of(dossier: Dossier, on: dt.date, papers: Collection[Paper]) -> Known:
    """Gather what the register knows of the dossier's producer, with the ``papers`` of its vault."""
    producer = dossier.producer
    years = YearFigures.objects.filter(producer=producer, year__gte=on.year - 3)
    names = [field.name for field in dataclasses.fields(YearKnown)]
    return Known(
        year=on.year,
        kind=ProducerKind(producer.kind),
        local_capital_share=producer.local_capital_share,
        sex=producer.representative_sex,
        ethnicity=producer.representative_ethnicity,
        disabled=producer.representative_disabled,
        years={each.year: YearKnown(**{name: getattr(each, name) for name in names}) for each in years},
        papers=frozenset(each.kind for each in papers if each.valid_until is None or each.valid_until >= on),
    )


def updates_of(dossier: Dossier) -> list[RenewalUpdate]:
    """What the producer has said of the matters of a re-ranking, in the order of the law."""
    order = Subject.values
    rows = RenewalUpdate.objects.filter(dossier=dossier).select_related("said_by")
    return sorted(rows, key=lambda row: order.index(row.subject))


def settled_of(dossier: Dossier) -> dict[str, Update]:
    return {one.subject: Update(Verdict(one.verdict), one.note) for one in updates_of(dossier)}


def papers_among(versions: Collection[EvidenceVersion], on: dt.date) -> list[Paper]:
    """As ``papers_of``, from ``citable_versions``."""
    documents = [version.document for version in versions]
    return [Paper(each.kind, each.valid_until) for each in documents if not each.valid_from or each.valid_from <= on]


def papers_of(dossier: Dossier, on: dt.date) -> list[Paper]:
    """Papers of the producer that have a file and are in force or were, with their last day."""
    rows = (
        EvidenceDocument.objects.filter(producer=dossier.producer_id, versions__isnull=False)
        .exclude(valid_from__gt=on)
        .order_by()
        .distinct()
        .values_list("kind", "valid_until")
    )
    return [Paper(kind, valid_until) for kind, valid_until in rows]


# ---------------------------------------------------------------- completeness


@dataclass(frozen=True, slots=True)
class SelfScoreRead:
    """What a page has read of the self-score already: answers, lines that cite a paper, papers, what is known."""

    content: Content
    cited: Collection[str]
    papers: Collection[Paper] | None = None
    known: Known | None = None
    """Asked for where contradictions are shown; elsewhere they are not looked for."""


def filing_of(dossier: Dossier, on: dt.date, *, read: SelfScoreRead | None = None) -> Filing:
    """Gather the plain facts of Forms 01 and 02 as they stand now; a page hands over what it has ``read``."""
    law = sheet_of(dossier.criteria_set_id)
    read = read or SelfScoreRead(content_of(dossier.self_score), _cited(dossier, law))
    content, cited = read.content, read.cited
    producer, product = dossier.producer, dossier.product
    return Filing(
        on=on,
        kind=Kind(dossier.kind),
        set_number=product.set_number,
        producer_kind=ProducerKind(producer.kind),
        registered=producer.registered,
        representative={
            "name": producer.representative_name,
            "position": producer.representative_position,
            "sex": producer.representative_sex,
            "ethnicity": producer.representative_ethnicity,
            "residence": producer.representative_residence,
            "address": producer.address,
            "contact": producer.phone or producer.email,
        },
        history=producer.history,
        structure=producer.structure,
        description=product.description,
        specification=product.specification,
        standard=product.standard,
        materials_and_technology=dossier.materials_and_technology,
        quality_change=dossier.quality_change,
        markets=dossier.markets,
        business_results=dossier.business_results,
        plan=dossier.plan,
        changes=dossier.changes,
        samples=dossier.samples,
        samples_excuse=dossier.samples_excuse,
        pledged=dossier.pledged,
        cases=tuple(dict(law.sheet.cases)),
        case=dossier.case,
        unanswered=progress(law, content.ticks).unanswered,
        uncited=uncited_lines(law, content, cited),
        clauses=frozenset(rule.clause for rule in law.sheet.rules_at("")),
        papers=papers_of(dossier, on) if read.papers is None else read.papers,
        contradicted=contradicted(law.sheet, findings(law.sheet, read.known), content.ticks) if read.known else (),
        typed_by_office=dossier.typed_by_office,
        consented=bool(dossier.consent_on and dossier.consent_note),
        typed_since=typed_since_consent(dossier),
        open_updates=open_subjects(settled_of(dossier)) if dossier.kind == Kind.RE_RANKING else (),
        same_set=law.sheet.number == product.set_number,
    )


def _cited(dossier: Dossier, law: PublishedSheet) -> set[str]:
    return {law.code_of[line] for line in Citation.objects.filter(dossier=dossier).values_list("line", flat=True)}


def read_with_known(dossier: Dossier, on: dt.date) -> SelfScoreRead:
    """Read what a page needs that shows what contradicts the register."""
    papers = papers_of(dossier, on)
    cited = _cited(dossier, sheet_of(dossier.criteria_set_id))
    return SelfScoreRead(content_of(dossier.self_score), cited, papers, known_of(dossier, on, papers))


def items_of(dossier: Dossier, on: dt.date, *, read: SelfScoreRead | None = None) -> tuple[Item, ...]:
    """Return the completeness list of a dossier on a day."""
    return completeness.items_of(filing_of(dossier, on, read=read))


def uncited_lines(law: PublishedSheet, content: Content, cited: Collection[str]) -> tuple[str, ...]:
    """Lines over 0 points that neither cite a document nor say why in their remark."""
    return tuple(
        code
        for code, tick in content.ticks.items()
        if tick is not Mark.NONE_FITS
        and law.sheet.lines[code].points(tick) > 0
        and code not in cited
        and code not in content.remarks
    )


def points_of(law: PublishedSheet, content: Content) -> Mapping[str, int]:
    """Points of the answered lines by code."""
    return {code: law.sheet.lines[code].points(tick) for code, tick in content.ticks.items()}
