"""The tasks of this app, listed for Celery; each is declared in its concept."""

from registry.files.tasks import render_pages_task

__all__ = ["render_pages_task"]
