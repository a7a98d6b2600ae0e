"""Chain in the worker what actions have committed."""

from __future__ import annotations

from celery import shared_task

from registry.calendar.today import now
from registry.journal.actions import LINK_TASK, link


@shared_task(name=LINK_TASK)
def link_task() -> None:
    """Look for committed entries and chain them; safe to run at any time and twice at once."""
    link(at=now())
