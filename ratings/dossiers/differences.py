"""What changed between two filings: texts, answers, papers. Pure over what was sealed (``filing.content_to_seal``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratings.criteria.sheet import CriteriaSheet, Mark
from ratings.criteria.wording import name_of
from ratings.dossiers.completeness import FORM_TEXTS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Content = Mapping[str, Any]

TEXTS: Mapping[tuple[str, str], StrOrPromise] = {
    ("product", "name"): gettext_lazy("Name of the product"),
    ("product", "description"): gettext_lazy("Description"),
    ("product", "specification"): gettext_lazy("Specification"),
    ("product", "standard"): gettext_lazy("Standard"),
    ("product", "story"): gettext_lazy("Story"),
    ("producer", "name"): gettext_lazy("Name of the producer"),
    ("producer", "address"): gettext_lazy("Address"),
    ("producer", "representative_name"): gettext_lazy("Representative"),
    ("producer", "history"): gettext_lazy("How the producer came to be"),
    ("producer", "structure"): gettext_lazy("Organisational structure of the producer"),
    **{("forms", name): title for name, title in FORM_TEXTS.items()},
}
"""Texts that are compared: where they stand in what was sealed, and how they are called."""


@dataclass(frozen=True, slots=True)
class TextChange:
    title: StrOrPromise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One line of the sheet: words and points of the answer then and now."""

    code: str
    name: str
    before: str
    after: str
    points_before: int | None
    points_after: int | None

    @property
    def rises(self) -> bool:
        return (self.points_after or 0) > (self.points_before or 0)


class Fate(StrEnum):
    """What became of a paper."""

    NEW = "new"
    NEWER = "newer"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PaperChange:
    """A cited paper that is new, has a newer file, or is cited no more."""

    title: str
    fate: Fate
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that changed; ``answers`` is None where the two were judged by different sheets."""

    texts: tuple[TextChange, ...]
    answers: tuple[AnswerChange, ...] | None
    papers: tuple[PaperChange, ...]
    unchanged: int
    """Answers and texts that stayed."""

    @property
    def nothing(self) -> bool:
        return not self.texts and not self.answers and not self.papers


def differences(before: Content, after: Content, sheet: CriteriaSheet) -> Differences:
    """Compare two filings of one product; ``sheet`` is that of ``after``."""
    texts = tuple(_texts(before, after))
    comparable = before["criteria"] == after["criteria"]
    answers = tuple(_answers(before, after, sheet)) if comparable else None
    papers = tuple(_papers(before, after))
    same = len(TEXTS) - len(texts) + (len(sheet.lines) - len(answers) if answers is not None else 0)
    return Differences(texts, answers, papers, same)


def _texts(before: Content, after: Content) -> Iterator[TextChange]:
    for (part, name), title in TEXTS.items():
        old, new = (str(content[part].get(name) or "").strip() for content in (before, after))
        if old != new:
            yield TextChange(title, old, new)


def _answers(before: Content, after: Content, sheet: CriteriaSheet) -> Iterator[AnswerChange]:
    for code, line in sheet.lines.items():
        old, new = before["answers"].get(code), after["answers"].get(code)
        if (old and old["tick"]) != (new and new["tick"]):
            yield AnswerChange(
                code=code,
                name=name_of(line),
                before=_words(sheet, code, old),
                after=_words(sheet, code, new),
                points_before=old["points"] if old else None,
                points_after=new["points"] if new else None,
            )


def _words(sheet: CriteriaSheet, code: str, answer: Content | None) -> str:
    if answer is None:
        return _("not answered")
    tick = answer["tick"]
    if not isinstance(tick, int):
        return _("None fits (0 points)") if tick == Mark.NONE_FITS.value else ""
    return sheet.lines[code].option(tick).text


def _papers(before: Content, after: Content) -> Iterator[PaperChange]:
    old, new = _cited(before), _cited(after)
    # A paper is known by what it is called and its number: a filing keeps no key of the vault.
    files_before, files_after = ({key[:2]: key[2] for key in cited} for cited in (old, new))
    for (title, number, digest), lines in new.items():
        known = files_before.get((title, number))
        if known != digest:
            yield PaperChange(_named(title, number), Fate.NEWER if known else Fate.NEW, lines)
    for (title, number, _digest), lines in old.items():
        if (title, number) not in files_after:
            yield PaperChange(_named(title, number), Fate.GONE, lines)


def _cited(content: Content) -> dict[tuple[str, str, str], tuple[str, ...]]:
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for one in content["citations"]:
        found.setdefault((one["title"], one["number"], one["sha256"]), Counter())[one["line"]] += 1
    return {key: tuple(lines) for key, lines in found.items()}


def _named(title: str, number: str) -> str:
    return f"{title} {number}".strip()
