"""What a certificate needs to be renewed: the minimums of the law of today, the papers for them, article 12.3."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from ratings.certificates.renewal import minimums, readings, still_needed
from ratings.criteria.actions import load_law, publish_sound
from ratings.criteria.guidance_reading import handbook_of
from ratings.criteria.queries import forget_published
from registry.calendar.working_days import WorkingCalendar, re_ranking_window
from tests import decision_builders as built
from tests.cast import cast, client_of, evidence, product
from tests.criteria.demo_sheets import FOLDER, sheet_of

LAW = "qd26-2026"


@pytest.mark.parametrize(
    ("ends", "narrow", "wide"),
    [
        (dt.date(2026, 8, 18), dt.date(2027, 2, 14), dt.date(2027, 2, 14)),
        (dt.date(2026, 12, 12), None, dt.date(2027, 6, 10)),
        # The window of the one closed on the day before the decision came into force, of the other on the day itself.
        (dt.date(2026, 9, 18), dt.date(2027, 3, 17), dt.date(2027, 3, 17)),
        (dt.date(2026, 9, 19), None, dt.date(2027, 3, 18)),
    ],
)
def test_clause_3_of_article_12_is_read_in_two_ways(ends, narrow, wide):
    window = re_ranking_window(ends, WorkingCalendar())
    found = readings(ends, window.last)
    assert (found.narrow, found.wide) == (narrow, wide)


@given(st.sets(st.integers(1, 15)), st.sampled_from([3, 4, 5]))
def test_a_minimum_is_in_hand_exactly_when_each_of_its_needs_has_a_kind_in_the_vault(kinds, stars):
    handbook = handbook_of(LAW)
    found = minimums(sheet_of(9), stars, handbook, kinds, None)
    for each in found:
        on_paper = [need for need in each.wanted if all(paper.evidence for paper in need)]
        has = all({paper.evidence for paper in need} & kinds for need in on_paper) if on_paper else None
        assert each.in_hand is has
        assert each.star <= stars
    missing = {each.code for each in found if each.to_get}
    needed = still_needed(found, handbook, 9)
    assert {code for paper in needed.papers for code in paper.lines} == missing


def test_what_the_law_of_2023_did_not_ask_of_three_stars_is_new():
    last = sheet_of(9, "qd148-2023")
    found = minimums(sheet_of(9), 3, handbook_of(LAW), {1, 2, 5, 8, 11, 12, 13}, last)
    assert [each.code for each in found if each.is_new] == ["2.2", "2.3", "3.5", "4.1"]
    assert [each.code for each in found if not each.is_new] == ["1.1", "5.3", "8", "9"]
    assert [each.code for each in found if each.to_get] == ["3.5"]
    [paper] = still_needed(found, handbook_of(LAW), 9).papers
    assert paper.paper.key == "trademark-application"


def test_of_one_line_the_highest_minimum_counts():
    found = {each.code: each for each in minimums(sheet_of(9), 4, handbook_of(LAW), (), sheet_of(9))}
    assert (found["3.5"].star, found["3.5"].option.points) == (4, 2)
    assert {each.is_new for each in found.values()} == {False}


# ---------------------------------------------------------------- the page


@pytest.fixture
def held(law):
    """3 stars of the district, 21/06/2024, under the law of 2023; the vault holds all but a trademark application."""
    publish_sound(load_law(FOLDER / "qd148-2023").law, at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    mine = product("Nước mắm", of="cua_tung", set_number=9)
    for kind in (1, 2, 8, 11, 12, 13):
        evidence(f"Giấy loại {kind}", of="cua_tung", kind=kind)
    yield built.old_certificate(mine)
    # What is kept of the law of 2023 goes with its rows.
    forget_published()


def page_of(certificate, name, day):
    with time_machine.travel(dt.datetime.combine(day, dt.time(3), dt.UTC), tick=False):
        answer = client_of(name).get(f"/certificates/{certificate.code}/renewal/")
    return answer, " ".join(answer.content.decode().split())


@pytest.mark.django_db
def test_the_page_plans_back_from_the_last_safe_day_and_leaves_tet_out(held):
    answer, page = page_of(held, "bien", dt.date(2026, 11, 23))
    assert answer.status_code == 200
    for words in ("21/06/2027", "23/12/2026 – 21/02/2027", "19/02/2027", "Ngày 21/02/2027 cơ quan không làm việc."):
        assert words in page
    assert page.count("Mới so với lần trước") == 4
    assert [each.step.needed.paper.key for each in answer.context["steps"]] == ["trademark-application"]
    [each] = answer.context["steps"]
    assert each.step.in_hand_by == dt.date(2027, 2, 19)
    assert (each.step.long_break.first, each.step.long_break.last) == (dt.date(2027, 2, 4), dt.date(2027, 2, 10))
    assert "Hiểu theo nghĩa" not in page


@pytest.mark.django_db
def test_after_the_window_the_page_says_both_readings_and_asks_for_papers_at_once(held):
    _answer, page = page_of(held, "bien", dt.date(2027, 3, 1))
    assert "Giấy chứng nhận này hết hiệu lực sau ngày 21/06/2027." in page
    assert "không quá 18/12/2027" in page
    assert "Xin ngay" in page
    assert "Lẽ ra phải xin" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("em", 200),
        ("giang", 200),
        ("bo", 200),
        ("hanh", 404),
        ("cuc", 404),
        ("tam", 404),
        ("stranger", 404),
        (None, 302),
    ],
)
def test_who_sees_the_certificate_sees_its_page_and_nobody_else(held, name, status):
    if name:
        cast(name)
    answer, page = page_of(held, name, dt.date(2026, 11, 23))
    assert answer.status_code == status
    assert ("Soạn hồ sơ phân hạng lại" in page) is (name == "em")


@pytest.mark.django_db
def test_a_certificate_of_this_law_asks_nothing_new_from_its_first_day(law):
    certificate = built.recognised("D01")
    answer, page = page_of(certificate, "hanh", dt.date(2026, 11, 20))
    assert answer.context["new"] == []
    assert "Không có yêu cầu nào mới so với lần phân hạng trước." in page
    assert "24/05/2029 – 23/07/2029" in page


@pytest.mark.django_db
@pytest.mark.parametrize("on", [dt.date(2024, 6, 21), dt.date(2019, 1, 2)])
def test_where_the_sheet_of_then_is_not_known_every_minimum_is_listed(law, on):
    mine = product("Nước mắm", of="cua_tung", set_number=9)
    answer, page = page_of(built.old_certificate(mine, on=on), "bien", dt.date(2026, 11, 23))
    assert answer.status_code == 200
    assert "Hệ thống không có bộ tiêu chí của lần phân hạng trước" in page
    assert {each.is_new for each in answer.context["minimums"]} == {None}
