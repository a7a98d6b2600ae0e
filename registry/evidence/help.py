"""Help on the kinds of evidence: what each is, who issues it, what must be readable. Advice, not law.

Authored in fixtures/criteria/evidence-help.yaml; the words of the law stand in ``kinds``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from registry.evidence.kinds import BY_NUMBER, EvidenceKind

FILE = Path(settings.BASE_DIR) / "fixtures" / "criteria" / "evidence-help.yaml"


class BadHelp(ValueError):
    """The authored file does not describe the 15 kinds."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A pair of drawings: a good and a bad copy, and in words what each shows."""

    good: str
    good_words: str
    bad: str
    bad_words: str


@dataclass(frozen=True, slots=True)
class EvidenceHelp:
    """What a household should know about one kind of evidence."""

    kind: EvidenceKind
    what: str
    issuer: str
    readable: tuple[str, ...]
    validity: str
    good: str
    bad: str
    sketch: Sketch | None
    """None where nothing is drawn."""


@cache
def evidence_help() -> Mapping[int, EvidenceHelp]:
    """Return the help by number of the kind, read once per process."""
    return read_help(FILE)


def read_help(file: Path) -> dict[int, EvidenceHelp]:
    """Read the authored help.

    Raises:
        BadHelp: a kind is missing or unknown, or a field is.
    """
    with file.open(encoding="utf-8") as stream:
        rows: dict[int, dict[str, Any]] = yaml.load(stream, yaml.CSafeLoader)
    if list(rows) != list(BY_NUMBER):
        raise BadHelp(f"kinds described: {list(rows)}")
    return {no: _help(BY_NUMBER[no], row) for no, row in rows.items()}


def _help(kind: EvidenceKind, row: Mapping[str, Any]) -> EvidenceHelp:
    words = dict(row)
    drawn = words.pop("sketch", None)
    try:
        sketch = _sketch(kind.no, **drawn) if drawn else None
        return EvidenceHelp(kind=kind, sketch=sketch, **{**words, "readable": tuple(words["readable"])})
    except (KeyError, TypeError) as error:
        raise BadHelp(f"kind {kind.no}: {error}") from error


def _sketch(no: int, *, good: str, bad: str) -> Sketch:
    folder = "ocop/evidence"
    return Sketch(f"{folder}/{no}-good.svg", good, f"{folder}/{no}-bad.svg", bad)
