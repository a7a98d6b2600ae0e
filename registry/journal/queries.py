"""Reading the journal."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from registry.journal.models import JournalEntry
from registry.journal.states import Audience

PATIENCE = dt.timedelta(minutes=1)
"""An entry that has no link after this long is reported."""


def history_of(object_type: str, object_id: object, audience: Audience) -> QuerySet[JournalEntry]:
    """Return what happened to an object, oldest first, as far as it is written for ``audience``.

    Whether the reader may see the object at all is asked by the caller (``visible_to`` of the object's concept).
    """
    return JournalEntry.objects.filter(
        object_type=object_type, object_id=str(object_id), audience__in=audience.readable
    ).order_by("at", "pk")


def unlinked(*, at: dt.datetime) -> QuerySet[JournalEntry]:
    """Return entries without a link that were recorded over a minute before ``at``, oldest first."""
    return JournalEntry.objects.filter(link=None, recorded_at__lt=at - PATIENCE).order_by("recorded_at", "pk")
