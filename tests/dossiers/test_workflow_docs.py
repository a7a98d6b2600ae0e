"""The documents in docs/ are the table."""

from pathlib import Path

import pytest
from django.conf import settings

from ratings.dossiers.drawing import roles_document, workflow_document
from ratings.dossiers.states import State
from ratings.dossiers.workflow import OFFICES, TABLE, Fact, Move, Party
from registry.access.roles import Role


@pytest.mark.parametrize(("name", "generated"), [("workflow.md", workflow_document), ("roles.md", roles_document)])
def test_a_document_is_generated_from_the_table(name, generated):
    assert (Path(settings.BASE_DIR) / "docs" / name).read_text(encoding="utf-8") == generated()


def test_every_office_acts_in_one_capacity_and_every_capacity_is_in_the_document():
    assert set(OFFICES) == set(Role) - {Role.SYSTEM_ADMINISTRATOR}
    assert len(set(OFFICES.values())) == len(OFFICES)
    rows = [line.split(" | ")[0].removeprefix("| ") for line in roles_document().splitlines() if line.startswith("| ")]
    assert rows[2:] == [*Party.values, Role.SYSTEM_ADMINISTRATOR.value]


def test_every_move_and_every_fact_is_used_and_no_line_stands_twice():
    assert {row.move for row in TABLE} == set(Move)
    assert {fact for row in TABLE for fact in row.facts} == set(Fact)
    assert len({(row.move, row.source) for row in TABLE}) == len(TABLE)


def test_nothing_leaves_a_closed_state_and_every_line_names_its_article():
    closed = {State.REFUSED_RECEPTION, State.RECOGNISED, State.NOT_RECOGNISED, State.EXCLUDED, State.RECOGNISED_FIVE, State.RETRACTED}  # fmt: skip
    assert not [row for row in TABLE if row.source in closed]
    assert all("Điều" in row.article for row in TABLE)
