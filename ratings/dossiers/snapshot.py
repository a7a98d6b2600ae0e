"""What is sealed when a dossier is filed: every form, answer and cited file as plain data, and its digest.

Pure. The digest is salted, so that it may stand in the journal for ever without telling anything of an erased content.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any


def new_salt() -> str:
    return secrets.token_hex(16)


def digest_of(content: Mapping[str, Any], salt: str) -> str:
    """Return the hex SHA-256 of ``salt`` and ``content`` in a canonical form (keys sorted, no spaces)."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}{canonical}".encode()).hexdigest()


def unchanged(content: Mapping[str, Any], salt: str, digest: str) -> bool:
    """Whether ``content`` is what was sealed."""
    return secrets.compare_digest(digest_of(content, salt), digest)
