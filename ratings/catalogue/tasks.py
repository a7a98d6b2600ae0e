"""Keep the catalogue up to date in the worker."""

from __future__ import annotations

from celery import shared_task

from ratings.catalogue.actions import rebuild, refresh, sweep
from ratings.certificates.actions import REFRESH_TASK
from registry.calendar.today import now


@shared_task(name=REFRESH_TASK)
def refresh_task(product: int) -> None:
    """Show what was just recognised; safe to run at any time and twice at once."""
    refresh(product, at=now())


@shared_task(name="catalogue.sweep")
def sweep_task() -> None:
    """Find what a lost message left, and what expired at midnight."""
    sweep(at=now())


@shared_task(name="catalogue.rebuild")
def rebuild_task() -> None:
    """Take over stories and photos that producers changed."""
    rebuild(at=now())
