"""The tasks of this app, listed for Celery; each is declared in its concept."""

from ratings.catalogue.tasks import rebuild_task, refresh_task, sweep_task
from ratings.register_import.tasks import work_task

__all__ = ["rebuild_task", "refresh_task", "sweep_task", "work_task"]
