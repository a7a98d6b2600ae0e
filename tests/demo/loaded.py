"""Put the demonstration into the database of the tests, for as long as a block lasts."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from ratings.criteria.actions import load_law, publish_sound
from ratings.criteria.queries import forget_published
from ratings.management.demo.days import VN, WRITTEN_FOR
from ratings.management.demo.loading import load
from ratings.management.demo.world import World
from registry.calendar.actions import add_known_days
from registry.places.actions import load_places
from tests.builders import at
from tests.criteria.demo_sheets import FOLDER

NOW = dt.datetime.combine(WRITTEN_FOR, dt.time(10), VN)
FIXTURES = Path(settings.BASE_DIR) / "fixtures"


@contextmanager
def ground(media: Path) -> Iterator[Path]:
    """Places, working days and the law of 2026, taken back at the end; files go to ``media``."""
    with override_settings(MEDIA_ROOT=str(media)), transaction.atomic():
        cache.clear()
        forget_published()
        load_places(folder=FIXTURES / "places")
        add_known_days(days=())
        publish_sound(load_law(FOLDER / "qd26-2026").law, at=at(1, 6))
        yield media
        transaction.set_rollback(True)
    forget_published()


def demonstration() -> World:
    """The demonstration as of the morning of 23/11/2026."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        return load(today=WRITTEN_FOR)
