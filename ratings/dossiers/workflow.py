"""The way of a dossier as a table. A move that is not listed here does not exist.

Each row names who may make the move, from where to where, which facts must hold, and the article of Decision
26/2026/QĐ-TTg that allows it. ``docs/workflow.md`` is generated from this table and compared with it in a test.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ratings.dossiers.states import State
from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import Role


class Party(TextChoices):
    """In which capacity a person acts on one dossier. Council capacities are facts that the council supplies."""

    PRODUCER = "producer", _("Producer (owner or editor)")
    COMMUNE_RECEPTION = "commune_reception", _("Commune reception officer")
    COMMUNE_OFFICER = "commune_officer", _("Commune OCOP officer")
    COMMUNE_LEADER = "commune_leader", _("Commune leader")
    PROVINCE_OFFICER = "province_officer", _("Province OCOP officer")
    AUTHORITY = "authority", _("Deciding authority of the province")
    CHAIR = "chair", _("Chair of the council")
    SECRETARY = "secretary", _("Secretary of the council")
    MINISTRY_OFFICER = "ministry_officer", _("Ministry OCOP officer")
    MINISTRY_AUTHORITY = "ministry_authority", _("Deciding authority of the ministry")


OFFICES: Mapping[Role, Party] = {
    Role.COMMUNE_RECEPTION: Party.COMMUNE_RECEPTION,
    Role.COMMUNE_OFFICER: Party.COMMUNE_OFFICER,
    Role.COMMUNE_LEADER: Party.COMMUNE_LEADER,
    Role.PROVINCE_OFFICER: Party.PROVINCE_OFFICER,
    Role.DECIDING_AUTHORITY: Party.AUTHORITY,
    Role.MINISTRY_OFFICER: Party.MINISTRY_OFFICER,
    Role.MINISTRY_AUTHORITY: Party.MINISTRY_AUTHORITY,
}
"""Standing offices and the capacity in which each acts on a dossier of its place; the administrator has none."""


class Fact(TextChoices):
    """What a guard asks. The caller supplies an answer for each; a fact without an answer refuses."""

    COMPLETE = "complete", _("Forms 01 and 02 are complete")
    ELIGIBLE = "eligible", _("The producer may register this product")
    CONSENT = "consent", _("The producer's consent is recorded")
    IN_TIME = "in_time", _("A re-ranking is filed in its window, or late with its reason")
    RECEIPT_DATED = "receipt_dated", _("The day of full receipt is stated")
    REASON = "reason", _("A reason is given")
    ITEMS = "items", _("Every item to complete has its reason and the date is stated")
    ANSWERED = "answered", _("Every returned item is answered")
    TICKETS_SETTLED = "tickets_settled", _("No answered item is marked as not satisfied")
    FORM_03 = "form_03", _("Form 03 covers its four matters")
    TESTS_STATED = "tests_stated", _("The tests, their reason and a day ahead are stated")
    MORE_TIME_STATED = "more_time_stated", _("A later day and its reason are stated")
    TESTS_BROUGHT = "tests_brought", _("A test report of the vault is named")
    SIGNATURE_STATED = "signature_stated", _("Number, date and signer are stated")
    SIGNED = "signed", _("Form 03 and the request are signed and numbered")
    FORM_03_CURRENT = "form_03_current", _("Form 03 judges what was last filed")
    IN_ROUND = "in_round", _("The dossier belongs to an evaluation round")
    LATER_ROUND = "later_round", _("A later round is named")
    TEAM = "team", _("A council with its advisory team is appointed")
    TEAM_REPORT = "team_report", _("The advisory team's report is recorded")
    BY_TEAM = "by_team", _("First time or upgrade: the advisory team assesses")
    BY_AGENCY = "by_agency", _("Re-ranking: the agency itself reports")
    AGENCY_REPORT = "agency_report", _("The agency's report is recorded")
    RENEWS_FIVE = "renews_five", _("The certificate that is renewed has five stars")
    QUORUM = "quorum", _("The quorum is met")
    CHAIR_SENT = "chair_sent", _("The chair has sent her own sheet")
    SHEETS_SENT = "sheets_sent", _("The sheets are sent or void and the quorum still holds")
    SPREAD_OVER = "spread_over", _("Two totals differ by more than the regulation allows")
    ROUND_LEFT = "round_left", _("The regulation allows another scoring")
    SPREAD_SETTLED = "spread_settled", _("The spread is within the limit, or the last scoring ended with a reason")
    KNOCK_OUT = "knock_out", _("A knock-out is concluded with its clause and vote")
    NO_KNOCK_OUT_OPEN = "no_knock_out_open", _("No proposed knock-out is waiting for a conclusion")
    RECOGNISABLE = "recognisable", _("The result is three stars or more")
    NOT_RECOGNISABLE = "not_recognisable", _("The result is under three stars")
    THREE_OR_FOUR = "three_or_four", _("The result is three or four stars")
    SENT_UP = "sent_up", _("The result goes up to the ministry")
    NOTICE_NUMBERED = "notice_numbered", _("The notice has its number and date")
    SIGNER_IS_ANOTHER = "signer_is_another", _("Whoever signs or records is none of those who prepared")
    UNCHANGED = "unchanged", _("Nothing changed since the decision was prepared")
    DECISION_STATED = "decision_stated", _("Number, date, signer and capacity of the decision are stated")
    LETTER_NUMBERED = "letter_numbered", _("The letter to the ministry has its number and date")
    ANSWER_STATED = "answer_stated", _("The ministry's answer has its number, date and points")


class Move(TextChoices):
    """Everything that can be done to a dossier; the label is the button (wording.md 5)."""

    FILE = "file", _("File the dossier")
    FILE_ON_BEHALF = "file_on_behalf", _("File on behalf (with the producer's confirmation)")
    RETRACT = "retract", _("Retract the dossier")
    RECEIVE_COMPLETE = "receive_complete", _("Confirm full receipt")
    REFUSE_RECEPTION = "refuse_reception", _("Refuse reception")
    RETURN_BY_COMMUNE = "return_by_commune", _("Ask for completion (commune)")
    ANSWER_COMMUNE = "answer_commune", _("Send what was asked (commune)")
    SUBMIT_FOR_SIGNATURE = "submit_for_signature", _("Submit for signature")
    SEND_BACK_TO_OFFICER = "send_back_to_officer", _("Send back to the officer")
    SIGN_HERE = "sign_here", _("Sign in the system")
    RECORD_SIGNED = "record_signed", _("Record the signed paper")
    FORWARD = "forward", _("Send the request file to the province")
    ACCEPT = "accept", _("Accept the request file")
    RETURN_BY_PROVINCE = "return_by_province", _("Ask for completion (province)")
    ANSWER_PROVINCE = "answer_province", _("Send what was asked (province)")
    POSTPONE = "postpone", _("Move to a later round")
    PUT_IN_ROUND = "put_in_round", _("Put into the round")
    START_APPRAISAL = "start_appraisal", _("Hand to the advisory team")
    START_AGENCY_REPORT = "start_agency_report", _("Begin the agency's report (re-ranking)")
    REQUEST_TESTS = "request_tests", _("Ask for further tests")
    GIVE_TESTS_TIME = "give_tests_time", _("Give the tests more time")
    BRING_TESTS = "bring_tests", _("Hand in the test report")
    PUT_ON_AGENDA = "put_on_agenda", _("Put on the agenda")
    TAKE_OFF_AGENDA = "take_off_agenda", _("Take off the agenda")
    START_SCORING = "start_scoring", _("Start scoring")
    OPEN_SHEETS = "open_sheets", _("Open the sheets")
    CALL_SECOND_SCORING = "call_second_scoring", _("Score again")
    CONCLUDE = "conclude", _("Conclude")
    EXCLUDE = "exclude", _("Conclude the knock-out")
    NOTIFY_NOT_RECOGNISED = "notify_not_recognised", _("Notify that it is not recognised")
    PREPARE_DECISION = "prepare_decision", _("Prepare the decision and submit it")
    TAKE_OUT_OF_DECISION = "take_out_of_decision", _("Take out of the draft decision")
    SIGN_RECOGNITION = "sign_recognition", _("Sign the recognition")
    SIGN_APPROVAL = "sign_approval", _("Sign the approval for the ministry")
    SEND_TO_MINISTRY = "send_to_ministry", _("Send the five-star request file")
    MINISTRY_ACCEPT = "ministry_accept", _("Accept at the ministry")
    RETURN_BY_MINISTRY = "return_by_ministry", _("Ask for completion (ministry)")
    ANSWER_MINISTRY = "answer_ministry", _("Send what was asked (ministry)")
    TO_CENTRAL_COUNCIL = "to_central_council", _("Hand to the central council")
    RECORD_FIVE = "record_five", _("Record the ministry's recognition")
    SEND_BACK = "send_back", _("Report the result to the province (under 90 points)")
    USE_CENTRAL_RESULT = "use_central_result", _("Use the centre's result")
    RANK_AGAIN = "rank_again", _("Rank again in the province")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    move: Move
    source: State
    target: State
    parties: frozenset[Party]
    facts: tuple[Fact, ...]
    article: str


def _rows(  # noqa: PLR0917 - reads as a line of the table
    move: Move,
    sources: Collection[State],
    target: State | None,
    parties: Collection[Party],
    facts: Collection[Fact],
    article: str,
) -> list[Row]:
    return [Row(move, source, target or source, frozenset(parties), tuple(facts), article) for source in sources]


_S, _M, _P, _F = State, Move, Party, Fact
_COMMUNE_DESK = (_P.COMMUNE_RECEPTION, _P.COMMUNE_OFFICER)
_BEFORE_DECISION = (
    _S.DRAFT,
    _S.FILED,
    _S.RECEIVED,
    _S.RETURNED_BY_COMMUNE,
    _S.AWAITING_COMMUNE_SIGNATURE,
    _S.FORWARDED,
    _S.PROVINCE_CHECKING,
    _S.RETURNED_BY_PROVINCE,
    _S.UNDER_APPRAISAL,
    _S.TESTS_REQUESTED,
    _S.AGENCY_REPORT,
    _S.ON_AGENDA,
    _S.POSTPONED,
    _S.CONCLUDED,
)

TABLE: tuple[Row, ...] = (
    # The producer and the commune: articles 6.1, 7.1, 7.2.
    *_rows(_M.FILE, [_S.DRAFT], _S.FILED, [_P.PRODUCER], [_F.ELIGIBLE, _F.IN_TIME, _F.COMPLETE], "khoản 1 Điều 7"),
    *_rows(
        _M.FILE_ON_BEHALF,
        [_S.DRAFT],
        _S.FILED,
        [_P.COMMUNE_OFFICER],
        [_F.ELIGIBLE, _F.IN_TIME, _F.COMPLETE, _F.CONSENT],
        "khoản 1 Điều 7; điểm a khoản 4 Điều 10",
    ),
    *_rows(_M.RETRACT, _BEFORE_DECISION, _S.RETRACTED, [_P.PRODUCER], [_F.REASON], "khoản 1 Điều 7"),
    *_rows(
        _M.RECEIVE_COMPLETE,
        [_S.FILED],
        _S.RECEIVED,
        _COMMUNE_DESK,
        [_F.TICKETS_SETTLED, _F.RECEIPT_DATED],
        "khoản 2 Điều 7",
    ),
    *_rows(
        _M.REFUSE_RECEPTION, [_S.FILED], _S.REFUSED_RECEPTION, _COMMUNE_DESK, [_F.REASON], "khoản 2, khoản 3 Điều 2"
    ),
    *_rows(
        _M.RETURN_BY_COMMUNE,
        [_S.FILED, _S.RECEIVED],
        _S.RETURNED_BY_COMMUNE,
        _COMMUNE_DESK,
        [_F.ITEMS],
        "điểm a khoản 2 Điều 7",
    ),
    *_rows(
        _M.ANSWER_COMMUNE,
        [_S.RETURNED_BY_COMMUNE],
        _S.FILED,
        [_P.PRODUCER, _P.COMMUNE_OFFICER],
        [_F.ANSWERED, _F.COMPLETE],
        "khoản 1 Điều 7",
    ),
    *_rows(
        _M.SUBMIT_FOR_SIGNATURE,
        [_S.RECEIVED],
        _S.AWAITING_COMMUNE_SIGNATURE,
        [_P.COMMUNE_OFFICER],
        [_F.FORM_03],
        "điểm b khoản 2 Điều 7",
    ),
    *_rows(
        _M.SEND_BACK_TO_OFFICER,
        [_S.AWAITING_COMMUNE_SIGNATURE],
        _S.RECEIVED,
        [_P.COMMUNE_LEADER, _P.COMMUNE_OFFICER],
        [_F.REASON],
        "điểm b khoản 2 Điều 7",
    ),
    *_rows(
        _M.SIGN_HERE,
        [_S.AWAITING_COMMUNE_SIGNATURE],
        None,
        [_P.COMMUNE_LEADER],
        [_F.SIGNATURE_STATED, _F.FORM_03_CURRENT],
        "điểm b khoản 2 Điều 7",
    ),
    *_rows(
        _M.RECORD_SIGNED,
        [_S.AWAITING_COMMUNE_SIGNATURE],
        None,
        _COMMUNE_DESK,
        [_F.SIGNATURE_STATED, _F.FORM_03_CURRENT],
        "điểm b khoản 2 Điều 7",
    ),
    *_rows(
        _M.FORWARD,
        [_S.AWAITING_COMMUNE_SIGNATURE],
        _S.FORWARDED,
        [_P.COMMUNE_OFFICER],
        [_F.SIGNED, _F.FORM_03_CURRENT],
        "điểm b khoản 2 Điều 7",
    ),
    # The province: articles 5.1, 7.3a to 7.3c.
    *_rows(_M.ACCEPT, [_S.FORWARDED], _S.PROVINCE_CHECKING, [_P.PROVINCE_OFFICER], [], "điểm a khoản 3 Điều 7"),
    *_rows(
        _M.RETURN_BY_PROVINCE,
        [_S.PROVINCE_CHECKING],
        _S.RETURNED_BY_PROVINCE,
        [_P.PROVINCE_OFFICER],
        [_F.ITEMS],
        "điểm a khoản 3 Điều 7",
    ),
    *_rows(
        _M.ANSWER_PROVINCE,
        [_S.RETURNED_BY_PROVINCE],
        _S.PROVINCE_CHECKING,
        [_P.PRODUCER, _P.COMMUNE_OFFICER],
        [_F.ANSWERED, _F.COMPLETE],
        "điểm a khoản 3 Điều 7",
    ),
    *_rows(
        _M.POSTPONE,
        [
            _S.FORWARDED,
            _S.PROVINCE_CHECKING,
            _S.RETURNED_BY_PROVINCE,
            _S.UNDER_APPRAISAL,
            _S.TESTS_REQUESTED,
            _S.ON_AGENDA,
        ],
        _S.POSTPONED,
        [_P.PROVINCE_OFFICER],
        [_F.REASON, _F.LATER_ROUND],
        "khoản 1 Điều 5",
    ),
    *_rows(
        _M.PUT_IN_ROUND,
        [_S.POSTPONED],
        _S.PROVINCE_CHECKING,
        [_P.PROVINCE_OFFICER],
        [_F.IN_ROUND],
        "khoản 1 Điều 5",
    ),
    *_rows(
        _M.START_APPRAISAL,
        [_S.PROVINCE_CHECKING],
        _S.UNDER_APPRAISAL,
        [_P.PROVINCE_OFFICER],
        [_F.BY_TEAM, _F.TICKETS_SETTLED, _F.IN_ROUND, _F.TEAM],
        "điểm b, điểm c khoản 3 Điều 7",
    ),
    *_rows(
        _M.START_AGENCY_REPORT,
        [_S.PROVINCE_CHECKING],
        _S.AGENCY_REPORT,
        [_P.PROVINCE_OFFICER],
        [_F.BY_AGENCY, _F.TICKETS_SETTLED],
        "điểm c khoản 6 Điều 7",
    ),
    *_rows(
        _M.REQUEST_TESTS,
        [_S.UNDER_APPRAISAL],
        _S.TESTS_REQUESTED,
        [_P.PROVINCE_OFFICER],
        [_F.TESTS_STATED],
        "điểm c khoản 3 Điều 7",
    ),
    *_rows(
        _M.BRING_TESTS,
        [_S.TESTS_REQUESTED],
        _S.UNDER_APPRAISAL,
        [_P.PRODUCER, _P.COMMUNE_OFFICER],
        [_F.TESTS_BROUGHT],
        "điểm c khoản 3 Điều 7",
    ),
    *_rows(
        _M.GIVE_TESTS_TIME,
        [_S.TESTS_REQUESTED],
        None,
        [_P.PROVINCE_OFFICER],
        [_F.MORE_TIME_STATED],
        "điểm c khoản 3 Điều 7",
    ),
    *_rows(
        _M.PUT_ON_AGENDA,
        [_S.UNDER_APPRAISAL],
        _S.ON_AGENDA,
        [_P.PROVINCE_OFFICER, _P.SECRETARY],
        [_F.TEAM_REPORT],
        "điểm c, điểm d khoản 3 Điều 7",
    ),
    *_rows(
        _M.TAKE_OFF_AGENDA,
        [_S.ON_AGENDA],
        _S.UNDER_APPRAISAL,
        [_P.PROVINCE_OFFICER, _P.SECRETARY],
        [_F.REASON],
        "điểm d khoản 3 Điều 7",
    ),
    # The council: article 7.3d and its regulation.
    *_rows(
        _M.START_SCORING,
        [_S.ON_AGENDA],
        _S.SCORING,
        [_P.CHAIR, _P.SECRETARY],
        [_F.QUORUM],
        "điểm d khoản 3 Điều 7; Quy chế",
    ),
    *_rows(
        _M.OPEN_SHEETS,
        [_S.SCORING, _S.RESCORING],
        _S.OPENED,
        [_P.CHAIR],
        [_F.CHAIR_SENT, _F.SHEETS_SENT],
        "điểm d khoản 3 Điều 7; Quy chế",
    ),
    *_rows(
        _M.CALL_SECOND_SCORING,
        [_S.OPENED],
        _S.RESCORING,
        [_P.CHAIR],
        [_F.SPREAD_OVER, _F.ROUND_LEFT],
        "điểm d khoản 3 Điều 7; Quy chế",
    ),
    *_rows(
        _M.CONCLUDE,
        [_S.OPENED],
        _S.CONCLUDED,
        [_P.CHAIR],
        [_F.NO_KNOCK_OUT_OPEN, _F.SPREAD_SETTLED],
        "điểm d khoản 3 Điều 7; khoản 3 Điều 3",
    ),
    *_rows(
        _M.EXCLUDE,
        [_S.SCORING, _S.RESCORING, _S.OPENED],
        _S.EXCLUDED,
        [_P.CHAIR],
        [_F.KNOCK_OUT],
        "Phụ lục II; điểm d khoản 3 Điều 7",
    ),
    # The decision: articles 4.1a, 7.3đ to 7.3g.
    *_rows(
        _M.NOTIFY_NOT_RECOGNISED,
        [_S.CONCLUDED],
        _S.NOT_RECOGNISED,
        [_P.PROVINCE_OFFICER],
        [_F.NOT_RECOGNISABLE, _F.NOTICE_NUMBERED],
        "điểm a khoản 1 Điều 4; điểm g khoản 3 Điều 7",
    ),
    *_rows(
        _M.PREPARE_DECISION,
        [_S.CONCLUDED],
        _S.DECISION_PREPARED,
        [_P.PROVINCE_OFFICER],
        [_F.RECOGNISABLE],
        "điểm đ khoản 3 Điều 7",
    ),
    *_rows(
        _M.TAKE_OUT_OF_DECISION,
        [_S.DECISION_PREPARED],
        _S.CONCLUDED,
        [_P.PROVINCE_OFFICER, _P.AUTHORITY],
        [_F.REASON],
        "điểm đ khoản 3 Điều 7",
    ),
    *_rows(
        _M.SIGN_RECOGNITION,
        [_S.DECISION_PREPARED],
        _S.RECOGNISED,
        [_P.AUTHORITY, _P.PROVINCE_OFFICER],
        [_F.THREE_OR_FOUR, _F.SIGNER_IS_ANOTHER, _F.DECISION_STATED, _F.UNCHANGED],
        "điểm e khoản 3 Điều 7",
    ),
    *_rows(
        _M.SIGN_APPROVAL,
        [_S.DECISION_PREPARED],
        _S.APPROVED_FOR_MINISTRY,
        [_P.AUTHORITY, _P.PROVINCE_OFFICER],
        [_F.SENT_UP, _F.SIGNER_IS_ANOTHER, _F.DECISION_STATED, _F.UNCHANGED],
        "điểm e khoản 3 Điều 7",
    ),
    # The ministry: articles 5.2, 6.3a, 7.4.
    *_rows(
        _M.SEND_TO_MINISTRY,
        [_S.APPROVED_FOR_MINISTRY],
        _S.SENT_TO_MINISTRY,
        [_P.PROVINCE_OFFICER],
        [_F.LETTER_NUMBERED],
        "điểm e khoản 3 Điều 7; điểm a khoản 3 Điều 6",
    ),
    # A five-star re-ranking skips the provincial council.
    *_rows(
        _M.SEND_TO_MINISTRY,
        [_S.AGENCY_REPORT],
        _S.SENT_TO_MINISTRY,
        [_P.PROVINCE_OFFICER],
        [_F.AGENCY_REPORT, _F.RENEWS_FIVE, _F.LETTER_NUMBERED],
        "điểm b khoản 3 Điều 6; điểm e khoản 6 Điều 7",
    ),
    *_rows(
        _M.MINISTRY_ACCEPT,
        [_S.SENT_TO_MINISTRY],
        _S.MINISTRY_CHECKING,
        [_P.MINISTRY_OFFICER],
        [],
        "điểm a khoản 4 Điều 7",
    ),
    *_rows(
        _M.RETURN_BY_MINISTRY,
        [_S.MINISTRY_CHECKING],
        _S.RETURNED_BY_MINISTRY,
        [_P.MINISTRY_OFFICER],
        [_F.ITEMS],
        "điểm a khoản 4 Điều 7",
    ),
    *_rows(
        _M.ANSWER_MINISTRY,
        [_S.RETURNED_BY_MINISTRY],
        _S.MINISTRY_CHECKING,
        [_P.PROVINCE_OFFICER],
        [_F.ANSWERED],
        "điểm a khoản 4 Điều 7",
    ),
    *_rows(
        _M.TO_CENTRAL_COUNCIL,
        [_S.MINISTRY_CHECKING],
        _S.CENTRAL_COUNCIL,
        [_P.MINISTRY_OFFICER],
        [_F.TICKETS_SETTLED],
        "điểm b, điểm c khoản 4 Điều 7",
    ),
    *_rows(
        _M.RECORD_FIVE,
        [_S.SENT_TO_MINISTRY, _S.MINISTRY_CHECKING, _S.CENTRAL_COUNCIL],
        _S.RECOGNISED_FIVE,
        [_P.MINISTRY_OFFICER, _P.PROVINCE_OFFICER],
        [_F.ANSWER_STATED, _F.SIGNER_IS_ANOTHER],
        "điểm e khoản 4 Điều 7",
    ),
    *_rows(
        _M.SEND_BACK,
        [_S.SENT_TO_MINISTRY, _S.MINISTRY_CHECKING, _S.CENTRAL_COUNCIL],
        _S.BACK_UNDER_NINETY,
        [_P.MINISTRY_OFFICER, _P.PROVINCE_OFFICER],
        [_F.ANSWER_STATED],
        "điểm g khoản 4 Điều 7",
    ),
    *_rows(
        _M.USE_CENTRAL_RESULT,
        [_S.BACK_UNDER_NINETY],
        _S.CONCLUDED,
        [_P.AUTHORITY],
        [],
        "điểm g khoản 4 Điều 7",
    ),
    *_rows(
        _M.RANK_AGAIN,
        [_S.BACK_UNDER_NINETY],
        _S.UNDER_APPRAISAL,
        [_P.AUTHORITY],
        [_F.TEAM],
        "điểm g khoản 4 Điều 7",
    ),
)

_BY_MOVE: Mapping[tuple[Move, State], Row] = {(row.move, row.source): row for row in TABLE}


def row_of(move: Move, state: State) -> Row | None:
    """Return the table's line for ``move`` from ``state``, or None when the move does not exist there."""
    return _BY_MOVE.get((move, state))


def moves_from(state: State) -> list[Row]:
    """Return every line that starts in ``state``, in the order of the table."""
    return [row for row in TABLE if row.source is state]


def answer_to(state: State) -> Move | None:
    """Return the move by which a returned dossier is answered, or None in a state that awaits no answer."""
    return _ANSWERS.get(state)


_ANSWERS: Mapping[State, Move] = {
    State.RETURNED_BY_COMMUNE: Move.ANSWER_COMMUNE,
    State.RETURNED_BY_PROVINCE: Move.ANSWER_PROVINCE,
    State.RETURNED_BY_MINISTRY: Move.ANSWER_MINISTRY,
}


def check(move: Move, state: State, parties: Collection[Party], facts: Mapping[Fact, Answer]) -> Answer:
    """Answer whether somebody acting as ``parties`` may make ``move`` now.

    Person first, then state, then facts in the table's order; the first refusal is the answer. A fact that the caller
    did not supply refuses, so that a guard can never be forgotten.
    """
    allowed = frozenset().union(*(row.parties for row in TABLE if row.move is move))
    if not allowed & frozenset(parties):
        return refuse(
            _("“%(move)s” is for: %(who)s.")
            % {"move": move.label, "who": ", ".join(str(party.label) for party in Party if party in allowed)},
            article=next(row.article for row in TABLE if row.move is move),
        )
    row = row_of(move, state)
    if row is None:
        return refuse(
            _("“%(move)s” is not possible while the dossier is in the state “%(state)s”.")
            % {"move": move.label, "state": state.label},
            article=next(row.article for row in TABLE if row.move is move),
        )
    if not row.parties & frozenset(parties):
        return refuse(_("“%(move)s” is not yours in this state.") % {"move": move.label}, article=row.article)
    for fact in row.facts:
        answer = facts.get(fact)
        if answer is None:
            return refuse(_("Not established: %(fact)s.") % {"fact": fact.label}, article=row.article)
        if not answer:
            return answer if answer.article else refuse(answer.reason, article=row.article, remedy=answer.remedy)
    return ALLOWED
