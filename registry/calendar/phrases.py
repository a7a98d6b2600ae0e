"""How periods and days are said to people (wording.md 0.3 and 0.4)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.calendar.working_days import Overrides, working_days_left


def dmy(day: dt.date) -> str:
    """Write a day as offices do, dd/mm/yyyy, whatever the language of the page."""
    return f"{day:%d/%m/%Y}"


def in_working_days(count: int) -> str:
    """Say how many working days are left; 0 is the last day, below 0 is late."""
    if count < 0:
        return ngettext("%(count)s working day late", "%(count)s working days late", -count) % {"count": -count}
    if count == 0:
        return _("due today")
    return ngettext("%(count)s working day left", "%(count)s working days left", count) % {"count": count}


def in_days(count: int) -> str:
    """As ``in_working_days``, for clocks that count every day (articles 7.6, 8.4)."""
    if count < 0:
        return ngettext("%(count)s day late", "%(count)s days late", -count) % {"count": -count}
    if count == 0:
        return _("due today")
    return ngettext("%(count)s day left", "%(count)s days left", count) % {"count": count}


def working_time_left(today: dt.date, due: dt.date, overrides: Overrides) -> str:
    """Say "còn 6 ngày làm việc", "quá hạn 2 ngày làm việc" or "hạn hôm nay" for a clock of working days.

    A due day that is itself off, with no working day before it, leaves no working day but is not today.
    """
    left = working_days_left(today, due, overrides)
    return _("no working day left") if left == 0 and today != due else in_working_days(left)


def time_left(today: dt.date, due: dt.date) -> str:
    """As ``working_time_left`` for a clock of calendar days."""
    return in_days((due - today).days)
