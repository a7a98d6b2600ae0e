"""Insert thousands of new rows of one table in one go.

``bulk_create`` builds every value of every row into a statement and compiles it; for tens of thousands of rows that takes
longer than all the rest of an import. Here keys are taken first, so that rows may point to each other, and the rows go
to the database as they are: by COPY on PostgreSQL, by one prepared statement on SQLite. Constraints, triggers and
exclusions hold as for any insert.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.options import Options

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.AutoField)


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert ``rows``, all new and of one model, in the caller's transaction; each gets its key.

    As with ``bulk_create`` nothing of a row is validated but what the database itself checks, and no signal is sent.

    Raises:
        IntegrityError: when a constraint, trigger or exclusion refuses a row.
    """
    if not rows:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("many rows are inserted in one transaction")
    meta: Options[Any] = rows[0]._meta
    give_keys([row for row in rows if row.pk is None])
    fields = list(meta.concrete_fields)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(meta.db_table)
    values = _values(rows, [(field.attname, _converter(field)) for field in fields])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(values))  # noqa: S608 - our own names


def _values(
    rows: Sequence[models.Model], fields: Sequence[tuple[str, Callable[[Any], Any] | None]]
) -> Iterator[list[Any]]:
    for row in rows:
        found = row.__dict__
        yield [found[name] if convert is None else convert(found[name]) for name, convert in fields]


def _converter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """Return how the database wants values of ``field``, or None where it takes them as they are."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, _AS_THEY_ARE) and not isinstance(target, models.FileField):
        return None
    if isinstance(target, models.JSONField):
        # As its text: what Django wraps for a statement a COPY does not take.
        return lambda value: json.dumps(value, cls=target.encoder)
    if isinstance(target, models.DateField):

        @lru_cache(maxsize=4096)
        def of_day(value: dt.date | None) -> Any:
            """Days and moments come again and again among thousands of rows."""
            return field.get_db_prep_save(value, connection)

        return of_day
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


def give_keys(rows: Sequence[models.Model]) -> None:
    """Take a key for each new row, all of one model, so that rows may point to each other before they are inserted.

    On SQLite the caller's transaction is the only one that writes, so that the next keys are free.
    """
    if not rows:
        return
    meta = rows[0]._meta
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(meta.db_table), meta.pk.column, len(rows)],
            )
            keys = [key for (key,) in cursor.fetchall()]
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [meta.db_table])
            found = cursor.fetchone()
            last = found[0] if found else 0
            keys = list(range(last + 1, last + 1 + len(rows)))
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
