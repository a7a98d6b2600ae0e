"""Which papers some answers need, and how long the longest way to them takes. Pure.

A need offers one paper or several of which one is enough. Taking for each need the paper that is in hand soonest makes
the longest way as short as it can be, because needs do not wait for each other; a paper that is needed anyway is taken
before another one is begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from ratings.criteria.guidance import Handbook, Paper
from ratings.criteria.sheet import Line, Option
from ratings.criteria.states import Cost

_COSTS = list(Cost)


@dataclass(frozen=True, slots=True)
class NeededPaper:
    """A paper and the lines for which it is needed, in printed order; those of papers that wait for it included."""

    paper: Paper
    lines: tuple[str, ...]
    within: int
    """Working days from beginning the first paper of its way until it is in hand."""


@dataclass(frozen=True, slots=True)
class NeededPapers:
    """Papers in the order in which they can be had: none before one that it waits for."""

    papers: tuple[NeededPaper, ...]

    @property
    def longest(self) -> int:
        """Working days of the longest way; 0 when nothing is needed."""
        return max((each.within for each in self.papers), default=0)


def needed_papers(handbook: Handbook, number: int | None, answers: Iterable[tuple[Line, Option]]) -> NeededPapers:
    """Return the papers that ``answers`` to lines of set ``number`` need. Raises NoGuidance."""
    needs = [
        (line.code, need)
        for line, option in answers
        for need in handbook.of(number, line).proof_of(option).needs
    ]  # fmt: skip
    taken = _taken(handbook, [need for _code, need in needs])
    lines: dict[str, list[str]] = {}
    for code, need in needs:
        chosen = next(paper for paper in need if paper.key in taken)
        for key in _way(handbook, chosen):
            known = lines.setdefault(key, [])
            if code not in known:
                known.append(code)
    found = [NeededPaper(handbook.papers[key], tuple(codes), within(handbook, key)) for key, codes in lines.items()]
    return NeededPapers(tuple(sorted(found, key=lambda each: each.within)))


def within(handbook: Handbook, key: str) -> int:
    """Return the working days from beginning the first paper that ``key`` waits for until it is in hand."""
    paper = handbook.papers[key]
    return paper.days + max((within(handbook, before) for before in paper.after), default=0)


def _taken(handbook: Handbook, needs: Sequence[tuple[Paper, ...]]) -> frozenset[str]:
    """Choose the papers: those without choice and what they wait for, then the soonest of each other need."""
    fixed = [need[0] for need in needs if len(need) == 1]
    taken = set(chain.from_iterable(_way(handbook, paper) for paper in fixed))
    for need in needs:
        if not any(paper.key in taken for paper in need):
            soonest = min(need, key=lambda paper: (within(handbook, paper.key), _COSTS.index(paper.cost)))
            taken.update(_way(handbook, soonest))
    return frozenset(taken)


def _way(handbook: Handbook, paper: Paper) -> list[str]:
    """Keys of the papers that ``paper`` waits for, the first to begin first, and its own."""
    return [*dict.fromkeys(key for before in paper.after for key in _way(handbook, handbook.papers[before])), paper.key]
