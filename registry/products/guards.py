"""A product code is permanent: issued once, never changed (Phụ lục II)."""

from __future__ import annotations

from registry.access.guards import append_only

GUARDS = ("registry_productcode",)
"""Tables that only grow."""

for _table in GUARDS:
    append_only(_table, app="registry")
