"""Telling people, delivering what waits, marking as read."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet

from registry.journal.actions import NotInTransaction
from registry.journal.starting import start_on_commit
from registry.notifications import queries
from registry.notifications.kinds import Plain, check
from registry.notifications.mailing import Mailer, Undeliverable
from registry.notifications.models import Notification
from registry.notifications.states import ATTEMPTS, BACK_OFF, Channel, Delivery

if TYPE_CHECKING:
    from registry.accounts.models import User

logger = logging.getLogger(__name__)

DELIVER_TASK = "notifications.deliver"
BATCH = 500
"""Rows sent in one run of the task; more are left to the next run."""
_CANDIDATES = 20
_KEY = re.compile(r"[A-Za-z0-9_-]+([.:][A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told in which way. ``to_call`` cannot be reached outside this site and should be called by phone."""

    in_app: tuple[User, ...]
    by_email: tuple[User, ...]
    to_call: tuple[User, ...]


def notify(
    *,
    event: str,
    key: str,
    recipients: Iterable[User],
    values: Mapping[str, Plain | dt.date],
    path: str,
    at: dt.datetime,
) -> Told:
    """Tell ``recipients`` of ``event`` in the caller's transaction; the same ``key`` never tells anybody twice.

    ``key`` names this occurrence of the event ("dossier:17:4"); ``values`` fill the sentences of the kind (kinds.py);
    ``path`` is where the page about it is on this site. People whose account is closed are left out.

    Raises:
        UnknownEvent: when kinds.py does not list the event.
        MissingValue: when the subject or first sentence needs a value that is not given.
        NotInTransaction: outside of a transaction.
        TypeError, ValueError: for values that are not plain, a key that no message header could carry, or a path that
            leads elsewhere.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(event)
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} cannot name a message")
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"{path!r} is not an address inside the site")
    said = check(event, values)
    people = {person.pk: person for person in recipients if person.is_active}.values()
    rows = [
        Notification(
            recipient=person,
            event=event,
            channel=channel,
            key=f"{event}:{key}:{person.pk}:{channel.value}",
            values=said,
            path=path,
            created_at=at,
            due_at=at,
            state=Delivery.SENT if channel is Channel.IN_APP else Delivery.WAITING,
            sent_at=at if channel is Channel.IN_APP else None,
        )
        for person in people
        for channel in ((Channel.IN_APP, Channel.EMAIL) if person.email else (Channel.IN_APP,))
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    by_email = tuple(person for person in people if person.email)
    if by_email:
        start_on_commit(DELIVER_TASK)
    return Told(in_app=tuple(people), by_email=by_email, to_call=tuple(person for person in people if not person.email))


def mark_read(*, actor: User, at: dt.datetime, pk: int | None = None) -> int:
    """Mark one notification of ``actor``, or all of them, as read; return how many were new to her."""
    mine = queries.unread(actor)
    return (mine if pk is None else mine.filter(pk=pk)).update(read_at=at)


def deliver(*, clock: Callable[[], dt.datetime], limit: int = BATCH) -> int:
    """Send what is due, one after the other, at most ``limit``; return how many were tried.

    Each row is claimed just before it is sent, so a worker that is killed cuts off one sending and no more. That row
    is due again when its lease ends; the provider may then see its key twice.
    """
    tried = 0
    with Mailer() as mailer:
        for row in islice(_claimed(clock), limit):
            _send(row, mailer, clock)
            tried += 1
    return tried


def _claimed(clock: Callable[[], dt.datetime]) -> Iterator[Notification]:
    """Take the rows that are due, each just before it is handed out; two workers never get the same one.

    Looking for what is due costs more the longer the outbox is, so one look serves for several rows.
    """
    while candidates := list(_due(clock())[:_CANDIDATES]):
        for row in candidates:
            at = clock()
            mine = queries.due(at=at).filter(pk=row.pk, attempts=row.attempts)
            if row.attempts >= ATTEMPTS:
                mine.update(state=Delivery.FAILED, leased_until=None, last_error="cut off while being sent")
            elif mine.update(
                state=Delivery.SENDING, leased_until=at + settings.OUTBOX_LEASE, attempts=F("attempts") + 1
            ):
                row.attempts += 1
                yield row


def _due(at: dt.datetime) -> QuerySet[Notification]:
    return queries.due(at=at).select_related("recipient").order_by("due_at", "pk")


def _send(row: Notification, mailer: Mailer, clock: Callable[[], dt.datetime]) -> None:
    try:
        mailer.send(row)
    except Undeliverable as error:
        _settle(row, state=Delivery.FAILED, last_error=str(error))
    except Exception as error:
        logger.warning("%s was not sent (attempt %s)", row.key, row.attempts, exc_info=True)
        last_error = f"{type(error).__name__}: {error}"[:500]
        if row.attempts >= ATTEMPTS:
            _settle(row, state=Delivery.FAILED, last_error=last_error)
        else:
            due_at = clock() + BACK_OFF[row.attempts - 1]
            _settle(row, state=Delivery.WAITING, due_at=due_at, last_error=last_error)
    else:
        _settle(row, state=Delivery.SENT, sent_at=clock(), last_error="")


def _settle(row: Notification, **fields: object) -> None:
    """Write the outcome, unless the lease ended and another worker has taken the row since."""
    Notification.objects.filter(pk=row.pk, state=Delivery.SENDING, attempts=row.attempts).update(
        leased_until=None, **fields
    )


def try_again(*, notification: Notification, at: dt.datetime) -> bool:
    """Put a failed notification back with all its attempts; False when somebody has done so already."""
    again = Notification.objects.filter(pk=notification.pk, state=Delivery.FAILED).update(
        state=Delivery.WAITING, attempts=0, due_at=at
    )
    return bool(again)
