"""The calendar of this installation."""

from __future__ import annotations

from django.core.cache import cache

from registry.calendar.models import DayOverride
from registry.calendar.working_days import WorkingCalendar

_KEY = "calendar.overrides"
_SECONDS = 60


def working_calendar() -> WorkingCalendar:
    """Return the working calendar with this installation's overrides; read at most once a minute."""
    overrides = cache.get(_KEY)
    if overrides is None:
        overrides = dict(DayOverride.objects.values_list("day", "working"))
        cache.set(_KEY, overrides, _SECONDS)
    return WorkingCalendar(overrides)
