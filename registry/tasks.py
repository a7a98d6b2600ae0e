"""The tasks of this app, listed for Celery; each is declared in its concept."""

from registry.files.tasks import forget_uploads_task, render_pages_task
from registry.journal.tasks import link_task
from registry.notifications.tasks import deliver_task, sweep_task

__all__ = ["deliver_task", "forget_uploads_task", "link_task", "render_pages_task", "sweep_task"]
