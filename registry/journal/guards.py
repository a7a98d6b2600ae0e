"""The journal only grows. The one change an entry allows is its erasure: payload and salt emptied, once."""

from __future__ import annotations

from registry.access.guards import append_only, refuse_when

ENTRIES, LINKS = "registry_journalentry", "registry_journallink"

UNCHANGED = (
    "id",
    "action",
    "actor_id",
    "at",
    "recorded_at",
    "object_type",
    "object_id",
    "commune",
    "province",
    "audience",
    "payload_digest",
    "digest",
)
"""Columns that an erasure leaves as they are; a test compares this list with the model's fields."""
_ERASURE = " AND ".join(
    [
        *(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in UNCHANGED),
        "OLD.erased_at IS NULL",
        "NEW.erased_at IS NOT NULL",
        "NEW.salt = ''",
        "NEW.payload = '{}'",
    ]
)

refuse_when(
    f"{ENTRIES}_only_erasure",
    app="registry",
    table=ENTRIES,
    event="UPDATE",
    condition=f"NOT ({_ERASURE})",
    message="an entry of the journal changes only by its erasure",
)
refuse_when(f"{ENTRIES}_no_delete", app="registry", table=ENTRIES, event="DELETE", message=f"{ENTRIES} is append-only")
append_only(LINKS, app="registry")
