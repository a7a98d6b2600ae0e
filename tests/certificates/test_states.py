"""The state of a certificate on a day follows from its interval and its end."""

import datetime as dt
from dataclasses import dataclass

import pytest

from ratings.certificates.states import Status, status_on

D01_FROM, D01_UNTIL = dt.date(2026, 11, 20), dt.date(2029, 11, 21)


@dataclass
class Paper:
    valid_from: dt.date = D01_FROM
    valid_until: dt.date = D01_UNTIL
    end: str = ""
    extended_until: dt.date | None = None


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (dt.date(2026, 11, 19), Status.NOT_YET),
        (dt.date(2026, 11, 20), Status.IN_FORCE),
        (dt.date(2029, 11, 20), Status.IN_FORCE),
        (dt.date(2029, 11, 21), Status.EXPIRED),
    ],
)
def test_a_certificate_is_in_force_to_the_end_of_its_last_day(day, status):
    assert status_on(Paper(), day) is status


def test_a_withdrawn_certificate_was_in_force_before_its_withdrawal():
    paper = Paper(valid_until=dt.date(2027, 3, 1), end="withdrawn")
    assert [status_on(paper, dt.date(2027, m, d)) for m, d in ((2, 28), (3, 1))] == [Status.IN_FORCE, Status.WITHDRAWN]


def test_an_extension_counts_only_after_the_certificate_ran_out_by_itself():
    extended = Paper(extended_until=dt.date(2030, 5, 20))
    assert status_on(extended, dt.date(2029, 11, 21)) is Status.EXTENDED
    assert status_on(extended, dt.date(2030, 5, 20)) is Status.EXPIRED
    replaced = Paper(valid_until=dt.date(2028, 1, 1), end="superseded", extended_until=dt.date(2030, 5, 20))
    assert status_on(replaced, dt.date(2029, 1, 1)) is Status.SUPERSEDED
