"""The glossary says what people really read: its labels of states and its buttons are those of the translation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation

from ratings.certificates.states import Status
from ratings.dossiers.states import State
from ratings.dossiers.workflow import Move

GLOSSARY = (Path(settings.BASE_DIR) / "docs" / "glossary.md").read_text(encoding="utf-8")
PLACE_OR_NOTE = re.compile(r"(?: lần)? ?(?:\{.*|\(.*)")
"""What a label cannot say: the value of a place, and a note in brackets."""


def labels_in(section: int) -> dict[str, str]:
    """Labels by code; a row may name several codes with as many labels ("a / b")."""
    body = GLOSSARY.split(f"\n## {section}. ")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in body.splitlines() if line.startswith("| ")][2:]
    found = {}
    for codes, labels, *_rest in rows:
        pairs = zip(codes.split(" / "), labels.split(" / "), strict=False)
        found.update(pairs)
    return found


def plain(label: str) -> str:
    return PLACE_OR_NOTE.sub("", label).strip()


@pytest.mark.parametrize(
    ("section", "enum", "least"), [(3, State, len(State)), (4, Status, len(Status)), (5, Move, 15)]
)
def test_a_label_of_the_glossary_is_the_one_people_read(section: int, enum: type[TextChoices], least: int):
    written = labels_in(section)
    with translation.override("vi"):
        read = {code: str(enum(code).label) for code in written if code in enum.values}
    assert {code: plain(written[code]) for code in read} == {code: plain(label) for code, label in read.items()}
    assert len(read) >= least
