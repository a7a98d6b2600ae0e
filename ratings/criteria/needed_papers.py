"""Which papers some answers need, and how long the longest way to them takes. Pure.

A need offers one paper or several of which one is enough. Taking for each need the paper that is in hand soonest makes
the longest way as short as it can be, because needs do not wait for each other; a paper that is needed anyway is taken
before another one is begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

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


def needed_papers(
    handbook: Handbook,
    number: int | None,
    answers: Iterable[tuple[Line, Option]],
    *,
    present: Mapping[str, Option] = MappingProxyType({}),
) -> NeededPapers:
    """Return the papers that ``answers`` to lines of set ``number`` need. Raises NoGuidance.

    ``present`` are the answers that the lines have now, by code: what they need without choice is in hand and not
    asked for again, unless the better answer needs nothing else (a list of workers that has to say something better).
    """
    needs, held = _still_needed(handbook, number, answers, present)
    taken = _taken(handbook, [need for _code, need in needs], held)
    lines: dict[str, list[str]] = {}
    for code, need in needs:
        chosen = next(paper for paper in need if paper.key in taken)
        for key in _way(handbook, chosen, held):
            known = lines.setdefault(key, [])
            if code not in known:
                known.append(code)
    found = [
        NeededPaper(handbook.papers[key], tuple(codes), within(handbook, key, held)) for key, codes in lines.items()
    ]
    return NeededPapers(tuple(sorted(found, key=lambda each: each.within)))


def within(handbook: Handbook, key: str, held: Set[str] = frozenset()) -> int:
    """Return the working days from beginning the first paper that ``key`` waits for until it is in hand.

    For a paper in ``held`` nothing waits.
    """
    paper = handbook.papers[key]
    return paper.days + max((within(handbook, before, held) for before in paper.after if before not in held), default=0)


def _still_needed(
    handbook: Handbook, number: int | None, answers: Iterable[tuple[Line, Option]], present: Mapping[str, Option]
) -> tuple[list[tuple[str, tuple[Paper, ...]]], frozenset[str]]:
    """Return the needs with the code of their line, and the papers in hand for which none of them has to wait."""
    needs: list[tuple[str, tuple[Paper, ...]]] = []
    held: set[str] = set()
    for line, option in answers:
        entry = handbook.of(number, line)
        given = entry.proof_of(present[line.code]).needs if line.code in present else ()
        has = set(chain.from_iterable(_way(handbook, need[0]) for need in given if len(need) == 1))
        wanted = entry.proof_of(option).needs
        new = tuple(need for need in wanted if not any(paper.key in has for paper in need))
        if new:
            held |= has
        needs += [(line.code, need) for need in new or wanted]
    return needs, frozenset(held)


def _taken(handbook: Handbook, needs: Sequence[tuple[Paper, ...]], held: Set[str]) -> frozenset[str]:
    """Choose the papers: those without choice and what they wait for, then the soonest of each other need."""
    fixed = [need[0] for need in needs if len(need) == 1]
    taken = set(chain.from_iterable(_way(handbook, paper, held) for paper in fixed))
    for need in needs:
        if not any(paper.key in taken for paper in need):
            soonest = min(need, key=lambda paper: (within(handbook, paper.key, held), _COSTS.index(paper.cost)))
            taken.update(_way(handbook, soonest, held))
    return frozenset(taken)


def _way(handbook: Handbook, paper: Paper, held: Set[str] = frozenset()) -> list[str]:
    """Keys of the papers that ``paper`` waits for and that are not ``held``, the first to begin first, and its own."""
    before = [handbook.papers[key] for key in paper.after if key not in held]
    return [*dict.fromkeys(key for each in before for key in _way(handbook, each, held)), paper.key]
