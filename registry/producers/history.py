"""What happened to a producer, its papers and products, in words, out of the journal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from registry.journal.queries import history_of
from registry.journal.states import Audience

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LATEST = 12
"""So many entries stand on a page."""

_TITLES: dict[str, tuple[StrOrPromise, str]] = {
    "producer.registered": (_("Producer registered"), "plus-circle"),
    "producer.updated": (_("Profile changed"), "pencil"),
    "producer.ended": (_("Activity ended"), "pause-circle"),
    "producer.resumed": (_("Active again"), "play-circle"),
    "producer.member_added": (_("Member added"), "person-check"),
    "producer.member_ended": (_("Membership ended"), "person-x"),
    "producer.year_recorded": (_("Figures of a year recorded"), "graph-up"),
    "evidence.added": (_("Paper added"), "file-earmark"),
    "evidence.version_added": (_("New version"), "upload"),
    "evidence.corrected": (_("Particulars corrected"), "pencil"),
    "evidence.compared": (_("Compared with the original"), "patch-check"),
    "product.registered": (_("Product registered"), "plus-circle"),
    "product.updated": (_("Product changed"), "pencil"),
    "product.public": (_("Shown to the public"), "globe"),
    "product.photo_added": (_("Photo added"), "camera"),
    "product.photos_ordered": (_("Photos put in order"), "image"),
    "product.photo_removed": (_("Photo removed"), "trash"),
    "product.old_code_added": (_("Earlier code added"), "upc-scan"),
    "product.code_issued": (_("Product code issued"), "upc-scan"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline component."""

    title: StrOrPromise
    at: dt.datetime
    who: str
    icon: str
    note: str = ""
    tone: str = "neutral"
    url: str = ""


def latest(object_type: str, object_id: object) -> list[Event]:
    """Return the latest events of an object that its producer may read too, newest first."""
    entries = history_of(object_type, object_id, Audience.PRODUCER).reverse()[:LATEST]
    return [_event(entry.action, entry.at, entry.actor_name) for entry in entries]


def _event(action: str, at: dt.datetime, who: str) -> Event:
    title, icon = _TITLES.get(action, (action, "dot"))
    return Event(title, at, who, icon)
