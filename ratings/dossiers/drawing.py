"""The way of a dossier as a document: a diagram and a table, generated from the table of moves. Pure."""

from __future__ import annotations

from ratings.dossiers.states import CLOSED, State
from ratings.dossiers.workflow import TABLE, Move


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
