"""How the council scored: who reads it, what it counts, and that nothing sealed or recused enters it."""

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ratings.scoring import actions as scoring
from ratings.scoring import statistics
from ratings.scoring.queries import board
from tests import council_builders as built
from tests.cast import cast, client_of
from tests.criteria.demo_sheets import D01, D02, D17, council, sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def address():
    return reverse("council-statistics", args=[built.a_council().pk])


def page(name):
    answer = client_of(name).get(address())
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_before_a_conclusion_it_says_what_will_stand_here_even_with_opened_sheets():
    built.opened(built.on_the_desk(), council(sheet_of(9), D01))
    shown = page("thu")
    assert "Chưa có sản phẩm nào được kết luận" in shown
    assert "Krippendorff" not in shown


def test_d01_its_lines_times_and_members():
    dossier = built.on_the_desk()
    built.concluded(dossier, council(sheet_of(9), D01))
    laid = list(board([dossier]).values())
    totals = statistics.totals_of(laid[0])
    assert sorted(totals.values()) == sorted(one.total for one in laid[0].result.sheets)
    lines = statistics.disputed_lines(laid)
    assert (lines[0].code, lines[0].percent) == ("1.6", 100)
    rows = {code: set(points) for code, *points in (row.split() for row in D01.strip().splitlines())}
    assert {line.code for line in lines} == {code for code, points in rows.items() if len(points) > 1}
    assert [line.percent for line in lines] == sorted((line.percent for line in lines), reverse=True)
    shown = page("tv1")
    assert "1 sản phẩm đã kết luận" in shown
    assert "5 phiếu" in shown
    minutes = round((built.OPENED - built.AT_SESSION).total_seconds() / 60)
    assert [(one.product, one.minutes, one.scorings) for one in statistics.times_of([dossier])] == [
        ("Nước mắm Gia Đẳng", minutes, 1)
    ]
    assert "Hồ Văn Một" in shown


def test_a_second_scoring_counts_once_with_its_own_sheets_and_the_time_of_both():
    dossier = built.on_the_desk("Dầu lạc", 7)
    sheets = council(sheet_of(7), D17)
    built.opened(dossier, sheets)
    scoring.call_second_scoring(dossier, actor=cast("tv1"), at=built.OPENED)
    assert statistics.concluded_by(built.a_council(), cast("thu")) == []
    assert [one.scorings for one in statistics.times_of([dossier])] == [1]
    dossier.refresh_from_db()
    second = dossier.scoring_rounds.get(number=2)
    built.fill_all(second, [sheets[0]] * len(sheets))
    scoring.open_sheets(dossier, actor=cast("tv1"), at=built.OPENED)
    scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    counted = statistics.concluded_by(built.a_council(), cast("thu"))
    assert [one.scorings for one in statistics.times_of(counted)] == [2]
    totals = [statistics.totals_of(one) for one in board(counted).values()]
    assert [len(set(each.values())) for each in totals] == [1]


@pytest.mark.parametrize(
    ("name", "status"),
    [("tv1", 200), ("thu", 200), ("giang", 200), ("tv2", 404), ("tv7", 404), ("lan", 404), ("hanh", 404), ("cuc", 404)],
)
def test_members_are_not_compared_before_one_another(name, status):
    built.concluded(built.on_the_desk(), council(sheet_of(9), D01))
    assert client_of(name).get(address()).status_code == status
    council_page = client_of(name).get(reverse("council", args=[built.a_council().pk]))
    offered = "Hội đồng đã chấm thế nào" in council_page.content.decode()
    assert offered is (status == 200)


def test_a_reader_learns_nothing_of_a_product_from_which_she_stepped_back():
    built.concluded(built.on_the_desk(), council(sheet_of(9), D01))
    sheets = council(sheet_of(9), D02)
    second = built.on_the_desk("Mắm ruốc")
    running = built.in_scoring(second, recused=("tv7",))
    built.fill_all(running, sheets)
    scoring.open_sheets(second, actor=cast("tv1"), at=built.OPENED)
    scoring.conclude(second, actor=cast("tv1"), at=built.CONCLUDED)
    assert len(statistics.concluded_by(built.a_council(), cast("tv1"))) == 2
    assert statistics.concluded_by(built.a_council(), cast("tv7")) == []


def test_it_asks_as_often_for_two_products_as_for_one():
    built.concluded(built.on_the_desk(), council(sheet_of(9), D01))
    client = client_of("thu")
    client.get(address())
    with CaptureQueriesContext(connection) as once:
        client.get(address())
    built.concluded(built.on_the_desk("Mắm ruốc"), council(sheet_of(9), D02))
    with CaptureQueriesContext(connection) as twice:
        client.get(address())
    assert len(once) == len(twice) <= 14
