"""Draw pages in the worker, away from the person who waits for an answer; clear away uploads nobody came back for."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from registry.files.actions import render_pages
from registry.files.models import StoredFile
from registry.files.uploads import forget


@shared_task(name="files.render_pages")
def render_pages_task(file_id: int) -> None:
    """Draw the pages of one file. Safe to run twice: what is drawn is not drawn again."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored:
        render_pages(stored, at=timezone.now())


@shared_task(name="files.forget_uploads")
def forget_uploads_task() -> None:
    """Throw away files on their way whose form was never sent."""
    forget(at=timezone.now())
