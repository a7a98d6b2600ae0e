"""What a draft decision says, line by line, and its digest: whoever signs must find it unchanged. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One dossier in the draft: the council's conclusion, the stars, and what the certificate will print."""

    dossier: str
    conclusion: str
    """Digest of the council's conclusion."""
    concluded_on: str
    stars: int
    product: str
    product_code: str
    producer: str
    address: str


Content = Mapping[str, Any]
"""The draft as plain data: its kind, and the lines in the order of their dossiers."""


def content_of(kind: str, lines: Iterable[Line]) -> dict[str, Any]:
    return {"kind": str(kind), "lines": [asdict(line) for line in sorted(lines)]}


def digest_of(content: Content) -> str:
    """Return the SHA-256 of the draft in canonical form."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was prepared. ``field`` is empty where the dossier itself came or went."""

    dossier: str
    field: str
    before: str
    after: str


def differences(prepared: Content, found: Content) -> list[Difference]:
    """Name what changed between the draft as prepared and as it stands."""
    before = {line["dossier"]: line for line in prepared.get("lines", [])}
    after = {line["dossier"]: line for line in found.get("lines", [])}
    changed = []
    for dossier in sorted(before.keys() | after.keys()):
        if dossier not in before or dossier not in after:
            gone = dossier in before
            changed.append(Difference(dossier, "", dossier if gone else "", "" if gone else dossier))
            continue
        changed.extend(
            Difference(dossier, field, str(before[dossier].get(field, "")), str(value))
            for field, value in after[dossier].items()
            if before[dossier].get(field) != value
        )
    return changed
