"""Start a task by name once this transaction is committed, without ever breaking what the person did."""

from __future__ import annotations

import logging
from functools import partial

from celery import current_app
from django.db import connection, transaction

logger = logging.getLogger(__name__)


def start_on_commit(task: str) -> None:
    """Send one message "look now" to ``task`` after the commit, however often the transaction asks for it.

    A savepoint that is rolled back takes its request with it, as it takes its rows.
    """
    if not any(isinstance(wish[1], _Look) and wish[1].args == (task,) for wish in connection.run_on_commit):
        transaction.on_commit(_Look(start, task))


def start(task: str) -> None:
    """Send the message now. A broker that is down is logged; the sweep does the work within half a minute."""
    try:
        current_app.send_task(task, ignore_result=True, retry=False)
    except Exception:
        logger.exception("%s could not be started; its sweep will do the work", task)


class _Look(partial[None]):
    """A request to start a task, told apart from other callbacks."""
