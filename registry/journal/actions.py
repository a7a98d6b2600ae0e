"""Writing, chaining and erasing entries."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from registry.journal import digests
from registry.journal.models import JournalEntry, JournalLink, UnlinkedEntry
from registry.journal.starting import start_on_commit
from registry.journal.states import Audience

if TYPE_CHECKING:
    from registry.accounts.models import User

LINK_TASK = "journal.link"
BATCH = 500
"""Entries chained in one transaction."""
_LOCK = 0x0C09_0001
"""Advisory lock of the linker on PostgreSQL."""
ERASED = "journal.erased"


class NotInTransaction(Exception):
    """An entry belongs to the transaction of the change it tells of."""


def record(
    *,
    action: str,
    actor: User | None,
    at: dt.datetime,
    object_type: str,
    object_id: object,
    label: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    audience: Audience = Audience.OFFICE,
    commune: str | None = None,
    province: str | None = None,
) -> JournalEntry:
    """Add an entry in the caller's transaction; it is committed with the change or not at all.

    ``actor`` is None for the system. ``before`` and ``after`` are plain data: text, whole numbers, ``Decimal``, dates,
    lists and mappings of them. ``commune`` and ``province`` are codes.

    Raises:
        NotInTransaction: outside of a transaction.
        TypeError: for data that is not plain, floats included.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(action)
    payload = digests.plain(
        {
            "actor": str(actor) if actor else "",
            "label": str(label),
            "before": dict(before or {}),
            "after": dict(after or {}),
        }
    )
    salt = secrets.token_hex(32)
    entry = JournalEntry(
        action=action,
        actor=actor,
        at=at,
        object_type=object_type,
        object_id=str(object_id),
        commune=commune or "",
        province=province or "",
        audience=Audience(audience).value,
        payload=payload,
        salt=salt,
        payload_digest=digests.of_payload(payload, salt),
    )
    entry.digest = digests.of_entry(entry)
    entry.save(force_insert=True)
    UnlinkedEntry.objects.create(entry=entry)
    start_on_commit(LINK_TASK)
    return entry


def link(*, at: dt.datetime) -> int:
    """Chain all committed entries in the order in which they are met; return how many.

    One linker works at a time: another one leaves at once and what it would have done is done by the one that works,
    or by the next sweep.
    """
    linked = 0
    # Asked before the transaction begins: on SQLite it would hold up everybody who writes.
    while UnlinkedEntry.objects.exists() and (done := _link_some(at)):
        linked += done
    return linked


@transaction.atomic
def _link_some(at: dt.datetime) -> int:
    if not _alone():
        return 0
    entries = [waiting.entry for waiting in UnlinkedEntry.objects.select_related("entry").order_by("entry_id")[:BATCH]]
    last = JournalLink.objects.order_by("-position").first()
    position, previous = (last.position, last.digest) if last else (0, digests.BEGINNING)
    links = []
    for entry in entries:
        position += 1
        digest = digests.of_link(position=position, previous=previous, entry_id=entry.pk, entry_digest=entry.digest)
        links.append(JournalLink(position=position, entry=entry, previous=previous, digest=digest, linked_at=at))
        previous = digest
    JournalLink.objects.bulk_create(links)
    UnlinkedEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(links)


def _alone() -> bool:
    """Take the linker's place until the end of the transaction; on SQLite the immediate transaction is that place."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])


@transaction.atomic
def erase(*, entry: JournalEntry, reason: str, actor: User, at: dt.datetime) -> JournalEntry:
    """Empty what an entry says of people, and record that it was done and why; the chain stays verifiable.

    Return the entry that records the erasure. Erasing twice changes nothing and records nothing new.
    """
    if not reason.strip():
        raise ValueError("an erasure states its reason")
    if not JournalEntry.objects.filter(pk=entry.pk, erased_at=None).update(payload={}, salt="", erased_at=at):
        return JournalEntry.objects.get(action=ERASED, object_type="journal_entry", object_id=str(entry.pk))
    entry.refresh_from_db()
    return record(
        action=ERASED,
        actor=actor,
        at=at,
        object_type="journal_entry",
        object_id=entry.pk,
        after={"reason": reason},
        audience=Audience.AUDIT,
        commune=entry.commune,
        province=entry.province,
    )
