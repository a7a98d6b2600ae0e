"""The demonstration loaded once for all tests that only read it, and taken back afterwards."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from ratings.criteria.actions import load_law, publish_sound
from ratings.criteria.queries import forget_published
from ratings.management.demo.days import VN, WRITTEN_FOR
from ratings.management.demo.loading import load
from registry.calendar.actions import add_known_days
from registry.places.actions import load_places
from tests.builders import at
from tests.criteria.demo_sheets import FOLDER

NOW = dt.datetime.combine(WRITTEN_FOR, dt.time(10), VN)
FIXTURES = Path(settings.BASE_DIR) / "fixtures"


@pytest.fixture(scope="package")
def ground(django_db_setup, django_db_blocker, tmp_path_factory):
    """Places, working days and the law of 2026, in a transaction that the end of this folder takes back."""
    media = tmp_path_factory.mktemp("demo-media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(media)), transaction.atomic():
        cache.clear()
        forget_published()
        load_places(folder=FIXTURES / "places")
        add_known_days(days=())
        publish_sound(load_law(FOLDER / "qd26-2026").law, at=at(1, 6))
        yield media
        transaction.set_rollback(True)
    forget_published()


@pytest.fixture(scope="package")
def demo(ground):
    """The demonstration as of 23/11/2026; returns its World."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        return load(today=WRITTEN_FOR)


@pytest.fixture(autouse=True)
def _its_files(ground, _places_of_their_own, settings):
    settings.MEDIA_ROOT = str(ground)
