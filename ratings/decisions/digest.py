"""What a draft decision says, as one digest: whoever signs must find it unchanged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One dossier in the draft: its number, the digest of the council's conclusion, and the stars."""

    dossier: str
    conclusion: str
    stars: int


def digest_of(kind: str, lines: Iterable[Line]) -> str:
    """Return the SHA-256 of the draft; the order of the lines does not matter."""
    content = [kind, [[line.dossier, line.conclusion, line.stars] for line in sorted(lines)]]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
