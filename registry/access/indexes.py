"""Trigram indexes for columns that people search by a part of a word: PostgreSQL only.

``GinIndex`` in ``Meta.indexes`` breaks SQLite, so, like guards, they are declared beside the table and put in place
after every migrate. Without them a search is slower, never wrong: where the server does not offer pg_trgm (or the
owner of the database may not create extensions) that is logged and nothing else happens.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import DatabaseError, connections, transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TrigramIndex:
    """A GIN index over the trigrams of one text column."""

    app: str
    table: str
    column: str

    @property
    def name(self) -> str:
        return f"{self.table}_{self.column}_trgm"


_INDEXES: dict[str, TrigramIndex] = {}


def trigram_index(table: str, column: str, *, app: str) -> None:
    """Declare an index for searching ``column`` with LIKE '%...%'."""
    index = TrigramIndex(app, table, column)
    _INDEXES[index.name] = index


def declared() -> list[TrigramIndex]:
    """All trigram indexes, for installation and for the test that looks for each of them."""
    return list(_INDEXES.values())


def install_indexes(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Put the indexes of the app ``sender`` in place; safe to run again, nothing to do on SQLite."""
    connection = connections[using]
    wanted = [index for index in declared() if index.app == sender.label]
    if connection.vendor != "postgresql" or not wanted:
        return
    try:
        with transaction.atomic(using), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError as error:
        logger.warning("no trigram indexes, searching is slower: %s", error)
        return
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for index in wanted:
            if index.table in existing:
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {index.name} ON {index.table} USING gin ({index.column} gin_trgm_ops)"
                )


def missing_indexes(using: str = "default") -> list[str]:
    """Names of declared indexes that a PostgreSQL database lacks; none on SQLite."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE '%%_trgm'", [])
        present = {row[0] for row in cursor.fetchall()}
    return sorted(index.name for index in declared() if index.name not in present)
