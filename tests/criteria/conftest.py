import datetime as dt

import pytest

from ratings.criteria.actions import load_law, publish_sound
from ratings.criteria.queries import forget_published
from tests.criteria.demo_sheets import FOLDER

AT = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture(autouse=True)
def _own_law():
    """The law is taken back with each test, so nothing read may be kept."""
    forget_published()
    yield
    forget_published()


@pytest.fixture
def law_of_2026(db):
    """All 26 sheets of the law in force, published."""
    report = load_law(FOLDER / "qd26-2026")
    publish_sound(report.law, at=AT)
    return report.law
