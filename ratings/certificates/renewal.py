"""What a certificate needs to be renewed: minimums of the law of today, papers for them, and what article 12.3 allows.

Pure; days, sheets and the papers in the vault are arguments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ratings.criteria.applicability import IN_FORCE_FROM, LAW_2026
from ratings.criteria.guidance import Handbook, NoGuidance, Paper
from ratings.criteria.needed_papers import NeededPapers, needed_papers
from ratings.criteria.sheet import CriteriaSheet, Gate, Line, Option
from ratings.criteria.wording import name_of
from ratings.dossiers.renewal import extended_to
from registry.places.folding import fold


@dataclass(frozen=True, slots=True)
class Minimum:
    """A minimum of the sheet of today for the stars that are held.

    ``in_hand`` is None where it is judged on the product itself; ``is_new`` is None where the sheet of the last ranking
    is not known.
    """

    line: Line
    star: int
    option: Option
    wanted: tuple[tuple[Paper, ...], ...]
    in_hand: bool | None
    is_new: bool | None

    @property
    def to_get(self) -> bool:
        """Its paper has to be got: it is not in the vault, and the last ranking did not ask for it."""
        return self.in_hand is False and self.is_new is not False

    @property
    def code(self) -> str:
        return self.line.code

    @property
    def name(self) -> str:
        return name_of(self.line)


def minimums(
    sheet: CriteriaSheet, stars: int, handbook: Handbook, kinds: Collection[int], last: CriteriaSheet | None
) -> tuple[Minimum, ...]:
    """Return the minimums for ``stars`` in printed order; of one line the highest.

    ``kinds`` are the kinds of evidence of which a paper in force is in the vault, ``last`` the sheet by which the
    product was ranked last.
    """
    highest: dict[str, Gate] = {}
    for star in range(3, stars + 1):
        highest |= {gate.line: gate for gate in sheet.gates.get(star, ())}
    asked_before = _asked(last, stars) if last else None
    found = []
    for code, line in sheet.lines.items():
        if gate := highest.get(code):
            option = min((o for o in line.options if o.points >= gate.min_points), key=lambda o: o.points)
            wanted = _wanted(handbook, sheet, line, option)
            found.append(
                Minimum(
                    line=line,
                    star=gate.star,
                    option=option,
                    wanted=wanted,
                    in_hand=_in_hand(wanted, kinds),
                    is_new=None if asked_before is None else not _same(_names(handbook, sheet, line), asked_before),
                )
            )
    return tuple(found)


def _asked(last: CriteriaSheet, stars: int) -> frozenset[str]:
    """Names of the lines for which the last sheet printed a minimum up to ``stars``."""
    gates = [gate for star in range(3, stars + 1) for gate in last.gates.get(star, ())]
    return frozenset(fold(last.lines[gate.line].name) for gate in gates)


def _names(handbook: Handbook, sheet: CriteriaSheet, line: Line) -> frozenset[str]:
    """What the line is called in any set of its law: other laws call it by one of these."""
    try:
        return frozenset(fold(name) for name in {line.name, *handbook.of(sheet.number, line).names})
    except NoGuidance:
        return frozenset({fold(line.name)})


def _same(names: Collection[str], asked: Collection[str]) -> bool:
    """Whether one of the lines asked is called so; the older sheets print their conditions behind the name."""
    return any(old.startswith(name) or name.startswith(old) for old in asked for name in names)


def _wanted(handbook: Handbook, sheet: CriteriaSheet, line: Line, option: Option) -> tuple[tuple[Paper, ...], ...]:
    try:
        return handbook.of(sheet.number, line).proof_of(option).needs
    except NoGuidance:
        return ()


def _in_hand(wanted: Sequence[tuple[Paper, ...]], kinds: Collection[int]) -> bool | None:
    on_paper = [need for need in wanted if all(paper.evidence for paper in need)]
    if not on_paper:
        return None
    return all(any(paper.evidence in kinds for paper in need) for need in on_paper)


def still_needed(found: Collection[Minimum], handbook: Handbook, number: int | None) -> NeededPapers:
    """Return the papers of the minimums that are to be got; one asked last time has its paper in the old file."""
    answers = [(each.line, each.option) for each in found if each.to_get]
    return needed_papers(handbook, number, answers)


# ---------------------------------------------------------------- article 12.3


@dataclass(frozen=True, slots=True)
class Readings:
    """What article 12.3 means for a window that was missed, as it can be read in two ways.

    Narrow: it stands among the transitional provisions, so it helps those whose window had closed before the decision
    came into force. Wide: its words name everybody who could not keep the time.
    """

    narrow: dt.date | None
    """Day to which the certificate may stay in force at most; None where this reading gives nothing."""
    wide: dt.date


def readings(last_valid_day: dt.date, window_closed: dt.date) -> Readings:
    """Return both readings for a certificate whose window closed on ``window_closed``."""
    most = extended_to(last_valid_day)
    return Readings(most if window_closed < IN_FORCE_FROM[LAW_2026] else None, most)
