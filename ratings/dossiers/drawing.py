"""The table of moves as documents: the way of a dossier in a diagram and a table, and who makes which move. Pure."""

from __future__ import annotations

from ratings.dossiers.states import CLOSED, State
from ratings.dossiers.workflow import OFFICES, TABLE, Move, Party
from registry.access.roles import Role


def workflow_document() -> str:
    """Return ``docs/workflow.md``. Names are those of the code; what people read stands in the glossary."""
    return "\n".join(
        [
            "# The way of a dossier",
            "",
            "Generated from `ratings/dossiers/workflow.py` by `manage.py workflow_docs`; a test compares the two.",
            "A move that is not listed does not exist.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *_diagram(),
            "```",
            "",
            "| move | from | to | who | what must hold | article |",
            "| --- | --- | --- | --- | --- | --- |",
            *_table(),
            "",
        ]
    )


def roles_document() -> str:
    """Return ``docs/roles.md``: every office and capacity with the moves that the table gives it."""
    scopes = {party: role.scope.value for role, party in OFFICES.items()} | _CAPACITIES
    lines = [_role(party.value, scopes[party], _moves_of(party)) for party in Party]
    lines += [_role(role.value, role.scope.value, []) for role in Role if role not in OFFICES]
    return "\n".join(
        [
            "# Who makes which move",
            "",
            "Generated from `ratings/dossiers/workflow.py` and `registry/access/roles.py` by `manage.py workflow_docs`; a",
            "test compares them. States, facts and articles of each move stand in [workflow.md](workflow.md).",
            "",
            "An office acts on dossiers of its own commune or province only; a person may hold several. `authority` is the",
            "office `deciding_authority`. Members of a council and its advisory team move no dossier: they fill sheets and",
            "write the team's report.",
            "",
            "| office or capacity | scope | moves |",
            "| --- | --- | --- |",
            *lines,
            "",
        ]
    )


_CAPACITIES = {Party.PRODUCER: "own producer", Party.CHAIR: "council", Party.SECRETARY: "council"}


def _moves_of(party: Party) -> list[str]:
    return list(dict.fromkeys(row.move.value for row in TABLE if party in row.parties))


def _role(name: str, scope: str, moves: list[str]) -> str:
    return f"| {name} | {scope} | {', '.join(moves) or '-'} |"


def _diagram() -> list[str]:
    lines = [f"    [*] --> {State.DRAFT.value}"]
    lines += [
        f"    {row.source.value} --> {row.target.value}: {row.move.value}"
        for row in TABLE
        if row.move is not Move.RETRACT
    ]
    lines += [f"    note right of {State.RETRACTED.value}: retract, from every state before the decision"]
    lines += [f"    {state.value} --> [*]" for state in State if state in CLOSED]
    return lines


def _table() -> list[str]:
    return [
        f"| {row.move.value} | {row.source.value} | {row.target.value} | {', '.join(sorted(row.parties))} "
        f"| {', '.join(row.facts) or '-'} | {row.article} |"
        for row in TABLE
    ]
