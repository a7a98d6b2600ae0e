"""Home tells everybody what to do, by when, and what others are doing."""

from __future__ import annotations

import datetime as dt
import html

import pytest
import time_machine

from ratings.dossiers.states import State
from ratings.dossiers.workflow import Party
from ratings.worklist.duties import DUTIES, duty_in
from ratings.worklist.queries import home_of
from tests import council_builders as councils
from tests.builders import a_dossier_at, a_draft
from tests.cast import cast, client_of

TODAY = dt.date(2026, 10, 12)


def verbs(name: str) -> list[str]:
    cast(name).__dict__.pop("assignments", None)
    return [str(row.verb) for row in home_of(cast(name), today=TODAY).mine]


def test_a_state_has_a_duty_for_each_party_at_most_once():
    keys = [(duty.state, party, duty.signed) for duty in DUTIES for party in duty.parties]
    assert len(keys) == len(set(keys))


def test_a_signed_form_03_is_the_officers_again():
    state = State.AWAITING_COMMUNE_SIGNATURE
    assert duty_in(state, {Party.COMMUNE_OFFICER}, signed=False) is None
    assert duty_in(state, {Party.COMMUNE_OFFICER}, signed=True) is not None
    assert duty_in(state, {Party.COMMUNE_LEADER}, signed=True) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "name", "verb"),
    [
        (State.DRAFT, "hanh", "Hoàn thiện và nộp hồ sơ"),
        (State.FILED, "dung", "Tiếp nhận và hẹn ngày"),
        (State.RECEIVED, "cuc", "Kiểm tra, lập Báo cáo Mẫu số 03"),
        (State.AWAITING_COMMUNE_SIGNATURE, "duc", "Ký Báo cáo Mẫu số 03 và văn bản đề nghị"),
        (State.FORWARDED, "giang", "Tiếp nhận hồ sơ đề nghị"),
        (State.RETURNED_BY_COMMUNE, "hanh", "Bổ sung theo yêu cầu của UBND xã"),
    ],
)
def test_whose_turn_it_is_has_the_dossier_on_her_list(state, name, verb):
    a_dossier_at(state)
    assert verbs(name) == [verb]
    for stranger in ("em", "bien", "tam"):
        found = home_of(cast(stranger), today=TODAY)
        assert (found.mine, found.others) == ([], [])


@pytest.mark.django_db
def test_the_advisory_team_has_what_it_owes_a_report_on_until_it_is_sent(law):
    dossier = councils.under_appraisal(a_dossier_at(State.PROVINCE_CHECKING))
    page = f"/councils/dossiers/{dossier.number}/"
    for name, verb in (("lan", "Gửi báo cáo Tổ tư vấn"), ("minh", "Nghiên cứu hồ sơ cho Tổ tư vấn")):
        [row] = home_of(cast(name), today=TODAY).mine
        assert (str(row.verb), row.url, row.since) == (verb, page, councils.HANDED.date())
        shown = client_of(name).get("/home/").content.decode()
        assert "ở Tổ tư vấn từ 26/10/2026" in shown
        assert client_of(name).get(page).status_code == 200
    assert home_of(cast("tv4"), today=TODAY).mine == []
    councils.reported(dossier)
    assert home_of(cast("lan"), today=TODAY).mine == home_of(cast("minh"), today=TODAY).mine == []


@pytest.mark.django_db
def test_the_most_urgent_comes_first_and_what_others_do_stands_below():
    with time_machine.travel(dt.datetime(2026, 10, 12, 9, 0, tzinfo=dt.UTC), tick=False):
        a_dossier_at(State.RECEIVED)
        page = client_of("hanh").get("/home/").content.decode()
    assert "Hiện không có việc nào chờ xử lý" in page
    assert "Đang chờ người khác" in page
    assert "chậm nhất 21/10/2026" in page


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_num_queries):
    a_dossier_at(State.RECEIVED)
    browser = client_of("cuc")
    browser.get("/home/")
    with django_assert_num_queries(QUERIES):
        browser.get("/home/")
    for name in ("Ruốc bột", "Chả cá"):
        a_dossier_at(State.RECEIVED, name=name)
    with django_assert_num_queries(QUERIES):
        browser.get("/home/")


QUERIES = 12


@pytest.mark.django_db
def test_what_the_office_types_for_a_producer_is_work_of_the_office():
    assert a_draft(actor=cast("cuc")).typed_by_office
    a_draft(name="Chả cá")
    assert verbs("cuc") == ["Nhập tiếp và nộp thay chủ thể"]


@pytest.mark.django_db
def test_a_session_to_come_stands_on_the_home_of_everybody_who_sits_there_and_the_office_goes_there_to_prepare(law):
    dossier = a_dossier_at(State.PROVINCE_CHECKING)
    councils.on_agenda(dossier)
    session = councils.a_session(held_on=councils.LATER_DAY, present=False)
    for name in ("tv1", "tv4", "thu", "lan", "giang"):
        [first, later] = home_of(cast(name), today=TODAY).sessions
        assert (first.held_on, first.on_agenda, later.pk, later.on_agenda) == (councils.SESSION_DAY, 1, session.pk, 0)
    [row] = home_of(cast("giang"), today=TODAY).mine
    assert row.url == f"/councils/{first.council_id}/sessions/{first.number}/"
    assert "1 sản phẩm trong danh mục" in client_of("tv1").get("/home/").content.decode()
    after = councils.LATER_DAY + dt.timedelta(days=30)
    assert [one.held_on for one in home_of(cast("tv1"), today=after).sessions] == [councils.SESSION_DAY]
    for stranger in ("cuc", "hanh", "tam", "bo"):
        assert home_of(cast(stranger), today=TODAY).sessions == []


@pytest.mark.django_db
def test_one_press_leads_from_dossier_to_dossier_and_from_the_last_to_the_list():
    dossiers = [a_dossier_at(State.RECEIVED, name=name) for name in ("Nước mắm", "Mắm ruốc")]
    client = client_of("cuc")
    first = client.get("/home/next/")
    assert first.status_code == 302
    order = [first["Location"].split("/")[2]]
    order.append(client.get(f"/home/next/?after={order[0]}")["Location"].split("/")[2])
    assert sorted(order) == sorted(one.number for one in dossiers)
    last = client.get(f"/home/next/?after={order[1]}", follow=True)
    assert "hồ sơ cuối cùng trong danh sách" in html.unescape(last.content.decode())
    assert f"/home/next/?after={order[0]}" in client.get(f"/dossiers/{order[0]}/").content.decode()
    assert "/home/next/" not in client_of("hanh").get(f"/dossiers/{order[0]}/").content.decode()
