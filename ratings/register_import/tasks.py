"""Read and write registers in the worker, away from the officer who waits for an answer."""

from __future__ import annotations

from celery import shared_task

from ratings.register_import.actions import WORK_TASK
from ratings.register_import.work_actions import work
from registry.calendar.today import now


@shared_task(name=WORK_TASK)
def work_task() -> None:
    """Look for imports that wait for the worker; safe to run at any time and twice at once."""
    work(now=now)
