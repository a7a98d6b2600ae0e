"""Load the whole demonstration, or nothing of it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ratings.criteria.models import CriteriaSet
from ratings.management.demo.calendar import Calendar
from ratings.management.demo.council import enter_council
from ratings.management.demo.days import Days, moment
from ratings.management.demo.register import enter_certificates, enter_people, enter_register
from ratings.management.demo.steps import enter_dossiers
from ratings.management.demo.world import NotLoaded, World
from registry.accounts.models import User
from registry.calendar.queries import working_calendar
from registry.notifications.actions import mark_read
from registry.places.models import Commune

READ_UNTIL = dt.date(2026, 11, 19)
"""In the evening of this day everybody had read her messages."""
SETS_NEEDED = 26


def is_empty() -> bool:
    return not User.objects.exists()


@transaction.atomic
def load(*, today: dt.date) -> World:
    """Build the demonstration as of ``today`` by the real actions.

    Raises:
        NotLoaded: when there are people already, or places or the law of 2026 are missing.
    """
    if not is_empty():
        raise NotLoaded(_("The register already has people: the demonstration is loaded into an empty one only."))
    published = CriteriaSet.objects.filter(law__code="qd26-2026", published_at__isnull=False).count()
    if published < SETS_NEEDED or not Commune.objects.exists():
        raise NotLoaded(_("Places or the score sheets are missing: run load_places and load_criteria first."))
    world = World(Days(today, working_calendar()))
    calendar = Calendar()
    enter_people(world)
    enter_register(world, calendar)
    enter_certificates(world, calendar)
    enter_council(world, calendar)
    enter_dossiers(world, calendar)
    calendar.enter(moment(world.days.open(READ_UNTIL), dt.time(18)), _everybody_reads)
    calendar.run()
    return world


def _everybody_reads(at: dt.datetime) -> None:
    for person in User.objects.order_by("pk"):
        mark_read(actor=person, at=at)
