import datetime as dt

import pytest
from django.db import connection

from ratings.criteria.actions import load_law, publish_sound
from ratings.criteria.models import CriteriaSet, LawVersion
from ratings.criteria.queries import forget_published
from registry.access.guards import lifted
from tests.criteria.demo_sheets import FOLDER

AT = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture
def no_law(db):
    """A database into which no law has been loaded; what a test loads is taken back, so nothing read may be kept."""
    with lifted("default"):
        CriteriaSet.objects.all().delete()
        LawVersion.objects.all().delete()
        connection.check_constraints()
    forget_published()
    yield
    forget_published()


@pytest.fixture
def law_of_2026(law):
    """All 26 sheets of the law in force, as they were published for all tests."""
    forget_published()
    yield law
    forget_published()


@pytest.fixture
def law_published_now(no_law):
    """The same, published by this test."""
    report = load_law(FOLDER / "qd26-2026")
    publish_sound(report.law, at=AT)
    return report.law
