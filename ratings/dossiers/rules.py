"""In which capacity a person acts on a dossier, whether a move is hers now, and the facts that guards ask.

Facts are answers computed from the rows and from what was typed, never taken from a browser. Nothing here writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ratings.dossiers.models import CommuneReport, Dossier, EvaluationRound, ReturnItem, ReturnRequest, Submission
from ratings.dossiers.states import EDITABLE, State
from ratings.dossiers.workflow import OFFICES, Fact, Move, Party, check
from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import Role, Scope
from registry.accounts.models import RoleAssignment, User
from registry.calendar.today import today
from registry.producers.models import Membership
from registry.producers.states import Rank

FILING = "khoản 1 Điều 7"
REPORT = "điểm b khoản 2 Điều 7"
CHECKING = "điểm a khoản 2 Điều 7"


def parties_of(person: User, dossier: Dossier, *, capacities: Collection[Party] = ()) -> frozenset[Party]:
    """Return every capacity of ``person`` for ``dossier``.

    Offices count only for the dossier's own commune and province; membership only for its producer. ``capacities``
    are those of a council, which the council's own concept has established.
    """
    parties = set(capacities)
    for assignment in person.assignments:
        role = Role(assignment.role)
        if role in OFFICES and _covers(assignment, role.scope, dossier):
            parties.add(OFFICES[role])
    if edits_for_producer(person, dossier):
        parties.add(Party.PRODUCER)
    return frozenset(parties)


def _covers(assignment: RoleAssignment, scope: Scope, dossier: Dossier) -> bool:
    match scope:
        case Scope.COMMUNE:
            return assignment.commune_id == dossier.commune_id
        case Scope.PROVINCE:
            return assignment.province_id == dossier.province_id
        case _:
            return scope is Scope.NATION


def edits_for_producer(person: User, dossier: Dossier) -> bool:
    """Whether ``person`` is owner or editor of the dossier's producer today."""
    return dossier.producer_id in own_producers(person)


def own_producers(person: User) -> frozenset[int]:
    """Producers whose owner or editor the person is, read once per request."""
    if "_own_producers" not in person.__dict__:
        held = Membership.objects.held_on(today()).filter(user=person, rank__in=[Rank.OWNER, Rank.EDITOR])
        person.__dict__["_own_producers"] = frozenset(held.values_list("producer_id", flat=True))
    found: frozenset[int] = person.__dict__["_own_producers"]
    return found


def may(
    person: User,
    move: Move,
    dossier: Dossier,
    facts: Mapping[Fact, Answer],
    *,
    capacities: Collection[Party] = (),
) -> Answer:
    """Answer whether ``person`` may make ``move`` on ``dossier`` now, with the reason when not."""
    return check(move, State(dossier.state), parties_of(person, dossier, capacities=capacities), facts)


# ---------------------------------------------------------------- who may write between the moves


def may_edit_forms(person: User, dossier: Dossier) -> Answer:
    """Forms, self-score and citations: the producer, or the officer for it, while the dossier is theirs to write."""
    if not parties_of(person, dossier) & {Party.PRODUCER, Party.COMMUNE_OFFICER}:
        return refuse(
            _("Only the producer and the OCOP officer of the commune may change this dossier."), article=FILING
        )
    if dossier.current not in EDITABLE:
        return refuse(
            _("The dossier has been filed and is sealed as it was filed."),
            article=FILING,
            remedy=_("If something has to be changed, ask the office that has the dossier to return it."),
        )
    return ALLOWED


def may_plan(person: User, dossier: Dossier) -> Answer:
    """The plan of papers is the producer's, or the officer's for it, in whatever state the dossier is."""
    if parties_of(person, dossier) & {Party.PRODUCER, Party.COMMUNE_OFFICER}:
        return ALLOWED
    return refuse(_("Only the producer and the OCOP officer of the commune keep the plan of papers."))


KEEPS_TEMPLATE = frozenset({Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER})
"""Who writes and signs the request letter of a commune."""


def may_keep_template(person: User, commune: str) -> Answer:
    """The template of the request letter is the commune's: its officer's and its leader's."""
    if commune in person.communes(KEEPS_TEMPLATE):
        return ALLOWED
    return refuse(
        _("Only the OCOP officer and the leader of the commune choose its template of the request letter."),
        article=REPORT,
    )


def may_record_consent(person: User, dossier: Dossier) -> Answer:
    """The officer who types records how and when the producer agreed."""
    if Party.COMMUNE_OFFICER not in parties_of(person, dossier):
        return refuse(_("Only the OCOP officer of the commune records the producer's consent."), article=FILING)
    if dossier.current not in EDITABLE:
        return may_edit_forms(person, dossier)
    return ALLOWED


def may_draft_report(person: User, dossier: Dossier) -> Answer:
    """Form 03 is drafted by the commune's officer while the commune has the dossier."""
    if Party.COMMUNE_OFFICER not in parties_of(person, dossier):
        return refuse(_("Form 03 is drafted by the OCOP officer of the commune."), article=REPORT)
    if dossier.current is not State.RECEIVED:
        return refuse(
            _("Form 03 can be drafted only while the commune is checking the dossier."),
            article=REPORT,
            remedy=_("Have it sent back to the officer first.")
            if dossier.current is State.AWAITING_COMMUNE_SIGNATURE
            else "",
        )
    return ALLOWED


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to complete: ``subject`` is the code of a completeness item or of a line."""

    subject: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Number and date of both papers, from the commune's own register."""

    report_number: str
    report_date: dt.date | None
    request_number: str
    request_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed the paper that is being recorded."""

    name: str
    capacity: str


def reason_given(reason: str) -> Answer:
    return ALLOWED if reason.strip() else refuse(_("No reason is given."), remedy=_("Write the reason in a sentence."))


def consent_recorded(dossier: Dossier) -> Answer:
    if dossier.consent_on and dossier.consent_note:
        return ALLOWED
    return refuse(
        _("The producer's consent to filing on its behalf is not recorded."),
        article=FILING,
        remedy=_("Record how and when the producer agreed, then file."),
    )


def items_stated(wanted: Sequence[Wanted], due_on: dt.date | None, today: dt.date) -> Answer:
    """Every item has its reason, and the date lies ahead."""
    if not wanted:
        return refuse(_("Nothing to complete has been chosen."), remedy=_("Choose at least one item."))
    silent = [item.title for item in wanted if not item.reason.strip()]
    if silent:
        return refuse(
            _("Without a reason: %(items)s.") % {"items": "; ".join(silent)}, remedy=_("Write a reason for each item.")
        )
    if due_on is None or due_on <= today:
        return refuse(
            _("No day is stated by which to complete, or it does not lie ahead."), remedy=_("Choose a day after today.")
        )
    return ALLOWED


def all_answered(request: ReturnRequest | None, items: Collection[ReturnItem]) -> Answer:
    open_items = [item.title for item in items if not item.answer.strip()]
    if request is not None and not open_items:
        return ALLOWED
    return refuse(
        _("Not answered yet: %(items)s.") % {"items": "; ".join(open_items)},
        remedy=_("Say for each item what was done."),
    )


def receipt_dated(received_on: dt.date | None, filed_on: dt.date | None, today: dt.date) -> Answer:
    """The day of full receipt is neither before the filing nor after today."""
    if received_on is None:
        return refuse(_("The day of full receipt is missing."), remedy=_("State the day."))
    if received_on > today or (filed_on and received_on < filed_on):
        return refuse(
            _("The day of full receipt cannot be before the filing or after today."), remedy=_("Correct the day.")
        )
    return ALLOWED


def report_complete(report: CommuneReport | None, submission: Submission | None) -> Answer:
    """Form 03 covers its four matters and judges what was last filed."""
    texts = (
        (report.local_materials, report.local_labour, report.idea_origin, report.local_identity) if report else ("",)
    )
    if not all(text.strip() for text in texts):
        return refuse(
            _("Form 03 does not cover its four matters yet."),
            article=CHECKING,
            remedy=_("Write what the commune found on each of them."),
        )
    return report_current(report, submission)


def report_current(report: CommuneReport | None, submission: Submission | None) -> Answer:
    if report is None or submission is None:
        return refuse(_("Form 03 has not been drafted."), article=REPORT, remedy=_("Draft it first."))
    if report.submission_id == submission.pk:
        return ALLOWED
    return refuse(
        _("Form 03 was drafted before the producer changed the dossier (filing No %(number)s).")
        % {"number": submission.number},
        article=REPORT,
        remedy=_("Confirm it again or draft a new report."),
    )


def report_signed(report: CommuneReport | None) -> Answer:
    if report is not None and report.signed_at:
        return ALLOWED
    return refuse(
        _("Form 03 and the request do not have number, date and signature of the commune's leader yet."),
        article=REPORT,
        remedy=_("Have both papers signed, or record the signed papers."),
    )


def report_signed_already() -> Answer:
    return refuse(
        _("Form 03 and the request are signed already."), article=REPORT, remedy=_("Send them to the province.")
    )


def signature_stated(
    numbers: Numbers,
    report: CommuneReport | None,
    *,
    received_on: dt.date | None,
    today: dt.date,
    signer: Signer | None = None,
    scan_given: bool = True,
) -> Answer:
    """Numbers and dates of both papers (and of a signed paper its signer and scan); never signed twice."""
    if report is not None and report.signed_at:
        return report_signed_already()
    first = received_on or dt.date.min
    dates = (numbers.report_date, numbers.request_date)
    wrong = (
        (
            not (numbers.report_number.strip() and numbers.request_number.strip()),
            _("The number of the report or of the request is missing."),
        ),
        (None in dates, _("The date of the report or of the request is missing.")),
        (
            not all(first <= day <= today for day in dates if day),
            _("The dates of both papers must lie between full receipt and today."),
        ),
        (
            signer is not None and not (signer.name.strip() and signer.capacity.strip()),
            _("Name or capacity of the signer is missing."),
        ),
        (not scan_given, _("The scan of the signed paper is missing.")),
    )
    found = next((reason for stands, reason in wrong if stands), "")
    if not found:
        return ALLOWED
    return refuse(found, article=REPORT, remedy=_("Complete what the papers state, then sign."))


def later_round(chosen: EvaluationRound | None, dossier: Dossier) -> Answer:
    """The chosen round is of the same province and closes after the present one."""
    present = dossier.evaluation_round
    if chosen is None or chosen.province_id != dossier.province_id:
        return refuse(_("No later round is named."), remedy=_("Choose the round to which the dossier moves."))
    if present is not None and chosen.last_request_day <= present.last_request_day:
        return refuse(_("The round chosen is not later than the present one."), remedy=_("Choose a later round."))
    return ALLOWED


def in_round(dossier: Dossier) -> Answer:
    if dossier.evaluation_round_id:
        return ALLOWED
    return refuse(_("The dossier belongs to no evaluation round."), remedy=_("Put it into a round."))
