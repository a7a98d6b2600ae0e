"""The web server as an installation starts it, with one worker, on the bench's addresses."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.load import get
from bench.project import ROOT
from tests.servers import free_port


@contextmanager
def serving(*, threads: int = 2) -> Iterator[int]:
    """Serve this run's database and static files; yield the port."""
    port = free_port()
    command = [
        *(sys.executable, "-W", "ignore", "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", "1", "--blocking-threads", str(threads), "--log-level", "error"),
        "ocop.wsgi:application",
    ]
    with subprocess.Popen(command, cwd=ROOT) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            get(port, "/empty")
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return
