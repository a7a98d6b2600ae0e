"""Clocks and days as demo.md gives them, and sentences for every state."""

import datetime as dt

import pytest
from django.utils import translation

from ratings.dossiers import queries
from ratings.dossiers.clocks import Running, Unit, clock_of, commune_due, last_filing_day, turn_of
from ratings.dossiers.lines import _LINES, line_of, office_of, who_is_next
from ratings.dossiers.models import Dossier
from ratings.dossiers.rounds import province_rounds
from ratings.dossiers.standing import reachable_round, standing_of
from ratings.dossiers.states import State, Turn
from registry.calendar.working_days import WorkingCalendar
from tests.builders import a_dossier_at

CALENDAR = WorkingCalendar()


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (dt.date(2026, 9, 30), dt.date(2026, 10, 21)),  # D01
        (dt.date(2026, 10, 6), dt.date(2026, 10, 27)),  # D02
        (dt.date(2026, 11, 3), dt.date(2026, 11, 25)),  # D05, over the holiday of 24/11
        (dt.date(2026, 11, 9), dt.date(2026, 12, 1)),  # D04
        (dt.date(2026, 11, 11), dt.date(2026, 12, 3)),  # D12 before it was returned
        (dt.date(2026, 8, 21), dt.date(2026, 9, 15)),  # over a Saturday that was worked
    ],
)
def test_the_commune_has_fifteen_working_days_after_full_receipt(received, due):
    assert commune_due(received, CALENDAR) == due


def test_full_receipt_after_07_04_2027_leaves_the_commune_less_than_its_time():
    first = province_rounds(2027)[0]
    assert last_filing_day(first, CALENDAR) == dt.date(2027, 4, 7)
    assert commune_due(dt.date(2027, 4, 7), CALENDAR) <= first.last_request_day
    assert commune_due(dt.date(2027, 4, 8), CALENDAR) > first.last_request_day


def test_a_draft_is_told_the_first_round_it_can_still_reach():
    found, safe = reachable_round(dt.date(2026, 11, 23), CALENDAR)
    assert (found.year, found.number, safe) == (2027, 1, dt.date(2027, 4, 7))
    found, safe = reachable_round(dt.date(2027, 4, 8), CALENDAR)
    assert (found.year, found.number) == (2027, 2)


def test_the_clock_of_the_commune_says_what_is_left():
    running = Running(State.RECEIVED, received_on=dt.date(2026, 11, 9), due_on=dt.date(2026, 12, 1))
    clock = clock_of(running, today=dt.date(2026, 11, 23), calendar=CALENDAR)
    assert (clock.left, clock.used, clock.total, clock.unit) == (5, 10, 15, Unit.WORKING)
    late = clock_of(running, today=dt.date(2026, 12, 3), calendar=CALENDAR)
    assert late.left == -2


def test_a_due_day_that_has_become_a_day_off_is_not_called_today(db):
    friday, saturday = dt.date(2026, 10, 16), dt.date(2026, 10, 17)
    dossier = a_dossier_at(State.RECEIVED)
    Dossier.objects.filter(pk=dossier.pk).update(due_on=saturday + dt.timedelta(days=1))
    shown = queries.for_lists(Dossier.objects.filter(pk=dossier.pk)).get()
    with translation.override("vi"):
        said = [standing_of(shown, day, days=CALENDAR).left for day in (friday, saturday)]
    assert said == ["không còn ngày làm việc nào", "không còn ngày làm việc nào"]


def test_returns_and_rounds_count_every_day():
    returned = Running(State.RETURNED_BY_COMMUNE, return_due_on=dt.date(2026, 11, 27))
    clock = clock_of(returned, today=dt.date(2026, 11, 23), calendar=CALENDAR)
    assert (clock.left, clock.unit) == (4, Unit.CALENDAR)
    checking = Running(State.PROVINCE_CHECKING, result_due_on=dt.date(2026, 12, 29), due_on=dt.date(2026, 10, 21))
    assert clock_of(checking, today=dt.date(2026, 11, 23), calendar=CALENDAR).due == dt.date(2026, 12, 29)


@pytest.mark.parametrize("state", [State.DRAFT, State.FILED, State.RETRACTED, State.RECOGNISED])
def test_where_nobody_set_a_day_no_clock_runs(state):
    assert clock_of(Running(state), today=dt.date(2026, 11, 23), calendar=CALENDAR) is None


def test_once_signed_it_is_the_officers_turn_again():
    assert turn_of(Running(State.AWAITING_COMMUNE_SIGNATURE)) is Turn.COMMUNE_LEADER
    assert turn_of(Running(State.AWAITING_COMMUNE_SIGNATURE, signed=True)) is Turn.COMMUNE


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_line_for_the_producer_whatever_is_known(state):
    day = dt.date(2026, 11, 9)
    everything = {
        "commune": "xã Triệu Cơ", "province": "tỉnh Quảng Trị", "day": day, "due": day, "round": "đợt 2/2026",
        "result": day, "count": 2, "number": "3456/QĐ-UBND", "reason": "thiếu giấy", "phone": "0912345678",
        "request_number": "112/UBND-KT", "request_date": day, "points": "91,00", "stars": 4,
        "sentence": "Tổng điểm trung bình 62,00.", "until": day, "subject": "độ đạm",
    }  # fmt: skip
    always = {"commune": "xã Triệu Cơ", "province": "tỉnh Quảng Trị", "day": day, "due": day}
    with translation.override("vi"):
        for known in (everything, always):
            said = line_of(state, known)
            assert said
            assert "%(" not in said
            assert "None" not in said
    assert len(_LINES) == len(State)


def test_the_lines_are_those_of_the_wording():
    with translation.override("vi"):
        assert line_of(
            State.RECEIVED, {"commune": "xã Triệu Cơ", "day": dt.date(2026, 11, 9), "due": dt.date(2026, 12, 1)}
        ) == (
            "UBND xã Triệu Cơ đã nhận đủ hồ sơ ngày 09/11/2026, phải xong trong 15 ngày làm việc, chậm nhất 01/12/2026. "
            "Ông/bà chưa phải làm gì."
        )
        assert line_of(State.DRAFT, {"count": 4, "round": "đợt 1/2027", "due": dt.date(2027, 4, 7)}) == (
            "Hồ sơ chưa nộp. Còn 4 mục phải hoàn thành. Muốn kịp đợt 1/2027, ông/bà nên nộp chậm nhất 07/04/2027."
        )
        assert office_of("Xã Triệu Cơ") == "UBND xã Triệu Cơ"
        assert office_of("Phường Phú Xuân") == "UBND phường Phú Xuân"


@pytest.mark.parametrize("turn", list(Turn))
def test_everybody_who_can_be_waited_for_is_named_in_full(turn):
    with translation.override("vi"):
        who = who_is_next(turn, producer="HTX Gia Đẳng", commune="Xã Triệu Cơ", province="Tỉnh Quảng Trị")
    assert bool(who) is (turn is not Turn.NOBODY)
