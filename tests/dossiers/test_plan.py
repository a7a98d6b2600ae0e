"""The plan of papers on the self-score's page, saved, ticked off, and shown on the dossier's page."""

from html import unescape

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ratings.dossiers.models import PlanItem
from ratings.dossiers.plan_actions import mark_plan_item, save_plan
from ratings.dossiers.states import State
from registry.access.answers import Refused
from registry.calendar.queries import working_calendar
from registry.journal.models import JournalEntry
from tests import builders
from tests.cast import cast, client_of
from tests.criteria.demo_sheets import D02

pytestmark = pytest.mark.django_db
TODAY = builders.at(23, 11)
HACCP = "national-quality-system"


@pytest.fixture(autouse=True)
def on_the_day_of_the_demonstration():
    with time_machine.travel(TODAY, tick=False):
        yield


def saved(dossier, who="hanh", moment=TODAY):
    return save_plan(dossier=dossier, calendar=working_calendar(), actor=cast(who), at=moment)


def page_of(who, dossier, page=""):
    return unescape(client_of(who).get(f"/dossiers/{dossier.number}/{page}").content.decode())


def three_stars():
    """D02: three stars; line 9 alone, from 1 to 3 points, is missing for four."""
    return builders.a_draft(table=D02)


def test_the_self_score_says_which_papers_hold_the_star_and_by_when_to_ask_for_them():
    page = page_of("hanh", three_stars(), "self-score/")
    assert "Muốn kịp đợt 1/2027, ông/bà nộp hồ sơ chậm nhất 07/04/2027" in page
    assert "Chậm nhất 08/12/2026 bắt đầu làm: <strong" in page
    assert "Chứng nhận hệ thống quản lý chất lượng (ISO, HACCP...)" in page
    assert "Cơ quan nghỉ từ 04/02/2027 đến 10/02/2027; đã tính vào thời gian trên." in page
    assert "Không kịp" not in page


def test_what_comes_too_late_for_the_next_round_is_named():
    with time_machine.travel(builders.at(22, 3, year=2027), tick=False):
        page = page_of("hanh", three_stars(), "self-score/")
    assert "Không kịp đợt 1/2027" in page
    assert "Muốn kịp đợt 2/2027" in page


def test_each_line_offers_its_guidance_and_carries_none_of_it():
    dossier = three_stars()
    page = page_of("hanh", dossier, "self-score/")
    assert page.count('<details class="line-help"') == 31
    assert 'hx-get="/criteria/qd26-2026/9/3.5/guidance/"' in page
    assert "Nộp biên nhận nộp đơn thay cho văn bản chấp nhận đơn." not in page
    assert page_of("cuc", builders.a_dossier_at(State.RECEIVED, name="Mắm nêm"), "self-score/").count("line-help") > 31


def test_the_page_asks_as_few_queries_as_before():
    dossier = three_stars()
    client = client_of("hanh")
    client.get(f"/dossiers/{dossier.number}/self-score/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/dossiers/{dossier.number}/self-score/")
    assert len(asked) == 12


def test_the_plan_is_saved_and_stands_on_the_dossier_page():
    dossier = three_stars()
    client = client_of("hanh")
    assert client.post(f"/dossiers/{dossier.number}/plan/").status_code == 302
    items = PlanItem.objects.filter(dossier=dossier)
    assert [(item.paper, item.evidence, item.lines) for item in items] == [(HACCP, 14, ["9"])]
    page = page_of("hanh", dossier)
    assert "Giấy tờ cho hạng sao tiếp theo" in page
    assert [item.name for item in items if item.name not in page] == []
    assert "bắt đầu làm chậm nhất 08/12/2026 · có giấy chậm nhất 07/04/2027" in page
    entry = JournalEntry.objects.filter(action="dossier.plan_saved").get()
    assert entry.after == {"papers": 1, "file_by": "2027-04-07"}


def test_a_dossier_without_a_saved_plan_shows_none():
    assert "Giấy tờ cho hạng sao tiếp theo" not in page_of("hanh", three_stars())


def test_an_item_is_ticked_off_and_the_tick_taken_away_with_and_without_script():
    dossier = three_stars()
    saved(dossier)
    item = PlanItem.objects.get(paper=HACCP)
    client = client_of("hanh")
    address = f"/dossiers/{dossier.number}/plan/{item.pk}/"
    part = client.post(address, {"done": "1"}, headers={"hx-request": "true"}).content.decode()
    assert 'class="plan-done"' in part
    assert "<html" not in part
    item.refresh_from_db()
    assert (item.done_at, item.done_by) == (TODAY, cast("hanh"))
    assert client.post(address, {"done": "0"})["Location"] == f"/dossiers/{dossier.number}/plan/"
    item.refresh_from_db()
    assert (item.done_at, item.done_by) == (None, None)


def test_who_ticks_second_changes_nothing():
    dossier = three_stars()
    saved(dossier)
    item = PlanItem.objects.get(paper=HACCP)
    mark_plan_item(item=item, done=True, actor=cast("hanh"), at=TODAY)
    mark_plan_item(item=item, done=True, actor=cast("cuc"), at=builders.at(24, 11))
    assert (item.done_at, item.done_by) == (TODAY, cast("hanh"))


def test_saving_anew_keeps_what_is_done_and_replaces_the_rest():
    dossier = three_stars()
    saved(dossier)
    done = PlanItem.objects.get(paper=HACCP)
    mark_plan_item(item=done, done=True, actor=cast("hanh"), at=TODAY)
    client_of("hanh").post(
        f"/dossiers/{dossier.number}/self-score/", {"9": "3", "sheet_revision": dossier.self_score.revision}
    )
    dossier.refresh_from_db()
    dossier.self_score.refresh_from_db()
    saved(dossier)
    papers = {item.paper: item for item in PlanItem.objects.filter(dossier=dossier)}
    assert (papers[HACCP].pk, papers[HACCP].done_at) == (done.pk, TODAY)
    assert "modern-trade" in papers
    client_of("hanh").post(
        f"/dossiers/{dossier.number}/self-score/", {"9": "1", "sheet_revision": dossier.self_score.revision}
    )
    dossier.refresh_from_db()
    dossier.self_score.refresh_from_db()
    saved(dossier)
    assert [item.paper for item in PlanItem.objects.filter(dossier=dossier)] == [HACCP]


def test_a_self_score_with_open_lines_has_no_plan_yet():
    dossier = builders.a_draft(filled=False)
    with pytest.raises(Refused, match="Chưa có hạng sao tiếp theo"):
        saved(dossier)
    answer = client_of("hanh").post(f"/dossiers/{dossier.number}/plan/")
    assert answer.status_code == 409
    assert "Trả lời hết" in unescape(answer.content.decode()) or "trả lời hết" in unescape(answer.content.decode())
    assert not PlanItem.objects.exists()


def test_the_officer_keeps_the_plan_for_the_producer_and_the_province_only_reads_it():
    dossier = builders.a_dossier_at(State.PROVINCE_CHECKING, table=D02)
    assert client_of("cuc").post(f"/dossiers/{dossier.number}/plan/").status_code == 302
    item = PlanItem.objects.filter(dossier=dossier).first()
    for who in ("giang", "duc"):
        client = client_of(who)
        assert client.post(f"/dossiers/{dossier.number}/plan/").status_code == 409
        assert client.post(f"/dossiers/{dossier.number}/plan/{item.pk}/", {"done": "1"}).status_code == 409
        assert "hx-post" not in client.get(f"/dossiers/{dossier.number}/plan/").content.decode()
    item.refresh_from_db()
    assert item.done_at is None


def test_an_item_of_another_dossier_does_not_exist():
    mine, other = three_stars(), builders.a_draft("cua_tung", "Mắm ruốc", table=D02)
    saved(other, who=builders.who_writes(other).username)
    item = PlanItem.objects.filter(dossier=other).first()
    client = client_of("hanh")
    assert client.post(f"/dossiers/{mine.number}/plan/{item.pk}/", {"done": "1"}).status_code == 404
    assert client.post(f"/dossiers/{other.number}/plan/{item.pk}/", {"done": "1"}).status_code == 404


@pytest.mark.parametrize("items", [1, 3])
def test_the_dossier_page_asks_the_same_queries_for_one_item_and_for_three(items):
    dossier = three_stars()
    (first,) = saved(dossier)
    for number in range(1, items):
        PlanItem.objects.create(
            dossier=dossier, paper=f"paper-{number}", name="Giấy", lines=["1.1"], ask_by=TODAY, in_hand_by=TODAY
        )
    mark_plan_item(item=first, done=True, actor=cast("hanh"), at=TODAY)
    client = client_of("hanh")
    client.get(f"/dossiers/{dossier.number}/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/dossiers/{dossier.number}/").content.decode()
    assert page.count('class="plan-name"') == items
    assert len(asked) == 12


@pytest.mark.parametrize(
    "broken",
    [{"done_at": TODAY}, {"evidence": 16}, {"in_hand_by": TODAY.date().replace(year=2020)}],
    ids=["done by nobody", "no such kind", "in hand before asked for"],
)
def test_the_database_refuses_what_cannot_be(broken):
    dossier = three_stars()
    saved(dossier)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItem.objects.filter(paper=HACCP).update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItem.objects.create(
            dossier=dossier, paper=HACCP, name="x", lines=[], ask_by=TODAY.date(), in_hand_by=TODAY.date()
        )
