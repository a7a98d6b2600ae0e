"""What happened to a producer, its papers and products, in words, out of the journal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import DateField, Field
from django.utils.translation import gettext_lazy as _

from registry.journal.models import JournalEntry
from registry.journal.queries import history_of
from registry.journal.states import Audience

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LATEST = 12
"""So many entries stand on a page."""
SHORT = 60
"""Signs of a value that is shown with what stood there before."""
_MODELS = {"producer": "Producer", "product": "Product", "evidence": "EvidenceDocument"}
_NOTHING = object()

_TITLES: dict[str, tuple[StrOrPromise, str]] = {
    "producer.registered": (_("Producer registered"), "plus-circle"),
    "producer.updated": (_("Profile changed"), "pencil"),
    "producer.ended": (_("Activity ended"), "pause-circle"),
    "producer.resumed": (_("Active again"), "play-circle"),
    "producer.member_added": (_("Member added"), "person-check"),
    "producer.member_ended": (_("Membership ended"), "person-x"),
    "producer.link_entered": (_("Link entered"), "arrow-left-right"),
    "producer.link_confirmed": (_("Link confirmed"), "arrow-left-right"),
    "producer.link_ended": (_("Link ended"), "arrow-left-right"),
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
    return [_event(entry) for entry in entries]


def _event(entry: JournalEntry) -> Event:
    title, icon = _TITLES.get(entry.action, (entry.action, "dot"))
    note = changes_of(entry) if entry.action.endswith((".updated", ".corrected")) else ""
    return Event(title, entry.at, entry.actor_name, icon, note)


def changes_of(entry: JournalEntry) -> str:
    """Return what an entry changed, "Địa chỉ: thôn 5 → thôn 6"; long texts and other rows by their name only."""
    model = apps.get_model("registry", _MODELS[entry.object_type])
    known = {field.name: field for field in model._meta.concrete_fields}
    before, after = (entry.payload.get(side, {}) for side in ("before", "after"))  # emptied by an erasure
    changed = [name for name, value in after.items() if name in known and value != before.get(name, _NOTHING)]
    return "; ".join(_change(known[name], before.get(name), after[name]) for name in changed)


def _change(field: Field[Any, Any], before: object, after: object) -> str:
    label = str(field.verbose_name)
    label = label[:1].upper() + label[1:]
    old, new = (_in_words(field, value) for value in (before, after))
    if field.is_relation or max(len(old), len(new)) > SHORT:
        return label
    return f"{label}: {old} → {new}"


def _in_words(field: Field[Any, Any], value: object) -> str:
    if value in {None, ""}:
        return "–"
    chosen = dict(field.flatchoices).get(value)
    if chosen is not None:
        return str(chosen)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(field, DateField) and isinstance(value, str):
        return f"{dt.date.fromisoformat(value[:10]):%d/%m/%Y}"
    return str(value)
