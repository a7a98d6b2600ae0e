"""Sentences that an office may take when it returns a dossier, and what satisfies each. Advice, not law.

Items of the completeness list have theirs in fixtures/criteria/return-texts.yaml; lines of the sheet take the usual
mistakes and the advice of the guidance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from ratings.criteria.guidance import NoGuidance
from ratings.criteria.guidance_reading import handbook_of
from ratings.criteria.sheet import CriteriaSheet

FILE = Path(settings.BASE_DIR) / "fixtures" / "criteria" / "return-texts.yaml"


class BadTexts(ValueError):
    """The authored file is not as it should be."""


@dataclass(frozen=True, slots=True)
class ReturnText:
    """Reasons to choose from, and what would satisfy."""

    reasons: tuple[str, ...] = ()
    example: str = ""


@cache
def item_texts() -> Mapping[str, ReturnText]:
    """Return the sentences by code of the completeness item, read once per process."""
    return read_texts(FILE)


def read_texts(file: Path) -> dict[str, ReturnText]:
    """Read the authored sentences. Raises BadTexts when an item lacks its reasons or its example."""
    with file.open(encoding="utf-8") as stream:
        rows: dict[str, dict[str, Any]] = yaml.load(stream, yaml.CSafeLoader)
    for code, row in rows.items():
        if set(row) != {"reasons", "example"} or not row["reasons"]:
            raise BadTexts(code)
    return {code: ReturnText(tuple(row["reasons"]), row["example"]) for code, row in rows.items()}


def text_of(subject: str, sheet: CriteriaSheet) -> ReturnText:
    """Return the sentences for ``subject``: a completeness item, or "line:3.5" of ``sheet``."""
    kind, _colon, code = subject.partition(":")
    if kind != "line":
        return item_texts().get(subject, ReturnText())
    line = sheet.lines.get(code)
    if line is None:
        return ReturnText()
    try:
        entry = handbook_of(sheet.law).of(sheet.number, line)
    except NoGuidance:
        return ReturnText()
    return ReturnText(entry.mistakes, entry.advice)
