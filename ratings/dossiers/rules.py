"""In which capacity a person acts on a dossier, whether a move is hers now, and the facts that guards ask.

Facts are answers computed from the rows and from what was typed, never taken from a browser. Nothing here writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ratings.dossiers.models import (
    AgencyReport,
    CommuneReport,
    Dossier,
    EvaluationRound,
    Office,
    ReturnItem,
    ReturnRequest,
    Submission,
    TestRequest,
)
from ratings.dossiers.states import EDITABLE, Kind, Recheck, State
from ratings.dossiers.workflow import OFFICES, Fact, Move, Party, check
from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import Role, Scope
from registry.accounts.models import RoleAssignment, User
from registry.calendar.today import today
from registry.evidence.models import EvidenceVersion
from registry.producers.models import Membership
from registry.producers.states import Rank

FILING = "khoản 1 Điều 7"
REPORT = "điểm b khoản 2 Điều 7"
CHECKING = "điểm a khoản 2 Điều 7"
SETS = "khoản 1 Điều 3; Phụ lục I, Phụ lục II"
FIVE = 5


OF_COMMUNE = frozenset({Party.COMMUNE_RECEPTION, Party.COMMUNE_OFFICER, Party.COMMUNE_LEADER})
KEEP_DOCUMENTS = OF_COMMUNE | {Party.PROVINCE_OFFICER}
"""Whose office keeps a register of documents out and in."""


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


def is_re_ranking(dossier: Dossier) -> Answer:
    if dossier.kind == Kind.RE_RANKING:
        return ALLOWED
    return refuse(_("Only a re-ranking brings these matters up to date."), article="điểm c khoản 1 Điều 6")


def of_office(person: User, dossier: Dossier) -> bool:
    """Whether the person acts on the dossier for an office of the commune or above."""
    return bool(parties_of(person, dossier) - {Party.PRODUCER})


def may_call(person: User, dossier: Dossier) -> Answer:
    """The desk of the commune calls the producer and notes it."""
    if parties_of(person, dossier) & {Party.COMMUNE_OFFICER, Party.COMMUNE_RECEPTION}:
        return ALLOWED
    return refuse(_("The commune calls the producer."), article="điểm a khoản 4 Điều 10")


def may_change_set(person: User, dossier: Dossier, *, scored: bool) -> Answer:
    """Another set: producer and offices agree on it while a filed dossier is with the producer, before any sheet."""
    if not parties_of(person, dossier) & {Party.PRODUCER, Party.COMMUNE_OFFICER, Party.PROVINCE_OFFICER}:
        return refuse(_("The set is changed by the producer, the commune or the province together."), article=SETS)
    if scored:
        return refuse(
            _("The council has scored this dossier; its set does not change any more."),
            article=SETS,
            remedy=_("The product can be registered again in the right set."),
        )
    if dossier.current not in EDITABLE - {State.DRAFT}:
        return refuse(
            _("The set of a filed dossier changes while the dossier is with the producer to be completed."),
            article=SETS,
            remedy=_("Return the dossier first, naming the set."),
        )
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
    example: str = ""
    """What would satisfy."""
    due_on: dt.date | None = None
    """A day of its own, before that of the whole request."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One answered ticket looked at again; ``note`` says what is still missing."""

    item: int
    recheck: Recheck
    note: str = ""


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


def tests_stated(tests: str, reason: str, due_on: dt.date | None, today: dt.date) -> Answer:
    """Which tests, why, and a day that lies ahead."""
    if not tests.strip():
        return refuse(_("It is not said which tests."), remedy=_("Write what is to be tested."))
    if not reason.strip():
        return reason_given(reason)
    return _ahead(due_on, today)


def more_time_stated(asked: TestRequest | None, due_on: dt.date | None, reason: str, today: dt.date) -> Answer:
    """A reason, and a day after the one that was set."""
    if not reason.strip():
        return reason_given(reason)
    if asked and due_on and due_on <= asked.due_on:
        return refuse(_("The day is not later than the one that was set."), remedy=_("Choose a later day."))
    return _ahead(due_on, today)


def tests_brought(version: EvidenceVersion | None) -> Answer:
    if version is not None:
        return ALLOWED
    return refuse(
        _("No test report is chosen."), remedy=_("Put the report into the evidence vault, then choose it here.")
    )


def _ahead(due_on: dt.date | None, today: dt.date) -> Answer:
    if due_on is not None and due_on > today:
        return ALLOWED
    return refuse(
        _("No day is stated by which to complete, or it does not lie ahead."), remedy=_("Choose a day after today.")
    )


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
    beyond = [item.title for item in wanted if item.due_on and not today < item.due_on <= due_on]
    if beyond:
        return refuse(
            _("The day of its own does not lie between today and the day of the whole: %(items)s.")
            % {"items": "; ".join(beyond)},
            remedy=_("Choose an earlier day for the item, or a later one for the whole."),
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


RECHECKING: Mapping[Office, tuple[Party, State]] = {
    Office.COMMUNE: (Party.COMMUNE_OFFICER, State.FILED),
    Office.PROVINCE: (Party.PROVINCE_OFFICER, State.PROVINCE_CHECKING),
    Office.MINISTRY: (Party.MINISTRY_OFFICER, State.MINISTRY_CHECKING),
}
"""Who looks at the answered tickets of each office again, and while the dossier stands where."""


def may_recheck(person: User, dossier: Dossier, request: ReturnRequest | None) -> Answer:
    """The office that asked looks at the answers again, until it moves the dossier on."""
    if request is None or request.answered_at is None:
        return refuse(_("No answered request waits to be looked at again."))
    party, state = RECHECKING[Office(request.office)]
    desk = {party, Party.COMMUNE_RECEPTION} if party is Party.COMMUNE_OFFICER else {party}
    if not parties_of(person, dossier) & desk:
        return refuse(_("The office that asked looks at the answers again."), article=CHECKING)
    if dossier.current is not state:
        return refuse(_("The dossier has moved on since the answer came."), article=CHECKING)
    return ALLOWED


def checks_stated(checked: Collection[Checked]) -> Answer:
    """Whoever is not satisfied says what is still missing."""
    if all(each.note.strip() for each in checked if each.recheck is Recheck.AGAIN):
        return ALLOWED
    return refuse(
        _("A ticket is marked as not satisfied without saying why."), remedy=_("Write what is still missing.")
    )


def tickets_settled(request: ReturnRequest | None) -> Answer:
    """No answered ticket of the last request is marked as not satisfied."""
    again = [item.title for item in request.items.all() if item.recheck == Recheck.AGAIN] if request else []
    if not again:
        return ALLOWED
    return refuse(
        _("Marked as not satisfied yet: %(items)s.") % {"items": "; ".join(again)},
        article=CHECKING,
        remedy=_("Return the dossier for these items, or mark them as satisfied."),
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


# ---------------------------------------------------------------- re-ranking in the province (article 7.6)

AGENCY = "điểm c khoản 6 Điều 7"


@dataclass(frozen=True, slots=True)
class Reported:
    """The agency's report as it was signed."""

    scale_changed: bool
    evidence_unclear: bool
    checked_on: dt.date | None
    check_findings: str
    findings: str
    proposal: str
    number: str
    reported_on: dt.date | None
    signer: Signer


def by_team(dossier: Dossier) -> Answer:
    """Whether the advisory team assesses: not a re-ranking, on which the agency itself reports."""
    if dossier.kind != Kind.RE_RANKING:
        return ALLOWED
    return refuse(
        _("On a re-ranking the OCOP agency itself reports; the advisory team has no part in it."),
        article=AGENCY,
        remedy=_("Begin the agency's report."),
    )


def by_agency(dossier: Dossier) -> Answer:
    if dossier.kind == Kind.RE_RANKING:
        return ALLOWED
    return refuse(
        _("The agency reports on re-rankings only; this dossier goes to the advisory team."),
        article="điểm c khoản 3 Điều 7",
        remedy=_("Hand it to the advisory team."),
    )


def agency_reported(report: AgencyReport | None) -> Answer:
    if report is not None:
        return ALLOWED
    return refuse(_("The agency's report is not recorded yet."), article=AGENCY, remedy=_("Write and record it."))


def renews_five(dossier: Dossier) -> Answer:
    if dossier.renews_stars == FIVE:
        return ALLOWED
    return refuse(
        _("Only the re-ranking of a five-star product goes straight to the Ministry."),
        article="điểm b khoản 3 Điều 6",
        remedy=_("The provincial council gives its opinion on this one."),
    )


def may_report(person: User, dossier: Dossier) -> Answer:
    """The agency's officer writes the report while the agency has the dossier in hand."""
    if Party.PROVINCE_OFFICER not in parties_of(person, dossier):
        return refuse(_("The report is written by the OCOP agency of the province."), article=AGENCY)
    if dossier.current is not State.AGENCY_REPORT:
        return refuse(
            _("The agency's report is written while the agency has the dossier in hand."),
            article=AGENCY,
            remedy=_("Begin the agency's report first.") if dossier.current is State.PROVINCE_CHECKING else "",
        )
    return ALLOWED


def report_whole(reported: Reported, *, received_on: dt.date, today: dt.date) -> Answer:
    """Findings, proposal, number, date and signer; the check on site only where the law asks for it (article 7.6c)."""
    needed = reported.scale_changed or reported.evidence_unclear
    checked = reported.checked_on
    texts = (reported.findings, reported.proposal, reported.number, reported.signer.name, reported.signer.capacity)
    wrong = (
        (
            needed and not (checked and reported.check_findings.strip()),
            _("The day or the findings of the check on site are missing."),
        ),
        (checked is not None and checked > today, _("The day of the check on site lies ahead.")),
        (not all(text.strip() for text in texts), _("Findings, proposal, number or signer of the report are missing.")),
        (
            reported.reported_on is None or not received_on <= reported.reported_on <= today,
            _("The date of the report must lie between the province's full receipt and today."),
        ),
    )
    found = next((reason for stands, reason in wrong if stands), "")
    return refuse(found, article=AGENCY, remedy=_("Complete it as the signed report says.")) if found else ALLOWED


def later_round(chosen: EvaluationRound | None, dossier: Dossier) -> Answer:
    """The chosen round is of the same province and closes after the present one."""
    present = dossier.evaluation_round
    if dossier.kind == Kind.RE_RANKING:
        return refuse(
            _("A re-ranking is bound to no evaluation round."),
            article="điểm g khoản 6 Điều 7",
            remedy=_("The province has 45 days from the full file."),
        )
    if chosen is None or chosen.province_id != dossier.province_id:
        return refuse(_("No later round is named."), remedy=_("Choose the round to which the dossier moves."))
    if present is not None and chosen.last_request_day <= present.last_request_day:
        return refuse(_("The round chosen is not later than the present one."), remedy=_("Choose a later round."))
    return ALLOWED


def in_round(dossier: Dossier) -> Answer:
    if dossier.evaluation_round_id:
        return ALLOWED
    return refuse(_("The dossier belongs to no evaluation round."), remedy=_("Put it into a round."))
