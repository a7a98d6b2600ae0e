"""Deliver in the worker what actions have committed. A message says only "look now"; the rows say what."""

from __future__ import annotations

from celery import shared_task

from registry.calendar.today import now
from registry.journal.starting import start
from registry.notifications.actions import BATCH, DELIVER_TASK, deliver


@shared_task(name=DELIVER_TASK)
def deliver_task() -> None:
    """Send what is due; safe to run at any time and twice at once. What is over a batch goes to the next run."""
    if deliver(clock=now) >= BATCH:
        start(DELIVER_TASK)


@shared_task(name="notifications.sweep")
def sweep_task() -> None:
    """Find what a lost message or a dead worker left."""
    deliver_task()
