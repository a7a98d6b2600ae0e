"""Guidance on one line: its page, the part for htmx, and that it says it is advice."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings.criteria.guidance_page import about, shown_guidance
from ratings.criteria.guidance_reading import handbook_of
from tests import builders
from tests.cast import client_of
from tests.criteria.demo_sheets import law, sheet_of

pytestmark = pytest.mark.django_db
TRADEMARK = "/criteria/qd26-2026/9/3.5/guidance/"


@pytest.fixture(autouse=True)
def published():
    builders.law()


def text_of(who, url, **headers):
    return unescape(client_of(who).get(url, headers=headers).content.decode())


@pytest.mark.parametrize("who", ["hanh", "cuc", "tv1", "giang"])
def test_producer_commune_council_and_province_read_the_same(who):
    page = text_of(who, TRADEMARK, **{"hx-request": "true"})
    assert page == text_of("hanh", TRADEMARK, **{"hx-request": "true"})
    assert "<html" not in page
    for option in sheet_of(9).lines["3.5"].options:
        assert option.text in page
    assert "Nộp biên nhận nộp đơn thay cho văn bản chấp nhận đơn." in page


def test_without_htmx_it_is_a_page_of_its_own_with_the_same_words():
    page = text_of("hanh", TRADEMARK)
    assert "<html" in page
    assert text_of("hanh", TRADEMARK, **{"hx-request": "true"}).strip() in page


def test_times_are_estimates_and_the_whole_is_advice():
    page = text_of("hanh", TRADEMARK)
    assert "khoảng 12 tháng (ước tính)" in page
    assert "Trang này là gợi ý, không phải quy định" in page
    assert "chỉ xin được sau khi có: Văn bản chấp nhận đơn đăng ký nhãn hiệu hợp lệ" in page


def test_each_paper_leads_to_the_help_on_its_kind():
    assert 'href="/evidence-help/7/"' in text_of("hanh", TRADEMARK)


def test_with_a_case_the_other_case_is_left_out():
    line = sheet_of(26).lines["8"]
    mine, others = ([o.text for o in line.options if (o.case == "a") is same] for same in (True, False))
    page = text_of("hanh", "/criteria/qd26-2026/26/8/guidance/?case=a")
    assert [text for text in mine if text not in page] == []
    assert [text for text in others if f"<span>{text}</span>" in page] == []


def test_answers_that_are_proved_alike_stand_together_and_their_papers_once():
    page = text_of("hanh", "/criteria/qd26-2026/9/3.3/guidance/")
    assert page.count('<p class="guide-option">') == 3
    assert page.count("Danh sách lao động đóng bảo hiểm") == 1


@pytest.mark.parametrize(
    "url",
    [
        "/criteria/qd26-2026/27/3.5/guidance/",
        "/criteria/qd26-2026/9/99/guidance/",
        "/criteria/qd148-2023/9/3.5/guidance/",
        "/criteria/nothing/9/3.5/guidance/",
        "/criteria/qd26-2026/99999999999999999999/3.5/guidance/",
    ],
)
def test_what_is_not_printed_or_not_written_about_does_not_exist(url):
    assert client_of("hanh").get(url).status_code == 404


def test_the_public_signs_in_first():
    assert client_of(None).get(TRADEMARK)["Location"].startswith("/account/login/")


def test_a_line_is_shown_without_a_query_for_it():
    client = client_of("hanh")
    client.get(TRADEMARK)
    with CaptureQueriesContext(connection) as asked:
        client.get("/criteria/qd26-2026/9/5.1/guidance/")
    assert not [query["sql"] for query in asked if "ratings_line" in query["sql"] or "ratings_criteria" in query["sql"]]


def test_every_line_of_every_sheet_can_be_drawn():
    book = handbook_of("qd26-2026")
    drawn = [shown_guidance(book, s.sheet, line) for s in law("qd26-2026").sources for line in s.sheet.lines.values()]
    assert sum(len(proof.options) for each in drawn for proof in each.proofs) == 2579
    assert all(each.asks and each.advice and each.mistakes for each in drawn)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "khoảng 1 ngày làm việc"),
        (44, "khoảng 44 ngày làm việc"),
        (45, "khoảng 2 tháng"),
        (260, "khoảng 12 tháng"),
    ],
)
def test_long_times_are_said_in_months(days, said):
    assert about(days) == said
