"""Digests of entries and links: SHA-256 over canonical JSON, the same on both databases and after years."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder

BEGINNING = "0" * 64
"""What the first link calls the link before it."""


class Facts(Protocol):
    """What an entry tells besides its payload."""

    action: str
    actor_id: int | None
    at: dt.datetime
    object_type: str
    object_id: str
    commune: str
    province: str
    audience: str
    payload_digest: str


def canonical(value: object) -> str:
    """Return the one JSON text of plain data: keys sorted, no spaces, characters unescaped.

    Raises:
        TypeError: for data that is not plain, and for a float, which a database may give back in other digits.
    """
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``payload`` as a database gives it back: dates and ``Decimal`` as text, tuples as lists."""
    _refuse_floats(payload)
    result: dict[str, Any] = json.loads(json.dumps(payload, cls=DjangoJSONEncoder))
    return result


def of_payload(payload: Mapping[str, Any], salt: str) -> str:
    """Digest of what an erasure may empty; the salt keeps it from being guessed afterwards."""
    return _sha256(f"{salt}\n{canonical(payload)}")


def of_entry(entry: Facts) -> str:
    """Digest of an entry: its facts, and the digest of its payload instead of the payload."""
    facts = {
        "action": entry.action,
        "actor": entry.actor_id,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "object": [entry.object_type, entry.object_id],
        "place": [entry.province, entry.commune],
        "audience": entry.audience,
        "payload": entry.payload_digest,
    }
    return _sha256(canonical(facts))


def of_link(*, position: int, previous: str, entry_id: int, entry_digest: str) -> str:
    """Digest of a link: its place, the link before it and its entry."""
    return _sha256(canonical([position, previous, entry_id, entry_digest]))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no exact text; give an integer, a Decimal or text")
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for inner in inside:
        if type(inner) is not str and type(inner) is not int:  # nearly all there is: journals of imports are long
            _refuse_floats(inner)
