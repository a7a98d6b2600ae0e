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


def test_before_30_october_is_said_by_its_last_safe_day():
    assert phrases.before(dt.date(2026, 10, 30)) == "chậm nhất 29/10/2026"


def test_the_last_day_of_a_certificate_is_included():
    assert phrases.to_the_end_of(dt.date(2029, 11, 20)) == "đến hết 20/11/2029"


def test_a_period_names_its_start_as_the_one_stop_forms_do():
    said = phrases.working_period(15, "nhận đủ hồ sơ", dt.date(2026, 11, 9), DUE)
    assert said == "15 ngày làm việc, kể từ ngày nhận đủ hồ sơ 09/11/2026; hết hạn 01/12/2026"
