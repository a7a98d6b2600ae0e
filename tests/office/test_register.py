"""The register of an office: which dossiers stand in it, how they stand to their day, and the figures of a period."""

import datetime as dt
import io
import re

import openpyxl
import pypdfium2
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings.dossiers import commune_actions
from ratings.dossiers.states import Ground, State
from ratings.dossiers.workflow import Move
from ratings.office.register import COMMUNE, PROVINCE, Event, Outcome, counts_of, spells_of
from ratings.office.register_page import month_of
from registry.products.models import Product
from tests import builders
from tests.cast import cast, client_of

ADDRESS = "/dossiers/register/"
OCTOBER = "?first=2026-10-01&last=2026-10-31"


def day(text):
    return dt.date.fromisoformat(f"2026-{text}")


FILED = Event(Move.FILE, day("09-28"))
RECEIVED = Event(Move.RECEIVE_COMPLETE, day("09-30"), day("10-21"))


def spell(*events, until="10-31", desk=COMMUNE):
    (found,) = spells_of(events, desk, until=day(until))
    return found


# ---------------------------------------------------------------- pure


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [("10-20", Outcome.EARLY), ("10-21", Outcome.ON_DAY), ("10-22", Outcome.LATE)],
)
def test_what_is_sent_on_is_early_on_its_day_or_late(sent, outcome):
    assert spell(FILED, RECEIVED, Event(Move.FORWARD, day(sent))).outcome(day("10-31")) is outcome


@pytest.mark.parametrize(("until", "outcome"), [("10-21", Outcome.OPEN), ("10-22", Outcome.OPEN_LATE)])
def test_what_is_under_way_is_late_the_day_after_its_last_one(until, outcome):
    assert spell(FILED, RECEIVED, until=until).outcome(day(until)) is outcome


def test_a_return_stops_the_time_of_the_commune_and_the_next_receipt_begins_it_anew():
    returned = (FILED, RECEIVED, Event(Move.RETURN_BY_COMMUNE, day("10-12")))
    stopped = spell(*returned)
    assert (stopped.received, stopped.due, stopped.outcome(day("12-31"))) == (None, None, Outcome.OPEN)
    again = spell(*returned, Event(Move.RECEIVE_COMPLETE, day("10-20"), day("11-10")))
    assert (again.received, again.due, again.returns) == (day("10-20"), day("11-10"), (day("10-12"),))


def test_a_return_does_not_stop_the_round_of_the_province():
    forwarded = Event(Move.FORWARD, day("10-16"), day("12-29"))
    shown = spell(FILED, forwarded, Event(Move.ACCEPT, day("10-20"), day("12-29")), Event(Move.RETURN_BY_PROVINCE, day("10-21")), desk=PROVINCE)  # fmt: skip
    assert (shown.began, shown.received, shown.due) == (day("10-16"), day("10-20"), day("12-29"))


def test_the_register_of_a_past_period_does_not_know_what_came_later():
    events = (FILED, RECEIVED, Event(Move.FORWARD, day("11-03")))
    assert spell(*events, until="10-31").is_open
    assert spell(*events, until="11-30").done == day("11-03")


def test_a_dossier_that_comes_back_from_the_ministry_is_a_row_of_its_own():
    events = [
        Event(Move.FORWARD, day("06-01")), Event(Move.ACCEPT, day("06-03"), day("08-29")),
        Event(Move.SIGN_APPROVAL, day("07-10")), Event(Move.SEND_TO_MINISTRY, day("07-24")),
        Event(Move.SEND_BACK, day("10-12")),
    ]  # fmt: skip
    first, second = spells_of(events, PROVINCE, until=day("10-31"))
    assert (first.by, first.forwards) == (Move.SIGN_APPROVAL, (day("07-24"),))
    assert (second.began, second.is_open) == (day("10-12"), True)


def test_the_figures_count_each_dossier_once_for_what_happened_in_the_period():
    spells = [
        spell(FILED, RECEIVED, Event(Move.FORWARD, day("10-16"))),
        spell(FILED, RECEIVED, Event(Move.FORWARD, day("10-23"))),
        spell(
            FILED,
            RECEIVED,
            Event(Move.RETURN_BY_COMMUNE, day("10-05")),
            Event(Move.RECEIVE_COMPLETE, day("10-09"), day("10-30")),
        ),
        spell(Event(Move.FILE, day("10-30"))),
        spell(Event(Move.FILE, day("10-02")), Event(Move.REFUSE_RECEPTION, day("10-05"))),
    ]
    counts = counts_of(spells, first=day("10-01"), last=day("10-31"))
    assert (counts.received, counts.in_time, counts.late, counts.returned, counts.forwarded) == (1, 1, 1, 1, 2)
    assert (counts.open, counts.open_late) == (2, 1)


@pytest.mark.parametrize(
    ("today", "last"), [("2026-11-27", "2026-11-30"), ("2028-02-10", "2028-02-29"), ("2026-12-31", "2026-12-31")]
)
def test_the_month_ends_on_its_last_day(today, last):
    shown = dt.date.fromisoformat(today)
    assert month_of(shown) == (shown.replace(day=1), dt.date.fromisoformat(last))


# ---------------------------------------------------------------- page and files


@pytest.fixture
def end_of_october(db):
    with time_machine.travel(builders.at(31, 10, 17), tick=False):
        yield


def page(who, query=OCTOBER):
    response = client_of(who).get(ADDRESS + query)
    assert response.status_code == 200
    return response.content.decode()


def figures(text):
    """The figures of the page by their label."""
    found = re.findall(r'tile-value">(\d+)</span><span class="tile-label">([^<]+)<', text)
    return {label: int(value) for value, label in found}


def test_the_commune_sees_its_register_of_a_month_with_the_figures(end_of_october):
    builders.a_dossier_at(State.FORWARDED)
    builders.a_dossier_at(State.RECEIVED, name="Mắm ruốc")
    builders.a_dossier_at(State.RETURNED_BY_COMMUNE, name="Mắm nêm")
    builders.a_draft(name="Mắm tép")
    text = page("cuc")
    assert "Mắm tép" not in text
    assert figures(text) == {
        "Nhận đủ": 0, "Xong đúng hạn": 1, "Xong quá hạn": 0, "Yêu cầu bổ sung": 1, "Chuyển cấp trên": 1,
        "Đang giải quyết cuối kỳ": 2,
    }  # fmt: skip
    assert "trong đó 1 quá hạn" in text
    assert "Văn bản số 112/UBND-KT" in text
    assert "yêu cầu bổ sung ngày 07/10/2026" in text
    assert figures(page("cuc", "?first=2026-09-01&last=2026-09-30"))["Nhận đủ"] == 3


def test_a_receipt_entered_later_counts_on_its_own_day(end_of_october):
    dossier = builders.a_dossier_at(State.FILED)
    commune_actions.receive_complete(
        dossier=dossier, received_on=dt.date(2026, 9, 30), paper_set=True, slip_number="", actor=cast("cuc"),
        at=builders.at(5, 10),
    )  # fmt: skip
    assert figures(page("cuc"))["Nhận đủ"] == 0
    assert figures(page("cuc", "?first=2026-09-01&last=2026-09-30"))["Nhận đủ"] == 1


def test_a_refusal_stands_in_the_register_without_a_day_to_measure_it_by(end_of_october):
    dossier = builders.a_dossier_at(State.FILED)
    commune_actions.refuse_reception(
        dossier=dossier, ground=Ground.PRODUCER, reason="Hộ chưa đăng ký kinh doanh.", actor=cast("cuc"),
        at=builders.at(6, 10),
    )  # fmt: skip
    text = page("cuc")
    assert "Hộ chưa đăng ký kinh doanh." in text
    assert figures(text)["Xong đúng hạn"] == figures(text)["Đang giải quyết cuối kỳ"] == 0


def test_the_province_sees_what_communes_have_requested_by_its_round(end_of_october):
    builders.a_dossier_at(State.PROVINCE_CHECKING)
    builders.a_dossier_at(State.RECEIVED, name="Mắm ruốc")
    text = page("giang")
    assert "Tỉnh Quảng Trị" in text
    assert "29/12/2026" in text
    assert "Mắm ruốc" not in text
    assert figures(text)["Nhận đủ"] == 1


def test_nobody_sees_the_register_of_another_office(end_of_october):
    builders.a_dossier_at(State.PROVINCE_CHECKING)
    assert "Nước mắm Gia Đẳng" not in page("em")
    assert "Nước mắm Gia Đẳng" not in page("tam")
    assert client_of("em").get(f"{ADDRESS}{OCTOBER}&place=commune-19654").status_code == 422
    for who in ("hanh", "bo", "tv1", "stranger"):
        assert client_of(who).get(ADDRESS).status_code == 403


def test_without_dates_the_present_month_is_shown(end_of_october):
    text = page("cuc", "")
    assert "từ 01/10/2026 đến 31/10/2026" in text
    assert "Không có hồ sơ trong kỳ" in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?first=2026-10-31&last=2026-10-01", "Ngày cuối trước ngày đầu."),
        ("?first=2024-10-01&last=2026-10-01", "Chọn nhiều nhất một năm."),
        ("?first=sai&last=2026-10-01", "Đề nghị sửa các mục sau"),
    ],
)
def test_days_that_make_no_period_are_said_and_give_no_file(end_of_october, query, said):
    response = client_of("cuc").get(ADDRESS + query)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert {client_of("cuc").get(f"/dossiers/register.{kind}{query}").status_code for kind in ("pdf", "xlsx")} == {302}


def test_print_and_workbook_say_what_the_page_says(end_of_october):
    dossier = builders.a_dossier_at(State.FORWARDED)
    document = pypdfium2.PdfDocument(client_of("cuc").get(f"/dossiers/register.pdf{OCTOBER}").content)
    text = re.sub(r"\s+", " ", " ".join(sheet.get_textpage().get_text_bounded() for sheet in document))
    document.close()
    for part in ("SỔ THEO DÕI HỒ SƠ", "Từ ngày 01/10/2026 đến ngày 31/10/2026", "21/10/2026", "Xong đúng hạn: 1"):
        assert part in text, part
    sheet = openpyxl.load_workbook(io.BytesIO(client_of("cuc").get(f"/dossiers/register.xlsx{OCTOBER}").content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert dossier.number in [row[1] for row in rows]
    assert ["Xong đúng hạn", "1"] in [row[2:4] for row in rows]


def test_what_begins_like_a_formula_is_text_in_the_workbook(end_of_october):
    dossier = builders.a_dossier_at(State.FORWARDED)
    Product.objects.filter(pk=dossier.product_id).update(name='=HYPERLINK("http://example.org";"x")')
    sheet = openpyxl.load_workbook(io.BytesIO(client_of("cuc").get(f"/dossiers/register.xlsx{OCTOBER}").content)).active
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value and "HYPERLINK" in str(cell.value)]
    assert [(cell.data_type, cell.value[:2]) for cell in found] == [("s", "'=")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_asks_the_same_queries_for_one_row_and_for_three(end_of_october, rows):
    for number in range(rows):
        builders.a_dossier_at(State.FORWARDED, name=f"Nước mắm {number}")
    client = client_of("cuc")
    client.get(ADDRESS + OCTOBER)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(ADDRESS + OCTOBER)
    assert response.content.decode().count('class="cell-name"') == rows
    assert len(asked) == 8


def test_the_list_of_dossiers_leads_to_the_register(end_of_october):
    assert {who: ADDRESS in client_of(who).get("/dossiers/").content.decode() for who in ("cuc", "dung", "giang", "hanh")} == {
        "cuc": True, "dung": True, "giang": True, "hanh": False,
    }  # fmt: skip
