"""Scoring of a dossier by its council: start, fill, send, open, score again, conclude (article 7.3d, Annex II).

Only the sheets of council members count. Every total is computed here from the sealed sheets; nothing that a browser
sends is ever taken for one. Sending and opening lock the scoring's row, autosave never does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ratings.councils import actions as councils
from ratings.councils.entries import Appointment
from ratings.councils.models import Council, CouncilPerson, Presence, Recusal, Session
from ratings.councils.queries import Chamber, agenda_item_of, appraisal_of, capacities_in, chamber_of, parties_in
from ratings.councils.states import SCORING_CAPACITIES, TEAM_CAPACITIES, Level
from ratings.criteria.models import Rule
from ratings.criteria.result import GateTest, InvalidTicks, Result
from ratings.criteria.sheet import Mark, Tick
from ratings.criteria.wording import problem_sentence
from ratings.dossiers.models import Dossier
from ratings.dossiers.moving import move
from ratings.dossiers.workflow import Fact, Move, Party
from ratings.scoring import explanation
from ratings.scoring.models import Conclusion, KnockOut, MemberSheet, ScoringRound
from ratings.scoring.queries import Board, boards_of, last_round, result_of, running_round
from ratings.scoring.rules import (
    ANNEX,
    ARTICLE,
    EXAMINERS,
    KNOCK_OUT_STATES,
    RUNNING,
    has_declared,
    leader_sent,
    may_fill,
    no_knock_out_open,
    quorum_answer,
    round_left,
    sent_answer,
    spread_over,
    spread_settled,
)
from ratings.sheets import actions as sheets
from ratings.sheets.actions import Saved
from ratings.sheets.states import Purpose
from registry.access.answers import ALLOWED, Answer, Refused, refuse, require
from registry.accounts.models import User
from registry.journal.actions import record
from registry.journal.states import Audience
from registry.notifications.actions import notify

NOT_SENT = "Không gửi phiếu trước khi mở phiếu"
STEPPED_BACK = "Không tham gia đánh giá sản phẩm này"
"""Reasons written on void sheets: words of the minutes, which are Vietnamese whatever the language of the page."""


# ---------------------------------------------------------------- starting


@transaction.atomic
def start_scoring(dossier: Dossier, *, actor: User, at: dt.datetime) -> ScoringRound:
    """Open the first scoring and a sheet for every entitled member who is present.

    Raises Refused without a quorum, without the chair (or the deputy named in writing), or by somebody else.
    """
    item = agenda_item_of(dossier)
    if item is None:
        raise Refused(refuse(_("The dossier is on no agenda."), article=ARTICLE))
    chamber = chamber_of(item.session, [dossier.pk])
    appraisal = appraisal_of(dossier)
    if appraisal is None or appraisal.council_id != item.session.council_id:
        raise Refused(refuse(_("The dossier is in the hands of another council."), article=ARTICLE))
    move(
        dossier, Move.START_SCORING, actor=actor, at=at,
        facts={Fact.QUORUM: quorum_answer(chamber.quorum(dossier.pk))},
        capacities=chamber.parties(actor, dossier.pk), noted={"session": item.session.number, "scoring": 1},
    )  # fmt: skip
    scoring_round = ScoringRound.objects.create(
        dossier=dossier, appraisal=appraisal, session=item.session, number=1, started_at=at, started_by=actor
    )
    issue_sheets(scoring_round, actor=actor, at=at, chamber=chamber)
    councils.put_on_table(item.session, item=item, actor=actor, at=at)
    return scoring_round


@transaction.atomic
def issue_sheets(
    scoring_round: ScoringRound, *, actor: User, at: dt.datetime, chamber: Chamber | None = None
) -> list[MemberSheet]:
    """Give every entitled member who is present, and has none yet, a sheet in a running scoring.

    In a later scoring the sheet begins with what the member herself sent before; the earlier one is kept.
    """
    dossier = scoring_round.dossier
    chamber = chamber or chamber_of(scoring_round.session, [dossier.pk])
    held = set(scoring_round.member_sheets.values_list("person", flat=True))
    earlier = {
        one.person_id: one.sheet
        for one in MemberSheet.objects.filter(
            scoring_round__appraisal=scoring_round.appraisal_id,
            scoring_round__number__lt=scoring_round.number,
            sent_at__isnull=False,
            void_at=None,
        )
        .select_related("sheet")
        .order_by("scoring_round__number")
    }
    issued = [
        MemberSheet.objects.create(
            scoring_round=scoring_round,
            person=person,
            sheet=sheets.open_sheet(
                criteria_set=dossier.criteria_set,
                purpose=Purpose.MEMBER,
                case=dossier.case,
                copied_from=earlier.get(person.pk),
            ),
        )
        for person in chamber.scorers(dossier.pk)
        if person.pk not in held
    ]
    if not issued:
        return []
    councils.freeze(scoring_round.session.council, at=at)
    _record("dossier.sheets_issued", dossier, actor, at, {"people": [one.person.user_id for one in issued]})
    for one in issued:
        notify(
            event="scoring.sheet",
            key=f"scoring.sheet:{one.pk}",
            recipients=[one.person.user],
            values={
                "number": dossier.number,
                "product": dossier.product.name,
                "producer": dossier.producer.name,
                "scoring": scoring_round.number,
            },
            path=f"/scoring/{one.pk}/",
            at=at,
        )
    return issued


# ---------------------------------------------------------------- the room: what changes while a scoring runs


@transaction.atomic
def record_presence(
    session: Session, *, person: CouncilPerson, present: bool, reason: str = "", actor: User, at: dt.datetime
) -> Presence:
    """Record presence; a member who comes while a scoring runs gets her sheet."""
    row = councils.record_presence(session, person=person, present=present, reason=reason, actor=actor, at=at)
    if present:
        _issue_in_running(session, actor, at)
    return row


@transaction.atomic
def appoint_member(
    council: Council,
    *,
    appointment: Appointment,
    actor: User,
    at: dt.datetime,
    decision_number: str = "",
    present_at: Session | None = None,
) -> CouncilPerson:
    """Appoint a further person. Present at a session, a member gets a sheet in every scoring that runs there."""
    person = councils.add_person(council, appointment=appointment, actor=actor, at=at, decision_number=decision_number)
    if present_at is not None and appointment.capacity in SCORING_CAPACITIES:
        record_presence(present_at, person=person, present=True, actor=actor, at=at)
    return person


@transaction.atomic
def recuse(dossier: Dossier, *, person: CouncilPerson, reason: str, actor: User, at: dt.datetime) -> Recusal:
    """Declare a recusal; the member's sheet of a running scoring becomes void, whatever was on it."""
    running = _locked_running(dossier)
    last = running or last_round(dossier)
    closed = ALLOWED
    if last is not None and last.opened_at is not None:
        closed = refuse(_("The sheets have been opened; nobody can step back from them any more."), article=ARTICLE)
    row = councils.recuse(dossier, person=person, reason=reason, actor=actor, at=at, sheets_closed=closed)
    if running is not None:
        MemberSheet.objects.filter(scoring_round=running, person=person, void_at=None).update(
            void_at=at, void_reason=STEPPED_BACK
        )
    return row


def _issue_in_running(session: Session, actor: User, at: dt.datetime) -> None:
    for running in ScoringRound.objects.filter(session=session, opened_at=None).select_related(
        "session__council__regulation", "dossier__product", "dossier__producer", "dossier__criteria_set"
    ):
        if running.dossier.current in RUNNING:
            issue_sheets(running, actor=actor, at=at)


# ---------------------------------------------------------------- the member's sheet


def save_ticks(
    sheet: MemberSheet,
    *,
    revision: int,
    actor: User,
    ticks: Mapping[str, Tick | Mark] | None = None,
    remarks: Mapping[str, str] | None = None,
    window: str = "",
) -> Saved:
    """Save answers of one's own sheet; ``window`` names the page. Not journaled: only the sealed sheet is.

    Raises Refused for anybody else's sheet and for one that is sent, void or opened; StaleRevision when another window
    saved meanwhile, with what stands there now.
    """
    require(may_fill(actor, sheet))
    require(has_declared(sheet))
    return sheets.answer_lines(sheet=sheet.sheet, revision=revision, ticks=ticks, remarks=remarks, window=window)


@transaction.atomic
def send_sheet(
    sheet: MemberSheet,
    *,
    revision: int,
    actor: User,
    at: dt.datetime,
    stop_clause: str = "",
    stop_place: str = "",
    stop_reason: str = "",
) -> MemberSheet:
    """Seal and send one's own sheet; complete, or with the stop rule under which the assessment ends.

    Raises Refused (``sheets.actions.Unanswered`` names the open lines) and StaleRevision.
    """
    scoring_round = _locked(sheet.scoring_round)
    sheet.scoring_round = scoring_round
    sheet.refresh_from_db(fields=["sent_at", "void_at", "void_reason"])
    require(may_fill(actor, sheet))
    require(has_declared(sheet))
    sealed = sheets.seal(
        sheet=sheet.sheet, revision=revision, at=at, stop_clause=stop_clause, stop_place=stop_place,
        stop_reason=stop_reason,
    )  # fmt: skip
    sheet.sent_at = at
    sheet.save(update_fields=["sent_at"])
    salted = hashlib.sha256(f"{sheet.salt}{sealed.digest}".encode()).hexdigest()
    _record(
        "dossier.sheet_sent",
        scoring_round.dossier,
        actor,
        at,
        {"sheet": sheet.pk, "digest": salted},
        audience=Audience.AUDIT,  # offices would read there who has sent and who has not
    )
    return sheet


# ---------------------------------------------------------------- opening and scoring again


@transaction.atomic
def open_sheets(dossier: Dossier, *, actor: User, at: dt.datetime) -> ScoringRound:
    """Open the sheets of the running scoring; those not sent are void if the quorum still holds.

    Raises Refused before the leader has sent her own, with the numbers when too few were sent, and when somebody else
    was faster.
    """
    scoring_round = _locked_running(dossier)
    facts: dict[Fact, Answer] = {Fact.CHAIR_SENT: ALLOWED, Fact.SHEETS_SENT: ALLOWED}
    capacities = parties_in(actor, dossier)
    if scoring_round is not None:
        chamber = chamber_of(scoring_round.session, [dossier.pk])
        capacities = chamber.parties(actor, dossier.pk)
        rows = list(scoring_round.member_sheets.all())
        mine = {seat.pk for seat in chamber.seats_of(actor)} & chamber.leaders(dossier.pk)
        facts = {
            Fact.CHAIR_SENT: leader_sent(mine, rows),
            Fact.SHEETS_SENT: sent_answer(chamber.quorum(dossier.pk), sum(one.counts for one in rows)),
        }
    number = scoring_round.number if scoring_round else 0
    move(dossier, Move.OPEN_SHEETS, actor=actor, at=at, facts=facts, capacities=capacities, noted={"scoring": number})
    if scoring_round is None:
        raise AssertionError("a dossier in scoring has a running scoring")
    scoring_round.member_sheets.filter(sent_at=None, void_at=None).update(void_at=at, void_reason=NOT_SENT)
    scoring_round.opened_at, scoring_round.opened_by = at, actor
    scoring_round.save(update_fields=["opened_at", "opened_by"])
    _tell_opened(scoring_round, actor, at)
    return scoring_round


def _tell_opened(scoring_round: ScoringRound, actor: User, at: dt.datetime) -> None:
    dossier = scoring_round.dossier
    rows = scoring_round.member_sheets.filter(void_reason__in=["", NOT_SENT]).select_related("person__user")
    notify(
        event="dossier.open_sheets",
        key=f"scoring.opened:{scoring_round.pk}",
        recipients=[one.person.user for one in rows if one.person.user_id != actor.pk],
        values={"number": dossier.number, "product": dossier.product.name},
        path=room_path(scoring_round.session, dossier),
        at=at,
    )


def room_path(session: Session, dossier: Dossier) -> str:
    """Where the council meets on a dossier."""
    return f"/councils/{session.council_id}/sessions/{session.number}/{dossier.number}/"


@transaction.atomic
def call_second_scoring(
    dossier: Dossier, *, actor: User, at: dt.datetime, session: Session | None = None
) -> ScoringRound:
    """Call a further scoring because two totals differ too much; the one before is kept as it is.

    ``session`` may be a later session of the same council. Raises Refused when the spread is within the limit or the
    regulation's last scoring is done.
    """
    last = last_round(dossier)
    if last is None:
        raise Refused(refuse(_("This dossier has not been scored."), article=ARTICLE))
    session = session or last.session
    if session.council_id != last.session.council_id:
        raise Refused(refuse(_("The session is one of another council."), article=ARTICLE))
    opened = _opened_board(last)
    regulation = last.session.council.regulation
    move(
        dossier, Move.CALL_SECOND_SCORING, actor=actor, at=at,
        facts={
            Fact.SPREAD_OVER: spread_over(opened.result if opened else None),
            Fact.ROUND_LEFT: round_left(last.number, regulation.scoring_rounds),
        },
        capacities=chamber_of(last.session, [dossier.pk]).parties(actor, dossier.pk),
        noted={"scoring": last.number + 1, "session": session.number, "held_on": session.held_on.isoformat()},
    )  # fmt: skip
    councils.list_on(session, dossier)
    scoring_round = ScoringRound.objects.create(
        dossier=dossier, appraisal=last.appraisal, session=session, number=last.number + 1, started_at=at,
        started_by=actor,
    )  # fmt: skip
    issue_sheets(scoring_round, actor=actor, at=at)
    return scoring_round


# ---------------------------------------------------------------- knock-outs


@transaction.atomic
def propose_knock_out(dossier: Dossier, *, rule: Rule, reason: str, actor: User, at: dt.datetime) -> KnockOut:
    """Propose that the dossier be excluded under a clause of its set: by anyone who examines it.

    The council decides once, by vote. Raises Refused for a clause that ends no dossier of this set.
    """
    require(_may_propose(actor, dossier))
    if rule.criteria_set_id != dossier.criteria_set_id or not rule.ends_dossier:
        raise Refused(refuse(_("This clause does not exclude a dossier of this product set."), article="Phụ lục II"))
    if not reason.strip():
        raise Refused(refuse(_("Write what was found."), article="Phụ lục II"))
    if KnockOut.objects.filter(dossier=dossier, rule=rule, concluded_at=None).exists():
        raise Refused(refuse(_("This clause has already been proposed and waits for the council."), article=ANNEX))
    row = KnockOut.objects.create(dossier=dossier, rule=rule, reason=reason.strip(), proposed_by=actor, proposed_at=at)
    _record("dossier.knock_out_proposed", dossier, actor, at, {"clause": rule.clause, "reason": row.reason})
    return row


@transaction.atomic
def conclude_knock_out(
    knock_out: KnockOut, *, votes_for: int, votes_against: int, minute: str, actor: User, at: dt.datetime
) -> KnockOut:
    """Conclude a proposed knock-out by the vote of the members present; upheld by more than half, it excludes.

    Once only, with vote and minute. An upheld one moves the dossier to its end in the same transaction; no totals are
    ever computed then.
    """
    dossier = knock_out.dossier
    last = last_round(dossier)
    if last is None:
        raise Refused(refuse(_("The council votes on a proposal when it scores the product."), article=ANNEX))
    chamber = chamber_of(last.session, [dossier.pk])
    capacities = chamber.parties(actor, dossier.pk)
    if Party.CHAIR not in capacities:
        raise Refused(refuse(_("A knock-out is concluded by whoever leads the session."), article=ANNEX))
    if dossier.current not in KNOCK_OUT_STATES:
        raise Refused(refuse(_("The council is not dealing with this dossier now."), article=ANNEX))
    quorum = chamber.quorum(dossier.pk)
    votes = votes_for + votes_against
    if min(votes_for, votes_against) < 0 or not quorum.needed <= votes <= quorum.present:
        raise Refused(
            refuse(
                _("%(votes)s votes were counted; %(needed)s to %(present)s members may vote.")
                % {"votes": votes, "needed": quorum.needed, "present": quorum.present},
                article=ARTICLE,
            )
        )
    if not minute.strip():
        raise Refused(refuse(_("Write the minute of the discussion."), article=ANNEX))
    upheld = 2 * votes_for > votes
    updated = KnockOut.objects.filter(pk=knock_out.pk, concluded_at=None).update(
        upheld=upheld, votes_for=votes_for, votes_against=votes_against, minute=minute.strip(), concluded_by=actor,
        concluded_at=at,
    )  # fmt: skip
    if not updated:
        raise Refused(refuse(_("This proposal has already been concluded."), article=ANNEX))
    knock_out.refresh_from_db()
    said = {"clause": knock_out.rule.clause, "upheld": upheld, "for": votes_for, "against": votes_against}
    _record("dossier.knock_out_concluded", dossier, actor, at, said)
    if upheld:
        _exclude(knock_out, dossier, actor=actor, at=at, capacities=capacities)
    return knock_out


def _exclude(
    knock_out: KnockOut, dossier: Dossier, *, actor: User, at: dt.datetime, capacities: Iterable[Party]
) -> None:
    rule = knock_out.rule
    move(
        dossier, Move.EXCLUDE, actor=actor, at=at, facts={Fact.KNOCK_OUT: ALLOWED}, capacities=frozenset(capacities),
        reason=knock_out.reason, values={"clause": rule.quote},
        noted={
            "clause": rule.clause, "place": rule.place, "for": knock_out.votes_for, "against": knock_out.votes_against
        },
    )  # fmt: skip
    running = running_round(dossier)
    if running is not None:
        running.member_sheets.filter(sent_at=None, void_at=None).update(void_at=at, void_reason=rule.quote[:200])


# ---------------------------------------------------------------- conclusion


@transaction.atomic
def conclude(
    dossier: Dossier, *, actor: User, at: dt.datetime, note: str = "", agreed: Mapping[str, Tick] | None = None
) -> Conclusion:
    """Conclude: the server computes the result from the sealed sheets and keeps it with its whole explanation.

    ``note`` is the minuted reason, obligatory when the last scoring still spreads too far. ``agreed`` gives the minuted
    tick of every line with a minimum where the regulation asks for one.
    Raises Refused while a knock-out waits, while the spread calls for another scoring, or by anybody but the leader.
    """
    last = last_round(dossier)
    if last is None:
        raise Refused(refuse(_("This dossier has not been scored."), article=ARTICLE))
    regulation = last.session.council.regulation
    opened = _opened_board(last)
    result = _agreed_result(opened, agreed) if opened else None
    waiting = KnockOut.objects.filter(dossier=dossier, concluded_at=None).count()
    chamber = chamber_of(last.session, [dossier.pk])
    facts = {
        Fact.NO_KNOCK_OUT_OPEN: no_knock_out_open(waiting),
        Fact.SPREAD_SETTLED: spread_settled(result, done=last.number, allowed=regulation.scoring_rounds, note=note),
    }
    move(
        dossier, Move.CONCLUDE, actor=actor, at=at, facts=facts, capacities=chamber.parties(actor, dossier.pk),
        noted={"session": last.session.number, "scoring": last.number},
    )  # fmt: skip
    if opened is None or result is None:
        raise AssertionError("a conclusion that was allowed has its sheets")
    said = explanation.facts_of(
        result,
        assessors=opened.assessors,
        ticks=[one.ticks for one in opened.ticks],
        minutes=_minutes(last, chamber, opened, note, agreed),
    )
    conclusion = Conclusion.objects.create(
        dossier=dossier,
        level=Level.PROVINCE,
        scoring_round=last,
        total=result.sum,
        sheets=result.n,
        stars=result.star,
        recognisable=result.recognisable,
        goes_up=result.five_star_candidate,
        facts=said,
        digest=explanation.digest_of(said),
        note=note.strip(),
        concluded_by=actor,
        concluded_at=at,
    )
    _record("dossier.conclusion", dossier, actor, at, {"digest": conclusion.digest, "scoring": last.number})
    return conclusion


def _agreed_result(opened: Board, agreed: Mapping[str, Tick] | None) -> Result | None:
    """Result under the regulation; where one agreed tick is asked for, the council must have given it."""
    regulation = opened.scoring_round.session.council.regulation
    if GateTest(regulation.gate_test) is not GateTest.AGREED or opened.result is None:
        return opened.result
    try:
        return result_of(
            opened.scoring_round, opened.law, opened.ticks, case=opened.members[0].sheet.case, agreed=agreed or {}
        )
    except InvalidTicks as error:
        raise Refused(
            refuse(
                " ".join(problem_sentence(*problem) for problem in error.problems),
                article=ARTICLE,
                remedy=_("Agree on one answer for every line with a minimum and minute it."),
            )
        ) from error


def _minutes(
    last: ScoringRound, chamber: Chamber, opened: Board, note: str, agreed: Mapping[str, Tick] | None
) -> dict[str, Any]:
    """What the session's minutes add to the result."""
    council, regulation = last.session.council, last.session.council.regulation
    recused = chamber.recusals.get(last.dossier_id, {})
    name = {person.pk: str(person.user) for person in chamber.people}
    quorum = chamber.quorum(last.dossier_id)
    return {
        "council": {"name": council.name, "decision": council.decision_number},
        "regulation": {
            "decision": regulation.decision_number,
            "spread_limit": regulation.spread_limit,
            "scoring_rounds": regulation.scoring_rounds,
            "quorum": [regulation.quorum_numerator, regulation.quorum_denominator],
        },
        "session": {"number": last.session.number, "held_on": last.session.held_on.isoformat()},
        "scoring": last.number,
        "quorum": {"entitled": quorum.entitled, "present": quorum.present, "needed": quorum.needed},
        "absent": [
            {"name": name[pk], "reason": row.reason}
            for pk, row in chamber.presence.items()
            if not row.present and pk in name
        ],
        "recused": [{"name": name[pk], "reason": row.reason} for pk, row in recused.items() if pk in name],
        "void": [{"name": str(one.person.user), "reason": one.void_reason} for one in opened.void],
        "agreed": {code: tick.value if isinstance(tick, Mark) else tick for code, tick in (agreed or {}).items()},
        "note": note.strip(),
    }


# ---------------------------------------------------------------- helpers


def _opened_board(scoring_round: ScoringRound) -> Board | None:
    return boards_of([scoring_round]).get(scoring_round.pk)


def _locked(scoring_round: ScoringRound) -> ScoringRound:
    """Lock the scoring's row until the transaction ends (SQLite holds its one writer anyway)."""
    return (
        ScoringRound.objects.select_for_update(of=("self",))
        .select_related("session__council__regulation", "appraisal", "dossier__product")
        .get(pk=scoring_round.pk)
    )


def _locked_running(dossier: Dossier) -> ScoringRound | None:
    running = running_round(dossier)
    return _locked(running) if running is not None else None


def _may_propose(actor: User, dossier: Dossier) -> Answer:
    if dossier.current not in KNOCK_OUT_STATES:
        return refuse(_("Nobody is examining this dossier now."), article=ANNEX)
    appraisal = appraisal_of(dossier)
    seats = capacities_in(actor, appraisal.council) if appraisal else frozenset()
    if Recusal.objects.filter(person__user=actor, dossier=dossier).exists():
        return refuse(_("You take no part in the assessment of this product."), article=ARTICLE)
    if seats & {*SCORING_CAPACITIES, *TEAM_CAPACITIES} or parties_in(actor, dossier) & EXAMINERS:
        return ALLOWED
    return refuse(
        _("A knock-out is proposed by whoever examines the dossier: commune, advisory team, council."), article=ANNEX
    )


def _record(
    action: str,
    dossier: Dossier,
    actor: User,
    at: dt.datetime,
    after: Mapping[str, Any],
    *,
    audience: Audience = Audience.OFFICE,
) -> None:
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="dossier",
        object_id=dossier.pk,
        label=f"{dossier.number} {dossier.product}",
        before={},
        after=dict(after),
        audience=audience,
        commune=dossier.commune_id,
        province=dossier.province_id,
    )
