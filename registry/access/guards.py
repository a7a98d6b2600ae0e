"""Guards that live in the database: tables that only grow, rows that may not change once sealed.

A guard is a pair of vendor statements. They are installed after every migrate, idempotently, on both engines, because
a table remake on SQLite silently drops triggers. ``docs/decisions`` says why they are not in migrations.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections


@dataclass(frozen=True, slots=True)
class Guard:
    """One named trigger on ``table`` of app ``app``; ``sqlite`` and ``postgresql`` are complete statements.

    Without statements for an engine it does not exist there. ``constraint`` says that PostgreSQL keeps it as a
    constraint instead of a trigger, which stays once it is there.
    """

    app: str
    name: str
    table: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]
    constraint: bool = False

    def statements(self, vendor: str) -> tuple[str, ...]:
        return self.sqlite if vendor == "sqlite" else self.postgresql


_GUARDS: dict[str, Guard] = {}


def declare(guard: Guard) -> Guard:
    """Make ``guard`` part of every database of this project (called where the concept's tables are declared)."""
    _GUARDS[guard.name] = guard
    return guard


def declared() -> list[Guard]:
    """All guards, for installation and for the test that looks for each of them."""
    return list(_GUARDS.values())


def refuse_when(name: str, *, app: str, table: str, event: str, condition: str = "", message: str) -> Guard:
    """Declare a trigger that aborts ``event`` ("UPDATE", "DELETE", "INSERT", "UPDATE OF column") on ``table``.

    ``condition`` is SQL over NEW and OLD understood by both engines; empty means always. ``message`` is what the
    database error says.
    """
    # SQLite knew "IS NOT" long before "IS DISTINCT FROM".
    sqlite_condition = condition.replace("IS NOT DISTINCT FROM", "IS").replace("IS DISTINCT FROM", "IS NOT")
    sqlite_when = f"WHEN {sqlite_condition} " if condition else ""
    postgres_when = f"WHEN ({condition}) " if condition else ""
    text = message.replace("'", "''")
    return declare(
        Guard(
            app=app,
            name=name,
            table=table,
            sqlite=(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} {sqlite_when}BEGIN SELECT RAISE(ABORT, '{text}'); END",
            ),
            postgresql=(
                (
                    f"CREATE OR REPLACE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{text}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
                ),
                (
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {postgres_when}"
                    f"EXECUTE FUNCTION {name}_refuse()"
                ),
            ),
        )
    )


def append_only(table: str, *, app: str) -> None:
    """Rows of ``table`` can be added, never changed or removed."""
    for event in ("UPDATE", "DELETE"):
        refuse_when(f"{table}_no_{event.lower()}", app=app, table=table, event=event, message=f"{table} is append-only")


def install_guards(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Put every guard of the app ``sender`` in place; safe to run again."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in declared():
            if guard.app == sender.label and guard.table in existing:
                _install(cursor, connection.vendor, guard)


def missing_guards(using: str = "default") -> list[str]:
    """Names of guards that the database lacks (readiness and tests ask)."""
    connection = connections[using]
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION SELECT conname FROM pg_constraint"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(g.name for g in declared() if g.statements(connection.vendor) and g.name not in present)


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Lift all guards for the flush between tests. Nothing else may call this."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for guard in declared():
            _drop(cursor, connection.vendor, guard)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for guard in declared():
                _install(cursor, connection.vendor, guard)


def _install(cursor: Any, vendor: str, guard: Guard) -> None:
    _drop(cursor, vendor, guard)
    if vendor == "postgresql" and guard.constraint:
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [guard.name])
        if cursor.fetchone():
            return
    for statement in guard.statements(vendor):
        cursor.execute(statement)


def _drop(cursor: Any, vendor: str, guard: Guard) -> None:
    if vendor == "postgresql" and guard.constraint:
        return
    suffix = "" if vendor == "sqlite" else f" ON {guard.table}"
    cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{suffix}")
