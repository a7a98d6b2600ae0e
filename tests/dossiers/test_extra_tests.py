"""Further tests: asked for with a day, given more time with a reason, handed in from the vault; the dossier waits."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from django.urls import reverse

from ratings.dossiers import extra_test_actions as tests
from ratings.dossiers import province_actions, queries
from ratings.dossiers.clocks import Unit
from ratings.dossiers.models import Dossier, TestRequest
from ratings.dossiers.standing import standing_of
from ratings.dossiers.states import State, Turn
from registry.access.answers import Refused
from tests import builders
from tests import council_builders as councils
from tests.builders import at
from tests.cast import cast, client_of

pytestmark = pytest.mark.django_db
NOW = at(13, 11, 9)
TODAY = NOW.date()
BY = dt.date(2026, 12, 4)


@pytest.fixture
def dossier(time_machine):
    time_machine.move_to(NOW, tick=False)
    with_team = councils.under_appraisal(councils.on_the_desk())
    return Dossier.objects.get(pk=with_team.pk)


def asked(dossier, due_on=BY, tests_of="Aflatoxin B1", reason="Phiếu cũ thiếu chỉ tiêu.", who="giang"):
    return tests.request_tests(dossier=dossier, tests=tests_of, reason=reason, due_on=due_on, actor=cast(who), at=NOW)


def reason_of(act):
    with pytest.raises(Refused) as raised:
        act()
    return str(raised.value.answer.reason)


def fresh(dossier):
    return queries.for_record(Dossier.objects.all()).get(pk=dossier.pk)


def test_the_dossier_waits_for_the_producer_until_the_day_and_says_so_to_everybody(dossier):
    asked(dossier)
    waiting = fresh(dossier)
    standing = standing_of(waiting, TODAY)
    assert (waiting.current, standing.turn, standing.due) == (State.TESTS_REQUESTED, Turn.PRODUCER, BY)
    assert standing.clock.unit is Unit.CALENDAR
    page = html.unescape(client_of("hanh").get(reverse("dossier", args=[dossier.number])).content.decode())
    assert "Ông/bà nộp phiếu kiểm nghiệm Aflatoxin B1 chậm nhất 04/12/2026." in page
    assert "Phiếu cũ thiếu chỉ tiêu." in page
    home = html.unescape(client_of("hanh").get("/home/").content.decode())
    assert "Nộp phiếu kiểm nghiệm" in home


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tests_of": " "}, "Chưa ghi kiểm nghiệm gì."),
        ({"reason": ""}, "Chưa nêu lý do."),
        ({"due_on": TODAY}, "Chưa nêu ngày"),
        ({"due_on": None}, "Chưa nêu ngày"),
    ],
)
def test_tests_without_name_reason_or_a_day_ahead_are_not_asked_for(dossier, change, words):
    assert reason_of(lambda: asked(dossier, **change)).startswith(words)
    assert (fresh(dossier).current, TestRequest.objects.count()) == (State.UNDER_APPRAISAL, 0)


def test_more_time_needs_a_later_day_and_a_reason_and_the_first_day_stays(dossier):
    asked(dossier)
    later = BY + dt.timedelta(days=10)
    for day, reason, words in (
        (BY, "Phòng kiểm nghiệm quá tải.", "Ngày không muộn hơn ngày đã hẹn."),
        (later, " ", "Chưa nêu lý do."),
    ):
        assert words == reason_of(
            lambda day=day, reason=reason: tests.give_tests_time(
                dossier=dossier, due_on=day, reason=reason, actor=cast("giang"), at=NOW
            )
        )
    tests.give_tests_time(
        dossier=dossier, due_on=later, reason="Phòng kiểm nghiệm quá tải.", actor=cast("giang"), at=NOW
    )
    row = TestRequest.objects.get()
    assert (row.first_due_on, row.due_on, row.later_reason) == (BY, later, "Phòng kiểm nghiệm quá tải.")
    waiting = fresh(dossier)
    assert (waiting.current, standing_of(waiting, TODAY).due) == (State.TESTS_REQUESTED, later)
    page = html.unescape(client_of("hanh").get(reverse("dossier", args=[dossier.number])).content.decode())
    assert "chậm nhất 14/12/2026" in page
    assert "lần đầu 04/12/2026; Phòng kiểm nghiệm quá tải." in page


def test_the_report_comes_from_the_vault_and_the_team_goes_on(dossier):
    asked(dossier)
    report = builders.version_of(builders.a_paper(dossier.producer, 9, "Phiếu kiểm nghiệm 12/2026", actor=cast("hanh")))
    client, address = client_of("hanh"), reverse("dossier-bring-tests", args=[dossier.number])
    nothing = client.post(address, {"revision": fresh(dossier).revision, "version": ""})
    assert (nothing.status_code, fresh(dossier).current) == (422, State.TESTS_REQUESTED)
    client.post(address, {"revision": fresh(dossier).revision, "version": report.pk})
    row = TestRequest.objects.get()
    assert (fresh(dossier).current, row.version, row.brought_by) == (State.UNDER_APPRAISAL, report, cast("hanh"))
    page = html.unescape(client_of("giang").get(reverse("dossier", args=[dossier.number])).content.decode())
    assert "Phiếu kiểm nghiệm 12/2026" in page


def test_a_paper_of_another_producer_is_no_report_and_nothing_moves(dossier):
    asked(dossier)
    foreign = builders.version_of(
        builders.a_paper(builders.a_product("cua_tung", "Mắm").producer, 9, "Phiếu", actor=cast("em"))
    )
    words = reason_of(lambda: tests.bring_tests(dossier=dossier, version=foreign, actor=cast("hanh"), at=NOW))
    assert words == "Tài liệu này thuộc chủ thể khác."
    assert fresh(dossier).current is State.TESTS_REQUESTED


def test_postponed_to_a_later_round_the_request_falls(dossier):
    asked(dossier)
    province_actions.ensure_rounds(province=dossier.province, year=2027, actor=cast("giang"), at=NOW)
    province_actions.postpone(
        dossier=dossier,
        evaluation_round=queries.later_rounds(dossier).first(),
        reason="Phiếu kiểm nghiệm không kịp.",
        actor=cast("giang"),
        at=NOW,
    )
    assert TestRequest.objects.get().dropped_at == NOW
    assert fresh(dossier).current is State.POSTPONED
