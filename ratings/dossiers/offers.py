"""What a person can do with a dossier now: one primary action and the rest, each with the reason when it is refused.

Computed from the table of moves. A move is offered only where a page for it exists: an address named
``dossier-<move>`` with the dossier's number (concepts above bring theirs). Facts that a form will ask for (a reason, a
day, a number) count as given here; the action asks again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from ratings.dossiers import completeness, rules
from ratings.dossiers.completeness import Item, Place
from ratings.dossiers.filing import answer_facts, eligible, filed_in_time, forms_complete
from ratings.dossiers.models import Dossier, Submission
from ratings.dossiers.queries import agency_report_of, last_answered
from ratings.dossiers.standing import open_return_of, report_on
from ratings.dossiers.states import State
from ratings.dossiers.workflow import Fact, Move, Party, Row, answer_to, moves_from
from registry.access.answers import ALLOWED, Answer
from registry.accounts.models import User

if TYPE_CHECKING:
    import datetime as dt

    from django_stubs_ext import StrOrPromise

PAGES: Mapping[Move, str] = {
    Move.FILE: "dossier-file",
    Move.FILE_ON_BEHALF: "dossier-file",
    Move.RETURN_BY_COMMUNE: "dossier-return",
    Move.RETURN_BY_PROVINCE: "dossier-return",
    Move.RETURN_BY_MINISTRY: "dossier-return",
    Move.ANSWER_COMMUNE: "dossier-answer",
    Move.ANSWER_PROVINCE: "dossier-answer",
    Move.ANSWER_MINISTRY: "dossier-answer",
}
"""Moves that share a page; any other has ``dossier-`` and its own name with hyphens."""

ASIDE = frozenset(
    {
        Move.RETRACT,
        Move.REFUSE_RECEPTION,
        Move.RETURN_BY_COMMUNE,
        Move.SEND_BACK_TO_OFFICER,
        Move.RECORD_SIGNED,
        Move.RETURN_BY_PROVINCE,
        Move.POSTPONE,
        Move.REQUEST_TESTS,
        Move.GIVE_TESTS_TIME,
        Move.TAKE_OFF_AGENDA,
        Move.EXCLUDE,
        Move.CALL_SECOND_SCORING,
        Move.TAKE_OUT_OF_DECISION,
        Move.RETURN_BY_MINISTRY,
        Move.SEND_BACK,
    }
)
"""Never the primary action: they lead off the main way."""
_DANGEROUS = frozenset({Move.RETRACT, Move.REFUSE_RECEPTION, Move.EXCLUDE})


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to do: a link, or a disabled button with its reason."""

    label: StrOrPromise
    url: str
    answer: Answer
    icon: str = ""
    dangerous: bool = False


@dataclass(frozen=True, slots=True)
class Offers:
    primary: Offer | None
    others: tuple[Offer, ...]


def page_of(move: Move, number: str) -> str:
    """Address of the page on which ``move`` is made, or "" where nobody has written one yet."""
    try:
        return reverse(PAGES.get(move, f"dossier-{move.value.replace('_', '-')}"), args=[number])
    except NoReverseMatch:
        return ""


def offers_of(
    person: User,
    dossier: Dossier,
    today: dt.date,
    *,
    items: Collection[Item],
    submission: Submission | None,
    capacities: Collection[Party] = (),
) -> Offers:
    """Return what ``person`` is offered on the page of ``dossier`` (fetched by ``queries.for_record``)."""
    parties = rules.parties_of(person, dossier, capacities=capacities)
    rows = [row for row in moves_from(dossier.current) if row.parties & parties and page_of(row.move, dossier.number)]
    if Party.PRODUCER in parties:
        rows = [row for row in rows if row.move is not Move.FILE_ON_BEHALF]
    facts = _known_facts(dossier, today, rows, items, submission)
    answers = {row: _answer(row, facts) for row in rows}
    ahead = _before_moving(person, dossier, items, answers)
    primary = ahead or next(
        (_offer(row, dossier, answers[row]) for row in rows if row.move not in ASIDE and answers[row]), None
    )
    others = tuple(
        offer for row in rows if (offer := _offer(row, dossier, answers[row])).url != (primary.url if primary else None)
    )
    return Offers(primary, tuple({offer.url + str(offer.label): offer for offer in others}.values()))


def _offer(row: Row, dossier: Dossier, answer: Answer) -> Offer:
    return Offer(
        row.move.label, page_of(row.move, dossier.number), answer, row.target.icon, dangerous=row.move in _DANGEROUS
    )


def _answer(row: Row, facts: Mapping[Fact, Answer]) -> Answer:
    return next((facts[fact] for fact in row.facts if fact in facts and not facts[fact]), ALLOWED)


def _before_moving(
    person: User, dossier: Dossier, items: Collection[Item], answers: Mapping[Row, Answer]
) -> Offer | None:
    """What has to be written before the next move is possible: the forms, the answers, Form 03."""
    state, number = dossier.current, dossier.number
    if state is State.DRAFT and completeness.missing(items) and rules.may_edit_forms(person, dossier):
        first = completeness.missing(tuple(items))[0]
        return Offer(_("Continue the dossier"), place_of(first, dossier), ALLOWED, "pencil")
    if state is State.RECEIVED and rules.may_draft_report(person, dossier):
        ready = any(answer for row, answer in answers.items() if row.move is Move.SUBMIT_FOR_SIGNATURE)
        if not ready:
            return Offer(_("Draft Form 03"), reverse("dossier-report", args=[number]), ALLOWED, "pencil")
    if state in _RECHECKED and _unchecked(person, dossier):
        return Offer(
            _("Look at the answers again"), reverse("dossier-recheck", args=[number]), ALLOWED, "clipboard-check"
        )
    if state is State.AGENCY_REPORT and rules.may_report(person, dossier) and agency_report_of(dossier) is None:
        return Offer(_("Write the agency's report"), reverse("dossier-agency-report", args=[number]), ALLOWED, "pencil")
    if any(row.move is answer_to(state) for row in answers):
        return Offer(_("Complete what was asked"), reverse("dossier-answer", args=[number]), ALLOWED, "pencil")
    return None


_RECHECKED = frozenset(state for _party, state in rules.RECHECKING.values())


def _unchecked(person: User, dossier: Dossier) -> bool:
    """Whether answers wait that this person's office has not looked at again."""
    answered = last_answered(dossier)
    if answered is None or not rules.may_recheck(person, dossier, answered):
        return False
    return any(not item.recheck for item in answered.items.all())


def _known_facts(
    dossier: Dossier, today: dt.date, rows: Collection[Row], items: Collection[Item], submission: Submission | None
) -> dict[Fact, Answer]:
    """Answer the facts that need nothing typed, only those that these rows ask."""
    report = report_on(dossier)
    known: dict[Fact, Callable[[], Answer]] = {
        Fact.COMPLETE: lambda: forms_complete(items),
        Fact.ELIGIBLE: lambda: eligible(dossier, today),
        Fact.IN_TIME: lambda: filed_in_time(dossier, today),
        Fact.CONSENT: lambda: rules.consent_recorded(dossier),
        Fact.ANSWERED: lambda: answer_facts(open_return_of(dossier), items)[Fact.ANSWERED],
        Fact.TICKETS_SETTLED: lambda: rules.tickets_settled(last_answered(dossier)),
        Fact.FORM_03: lambda: rules.report_complete(report, submission),
        Fact.SIGNED: lambda: rules.report_signed(report),
        Fact.FORM_03_CURRENT: lambda: rules.report_current(report, submission),
        Fact.BY_TEAM: lambda: rules.by_team(dossier),
        Fact.BY_AGENCY: lambda: rules.by_agency(dossier),
        Fact.AGENCY_REPORT: lambda: rules.agency_reported(agency_report_of(dossier)),
        Fact.RENEWS_FIVE: lambda: rules.renews_five(dossier),
    }
    if report and report.signed_at:
        known[Fact.SIGNATURE_STATED] = rules.report_signed_already
    asked = dict.fromkeys(fact for row in rows for fact in row.facts)
    return {fact: known[fact]() for fact in asked if fact in known}


def place_of(item: Item, shown: Dossier) -> str:
    """Address where an item is put right."""
    name, argument = {
        Place.FORMS: ("dossier-forms", shown.number),
        Place.SELF_SCORE: ("dossier-self-score", shown.number),
        Place.PRODUCER: ("producer-edit", shown.producer_id),
        Place.PRODUCT: ("product-edit", shown.product.public_id),
        Place.EVIDENCE: ("evidence-list", shown.producer_id),
        Place.CONSENT: ("dossier-checks", shown.number),
        Place.RENEWAL: ("dossier-renewal", shown.number),
    }[item.place]
    with_anchor = item.anchor and item.place not in {Place.PRODUCER, Place.PRODUCT}
    return reverse(name, args=[argument]) + (f"#{item.anchor}" if with_anchor else "")
