"""A real worker on a real Redis, killed in the middle: nothing is lost, and only what the kill cut off repeats."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from celery import Celery, current_app
from django.db import connection, transaction

from registry.journal.actions import record
from registry.journal.models import JournalEntry, UnlinkedEntry
from registry.journal.verification import verify
from registry.notifications.mailing import message_id
from registry.notifications.models import Notification
from registry.notifications.states import Channel, Delivery
from tests.cast import cast
from tests.notifications.conftest import AT
from tests.notifications.provider import Provider

pytestmark = [pytest.mark.redis, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
ROWS, PROCESSES, PATIENCE = 300, 2, 90
LEASE = 4


def _database_url():
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def broker(redis_url):
    """The tests' own end of the broker, which is empty at first; actions publish there too."""
    with redis.Redis.from_url(redis_url) as client:
        client.flushdb()
    before = current_app._get_current_object()
    app = Celery("tests", broker=redis_url, set_as_current=False)
    app.set_current()
    yield app
    before.set_current()
    app.close()


@pytest.fixture
def worker(redis_url, tmp_path):
    """Start workers as an installation does; each is a process group of its own."""

    @contextmanager
    def start(provider):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ocop.settings",
            "DATABASE_URL": _database_url(),
            "REDIS_URL": redis_url,
            "EMAIL_URL": provider.url,
            "OUTBOX_LEASE": str(LEASE),
            "OCOP_VAR": str(tmp_path / "var"),
            "LOG_LEVEL": "WARNING",
        }
        log = (tmp_path / "worker.log").open("a")
        command = [sys.executable, "-m", "celery", "-A", "ocop", "worker", "-c", str(PROCESSES), "--without-mingle"]
        process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield process
        finally:
            _kill(process)
            log.close()

    return start


def _kill(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


def _until(met, *, meanwhile=lambda: None):
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "the worker did not do it in time"
        meanwhile()
        time.sleep(0.2)


def _emails(**narrowed):
    return Notification.objects.filter(channel=Channel.EMAIL, **narrowed)


def test_a_killed_worker_loses_nothing_and_only_what_it_was_sending_repeats(told, broker, worker):
    with transaction.atomic():
        for number in range(ROWS):
            told("hanh", key=f"dossier:{number}:1")
    keys = {message_id(key).strip("<>") for key in _emails().values_list("key", flat=True)}

    with Provider(pause=0.02) as provider:
        with worker(provider) as first:
            _until(
                lambda: len(provider.accepted) >= ROWS // 4,
                meanwhile=lambda: broker.send_task("notifications.deliver"),
            )
            _kill(first)
        time.sleep(1)
        before = list(provider.accepted)
        cut_off = {message_id(key).strip("<>") for key in _emails(state=Delivery.SENDING).values_list("key", flat=True)}
        assert ROWS // 4 <= len(before) < ROWS
        assert len(cut_off) <= PROCESSES

        with worker(provider):
            _until(
                lambda: _emails(state=Delivery.SENT).count() == ROWS,
                meanwhile=lambda: broker.send_task("notifications.sweep"),
            )

    times = Counter(provider.accepted)
    assert set(times) == keys
    assert {key for key, count in times.items() if count > 1} == cut_off & set(before)
    assert max(times.values()) <= 2
    assert {message_id(row.key).strip("<>") for row in _emails(attempts=2)} == cut_off
    assert _emails(attempts=1).count() == ROWS - len(cut_off)
    assert Notification.objects.filter(channel=Channel.IN_APP, state=Delivery.SENT).count() == ROWS


def test_an_action_starts_worker_and_linker_when_it_is_committed(told, broker, worker):
    with Provider(pause=0) as provider, worker(provider):
        with transaction.atomic():
            record(action="dossier.file", actor=cast("hanh"), at=AT, object_type="dossier", object_id=17)
            told("hanh")
        _until(lambda: _emails(state=Delivery.SENT).count() == 1 and UnlinkedEntry.objects.count() == 0)

    assert provider.accepted == [message_id(_emails().get().key).strip("<>")]
    assert verify(at=AT).links == JournalEntry.objects.count() > 0
    assert verify(at=AT).broken == ""
