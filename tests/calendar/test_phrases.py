"""What people read about periods, in Vietnamese."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from registry.calendar import phrases
from registry.calendar.working_days import NO_OVERRIDES

DUE = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (dt.date(2026, 11, 20), "còn 6 ngày làm việc"),
        (dt.date(2026, 11, 23), "còn 5 ngày làm việc"),
        (dt.date(2026, 11, 30), "còn 1 ngày làm việc"),
        (dt.date(2026, 12, 1), "hạn hôm nay"),
        (dt.date(2026, 12, 2), "quá hạn 1 ngày làm việc"),
        (dt.date(2026, 12, 3), "quá hạn 2 ngày làm việc"),
    ],
)
def test_a_clock_of_working_days_says_how_much_is_left(today, said):
    assert phrases.working_time_left(today, DUE, NO_OVERRIDES) == said


def test_the_saturday_after_a_friday_is_late_and_a_sunday_ahead_is_not_today():
    saturday, friday, sunday = dt.date(2026, 11, 28), dt.date(2026, 11, 27), dt.date(2026, 11, 29)
    assert phrases.working_time_left(saturday, friday, NO_OVERRIDES) == "quá hạn 1 ngày làm việc"
    assert phrases.working_time_left(saturday, sunday, NO_OVERRIDES) == "không còn ngày làm việc nào"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (dt.date(2026, 11, 23), "còn 8 ngày"),
        (dt.date(2026, 12, 1), "hạn hôm nay"),
        (dt.date(2026, 12, 4), "quá hạn 3 ngày"),
    ],
)
def test_a_clock_of_calendar_days_says_how_much_is_left(today, said):
    assert phrases.time_left(today, DUE) == said
