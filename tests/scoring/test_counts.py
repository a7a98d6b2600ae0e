"""Pages and the board ask the database a constant number of times, whatever the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ratings.scoring import actions as scoring
from ratings.scoring.models import MemberSheet
from ratings.scoring.queries import board
from tests import council_builders as built
from tests.cast import cast, client_of
from tests.criteria.demo_sheets import D01, council, sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]
AT_MOST = 12
NAMES = ("Nước mắm", "Mắm ruốc", "Mắm nêm")


def asked(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_and_session_ask_as_often_for_three_dossiers_as_for_one():
    secretary, member = client_of("thu"), client_of("tv1")
    first = built.in_scoring(built.on_the_desk(NAMES[0]))
    built.reported(built.under_appraisal(built.on_the_desk("Nước chấm")))
    session = first.session
    pages = [
        (secretary, reverse("session", args=[session.council_id, session.number])),
        (secretary, reverse("councils")),
        (secretary, reverse("council", args=[session.council_id])),
        (member, reverse("scoring")),
    ]
    once = [asked(client, address) for client, address in pages]
    for name in NAMES[1:]:
        built.in_scoring(built.on_the_desk(name))
    built.reported(built.under_appraisal(built.on_the_desk("Mắm tôm")))
    assert [asked(client, address) for client, address in pages] == once
    assert max(once) <= AT_MOST, once


def test_sheet_and_room_stay_within_the_budget():
    dossier = built.on_the_desk()
    scoring_round = built.in_scoring(dossier)
    own = MemberSheet.objects.get(scoring_round=scoring_round, person__user__username="tv1")
    built.declared(dossier, "tv1")
    room = reverse(
        "session-dossier", args=[scoring_round.session.council_id, scoring_round.session.number, dossier.number]
    )
    counts = {
        "sheet": asked(client_of("tv1"), reverse("sheet", args=[own.pk])),
        "send": asked(client_of("tv1"), reverse("sheet-send", args=[own.pk])),
        "room of the secretary": asked(client_of("thu"), room),
        "room of the chair": asked(client_of("tv1"), room),
    }
    built.fill_all(scoring_round, council(sheet_of(9), D01))
    scoring.open_sheets(dossier, actor=cast("tv1"), at=built.OPENED)
    counts["opened"] = asked(client_of("tv1"), room)
    scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    counts["concluded"] = asked(client_of("tv2"), room)
    assert max(counts.values()) <= AT_MOST, counts


def test_the_board_of_many_dossiers_takes_two_queries():
    dossiers = []
    for name in NAMES:
        dossier = built.on_the_desk(name)
        built.opened(dossier, council(sheet_of(9), D01))
        dossiers.append(dossier)
    board(dossiers)
    counts = []
    for few in (dossiers[:1], dossiers):
        with CaptureQueriesContext(connection) as queries:
            found = board(few)
        counts.append(len(queries))
        assert [one.result.sum for one in found.values()] == [398] * len(few)
    assert counts == [2, 2]
