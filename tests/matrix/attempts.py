"""What somebody does who tries a move: the action behind its button, wherever there is something to act on.

Where the move's own object is missing (no draft decision to sign, no knock-out to conclude), the move is tried through
the one door itself, with every fact granted: then only person and state can refuse it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from ratings.certificates.actions import record_five_and_issue, sign_and_issue
from ratings.councils import actions as councils
from ratings.councils.models import Council, Session
from ratings.councils.queries import agenda_item_of, chamber_of
from ratings.decisions import actions as decisions
from ratings.decisions import rules as decided
from ratings.decisions.models import Decision, DecisionKind
from ratings.decisions.queries import latest_conclusion
from ratings.dossiers import actions, commune_actions, extra_test_actions, province_actions, queries, rules
from ratings.dossiers.models import Dossier
from ratings.dossiers.moving import move
from ratings.dossiers.rules import Numbers
from ratings.dossiers.states import Ground
from ratings.dossiers.workflow import Fact, Move, Party, answer_to
from ratings.scoring import actions as scoring
from ratings.scoring.queries import last_round
from registry.access.answers import ALLOWED, Answer
from registry.accounts.models import User
from tests import decision_builders
from tests.builders import WANTED, a_file, signed_by_hand
from tests.matrix.standings import NOW, under_ninety

Try = Callable[[Dossier, User], object]
LATER = NOW.date() + dt.timedelta(days=30)


class Attempts:
    """Every way of trying at one standing; what can be acted on there is looked up once."""

    def __init__(self, dossier: Dossier) -> None:
        self.acts = ALWAYS | _acts(dossier)
        item = agenda_item_of(dossier)
        self.chamber = chamber_of(item.session, [dossier.pk]) if item else None
        self.facts: dict[Fact, Answer] = dict.fromkeys(Fact, ALLOWED)
        conclusion = latest_conclusion(dossier)
        if conclusion is not None:
            self.facts[Fact.THREE_OR_FOUR] = decided.fits_kind(DecisionKind.RECOGNITION, conclusion)
            self.facts[Fact.SENT_UP] = decided.fits_kind(DecisionKind.APPROVAL, conclusion)

    def make(self, which: Move, dossier: Dossier, actor: User) -> object:
        """Try ``which``; return what the action returns, raise what it raises."""
        if which in self.acts and which is _chosen(which, dossier, actor):
            return self.acts[which](dossier, actor)
        capacities = self.chamber.parties(actor, dossier.pk) if self.chamber else ()
        return move(dossier, which, actor=actor, at=NOW, facts=self.facts, capacities=capacities)


def _chosen(which: Move, dossier: Dossier, actor: User) -> Move:
    """The move that one action for several chooses by person or state."""
    if which in {Move.FILE, Move.FILE_ON_BEHALF}:
        return Move.FILE if Party.PRODUCER in rules.parties_of(actor, dossier) else Move.FILE_ON_BEHALF
    if which in {Move.ANSWER_COMMUNE, Move.ANSWER_PROVINCE, Move.ANSWER_MINISTRY}:
        return answer_to(dossier.current) or Move.ANSWER_COMMUNE
    return which


def _acts(dossier: Dossier) -> dict[Move, Try]:
    """The actions for which there is something to act on."""
    acts: dict[Move, Try] = {}
    knock_outs = dossier.knock_outs.filter(concluded_at=None)
    if knock_outs.exists():
        acts[Move.EXCLUDE] = lambda _dossier, actor: scoring.conclude_knock_out(
            knock_outs.get(), votes_for=4, votes_against=1, minute="Đã thảo luận.", actor=actor, at=NOW
        )
    if last_round(dossier):
        acts[Move.OPEN_SHEETS] = lambda dossier, actor: scoring.open_sheets(dossier, actor=actor, at=NOW)
        acts[Move.CALL_SECOND_SCORING] = lambda dossier, actor: scoring.call_second_scoring(
            dossier, actor=actor, at=NOW
        )
        acts[Move.CONCLUDE] = lambda dossier, actor: scoring.conclude(dossier, actor=actor, at=NOW)
    if agenda_item_of(dossier):
        acts[Move.START_SCORING] = lambda dossier, actor: scoring.start_scoring(dossier, actor=actor, at=NOW)
    drafts = Decision.objects.filter(items__dossier=dossier, signed_at=None, dropped_at=None)
    draft = drafts.first()
    if draft:
        sign = Move.SIGN_APPROVAL if draft.kind == DecisionKind.APPROVAL else Move.SIGN_RECOGNITION
        acts[sign] = lambda _dossier, actor: sign_and_issue(
            drafts.get(), signature=decision_builders.signature(scan=True), actor=actor, at=NOW
        )
        acts[Move.TAKE_OUT_OF_DECISION] = lambda _dossier, actor: decisions.take_back(
            drafts.get(), actor=actor, at=NOW, reason="Sửa căn cứ."
        )
    return acts


def _numbers(dossier: Dossier) -> Numbers:
    day = dossier.received_on or NOW.date()
    return Numbers("45/BC-UBND", day, "112/UBND-KT", day)


def _answer(dossier: Dossier, actor: User) -> object:
    request = queries.open_return(dossier)
    for item in request.items.all() if request else ():
        actions.save_answer(item=item, answer="Đã bổ sung.", actor=actor, at=NOW)
    return actions.answer_return(dossier=dossier, actor=actor, at=NOW)


def _wanted(act: Callable[..., object]) -> Try:
    return lambda dossier, actor: act(
        dossier=dossier, wanted=WANTED, due_on=NOW.date() + dt.timedelta(days=9), actor=actor, at=NOW
    )


def _prepare(dossier: Dossier, actor: User) -> object:
    conclusion = latest_conclusion(dossier)
    kind = DecisionKind.APPROVAL if conclusion and conclusion.goes_up else DecisionKind.RECOGNITION
    return decisions.prepare_decision(
        kind=kind, dossiers=[dossier], title=decision_builders.TITLE, authority=decision_builders.AUTHORITY,
        actor=actor, at=NOW,
    )  # fmt: skip


def _file(dossier: Dossier, actor: User) -> object:
    return actions.file_dossier(dossier=dossier, actor=actor, at=NOW)


ALWAYS: dict[Move, Try] = {
    Move.FILE: _file,
    Move.FILE_ON_BEHALF: _file,
    Move.RETRACT: lambda dossier, actor: actions.retract(dossier=dossier, reason="Đổi bao bì.", actor=actor, at=NOW),
    Move.RECEIVE_COMPLETE: lambda dossier, actor: commune_actions.receive_complete(
        dossier=dossier, received_on=NOW.date(), paper_set=True, slip_number="7", actor=actor, at=NOW
    ),
    Move.REFUSE_RECEPTION: lambda dossier, actor: commune_actions.refuse_reception(
        dossier=dossier, ground=Ground.PRODUCER, reason="Không thuộc đối tượng.", actor=actor, at=NOW
    ),
    Move.RETURN_BY_COMMUNE: _wanted(commune_actions.return_by_commune),
    Move.ANSWER_COMMUNE: _answer,
    Move.SUBMIT_FOR_SIGNATURE: lambda dossier, actor: commune_actions.submit_for_signature(
        dossier=dossier, actor=actor, at=NOW
    ),
    Move.SEND_BACK_TO_OFFICER: lambda dossier, actor: commune_actions.send_back_to_officer(
        dossier=dossier, reason="Sửa số liệu.", actor=actor, at=NOW
    ),
    Move.SIGN_HERE: lambda dossier, actor: commune_actions.sign_here(
        dossier=dossier, numbers=_numbers(dossier), actor=actor, at=NOW
    ),
    Move.RECORD_SIGNED: lambda dossier, actor: commune_actions.record_signed(
        dossier=dossier, numbers=_numbers(dossier), signer=signed_by_hand(), scan=a_file("bản quét"), actor=actor, at=NOW
    ),
    Move.FORWARD: lambda dossier, actor: commune_actions.forward(dossier=dossier, actor=actor, at=NOW),
    Move.ACCEPT: lambda dossier, actor: province_actions.accept(dossier=dossier, actor=actor, at=NOW),
    Move.RETURN_BY_PROVINCE: _wanted(commune_actions.return_by_province),
    Move.ANSWER_PROVINCE: _answer,
    Move.POSTPONE: lambda dossier, actor: province_actions.postpone(
        dossier=dossier, evaluation_round=queries.later_rounds(dossier).first(), reason="Kiểm nghiệm muộn.",
        actor=actor, at=NOW,
    ),
    Move.REQUEST_TESTS: lambda dossier, actor: extra_test_actions.request_tests(
        dossier=dossier, tests="Chì", reason="Phiếu cũ thiếu chỉ tiêu.", due_on=LATER, actor=actor, at=NOW
    ),
    Move.GIVE_TESTS_TIME: lambda dossier, actor: extra_test_actions.give_tests_time(
        dossier=dossier, due_on=LATER, reason="Phòng kiểm nghiệm quá tải.", actor=actor, at=NOW
    ),
    Move.BRING_TESTS: lambda dossier, actor: extra_test_actions.bring_tests(
        dossier=dossier, version=next(iter(queries.citable_versions(dossier)), None), actor=actor, at=NOW
    ),
    Move.PUT_IN_ROUND: lambda dossier, actor: province_actions.put_in_round(dossier=dossier, actor=actor, at=NOW),
    Move.START_APPRAISAL: lambda dossier, actor: councils.start_appraisal(
        dossier, council=Council.objects.get(), actor=actor, at=NOW
    ),
    Move.START_AGENCY_REPORT: lambda dossier, actor: province_actions.start_agency_report(
        dossier=dossier, actor=actor, at=NOW
    ),
    Move.PUT_ON_AGENDA: lambda dossier, actor: councils.put_on_agenda(
        dossier, session=Session.objects.get(), actor=actor, at=NOW
    ),
    Move.TAKE_OFF_AGENDA: lambda dossier, actor: councils.take_off_agenda(
        dossier, reason="Thiếu mẫu.", actor=actor, at=NOW
    ),
    Move.NOTIFY_NOT_RECOGNISED: lambda dossier, actor: decisions.notify_not_recognised(
        dossier, number="16/TB-SNNMT", issued_on=NOW.date(), **decision_builders.SIGNER, actor=actor, at=NOW
    ),
    Move.PREPARE_DECISION: _prepare,
    Move.SEND_TO_MINISTRY: lambda dossier, actor: decisions.send_to_ministry(
        dossier, number="202/UBND-NN", sent_on=NOW.date(), **decision_builders.SIGNER, actor=actor, at=NOW
    ),
    Move.MINISTRY_ACCEPT: lambda dossier, actor: decisions.accept_at_ministry(dossier, actor=actor, at=NOW),
    Move.RETURN_BY_MINISTRY: _wanted(commune_actions.return_by_ministry),
    Move.ANSWER_MINISTRY: _answer,
    Move.TO_CENTRAL_COUNCIL: lambda dossier, actor: decisions.to_central_council(dossier, actor=actor, at=NOW),
    Move.RECORD_FIVE: lambda dossier, actor: record_five_and_issue(
        dossier, answer=decision_builders.answer("91.20", 5, on=NOW.date()), signer_name="Đinh Văn Mười Một",
        signer_capacity="KT. BỘ TRƯỞNG", actor=actor, at=NOW,
    ),
    Move.SEND_BACK: lambda dossier, actor: decisions.send_back(dossier, answer=under_ninety(), actor=actor, at=NOW),
    Move.USE_CENTRAL_RESULT: lambda dossier, actor: decisions.use_central_result(dossier, actor=actor, at=NOW),
    Move.RANK_AGAIN: lambda dossier, actor: decisions.rank_again(
        dossier, council=Council.objects.get(), actor=actor, at=NOW
    ),
}  # fmt: skip
"""Actions that need nothing but the dossier (and the council that exists at every standing)."""
