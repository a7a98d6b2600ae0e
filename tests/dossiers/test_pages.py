"""Who sees which pages, what they say, and that lists ask a constant number of queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings.dossiers.models import Citation, Dossier, ReturnRequest
from ratings.dossiers.queries import open_return
from ratings.dossiers.states import State
from ratings.sheets.queries import content_of
from registry.producers.actions import record_year
from registry.producers.facts import Year
from tests import builders
from tests.cast import PEOPLE, cast, client_of
from tests.criteria.demo_sheets import D02

pytestmark = pytest.mark.django_db
READING = ("", "forms/", "self-score/", "plan/", "evidence/", "checks/", "history/", "form-01.pdf", "form-02.pdf")
WRITING = (
    "file/", "retract/", "answer/", "receive/", "refuse/", "return/", "form-03/", "submit/", "send-back/", "sign/",
    "record-signed/", "forward/", "accept/", "postpone/", "put-in-round/", "consent/", "cite/", "case/", "set/", "plan/1/",
)  # fmt: skip


def url(dossier, page=""):
    return f"/dossiers/{dossier.number}/{page}"


def seeing(dossier):
    """Everybody of the cast who may open the dossier's page."""
    return {name for name in PEOPLE if client_of(name).get(url(dossier)).status_code == 200}


def test_before_the_request_only_producer_and_commune_see_a_dossier():
    assert seeing(builders.a_dossier_at(State.RECEIVED)) == {"hanh", "cuc", "dung", "duc"}


def test_after_the_request_the_province_sees_it_too_and_no_other_province():
    assert seeing(builders.a_dossier_at(State.FORWARDED)) == {
        "hanh", "cuc", "dung", "duc", "giang", "hung", "thu", "quoc",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["em", "sen", "bien", "khoa", "tam", "stranger", "bo", "tv1", "quan_tri"])
def test_to_others_no_page_of_it_exists_whatever_they_guess(who):
    dossier = builders.a_dossier_at(State.PROVINCE_CHECKING)
    client = client_of(who)
    for page in (*READING, *WRITING):
        assert client.get(url(dossier, page)).status_code in {404, 405}, page
        assert client.post(url(dossier, page)).status_code in {404, 405}, page
    listed = client.get("/dossiers/").content.decode()
    assert dossier.number not in listed
    assert "Gia Đẳng" not in listed


def test_the_public_is_asked_to_sign_in():
    dossier = builders.a_dossier_at(State.FILED)
    for page in (*READING, *WRITING):
        response = client_of(None).get(url(dossier, page))
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_a_guessed_number_does_not_exist():
    builders.a_dossier_at(State.FILED)
    assert client_of("cuc").get("/dossiers/19654-2026-00099/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_one_row_and_for_three(rows):
    for number in range(rows):
        builders.a_dossier_at(State.RECEIVED, name=f"Nước mắm {number}")
    client = client_of("cuc")
    client.get("/dossiers/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get("/dossiers/")
    assert response.content.decode().count('class="work"') == rows
    assert len(asked) == 11


def test_the_list_finds_without_accents_and_by_number_and_state():
    dossier = builders.a_dossier_at(State.RECEIVED)
    client = client_of("cuc")
    for query in ("q=nuoc mam gia dang", f"q={dossier.number}", "q=HTX", "state=received", "kind=first"):
        assert dossier.number in client.get(f"/dossiers/?{query}").content.decode(), query
    for query in ("q=rượu", "state=filed", "kind=upgrade"):
        assert dossier.number not in client.get(f"/dossiers/?{query}").content.decode(), query


def test_the_page_names_the_office_whose_turn_it_is():
    dossier = builders.a_dossier_at(State.RECEIVED)
    page = client_of("hanh").get(url(dossier)).content.decode()
    assert "UBND xã Triệu Cơ" in page
    assert "21/10/2026" in page
    assert "44-19654-1" in page


def test_offices_are_told_whose_line_they_read():
    dossier = builders.a_dossier_at(State.RECEIVED)
    line = "UBND xã Triệu Cơ đã nhận đủ hồ sơ"
    shown = {name: client_of(name).get(url(dossier)).content.decode() for name in ("cuc", "hanh")}
    assert {name: (line in page, "Chủ thể đọc được:" in page) for name, page in shown.items()} == {
        "cuc": (True, True),
        "hanh": (True, False),
    }


def test_beside_the_workers_form_03_shows_the_figures_of_the_last_year_that_has_them():
    dossier = builders.a_dossier_at(State.RECEIVED)
    for figures in (Year(year=2024, workers=11, local_workers=10), Year(year=2025, workers=14, local_workers=12),
                    Year(year=2026, revenue=1_200_000_000)):  # fmt: skip
        record_year(producer=dossier.producer, figures=figures, actor=cast("hanh"), at=builders.at(30, 9))
    page = client_of("cuc").get(url(dossier, "form-03/")).content.decode()
    assert "Năm 2025: 14 lao động, trong đó 12 lao động địa phương." in page
    assert builders.TEXTS["business_results"] not in page


def test_a_draft_has_no_code_yet_and_says_when_it_gets_one():
    page = client_of("hanh").get(url(builders.a_draft())).content.decode()
    assert "cấp khi nhận đủ hồ sơ" in page
    assert "undefined" not in page


def test_a_refused_move_shows_reason_basis_and_remedy_and_keeps_what_was_typed():
    dossier = builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE)
    typed = {
        "revision": dossier.revision, "report_number": "77/BC-UBND", "report_date": "2020-01-01",
        "request_number": "88/UBND-KT", "request_date": "2020-01-01",
    }  # fmt: skip
    response = client_of("duc").post(url(dossier, "sign/"), typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Chưa thực hiện được" in page
    assert "Ngày của hai văn bản phải từ ngày nhận đủ hồ sơ đến hôm nay." in page
    assert "điểm b khoản 2 Điều 7" in page
    assert 'value="77/BC-UBND"' in page
    dossier.commune_report.refresh_from_db()
    assert dossier.commune_report.signed_at is None


def test_the_slower_of_two_reads_who_was_faster():
    dossier = builders.a_dossier_at(State.FILED)
    form = {"revision": dossier.revision, "received_on": "2026-09-30", "slip_number": "1"}
    assert client_of("dung").post(url(dossier, "receive/"), form).status_code == 302
    response = client_of("cuc").post(url(dossier, "receive/"), form)
    assert response.status_code == 409
    assert "Hoàng Văn Dũng đã chuyển hồ sơ này lúc" in response.content.decode()


def test_the_producer_fills_and_files_without_script():
    dossier = builders.a_draft(filled=False)
    client = client_of("hanh")
    forms = {**builders.TEXTS, "samples": 5, "pledged": "on", "forms_revision": 0}
    assert client.post(url(dossier, "forms/"), forms).status_code == 302
    ticks = {code: "none" if not isinstance(tick, int) else tick for code, tick in builders.demo_ticks(dossier).items()}
    assert client.post(url(dossier, "self-score/"), {**ticks, "sheet_revision": 0, "part": "A"}).status_code == 302
    page = client.get(url(dossier, "file/"))
    assert "79" in page.content.decode()
    assert client.post(url(dossier, "file/"), {"revision": 0}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.current is State.FILED
    assert dossier.submissions.get().content["self_score"]["total"] == 79


def test_a_tick_by_htmx_answers_with_totals_computed_here():
    dossier = builders.a_draft(filled=False)
    client = client_of("hanh")
    response = client.post(
        url(dossier, "self-score/"), {"1.1": "3", "sheet_revision": 0, "total": "100"}, headers={"hx-request": "true"}
    )
    page = response.content.decode()
    assert 'name="sheet_revision" value="1"' in page
    assert "5/40" in page
    dossier.self_score.refresh_from_db()
    assert content_of(dossier.self_score).ticks == {"1.1": 3}
    stale = client.post(url(dossier, "self-score/"), {"1.2": "1", "sheet_revision": 0}, headers={"hx-request": "true"})
    assert stale.status_code == 409
    assert content_of(dossier.self_score).ticks == {"1.1": 3}


def test_two_editors_do_not_overwrite_each_other_silently():
    dossier = builders.a_draft(filled=False)
    form = {"plan": "Bản của tôi", "samples": 5, "forms_revision": 0}
    assert client_of("hanh").post(url(dossier, "forms/"), {**form, "plan": "Bản của Hạnh"}).status_code == 302
    response = client_of("cuc").post(url(dossier, "forms/"), form)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bản của tôi" in page
    assert "Bản của Hạnh" in page
    assert "Lê Thị Hạnh đã lưu biểu mẫu này lúc" in page
    assert Dossier.objects.get(pk=dossier.pk).plan == "Bản của Hạnh"
    revision = re.search(r'name="forms_revision" value="(\d+)"', page)[1]
    knowing = client_of("cuc").post(url(dossier, "forms/"), {**form, "forms_revision": revision})
    assert (knowing.status_code, Dossier.objects.get(pk=dossier.pk).plan) == (302, "Bản của tôi")


def test_a_window_whose_answer_got_lost_saves_again_and_another_does_not():
    dossier = builders.a_draft(filled=False)
    form = {"samples": 5, "forms_revision": 0, "window": "a" * 32}
    client = client_of("hanh")

    def save(**said):
        return client.post(url(dossier, "forms/"), {**form, **said}, headers={"hx-request": "true"}).status_code

    assert [save(plan="Một"), save(plan="Một và hai")] == [200, 200]  # the first answer never came back
    assert save(plan="Ba", window="b" * 32) == 409
    assert save(plan="Một và hai", window="b" * 32) == 200  # it stands there already
    assert save(plan="Bốn", window="b" * 32) == 409
    assert save(plan="Năm", window="") == 409
    assert Dossier.objects.get(pk=dossier.pk).plan == "Một và hai"


def test_ticks_whose_answer_got_lost_are_saved_again_from_their_window_only():
    dossier = builders.a_draft(filled=False)
    client = client_of("hanh")

    def save(window, **ticks):
        form = {**{code[1:].replace("_", "."): value for code, value in ticks.items()}, "sheet_revision": 0}
        address = url(dossier, "self-score/")
        return client.post(address, {**form, "window": window}, headers={"hx-request": "true"}).status_code

    assert [save("a" * 32, l1_1="3"), save("a" * 32, l1_1="3")] == [200, 200]
    assert save("b" * 32, l1_2="1") == 409


def test_a_document_is_cited_and_taken_away_again():
    dossier = builders.a_draft()
    client = client_of("hanh")
    version = Citation.objects.get(dossier=dossier).version
    client.post(url(dossier, "cite/"), {"line": "1.1", "version-1.1": version.pk, "page-1.1": "1"})
    made = Citation.objects.get(dossier=dossier, line__code="1.1")
    assert (made.version_id, made.page) == (version.pk, 1)
    assert (
        client.post(url(dossier, "cite/"), {"line": "1.1", "version-1.1": version.pk, "page-1.1": "9"}).status_code
        == 409
    )
    client.post(url(dossier, f"cite/{made.pk}/"))
    assert not Citation.objects.filter(pk=made.pk).exists()


def test_a_dossier_is_returned_and_answered_item_by_item():
    dossier = builders.a_dossier_at(State.FILED)
    client = client_of("cuc")
    asked = {
        "revision": dossier.revision, "due_on": "2027-12-01", "want-production_paper": "on",
        "why-production_paper": "Giấy đã hết hạn.", "why-line:1.6": "Thiếu nơi thường trú.",
    }  # fmt: skip
    assert client.post(url(dossier, "return/"), asked).status_code == 302
    items = list(open_return(dossier).items.all())
    assert [item.subject for item in items] == ["production_paper", "line:1.6"]
    dossier.refresh_from_db()
    producer = client_of("hanh")
    half = {"revision": dossier.revision, f"item-{items[0].pk}": "Đã nộp giấy mới.", "send": "1"}
    response = producer.post(url(dossier, "answer/"), half)
    assert response.status_code == 409
    assert "Tiêu chí" in response.content.decode() or "1.6" in response.content.decode()
    both = {**half, f"item-{items[1].pk}": "Đã ghi nơi thường trú."}
    assert producer.post(url(dossier, "answer/"), both).status_code == 302
    dossier.refresh_from_db()
    assert dossier.current is State.FILED
    assert dossier.submissions.count() == 2
    assert ReturnRequest.objects.get().answered_at is not None


def test_the_papers_are_pdf():
    dossier = builders.a_dossier_at(State.FORWARDED)
    client = client_of("giang")
    for form in ("form-01", "form-02", "form-03"):
        response = client.get(url(dossier, f"{form}.pdf"))
        assert response["Content-Type"] == "application/pdf"
        assert response.content[:5] == b"%PDF-"


def test_the_self_score_says_the_shortest_way_to_the_next_star_once_every_line_is_answered():
    dossier = builders.a_draft(table=D02)
    client = client_of("hanh")
    page = client.get(url(dossier, "self-score/")).content.decode()
    assert "Cách ngắn nhất để đạt 4 sao: nâng 1 tiêu chí." in page
    assert "từ 1 lên 3 trong 5 điểm · yêu cầu tối thiểu" in page
    sent = {"9": "3", "sheet_revision": dossier.self_score.revision}
    part = client.post(url(dossier, "self-score/"), sent, headers={"hx-request": "true"}).content.decode()
    assert 'id="ahead" hx-swap-oob="true"' in part
    assert "Cách ngắn nhất để đạt 5 sao" in part
    empty = builders.a_draft(name="Ruốc khô", filled=False)
    assert "Trả lời hết các tiêu chí" in client.get(url(empty, "self-score/")).content.decode()
