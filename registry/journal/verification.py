"""Is the journal still what was written? Digests, chain, erasures, entries without a link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from registry.journal import digests
from registry.journal.actions import ERASED
from registry.journal.models import JournalEntry, JournalLink
from registry.journal.queries import unlinked


@dataclass(slots=True)
class Verdict:
    """What a check found. ``broken`` is the first broken place, empty for none; ``head`` the last sound link."""

    links: int = 0
    head: str = digests.BEGINNING
    erased: int = 0
    broken: str = ""
    late: list[int] = field(default_factory=list)
    """Keys of entries that should have had their link for over a minute."""


def verify(*, at: dt.datetime) -> Verdict:
    """Check the chain from its beginning, then the entries it does not hold yet; stop at the first broken place."""
    verdict = Verdict(late=list(unlinked(at=at).values_list("pk", flat=True)))
    for place, fault in _faults(verdict):
        verdict.broken = f"{place}: {fault}"
        break
    return verdict


def _faults(verdict: Verdict) -> Iterator[tuple[str, str]]:
    recorded = set(
        JournalEntry.objects.filter(action=ERASED, object_type="journal_entry").values_list("object_id", flat=True)
    )
    for link in JournalLink.objects.select_related("entry").order_by("position").iterator(chunk_size=1000):
        fault = _fault_of_link(link, verdict) or _fault_of_entry(link.entry, recorded)
        if fault:
            yield f"position {link.position}, entry {link.entry_id}", fault
        verdict.links += 1
        verdict.head = link.digest
        verdict.erased += link.entry.erased_at is not None
    for entry in JournalEntry.objects.filter(link=None).order_by("pk").iterator(chunk_size=1000):
        if fault := _fault_of_entry(entry, recorded):
            yield f"entry {entry.pk}, not linked", fault
        verdict.erased += entry.erased_at is not None


def _fault_of_link(link: JournalLink, verdict: Verdict) -> str:
    if link.position != verdict.links + 1:
        return f"the link at position {verdict.links + 1} is missing"
    if link.previous != verdict.head:
        return "it does not follow the link before it"
    digest = digests.of_link(
        position=link.position, previous=link.previous, entry_id=link.entry_id, entry_digest=link.entry.digest
    )
    return "" if digest == link.digest else "its digest covers another entry"


def _fault_of_entry(entry: JournalEntry, erasures: set[str]) -> str:
    if digests.of_entry(entry) != entry.digest:
        return "what the entry tells was changed"
    if entry.erased_at is None:
        sound = digests.of_payload(entry.payload, entry.salt) == entry.payload_digest
        return "" if sound else "what the entry tells was changed"
    if entry.payload or entry.salt:
        return "it is marked as erased and holds something"
    return "" if str(entry.pk) in erasures else "it was erased and no entry says by whom"
