"""A score sheet of the law as an immutable value: what is printed, in printed order.

A template can draw the whole sheet from it: ``sheet.parts`` -> ``part.criteria`` -> ``criterion.lines`` ->
``line.options``, with ``option.stars`` (levels whose minimum this option is), ``line.gates``, ``sheet.rules_at(line.code)``
and the notes. Points are whole numbers. An option is identified by its position in its line, counted from 1, because
two options of a line may print the same points.

Source: Annex II of Decision 26/2026/QĐ-TTg and the annexes of the decisions before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum, StrEnum
from functools import cached_property
from typing import Any, Literal


class Mark(Enum):
    """What can be put on a line instead of one of its options."""

    NONE_FITS = "none_fits"
    """No printed option fits: 0 points. Only where the law prints no 0."""
    CLEAR = "clear"
    """Take the answer away again (autosave only; never part of a sheet)."""


Tick = int | Literal[Mark.NONE_FITS]
"""An answer to a line: the position of an option, counted from 1, or "none fits"."""


class RuleKind(StrEnum):
    """What a prose note of the law does (explained in fixtures/criteria/qd26-2026/rules.yaml)."""

    KNOCK_OUT = "knock_out"
    STOP_RULE = "stop_rule"
    APPLIES_ONLY_IF = "applies_only_if"
    TWO_CASES = "two_cases"
    REQUIREMENT = "requirement"


@dataclass(frozen=True)
class Option:
    """One printed answer of a line."""

    position: int
    points: int
    text: str
    case: str = ""
    """Code of the case it belongs to ("a", "b") on a line with two cases, else empty."""
    case_text: str = ""
    implied: bool = False
    """Not printed: the law prints only the score of a yes/no line."""
    remark: str = ""
    """What the source says about its own print."""
    stars: tuple[int, ...] = ()
    """Levels whose minimum requirement this option is."""


@dataclass(frozen=True)
class Gate:
    """Minimum requirement (dấu sao): at least ``min_points`` on ``line`` for ``star`` stars."""

    line: str
    star: int
    min_points: int
    needs: str = ""
    """Authored short text of what is asked for; empty where the option is quoted as printed."""


@dataclass(frozen=True)
class Heading:
    """A printed title between criterion and line (6.1 above 6.1.1)."""

    code: str
    name: str
    max_points: int
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A scored line (tiêu chí thành phần, or a criterion that has none)."""

    code: str
    name: str
    max_points: int
    options: tuple[Option, ...]
    note: str = ""
    remark: str = ""
    heading: Heading | None = None
    gates: tuple[Gate, ...] = ()

    @cached_property
    def prints_zero(self) -> bool:
        """Whether an option of 0 exists; then it is the only zero and "none fits" is refused."""
        return any(option.points == 0 for option in self.options)

    @cached_property
    def cases(self) -> tuple[tuple[str, str], ...]:
        """Code and printed title of the cases, in printed order; empty on an ordinary line."""
        return tuple({option.case: option.case_text for option in self.options if option.case}.items())

    def option(self, position: int) -> Option:
        """Return the option at ``position`` (from 1); KeyError if there is none."""
        if not 1 <= position <= len(self.options):
            raise KeyError(position)
        return self.options[position - 1]

    def options_for(self, case: str) -> tuple[Option, ...]:
        """Return the options that can be ticked when the dossier's case is ``case``."""
        return tuple(option for option in self.options if not option.case or option.case == case)

    def points(self, tick: Tick) -> int:
        """Return the points of ``tick``; KeyError if there is no such option."""
        return 0 if tick is Mark.NONE_FITS else self.option(tick).points

    def best(self, case: str = "") -> Option:
        """Return the option with most points (the first such)."""
        return max(self.options_for(case), key=lambda option: option.points)


@dataclass(frozen=True)
class Criterion:
    """A numbered criterion; one without sub-criteria holds a single line of its own code."""

    code: str
    name: str
    max_points: int
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def is_line(self) -> bool:
        """Whether the criterion is itself the scored line."""
        return len(self.lines) == 1 and self.lines[0].code == self.code


@dataclass(frozen=True)
class Part:
    """Part A, B or C."""

    code: str
    name: str
    max_points: int
    criteria: tuple[Criterion, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for criterion in self.criteria for line in criterion.lines)


@dataclass(frozen=True)
class Rule:
    """A prose note that binds: on a line or heading (``where``), or on the whole dossier (``where`` empty)."""

    clause: str
    kind: RuleKind
    where: str
    quote: str
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def ends_dossier(self) -> bool:
        """Whether the council can conclude it as a knock-out."""
        return self.kind in {RuleKind.KNOCK_OUT, RuleKind.STOP_RULE} or bool(self.parameters.get("ends_dossier"))

    @property
    def zero_in(self) -> tuple[str, ...]:
        """Lines of which a single 0 meets this stop rule."""
        return tuple(self.parameters.get("zero_in", ()))


@dataclass(frozen=True)
class CriteriaSheet:
    """One product set of one law."""

    law: str
    number: int | None
    slug: str
    name: str
    parts: tuple[Part, ...]
    rules: tuple[Rule, ...] = ()
    group_code: str = ""
    group_name: str = ""
    subgroup: str = ""
    managing_agency: str = ""
    samples_required: int = 0
    max_total: int = 100

    @cached_property
    def lines(self) -> dict[str, Line]:
        """Lines by code, in printed order."""
        return {line.code: line for part in self.parts for line in part.lines}

    @cached_property
    def part_of(self) -> dict[str, str]:
        """Code of the part by code of the line."""
        return {line.code: part.code for part in self.parts for line in part.lines}

    @cached_property
    def gates(self) -> dict[int, tuple[Gate, ...]]:
        """Minimum requirements by star (3, 4, 5), in printed order of the lines."""
        return {
            star: tuple(gate for line in self.lines.values() for gate in line.gates if gate.star == star)
            for star in (3, 4, 5)
        }

    @cached_property
    def conditions(self) -> dict[str, tuple[str, int]]:
        """Lines that apply only if another one scores: line -> (line it depends on, least points there)."""
        return {
            rule.where: (rule.parameters["line"], rule.parameters["min_points"])
            for rule in self.rules
            if rule.kind is RuleKind.APPLIES_ONLY_IF
        }

    @cached_property
    def cases(self) -> tuple[tuple[str, str], ...]:
        """Cases between which a dossier of this set has to choose (set 26); empty for all others.

        The titles of a case differ a little between lines; the first printed one stands for it.
        """
        titles: dict[str, str] = {}
        for line in self.lines.values():
            for code, title in line.cases:
                titles.setdefault(code, title)
        return tuple(titles.items())

    def rules_at(self, where: str) -> tuple[Rule, ...]:
        """Return the rules printed at a line or heading; ``""`` for those of the whole dossier."""
        return tuple(rule for rule in self.rules if rule.where == where)

    def rule(self, clause: str, where: str | None = None) -> Rule:
        """Return the rule with ``clause`` (at ``where`` if given); KeyError if the sheet does not print it."""
        for rule in self.rules:
            if rule.clause == clause and where in {None, rule.where}:
                return rule
        raise KeyError(clause)

    def condition_of(self, code: str) -> Rule:
        """Return the rule by which a line of ``conditions`` applies only if another one scores."""
        return next(rule for rule in self.rules_at(code) if rule.kind is RuleKind.APPLIES_ONLY_IF)

    @cached_property
    def stop_rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.kind is RuleKind.STOP_RULE)

    @cached_property
    def ending_rules(self) -> tuple[Rule, ...]:
        """Rules that the council can conclude against the dossier."""
        return tuple(rule for rule in self.rules if rule.ends_dossier)

    @cached_property
    def digest(self) -> str:
        """Hex SHA-256 over everything printed and authored; equal content, equal digest."""
        canonical = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def closed_lines(sheet: CriteriaSheet, ticks: Mapping[str, Tick]) -> frozenset[str]:
    """Return the lines that do not apply under ``ticks`` and count 0 (story structure without a story).

    A line stays open until the line it depends on has been answered with too few points.
    """
    return frozenset(
        code
        for code, (other, least) in sheet.conditions.items()
        if other in ticks and sheet.lines[other].points(ticks[other]) < least
    )


def unanswered_lines(sheet: CriteriaSheet, ticks: Mapping[str, Tick]) -> tuple[str, ...]:
    """Return the open lines without an answer, in printed order."""
    closed = closed_lines(sheet, ticks)
    return tuple(code for code in sheet.lines if code not in ticks and code not in closed)


def stop_rules_met(sheet: CriteriaSheet, ticks: Mapping[str, Tick]) -> tuple[Rule, ...]:
    """Return the stop rules that the ticks themselves meet (a 0 on one of the lines they name)."""
    return tuple(
        rule
        for rule in sheet.stop_rules
        if any(code in ticks and sheet.lines[code].points(ticks[code]) == 0 for code in rule.zero_in)
    )
