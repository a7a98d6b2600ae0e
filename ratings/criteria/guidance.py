"""Guidance on the lines of a law's sheets: what a line asks, what proves each option, what often goes wrong.

Authored in fixtures/criteria/<law>/guidance and advice, not law: the sheet is the law. Pure values; reading the files
is the business of ``guidance_reading``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ratings.criteria.sheet import Line, Option
from ratings.criteria.states import Cost


class NoGuidance(LookupError):
    """Nothing is written about this line or option."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A concrete paper. ``days`` is an estimate in working days; ``evidence`` its kind in Form 02.

    ``evidence`` is None only for what is no paper (samples). ``after`` names the papers that must be in hand first.
    """

    key: str
    evidence: int | None
    name: str
    issuer: str
    days: int
    cost: Cost
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """How some options are proved. Of each of the ``needs`` one paper is enough; ``helps`` are not needed."""

    options: frozenset[str]
    """Printed texts, verbatim."""
    how: str
    needs: tuple[tuple[Paper, ...], ...]
    helps: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Guidance:
    """What is written about one line, whatever sets print it."""

    key: str
    names: frozenset[str]
    """Titles of the line, as printed."""
    sets: frozenset[int]
    """Sets in which the title means this; empty for all."""
    asks: str
    proofs: tuple[Proof, ...]
    mistakes: tuple[str, ...]
    advice: str

    def covers(self, number: int | None, line: Line) -> bool:
        return line.name in self.names and (not self.sets or number in self.sets)

    def proof_of(self, option: Option) -> Proof:
        """Return how ``option`` is proved. Raises NoGuidance."""
        for proof in self.proofs:
            if option.text in proof.options:
                return proof
        raise NoGuidance(f"{self.key}: {option.text}")


@dataclass(frozen=True)
class Handbook:
    """All guidance of one law."""

    papers: Mapping[str, Paper]
    entries: tuple[Guidance, ...]

    @cached_property
    def _by_name(self) -> dict[str, list[Guidance]]:
        found: dict[str, list[Guidance]] = {}
        for entry in self.entries:
            for name in entry.names:
                found.setdefault(name, []).append(entry)
        return found

    def of(self, number: int | None, line: Line) -> Guidance:
        """Return the guidance on a line of set ``number``. Raises NoGuidance."""
        for entry in self._by_name.get(line.name, ()):
            if entry.covers(number, line):
                return entry
        raise NoGuidance(f"set {number}, line {line.code}: {line.name}")
