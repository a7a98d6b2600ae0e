"""A person's notifications, what waits for delivery, and what could not be delivered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from registry.notifications.models import Notification
from registry.notifications.states import Channel, Delivery

if TYPE_CHECKING:
    from registry.accounts.models import User


def visible_to(person: User) -> QuerySet[Notification]:
    """Return what ``person`` was told on this site, newest first. Nobody reads what another person was told."""
    return Notification.objects.filter(recipient=person.pk, channel=Channel.IN_APP)


def unread(person: User) -> QuerySet[Notification]:
    return visible_to(person).filter(read_at=None)


def due(*, at: dt.datetime) -> QuerySet[Notification]:
    """Return what may be sent at ``at``: waiting and due, or held by a worker whose lease has ended."""
    return Notification.objects.filter(
        Q(state=Delivery.WAITING, due_at__lte=at) | Q(state=Delivery.SENDING, leased_until__lte=at)
    )


def failed() -> QuerySet[Notification]:
    """Return what no attempt could deliver, newest first; an officer looks and reaches the person otherwise."""
    return Notification.objects.filter(state=Delivery.FAILED).select_related("recipient")
