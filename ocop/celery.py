"""The Celery application: tasks carry ids and call one action each."""

import os

from celery import Celery
from celery.signals import worker_init, worker_process_init

from ocop import collector

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings")

app = Celery("ocop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["registry", "ratings"])


@worker_init.connect
@worker_process_init.connect
def settle(**_said: object) -> None:
    """A worker, and each process that it forks, has everything imported by now."""
    collector.settle()
