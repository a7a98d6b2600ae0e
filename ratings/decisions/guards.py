"""A signed decision stays as it was signed, whoever writes to the database."""

from __future__ import annotations

from registry.access.guards import refuse_when

refuse_when(
    "signed_decisions_stay",
    app="ratings",
    table="ratings_decision",
    event="UPDATE",
    condition="OLD.signed_at IS NOT NULL",
    message="a signed decision cannot be changed",
)
refuse_when(
    "decisions_are_never_deleted",
    app="ratings",
    table="ratings_decision",
    event="DELETE",
    message="decisions are never deleted",
)
