"""Declaring days. The page that offers it writes the journal entry: the journal lies above the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction

from registry.calendar.models import DayOverride
from registry.calendar.queries import CACHE_KEY


def _forget() -> None:
    cache.delete(CACHE_KEY)


@transaction.atomic
def declare_day(*, day: dt.date, working: bool, reason: str) -> DayOverride:
    """Say that ``day`` is worked or free, whatever the library of holidays says; replaces what was said before."""
    declared, _created = DayOverride.objects.update_or_create(day=day, defaults={"working": working, "reason": reason})
    transaction.on_commit(_forget)
    return declared


@transaction.atomic
def withdraw_day(*, day: dt.date) -> bool:
    """Leave ``day`` to the library of holidays again. Returns False where nothing was said about it."""
    count, _by_table = DayOverride.objects.filter(day=day).delete()
    transaction.on_commit(_forget)
    return count > 0


@transaction.atomic
def add_known_days(*, days: Iterable[tuple[dt.date, bool, str]]) -> int:
    """Add days (day, working, reason) about which nothing is said yet; what an administrator declared stays.

    Returns how many were added.
    """
    added = 0
    for day, working, reason in days:
        added += DayOverride.objects.get_or_create(day=day, defaults={"working": working, "reason": reason})[1]
    transaction.on_commit(_forget)
    return added
