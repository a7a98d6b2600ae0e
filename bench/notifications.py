"""10,000 e-mails through a real Redis and two real workers, each of which is killed once on the way.

A key that no provider accepted is lost; one that was accepted twice must be of a sending that a kill cut off. The
installation waits OUTBOX_LEASE (five minutes) before it sends a cut-off row again and looks every half minute; here
both are shortened so that the end is seen.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import redis
from celery import Celery
from django.db import connection, transaction

from bench.measure import Measure
from bench.project import ROOT, analyze, engine, make_tables, start
from registry.accounts.models import User
from registry.calendar.today import now
from registry.notifications.actions import notify
from registry.notifications.mailing import message_id
from registry.notifications.models import Notification
from registry.notifications.states import Channel, Delivery
from tests.notifications.conftest import VALUES
from tests.notifications.provider import Provider
from tests.servers import running_redis

PEOPLE, EVENTS = 100, 100
ROWS = PEOPLE * EVENTS
WORKERS = ("one", "two")
KILLS = {"one": 0.3, "two": 0.6}
"""Which worker is killed when this part of the e-mails has been accepted."""
LEASE_SECONDS, PATIENCE_SECONDS = 15, 360
PAUSE_SECONDS = 0.002
"""Between accepting an e-mail and saying so: who is killed then has sent without knowing."""


class Worker:
    """A Celery worker with one process, started as an installation does; ``kill`` leaves it no time for anything."""

    def __init__(self, name: str, environment: dict[str, str], log: Path) -> None:
        self.name, self._environment, self._log = name, environment, log
        self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "ocop", "worker", "-c", "1"]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [*command, "-n", f"{self.name}@%h", "--without-mingle", "--without-gossip", "--loglevel", "ERROR"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)

    def restart(self) -> None:
        self._process = self._started()


def run() -> Iterator[Measure]:
    make_tables()
    _tell_everybody()
    analyze()
    keys = {message_id(key).strip("<>"): key for key in _emails().values_list("key", flat=True)}
    assert len(keys) == ROWS
    with running_redis() as url, Provider(pause=PAUSE_SECONDS) as provider:
        seconds = _delivered(url, provider)
        times = Counter(provider.accepted)
    cut_off = set(_emails(attempts__gt=1).values_list("key", flat=True))
    repeated = [key for message, key in keys.items() if times[message] > 1]
    note = f"{ROWS / seconds:.0f} e-mails a second with {len(WORKERS)} workers, {len(KILLS)} kills, {engine()}"
    yield Measure("notifications lost", ROWS - len(times.keys() & keys.keys()), 0, "of 10,000")
    yield Measure("notifications sent twice, not cut off", len(set(repeated) - cut_off), 0, "of 10,000")
    detail = f"{len(cut_off)} sendings were cut off"
    yield Measure("notifications sent twice", sum(times.values()) - len(times), len(KILLS), "in flight", detail=detail)
    yield Measure("10,000 notifications", seconds / 60, 3, "minutes", detail=note)


def _tell_everybody() -> None:
    people = [
        User.objects.create_user(f"person{number}", full_name=f"Người {number}", email=f"person{number}@example.vn")
        for number in range(PEOPLE)
    ]
    values = {**VALUES, "due_on": "2026-11-20"}
    with transaction.atomic():
        for number in range(EVENTS):
            notify(
                event="dossier.return_by_commune",
                key=f"dossier:{number}:1",
                recipients=people,
                values=values,
                path=f"/dossiers/HS-{number}/",
                at=now(),
            )


def _delivered(broker: str, provider: Provider) -> float:
    """Run the workers until nothing waits any more, killing each once; return the seconds since the first e-mail."""
    environment = {**os.environ, "REDIS_URL": broker, "EMAIL_URL": provider.url, "OUTBOX_LEASE": str(LEASE_SECONDS)}
    log = start() / "workers.log"
    workers = {name: Worker(name, environment, log) for name in WORKERS}
    left = dict(KILLS)
    try:
        with redis.Redis.from_url(broker) as queue, Celery("bench", broker=broker, set_as_current=False) as app:
            _until(lambda: bool(provider.accepted), app, queue)
            begin = time.monotonic()
            while left:
                name = next(iter(left))
                share = left.pop(name)
                _until(lambda share=share: len(provider.accepted) >= share * ROWS, app, queue)
                workers[name].kill()
                workers[name].restart()
            _until(lambda: not _emails().exclude(state=Delivery.SENT).exists(), app, queue)
            return time.monotonic() - begin
    finally:
        for worker in workers.values():
            worker.kill()
        connection.close()


def _until(met, app: Celery, queue: redis.Redis) -> None:
    """Wait, and say "look now" as beat does, as often as the workers have nothing else to hear."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not met():
        if time.monotonic() > end:
            raise TimeoutError("the workers did not do it in time")
        if not queue.llen("celery"):
            app.send_task("notifications.sweep", ignore_result=True)
        time.sleep(0.1)


def _emails(**narrowed: object):
    return Notification.objects.filter(channel=Channel.EMAIL, **narrowed)
