"""The picture in docs/ is the table."""

from pathlib import Path

from django.conf import settings

from ratings.dossiers.drawing import workflow_document
from ratings.dossiers.states import State
from ratings.dossiers.workflow import TABLE, Fact, Move


def test_the_document_is_generated_from_the_table():
    written = (Path(settings.BASE_DIR) / "docs" / "workflow.md").read_text(encoding="utf-8")
    assert written == workflow_document()


def test_every_move_and_every_fact_is_used_and_no_line_stands_twice():
    assert {row.move for row in TABLE} == set(Move)
    assert {fact for row in TABLE for fact in row.facts} == set(Fact)
    assert len({(row.move, row.source) for row in TABLE}) == len(TABLE)


def test_nothing_leaves_a_closed_state_and_every_line_names_its_article():
    closed = {State.REFUSED_RECEPTION, State.RECOGNISED, State.NOT_RECOGNISED, State.EXCLUDED, State.RECOGNISED_FIVE, State.RETRACTED}  # fmt: skip
    assert not [row for row in TABLE if row.source in closed]
    assert all("Điều" in row.article for row in TABLE)
