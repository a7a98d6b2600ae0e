"""A sealed sheet and its answers do not change; an answer's option belongs to its line, and its line to the sheet's set."""

from __future__ import annotations

from ratings.criteria.guards import refuse_where
from registry.access.guards import Guard, refuse_when

_SEALED = "SELECT 1 FROM ratings_sheet s WHERE s.id = {row}.sheet_id AND s.sealed_at IS NOT NULL"
_OTHER_SET = (
    "SELECT 1 FROM ratings_line l JOIN ratings_sheet s ON s.id = NEW.sheet_id "
    "WHERE l.id = NEW.line_id AND l.criteria_set_id <> s.criteria_set_id"
)
_OTHER_LINE = "SELECT 1 FROM ratings_option o WHERE o.id = NEW.option_id AND o.line_id <> NEW.line_id"
_ZERO_PRINTED = "SELECT 1 FROM ratings_line l WHERE l.id = NEW.line_id AND l.prints_zero AND NEW.none_fits"

GUARDS: list[Guard] = [
    *(
        refuse_when(
            f"ratings_sheet_sealed_no_{event.lower()}",
            app="ratings",
            table="ratings_sheet",
            event=event,
            condition="OLD.sealed_at IS NOT NULL",
            message="a sealed sheet does not change",
        )
        for event in ("UPDATE", "DELETE")
    ),
    *(
        refuse_where(
            f"ratings_answer_sealed_no_{event.lower()}",
            table="ratings_answer",
            event=event,
            exists=tuple(_SEALED.format(row=row) for row in rows),
            message="the answers of a sealed sheet do not change",
        )
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))
    ),
    *(
        refuse_where(
            f"ratings_answer_belongs_on_{event.lower()}",
            table="ratings_answer",
            event=event,
            exists=(_OTHER_SET, _OTHER_LINE, _ZERO_PRINTED),
            message="the answer does not belong to this line of this sheet",
        )
        for event in ("INSERT", "UPDATE")
    ),
]
