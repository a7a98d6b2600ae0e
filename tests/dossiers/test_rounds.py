"""Rounds of article 5: who is late for which."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.dossiers.rounds import ministry_round_of, ministry_rounds, province_round_of, province_rounds

days = st.dates(min_value=dt.date(2020, 1, 1), max_value=dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("requested", "year", "number", "result"),
    [
        (dt.date(2026, 4, 29), 2026, 1, dt.date(2026, 6, 29)),
        (dt.date(2026, 4, 30), 2026, 2, dt.date(2026, 12, 29)),
        (dt.date(2026, 10, 28), 2026, 2, dt.date(2026, 12, 29)),
        (dt.date(2026, 10, 29), 2026, 2, dt.date(2026, 12, 29)),
        (dt.date(2026, 10, 30), 2027, 1, dt.date(2027, 6, 29)),
        (dt.date(2026, 11, 12), 2027, 1, dt.date(2027, 6, 29)),
    ],
)
def test_before_the_30th_means_the_29th_at_the_latest(requested, year, number, result):
    found = province_round_of(requested)
    assert (found.year, found.number, found.last_result_day) == (year, number, result)


@pytest.mark.parametrize(
    ("requested", "year", "number", "result"),
    [
        (dt.date(2026, 7, 29), 2026, 1, dt.date(2026, 9, 29)),
        (dt.date(2026, 7, 30), 2026, 2, dt.date(2027, 3, 29)),
        (dt.date(2027, 1, 29), 2026, 2, dt.date(2027, 3, 29)),
        (dt.date(2027, 1, 30), 2027, 1, dt.date(2027, 9, 29)),
    ],
)
def test_the_ministry_has_rounds_of_its_own(requested, year, number, result):
    found = ministry_round_of(requested)
    assert (found.year, found.number, found.last_result_day) == (year, number, result)


@given(days)
def test_a_request_is_never_late_for_its_round_and_always_late_for_the_one_before(day):
    for found, rounds in ((province_round_of(day), province_rounds), (ministry_round_of(day), ministry_rounds)):
        assert day <= found.last_request_day < found.last_result_day
        around = sorted({*rounds(found.year - 1), *rounds(found.year), *rounds(found.year + 1)})
        before = around[around.index(found) - 1]
        assert before.last_request_day < day


@given(days)
def test_a_later_request_never_belongs_to_an_earlier_round(day):
    assert province_round_of(day) <= province_round_of(day + dt.timedelta(days=1))
    assert ministry_round_of(day) <= ministry_round_of(day + dt.timedelta(days=1))
