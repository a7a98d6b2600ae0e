"""The day that people see. Views and commands ask here once and pass the date on; pure functions never do."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def today() -> dt.date:
    """Return today's date in Asia/Ho_Chi_Minh (the project's time zone)."""
    return timezone.localdate()


def now() -> dt.datetime:
    """Return the present moment, aware."""
    return timezone.now()
