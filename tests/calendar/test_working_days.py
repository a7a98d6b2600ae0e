"""Periods of the law by their dates in the demonstration year, and what holds for every date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.calendar.working_days import (
    NO_OVERRIDES,
    ONE_DAY,
    WorkingCalendar,
    add_working_days,
    days_before,
    first_working_day_on_or_after,
    half_open,
    holiday_name,
    is_working,
    last_day,
    last_day_of,
    last_safe_day,
    last_working_day_on_or_before,
    latest_start,
    months_after,
    re_ranking_window,
    working_days_between,
    working_days_left,
)


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=dt.UTC).date()


DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2040, 12, 31))
OVERRIDES = st.dictionaries(DAYS, st.booleans(), max_size=20)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("21/08/2026", "15/09/2026"),
        ("30/09/2026", "21/10/2026"),
        ("06/10/2026", "27/10/2026"),
        ("03/11/2026", "25/11/2026"),
        ("09/11/2026", "01/12/2026"),
        ("07/04/2027", "29/04/2027"),
    ],
)
def test_the_communes_15_working_days_end_on_the_day_of_the_demonstration(received, due):
    assert add_working_days(day(received), 15, NO_OVERRIDES) == day(due)


def test_the_day_of_vietnamese_culture_is_a_public_holiday():
    assert holiday_name(day("24/11/2026")) == "Ngày Văn hóa Việt Nam"
    assert not is_working(day("24/11/2026"), NO_OVERRIDES)
    assert holiday_name(day("23/11/2026")) == ""
    assert is_working(day("23/11/2026"), NO_OVERRIDES)


def test_a_swapped_saturday_is_worked_and_its_monday_is_not():
    assert is_working(day("22/08/2026"), NO_OVERRIDES)
    assert not is_working(day("31/08/2026"), NO_OVERRIDES)
    assert not is_working(day("29/08/2026"), NO_OVERRIDES)


def test_tet_of_2027_is_free_from_4_to_10_february():
    working = [dt.date(2027, 2, n) for n in range(1, 15) if is_working(dt.date(2027, 2, n), NO_OVERRIDES)]
    assert working == [dt.date(2027, 2, n) for n in (1, 2, 3, 11, 12)]


def test_what_an_administrator_says_wins_over_library_and_weekend():
    overrides = {day("24/11/2026"): True, day("28/11/2026"): True, day("30/11/2026"): False}
    assert [is_working(each, overrides) for each in sorted(overrides)] == [True, True, False]
    # 15 working days from 09/11: two more, one less, so one day earlier than 01/12/2026, which 30/11 cannot be.
    assert add_working_days(day("09/11/2026"), 15, overrides) == day("28/11/2026")


def test_no_working_days_end_where_they_begin_even_on_a_sunday():
    assert add_working_days(day("22/11/2026"), 0, NO_OVERRIDES) == day("22/11/2026")
    assert latest_start(day("22/11/2026"), 0, NO_OVERRIDES) == day("22/11/2026")


def test_a_period_has_no_negative_length():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(day("22/11/2026"), -1, NO_OVERRIDES)
    with pytest.raises(ValueError, match="negative"):
        latest_start(day("22/11/2026"), -1, NO_OVERRIDES)


def test_a_dossier_received_after_7_april_2027_leaves_the_commune_less_than_its_time_for_round_1():
    assert last_safe_day(day("30/04/2027")) == day("29/04/2027")
    assert latest_start(day("29/04/2027"), 15, NO_OVERRIDES) == day("07/04/2027")
    assert add_working_days(day("08/04/2027"), 15, NO_OVERRIDES) > day("29/04/2027")


def test_d10_may_be_filed_for_re_ranking_from_23_december_to_21_february_and_safely_by_19_february():
    last_valid = months_after(day("21/06/2024"), 36)
    assert last_valid == day("21/06/2027")
    assert days_before(last_valid, 180) == day("23/12/2026")
    assert days_before(last_valid, 120) == day("21/02/2027")
    assert day("21/02/2027").strftime("%a") == "Sun"
    assert last_working_day_on_or_before(day("21/02/2027"), NO_OVERRIDES) == day("19/02/2027")
    window = re_ranking_window(last_valid, WorkingCalendar())
    assert (window.first, window.last, window.safe) == (day("23/12/2026"), day("21/02/2027"), day("19/02/2027"))


def test_d11_missed_its_window_before_the_law_and_is_extended_to_14_february_2027_at_most():
    ended = day("18/08/2026")
    assert days_before(ended, 120) == day("20/04/2026")
    assert last_day_of(ended, 180) == day("14/02/2027")
    assert last_day_of(day("16/10/2026"), 45) == day("30/11/2026")


def test_d29_closed_its_window_on_14_august():
    assert days_before(day("12/12/2026"), 120) == day("14/08/2026")


@pytest.mark.parametrize(("found", "limit"), [("02/11/2026", "17/11/2026"), ("16/11/2026", "01/12/2026")])
def test_a_withdrawal_has_15_calendar_days(found, limit):
    assert last_day_of(day(found), 15) == day(limit)


def test_the_old_law_ends_60_and_30_days_after_22_may_2026():
    assert last_day_of(day("22/05/2026"), 60) == day("21/07/2026")
    assert last_day_of(day("22/05/2026"), 30) == day("21/06/2026")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("20/11/2026", 36, "20/11/2029"),
        ("29/02/2028", 36, "28/02/2031"),
        ("29/02/2028", 48, "29/02/2032"),
        ("31/10/2026", 1, "30/11/2026"),
        ("31/12/2026", 2, "28/02/2027"),
        ("15/01/2027", -1, "15/12/2026"),
        ("20/11/2026", 0, "20/11/2026"),
    ],
)
def test_months_end_with_the_corresponding_day(start, months, end):
    assert months_after(day(start), months) == day(end)


def test_what_has_passed_is_late_even_on_the_weekend_after():
    friday, saturday, monday = day("27/11/2026"), day("28/11/2026"), day("30/11/2026")
    assert working_days_between(saturday, friday, NO_OVERRIDES) == 0
    assert working_days_left(saturday, friday, NO_OVERRIDES) == -1
    assert working_days_left(monday, friday, NO_OVERRIDES) == -1
    assert working_days_left(friday, friday, NO_OVERRIDES) == 0
    assert working_days_left(friday, monday, NO_OVERRIDES) == 1


def test_a_period_is_kept_half_open_and_read_by_its_last_day():
    assert half_open(day("20/11/2026"), day("20/11/2029")) == (day("20/11/2026"), day("21/11/2029"))
    assert last_day(day("21/11/2029")) == day("20/11/2029")
    with pytest.raises(ValueError, match="first day"):
        half_open(day("21/11/2026"), day("20/11/2026"))


@given(DAYS, st.integers(1, 60), OVERRIDES)
def test_a_period_of_working_days_ends_on_a_working_day_and_holds_as_many(start, n, overrides):
    end = add_working_days(start, n, overrides)
    assert is_working(end, overrides)
    assert working_days_between(start, end, overrides) == n
    assert working_days_between(end, start, overrides) == -n


@given(DAYS, st.integers(0, 60), OVERRIDES)
def test_the_latest_start_is_in_time_and_the_next_day_is_not(end, n, overrides):
    start = latest_start(end, n, overrides)
    assert add_working_days(start, n, overrides) <= end
    assert add_working_days(start + ONE_DAY, n, overrides) > end


@given(DAYS, st.integers(0, 40), st.integers(0, 40), OVERRIDES)
def test_two_periods_after_each_other_are_one(start, first, second, overrides):
    halfway = add_working_days(start, first, overrides)
    assert add_working_days(halfway, second, overrides) == add_working_days(start, first + second, overrides)


@given(DAYS, OVERRIDES)
def test_the_nearest_working_days_leave_only_days_off_between(some_day, overrides):
    before = last_working_day_on_or_before(some_day, overrides)
    after = first_working_day_on_or_after(some_day, overrides)
    assert before <= some_day <= after
    between = [before + dt.timedelta(days=n) for n in range(1, (after - before).days)]
    assert [each for each in between if is_working(each, overrides)] == []


@given(DAYS, st.integers(-60, 60))
def test_months_land_in_the_right_month_and_never_after_the_day(start, n):
    end = months_after(start, n)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day == start.day or (end.day < start.day and (end + ONE_DAY).day == 1)


@given(DAYS, st.integers(0, 400))
def test_calendar_days_count_back_as_they_count_on(start, n):
    assert days_before(last_day_of(start, n), n) == start


@given(DAYS, st.integers(0, 30), OVERRIDES)
def test_the_calendar_object_answers_as_the_functions_do(start, n, overrides):
    calendar = WorkingCalendar(overrides)
    end = calendar.add_working_days(start, n)
    assert end == add_working_days(start, n, overrides)
    assert calendar.working_days_between(start, end) == working_days_between(start, end, overrides)
    assert calendar.working_days_left(end, start) == working_days_left(end, start, overrides)
    assert calendar.latest_start(end, n) == latest_start(end, n, overrides)
    assert calendar.is_working(start) == is_working(start, overrides)
    assert calendar.last_working_day_on_or_before(start) == last_working_day_on_or_before(start, overrides)
    assert calendar.first_working_day_on_or_after(start) == first_working_day_on_or_after(start, overrides)
