"""How alike two names are, without regard to accents: for warnings before the same thing is registered twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

ALIKE = 0.5
"""From here on two names are shown to a person as possibly the same."""


def trigrams(folded: str) -> frozenset[str]:
    """Return the groups of three signs of each word of a folded text, its beginning and end marked by blanks."""
    return frozenset(f"  {word} "[at : at + 3] for word in folded.split() for at in range(len(word) + 1))


def likeness(one: str, other: str) -> float:
    """Return how much of the signs of two folded texts is shared: 0.0 nothing, 1.0 all of it."""
    first, second = trigrams(one), trigrams(other)
    if not first or not second:
        return 0.0
    return len(first & second) / len(first | second)


Row = TypeVar("Row")


def most_alike(wanted: str, candidates: Iterable[tuple[str, Row]], *, limit: int = 5) -> list[Row]:
    """Return the rows whose folded name is at least ``ALIKE`` to ``wanted`` (folded), the most alike first."""
    scored = [(likeness(wanted, name), row) for name, row in candidates]
    alike = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [row for _score, row in alike[:limit]]
