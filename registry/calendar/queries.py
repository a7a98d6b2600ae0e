"""What this installation says about single days, kept in the cache because every clock asks."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache

from registry.calendar.models import DayOverride
from registry.calendar.working_days import Overrides, WorkingCalendar

CACHE_KEY = "calendar.overrides"
CACHE_SECONDS = 300
"""A process that missed the invalidation is right again after this time."""


def overrides(since: dt.date = dt.date.min, until: dt.date = dt.date.max) -> Overrides:
    """Return the overridden days from ``since`` to ``until``, both included: one query, then none for a while."""
    known: dict[dt.date, bool] | None = cache.get(CACHE_KEY)
    if known is None:
        known = dict(DayOverride.objects.values_list("day", "working"))
        cache.set(CACHE_KEY, known, CACHE_SECONDS)
    return {day: working for day, working in known.items() if since <= day <= until}


def working_calendar() -> WorkingCalendar:
    """Return the calendar of this installation, to pass on to pure functions."""
    return WorkingCalendar(overrides())
