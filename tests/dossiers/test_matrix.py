"""The refusal matrix: every state reached so far, every move, everybody in the cast.

A move happens exactly as the table says, with one line in the timeline, one journal entry and its notices, or it is
refused with a reason and nothing has changed. Each state is built once; every attempt runs in a savepoint.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.models import Count, Subquery, Value

from ratings.dossiers import actions, commune_actions, province_actions, queries, rules
from ratings.dossiers.models import CommuneReport, Dossier, EvaluationRound, ReturnRequest, Submission, Transition
from ratings.dossiers.moving import TOLD, move
from ratings.dossiers.rules import Numbers
from ratings.dossiers.states import Ground, State
from ratings.dossiers.workflow import Fact, Move, Party, row_of
from ratings.sheets.models import Sheet
from registry.access.answers import ALLOWED, Refused
from registry.accounts.models import User
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from registry.notifications.states import Channel
from registry.products.models import ProductCode
from tests import builders
from tests.builders import WANTED, a_file, at, signed_by_hand
from tests.cast import PEOPLE, cast

STATES = (*builders.WALKS, "signed")
"""Every state, and the papers signed but not yet sent: the same state with other facts."""
NOW = at(20, 11, 10)


def _numbers(dossier: Dossier) -> Numbers:
    day = dossier.received_on or NOW.date()
    return Numbers("45/BC-UBND", day, "112/UBND-KT", day)


def _later(dossier: Dossier) -> EvaluationRound | None:
    return queries.later_rounds(dossier).first()


def _answer(dossier: Dossier, actor: User) -> object:
    request = queries.open_return(dossier)
    for item in request.items.all() if request else ():
        actions.save_answer(item=item, answer="Đã bổ sung.", actor=actor, at=NOW)
    return actions.answer_return(dossier=dossier, actor=actor, at=NOW)


def _wanted(act: Callable[..., object]) -> Callable[[Dossier, User], object]:
    return lambda dossier, actor: act(
        dossier=dossier, wanted=WANTED, due_on=NOW.date() + dt.timedelta(days=9), actor=actor, at=NOW
    )


def _receive(dossier: Dossier, actor: User) -> object:
    return commune_actions.receive_complete(
        dossier=dossier, received_on=NOW.date(), paper_set=True, slip_number="7", actor=actor, at=NOW
    )


def _record(dossier: Dossier, actor: User) -> object:
    return commune_actions.record_signed(
        dossier=dossier,
        numbers=_numbers(dossier),
        signer=signed_by_hand(),
        scan=a_file("bản quét"),
        actor=actor,
        at=NOW,
    )


ATTEMPTS: dict[Move, Callable[[Dossier, User], object]] = {
    Move.FILE: lambda dossier, actor: actions.file_dossier(dossier=dossier, actor=actor, at=NOW),
    Move.FILE_ON_BEHALF: lambda dossier, actor: actions.file_dossier(dossier=dossier, actor=actor, at=NOW),
    Move.RETRACT: lambda dossier, actor: actions.retract(dossier=dossier, reason="Đổi bao bì.", actor=actor, at=NOW),
    Move.RECEIVE_COMPLETE: _receive,
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
    Move.RECORD_SIGNED: _record,
    Move.FORWARD: lambda dossier, actor: commune_actions.forward(dossier=dossier, actor=actor, at=NOW),
    Move.ACCEPT: lambda dossier, actor: province_actions.accept(dossier=dossier, actor=actor, at=NOW),
    Move.RETURN_BY_PROVINCE: _wanted(commune_actions.return_by_province),
    Move.ANSWER_PROVINCE: _answer,
    Move.POSTPONE: lambda dossier, actor: province_actions.postpone(
        dossier=dossier, evaluation_round=_later(dossier), reason="Kiểm nghiệm muộn.", actor=actor, at=NOW
    ),
    Move.PUT_IN_ROUND: lambda dossier, actor: province_actions.put_in_round(dossier=dossier, actor=actor, at=NOW),
    Move.RETURN_BY_MINISTRY: _wanted(commune_actions.return_by_ministry),
}
"""The action behind each move; every other move is tried through the one door itself, with all its facts given."""


def attempt(which: Move, dossier: Dossier, actor: User) -> object:
    if which in ATTEMPTS and which is _chosen(which, dossier, actor):
        return ATTEMPTS[which](dossier, actor)
    return move(dossier, which, actor=actor, at=NOW, facts=dict.fromkeys(Fact, ALLOWED))


def _chosen(which: Move, dossier: Dossier, actor: User) -> Move:
    """The move that one action for several chooses by person or state."""
    if which in {Move.FILE, Move.FILE_ON_BEHALF}:
        return Move.FILE if Party.PRODUCER in rules.parties_of(actor, dossier) else Move.FILE_ON_BEHALF
    if which in {Move.ANSWER_COMMUNE, Move.ANSWER_PROVINCE}:
        return Move.ANSWER_PROVINCE if dossier.current is State.RETURNED_BY_PROVINCE else Move.ANSWER_COMMUNE
    return which


def everything(dossier: Dossier):
    """What an attempt could change, as the database holds it."""
    counts = {
        "transitions": Transition,
        "entries": JournalEntry,
        "notices": Notification,
        "filings": Submission,
        "returns": ReturnRequest,
        "sheets": Sheet,
        "codes": ProductCode,
        "rounds": EvaluationRound,
    }
    counted = {f"count_of_{name}": Subquery(_count(model)) for name, model in counts.items()}
    return (
        Dossier.objects.filter(pk=dossier.pk).annotate(**counted).values().get(),
        list(dossier.returns.values_list("answered_at", "dropped_at", "items__answer")),
        list(CommuneReport.objects.filter(dossier=dossier).values()),
    )


def _count(model):
    return model.objects.order_by().annotate(all=Value(1)).values("all").annotate(count=Count("pk")).values("count")


def expected(which: Move, dossier: Dossier, person: User, *, signed: bool, drafted: bool) -> bool:
    """Whether the table and the facts of the builders let it happen."""
    row = row_of(which, dossier.current)
    parties = rules.parties_of(person, dossier)
    if row is None or not row.parties & parties:
        return False
    if which is Move.FILE_ON_BEHALF:
        return False  # the producer has given no consent to the office
    if which is Move.SUBMIT_FOR_SIGNATURE:
        return drafted
    if which is Move.FORWARD:
        return signed
    if which in {Move.SIGN_HERE, Move.RECORD_SIGNED}:
        return not signed
    return not (which is Move.START_APPRAISAL and dossier.current is not State.PROVINCE_CHECKING)


@pytest.fixture(scope="module", params=STATES, ids=str)
def standing(request, django_db_setup, django_db_blocker):
    """One dossier in one state, and the whole cast, for all attempts of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        signed = request.param == "signed"
        dossier = builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE if signed else request.param)
        if signed:
            builders.sign(dossier)
        people = {name: cast(name) for name in PEOPLE}
        yield dossier.pk, people, signed
        transaction.set_rollback(True)


@pytest.mark.parametrize("which", list(Move), ids=str)
@pytest.mark.django_db
def test_a_move_happens_as_the_table_says_or_is_refused_and_nothing_changed(standing, which):
    pk, people, signed = standing
    rows = Dossier.objects.select_related("product", "producer", "commune", "province", "evaluation_round")
    before = everything(rows.get(pk=pk))
    for name, person in people.items():
        dossier = rows.get(pk=pk)
        source = dossier.current
        may_happen = expected(which, dossier, person, signed=signed, drafted=False)
        savepoint = transaction.savepoint()
        try:
            attempt(which, dossier, person)
        except Refused as refused:
            assert not may_happen, f"{name} was refused: {refused.answer}"  # noqa: PT017 - either outcome is tested
            assert str(refused.answer.reason)  # noqa: PT017
            assert everything(dossier) == before, name
        else:
            assert may_happen, f"{name} made {which.value} from {source.value}"
            _check_happened(which, source, dossier, person, before)
        finally:
            transaction.savepoint_rollback(savepoint)


def _check_happened(which, source, dossier, person, before):
    """One line in the timeline, one journal entry of the move, one in-app notice for each who is to be told."""
    row = row_of(which, source)
    after = Dossier.objects.get(pk=dossier.pk)
    assert after.current is row.target
    assert Transition.objects.count() == (before[0]["count_of_transitions"] or 0) + 1
    last = Transition.objects.order_by("-pk").first()
    assert (last.move, last.source, last.target, last.actor_id) == (which, source, row.target, person.pk)
    assert last.party in {party.value for party in row.parties}
    entries = JournalEntry.objects.filter(action=f"dossier.{which.value}", object_id=str(dossier.pk), actor=person)
    assert entries.count() == 1
    notices = Notification.objects.filter(key__contains=f":dossier:{dossier.pk}:{after.revision}:")
    told = notices.filter(channel=Channel.IN_APP).values_list("recipient__username", flat=True)
    assert sorted(told) == sorted(_to_be_told(which, person))


GROUPS = {
    "producer": {"hanh"},
    "commune": {"cuc", "dung"},
    "leader": {"duc"},
    "province": {"giang", "hung", "thu"},
    "authority": {"quoc"},
    "ministry": {"bo"},
}


def _to_be_told(which, person):
    """Everybody whom the move concerns, except who made it."""
    return set().union(*(GROUPS[group] for group in TOLD.get(which, ()))) - {person.username}


def test_the_whole_cast_is_tried():
    assert len(PEOPLE) == 27
    assert len(Move) == 39


def test_savepoints_are_real(db):
    assert connection.features.uses_savepoints
