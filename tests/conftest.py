"""What all tests share: media of their own, and guards lifted only for the flush between tests."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from hypothesis import settings as properties

from registry.access.guards import lifted

# How long an example takes says something about the machine, not about the programme.
properties.register_profile("untimed", deadline=None)
properties.load_profile("untimed")


def pytest_collection_modifyitems(config, items):
    """On SQLite leave out what only PostgreSQL can show, instead of skipping it."""
    if connection.vendor == "postgresql":
        return
    other = [item for item in items if item.get_closest_marker("postgresql")]
    items[:] = [item for item in items if item not in other]
    config.hook.pytest_deselected(items=other)


_flush = flush.Command.handle


def _flush_without_guards(self, **options):
    with lifted(options["database"]):
        return _flush(self, **options)


flush.Command.handle = _flush_without_guards


@pytest.fixture(autouse=True)
def _places_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    cache.clear()
