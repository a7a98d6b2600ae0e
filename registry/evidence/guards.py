"""A file that a dossier cites can never change under it."""

from __future__ import annotations

from registry.access.guards import append_only

GUARDS = ("registry_evidenceversion", "registry_originalcheck")
"""Tables that only grow."""

for _table in GUARDS:
    append_only(_table, app="registry")
