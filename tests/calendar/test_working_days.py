"""Clocks of the law on the calendar of 2026 and 2027."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.calendar.working_days import (
    WorkingCalendar,
    day_before,
    last_day_of,
    months_after,
    re_ranking_window,
)

VIETNAM = WorkingCalendar()
days = st.dates(dt.date(2025, 1, 1), dt.date(2029, 12, 31))


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("21/08/2026", "15/09/2026"),
        ("30/09/2026", "21/10/2026"),
        ("06/10/2026", "27/10/2026"),
        ("09/11/2026", "01/12/2026"),
        ("03/11/2026", "25/11/2026"),
    ],
)
def test_fifteen_working_days_of_the_commune(received, due):
    assert VIETNAM.add_working_days(day(received), 15) == day(due)


def test_culture_day_is_free_and_the_swapped_saturday_is_worked():
    assert [VIETNAM.is_working(day(d)) for d in ("24/11/2026", "22/08/2026", "31/08/2026", "04/02/2027")] == [
        False,
        True,
        False,
        False,
    ]


def test_an_override_counts_before_the_public_calendar():
    assert WorkingCalendar({day("24/11/2026"): True}).is_working(day("24/11/2026"))


def test_the_window_of_a_re_ranking_avoids_tet():
    window = re_ranking_window(day("21/06/2027"), VIETNAM)
    assert (window.first, window.last, window.safe) == (day("23/12/2026"), day("21/02/2027"), day("19/02/2027"))


@pytest.mark.parametrize(
    ("start", "end"), [("20/11/2026", "20/11/2029"), ("29/02/2028", "28/02/2031"), ("31/12/2026", "31/12/2029")]
)
def test_thirty_six_months_end_with_the_corresponding_day(start, end):
    assert months_after(day(start), 36) == day(end)


def test_before_a_date_ends_the_day_before():
    assert day_before(day("30/04/2027")) == day("29/04/2027")


def test_a_withdrawal_counts_calendar_days():
    assert last_day_of(day("16/11/2026"), 15) == day("01/12/2026")


@given(days, st.integers(1, 40))
def test_adding_and_counting_working_days_agree(start, count):
    end = VIETNAM.add_working_days(start, count)
    assert VIETNAM.is_working(end)
    assert VIETNAM.working_days_between(start, end) == count
    assert VIETNAM.working_days_between(end, start) == -count


@given(days)
def test_a_safe_day_is_worked_and_not_later(some):
    safe = VIETNAM.on_or_before(some)
    assert safe <= some
    assert VIETNAM.is_working(safe)
    assert not any(VIETNAM.is_working(safe + dt.timedelta(n)) for n in range(1, (some - safe).days + 1))
