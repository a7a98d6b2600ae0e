"""What all tests share: the law of 2026, media of their own, and guards lifted only for the flush between tests."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from hypothesis import settings as properties

from ocop import collector
from ratings.criteria.models import LawVersion
from registry.access.guards import lifted
from registry.journal.models import JournalEntry, UnlinkedEntry
from tests import builders

# How long an example takes says something about the machine, not about the programme.
properties.register_profile("untimed", deadline=None)
properties.load_profile("untimed")


def pytest_collection_finish():
    """What is imported stays; the collector of cycles looks at it no more, and at the rest less often."""
    collector.settle()


def _asks_for_rows(item):
    return item.get_closest_marker("django_db") or "db" in item.fixturenames


def pytest_collection_modifyitems(config, items):
    """Choose by engine instead of skipping: SQLite leaves out what only PostgreSQL shows, PostgreSQL what asks no rows.

    Journeys are not traced: what they walk through, other tests cover. The demonstration is loaded by one worker only.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.no_cover)
        if item.path.parent.name == "demo":
            item.add_marker(pytest.mark.xdist_group("demonstration"))
    if connection.vendor == "postgresql":
        other = [item for item in items if item.get_closest_marker("any_engine") or not _asks_for_rows(item)]
    else:
        other = [item for item in items if item.get_closest_marker("postgresql")]
    items[:] = [item for item in items if item not in other]
    config.hook.pytest_deselected(items=other)


_flush = flush.Command.handle


def _flush_without_guards(self, **options):
    with lifted(options["database"]):
        return _flush(self, **options)


flush.Command.handle = _flush_without_guards


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Publish the law once for all tests; its entry leaves the journal, which every test finds empty.

    Tests that end with a flush come last and publish it anew by ``builders.law``.
    """
    with django_db_blocker.unblock():
        builders.law()
        with lifted("default"):
            UnlinkedEntry.objects.all().delete()
            JournalEntry.objects.all().delete()


@pytest.fixture
def law(db) -> LawVersion:
    """The law of 2026, all its sheets published."""
    return builders.law()


@pytest.fixture(autouse=True)
def _places_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    cache.clear()
