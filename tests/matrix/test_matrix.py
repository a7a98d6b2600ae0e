"""The refusal matrix: every state, every move, everybody in the cast.

A move happens exactly as the table says, with one line in the timeline, one journal entry and its notices, or it is
refused with a reason and nothing has changed. Each standing is built once; every attempt runs in a savepoint.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, transaction

from ratings.dossiers.models import Dossier, Transition
from ratings.dossiers.moving import TOLD
from ratings.dossiers.states import State
from ratings.dossiers.workflow import TABLE, Fact, Move, Party, row_of
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from registry.notifications.states import Channel
from tests.builders import a_file
from tests.cast import PEOPLE, TWINS, cast
from tests.matrix.attempts import Attempts
from tests.matrix.standings import STANDINGS

pytestmark = pytest.mark.no_cover
"""What it walks through, other tests cover; traced, it takes half as long again."""
ACTS_AS = {
    Party.PRODUCER: {"hanh"},
    Party.COMMUNE_RECEPTION: {"dung"},
    Party.COMMUNE_OFFICER: {"cuc"},
    Party.COMMUNE_LEADER: {"duc"},
    Party.PROVINCE_OFFICER: {"giang", "hung", "thu"},
    Party.AUTHORITY: {"quoc"},
    Party.MINISTRY_OFFICER: {"bo"},
    Party.MINISTRY_AUTHORITY: {"bo_truong"},
}
"""Who of the cast holds an office for the dossier."""
IN_COUNCIL = {Party.CHAIR: {"tv1"}, Party.SECRETARY: {"thu"}}
PREPARED = {"giang"}
"""Who prepared the decision and sent the request to the ministry: she neither signs nor records the answer."""
GROUPS = {
    "producer": {"hanh"},
    "commune": {"cuc", "dung"},
    "leader": {"duc"},
    "province": {"giang", "hung", "thu"},
    "authority": {"quoc"},
    "ministry": {"bo"},
}
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "WITH")


def expected(standing, which):
    """Names of those for whom the table and the facts of ``standing`` let the move happen."""
    row = row_of(which, standing.state)
    if row is None or standing.lacking & set(row.facts):
        return set()
    parties = ACTS_AS | (IN_COUNCIL if standing.in_hand else {})
    names = set().union(*(parties.get(party, set()) for party in row.parties))
    return names - PREPARED if Fact.SIGNER_IS_ANOTHER in row.facts else names


@pytest.fixture(params=STANDINGS, ids=str)
def standing(request, law):
    """One dossier at one standing, the whole cast, and the scans that some of them bring along."""
    dossier = request.param.build()
    for scan in ("bản quét", "quyết định", "trả lời của Bộ"):
        a_file(scan)
    people = {name: cast(name) for name in PEOPLE}
    if connection.vendor == "postgresql":
        # The twins are tried on SQLite; here they only stand beside those who try.
        people = {name: person for name, person in people.items() if name not in TWINS}
    return request.param, Dossier.objects.get(pk=dossier.pk).pk, people


def fetched(pk):
    rows = Dossier.objects.select_related(
        "product__code", "producer", "commune", "province", "evaluation_round", "criteria_set"
    )
    return rows.get(pk=pk)


def fresh(dossier):
    """The row as another request would have read it: nothing kept but what was fetched with it."""
    again = copy.copy(dossier)
    again._state = copy.copy(dossier._state)
    again._state.fields_cache = dict(dossier._state.fields_cache)
    return again


def everything():
    """All rows of all tables of this project, as the database holds them."""
    tables = [
        model._meta.db_table for app in ("registry", "ratings") for model in apps.get_app_config(app).get_models()
    ]
    rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


@contextmanager
def watched():
    """Collect the statements that write."""
    written = []

    def watch(execute, sql, params, many, context):
        if not sql.lstrip("( ").startswith(READS):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


def test_a_move_happens_as_the_table_says_or_is_refused_and_nothing_changed(standing):
    place, pk, people = standing
    before, template, faults = everything(), fetched(pk), []
    attempts = Attempts(template)
    for which in Move:
        happens = expected(place, which)
        for name, person in people.items():
            savepoint = transaction.savepoint()
            with watched() as written:
                fault = _tried(attempts, which, fresh(template), person, may_happen=name in happens)
            if name not in happens and written and everything() != before:
                fault = "refused, but something changed"
            transaction.savepoint_rollback(savepoint)
            if written:
                template = fetched(pk)
            if fault:
                faults.append(f"{which.value} by {name}: {fault}")
    assert faults == []
    assert everything() == before


def _tried(attempts, which, dossier, person, *, may_happen):
    """Return what is wrong with the outcome of one attempt, or nothing."""
    source, transitions = dossier.current, Transition.objects.count() if may_happen else 0
    try:
        attempts.make(which, dossier, person)
    except Refused as refused:
        reason = str(refused.answer.reason)
        return f"was refused: {reason}" if may_happen or not reason else ""
    return _wrong_after(which, source, dossier, person, transitions) if may_happen else "happened"


def _wrong_after(which, source, dossier, person, transitions):
    """One line in the timeline, one journal entry of the move, one in-app notice for each who is to be told."""
    row, after = row_of(which, source), Dossier.objects.get(pk=dossier.pk)
    last = Transition.objects.order_by("-pk").first()
    entries = JournalEntry.objects.filter(action=f"dossier.{which.value}", object_id=str(dossier.pk), actor=person)
    notices = Notification.objects.filter(key__contains=f":dossier:{dossier.pk}:{after.revision}:")
    told = notices.filter(channel=Channel.IN_APP).values_list("recipient__username", flat=True)
    to_be_told = set().union(*(GROUPS[group] for group in TOLD.get(which, ()))) - {person.username}
    found = {
        "state": after.current is row.target,
        "timeline": Transition.objects.count() == transitions + 1,
        "line": (last.move, last.source, last.target, last.actor_id) == (which, source, row.target, person.pk),
        "capacity": last.party in {party.value for party in row.parties},
        "journal": entries.count() == 1 + _earlier(which, dossier, person),
        "told": sorted(told) == sorted(to_be_told),
    }
    return ", ".join(name for name, holds in found.items() if not holds)


def _earlier(which, dossier, person):
    """How often the same person made the same move on the way to this standing."""
    return Transition.objects.filter(dossier=dossier, move=which, actor=person).count() - 1


# ---------------------------------------------------------------- the matrix is whole


def test_every_state_that_a_move_reaches_has_its_standing():
    reached = {row.source for row in TABLE} | {row.target for row in TABLE}
    assert {standing.state for standing in STANDINGS} == reached
    # Later work: their names are in use (verification, labels), no move leads there yet.
    assert set(State) - reached == {
        State.WRITTEN_OPINION,
        State.REDO_ORDERED,
    }


def test_every_line_of_the_table_happens_at_some_standing_for_each_of_its_parties():
    parties = ACTS_AS | IN_COUNCIL
    for row in TABLE:
        made_by = set().union(*(expected(place, row.move) for place in STANDINGS if place.state is row.source))
        for party in row.parties:
            assert made_by & parties[party], (row.move, row.source, party)


def test_the_whole_cast_tries_every_move():
    assert len(PEOPLE) == 27
    assert len(Move) == 43
    assert connection.features.uses_savepoints
