"""Is the process alive, and can it do its work?"""

from __future__ import annotations

from celery import current_app
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from registry.access.guards import missing_guards
from registry.access.permissions import anyone, requires


@requires(anyone())
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nothing of anybody else."""
    return JsonResponse({"status": "ok"})


@requires(anyone())
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Database reachable, migrated and guarded; broker reachable. 503 names what is missing."""
    checks = {"database": _database(), "broker": _broker()}
    ready = all(value == "ok" for value in checks.values())
    return JsonResponse({"status": "ok" if ready else "not ready", **checks}, status=200 if ready else 503)


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations are missing"
        return "guards are missing" if missing_guards() else "ok"
    except Exception:  # noqa: BLE001 - whatever the driver raises, the answer is the same
        return "unreachable"


def _broker() -> str:
    try:
        with current_app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except Exception:  # noqa: BLE001 - whatever the transport raises, the answer is the same
        return "unreachable"
    return "ok"
