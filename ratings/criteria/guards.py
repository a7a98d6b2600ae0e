"""Published sheets do not change, whoever writes: the database refuses.

A condition that looks into another table is a subquery in SQLite's WHEN; PostgreSQL allows none there, so its function
looks instead. A law's days of force may still be set (its end is known only when the next law comes).
"""

from __future__ import annotations

from registry.access.guards import Guard, declare, refuse_when

_SETS = "SELECT 1 FROM ratings_criteriaset s"
PUBLISHED_SET_OF = {
    "ratings_part": f"{_SETS} WHERE s.id = {{row}}.criteria_set_id AND s.published_at IS NOT NULL",
    "ratings_criterion": (
        f"{_SETS} JOIN ratings_part p ON p.criteria_set_id = s.id "
        "WHERE p.id = {row}.part_id AND s.published_at IS NOT NULL"
    ),
    "ratings_line": f"{_SETS} WHERE s.id = {{row}}.criteria_set_id AND s.published_at IS NOT NULL",
    "ratings_option": (
        f"{_SETS} JOIN ratings_line l ON l.criteria_set_id = s.id "
        "WHERE l.id = {row}.line_id AND s.published_at IS NOT NULL"
    ),
    "ratings_gate": (
        f"{_SETS} JOIN ratings_line l ON l.criteria_set_id = s.id "
        "WHERE l.id = {row}.line_id AND s.published_at IS NOT NULL"
    ),
    "ratings_rule": f"{_SETS} WHERE s.id = {{row}}.criteria_set_id AND s.published_at IS NOT NULL",
}
"""The published set to which a row belongs; ``{row}`` is NEW or OLD."""


def refuse_where(name: str, *, table: str, event: str, exists: tuple[str, ...], message: str) -> Guard:
    """Declare a trigger that aborts ``event`` on ``table`` when one of the queries ``exists`` finds a row."""
    condition = " OR ".join(f"EXISTS ({query})" for query in exists)
    text = message.replace("'", "''")
    trigger = f"CREATE TRIGGER {name} BEFORE {event} ON {table}"
    function = (
        f"CREATE OR REPLACE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{text}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
    )
    return declare(
        Guard(
            app="ratings",
            name=name,
            table=table,
            sqlite=(f"{trigger} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{text}'); END",),
            postgresql=(function, f"{trigger} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()"),
        )
    )


GUARDS: list[Guard] = [
    refuse_when(
        f"ratings_criteriaset_published_no_{event.lower()}",
        app="ratings",
        table="ratings_criteriaset",
        event=event,
        condition="OLD.published_at IS NOT NULL",
        message="a published set of criteria does not change",
    )
    for event in ("UPDATE", "DELETE")
]
for _table, _query in PUBLISHED_SET_OF.items():
    for _event, _rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        GUARDS.append(
            refuse_where(
                f"{_table}_published_no_{_event.lower()}",
                table=_table,
                event=_event,
                exists=tuple(_query.format(row=row) for row in _rows),
                message="a published set of criteria does not change",
            )
        )
GUARDS.append(
    refuse_where(
        "ratings_lawversion_published_no_update",
        table="ratings_lawversion",
        event="UPDATE OF code, decision, title, effective_from, part_maxima",
        exists=(f"{_SETS} WHERE s.law_id = OLD.id AND s.published_at IS NOT NULL",),
        message="a law with published sets does not change",
    )
)
