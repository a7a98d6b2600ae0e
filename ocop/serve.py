"""Start an embedded installation: database, law, places, demonstration, then web, worker and beat together.

Run by ``make run``. The shared way to run is docker-compose.yml.
"""

from __future__ import annotations

import argparse
import fcntl
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from honcho.manager import Manager

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="make run", description="Start OCOP on this machine.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--reset", action="store_true", help="throw the demonstration data away and stop")
    options = parser.parse_args()
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    # An embedded installation belongs to whoever starts it; Celery's warning to root is for servers.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker")
    os.environ.setdefault("OCOP_VAR", str(ROOT / "var"))
    os.environ.setdefault("PUBLIC_URL", f"http://{options.host}:{options.port}")
    folder = Path(os.environ["OCOP_VAR"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "running").open("w") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"OCOP is already running with the data in {folder}. Stop it first (Ctrl-C).", file=sys.stderr)
            return 1
        return _reset() if options.reset else _start(options.host, options.port)


def _start(host: str, port: int) -> int:
    if not _port_is_free(host, port):
        print(f"Port {port} is taken by another program. Choose another one: PORT={port + 1} make run", file=sys.stderr)
        return 1
    _prepare()
    return _serve(host, port)


def _reset() -> int:
    shutil.rmtree(os.environ["OCOP_VAR"], ignore_errors=True)
    print("The demonstration data is gone. `make run` loads it anew.")
    return 0


def _port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _prepare() -> None:
    """Bring database and files up to date. Each step changes nothing where its work is already done."""
    django.setup()
    call_command("migrate", verbosity=0)
    quiet = io.StringIO()
    call_command("load_calendar", stdout=quiet)
    if not apps.get_model("registry", "Province").objects.exists():
        print("Loading places, the score sheets of three laws and the demonstration (half a minute) …", flush=True)
        call_command("load_places", stdout=quiet)
        call_command("load_criteria")
    call_command("load_demo", if_empty=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()


def _serve(host: str, port: int) -> int:
    manager = Manager()
    run = f'"{sys.executable}" -m'
    manager.add_process(
        "web",
        f"{run} granian --interface wsgi --host {host} --port {port} --workers 1 --blocking-threads 4"
        " --log-level warning ocop.wsgi:application",
    )
    manager.add_process(
        "worker", f"{run} celery --quiet -A ocop worker --loglevel WARNING --pool solo --without-mingle"
    )
    manager.add_process("beat", f"{run} celery --quiet -A ocop beat --loglevel WARNING")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: manager.terminate())
    threading.Thread(target=_greet, args=(host, port), daemon=True).start()
    manager.loop()
    return 0


def _greet(host: str, port: int) -> None:
    """Print where to go as soon as the web process answers."""
    address = f"http://{host}:{port}"
    for _attempt in range(120):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=1):  # noqa: S310 - our own address
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    subprocess.run([sys.executable, "manage.py", "demo_sign_ins", "--address", address], check=False)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
