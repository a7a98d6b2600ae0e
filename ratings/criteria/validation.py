"""Does a sheet add up? A sheet with a fault is not published and its faults are named; nothing is repaired.

Article 3.1 of Decision 26/2026/QĐ-TTg: parts of 40, 25 and 35 points, 100 in all (35, 25, 40 under the law of 2019).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ratings.criteria.reading import Source
from ratings.criteria.sheet import CriteriaSheet, Criterion, Line, RuleKind


class FaultKind(StrEnum):
    """What is wrong; ``wording.fault_sentence`` says it to people."""

    PART_MAXIMUM = "part_maximum"
    PART_SUM = "part_sum"
    CRITERION_SUM = "criterion_sum"
    HEADING_SUM = "heading_sum"
    LINE_MAXIMUM = "line_maximum"
    TOTAL = "total"
    NO_OPTIONS = "no_options"
    SECOND_ZERO = "second_zero"
    SAME_CODE = "same_code"
    SAME_TEXT = "same_text"
    GATE_WITHOUT_LINE = "gate_without_line"
    GATE_WITHOUT_OPTION = "gate_without_option"
    GATE_NOT_MARKED = "gate_not_marked"
    GATE_FALLS = "gate_falls"
    RULE_WITHOUT_LINE = "rule_without_line"
    RULE_CONDITION = "rule_condition"
    ONE_CASE = "one_case"
    SOURCE = "source"


@dataclass(frozen=True)
class Fault:
    """One disagreement: at ``where`` the law prints ``printed`` and ``found`` was found."""

    kind: FaultKind
    where: str
    printed: int | None = None
    found: int | None = None
    text: str = ""


def faults_of(source: Source, part_maxima: Mapping[str, int]) -> tuple[Fault, ...]:
    """Return every fault of a sheet, in printed order; empty means it can be published."""
    sheet = source.sheet
    return (
        *_sums(sheet, part_maxima),
        *(fault for part in sheet.parts for line in part.lines for fault in _line_faults(line)),
        *_codes(sheet),
        *_gates(source),
        *_rules(source),
        *(Fault(FaultKind.SOURCE, "", text=problem) for problem in source.problems),
    )


def _sums(sheet: CriteriaSheet, part_maxima: Mapping[str, int]) -> Iterator[Fault]:
    for part in sheet.parts:
        if part.max_points != part_maxima.get(part.code):
            yield Fault(FaultKind.PART_MAXIMUM, part.code, part.max_points, part_maxima.get(part.code))
        found = sum(criterion.max_points for criterion in part.criteria)
        if found != part.max_points:
            yield Fault(FaultKind.PART_SUM, part.code, part.max_points, found)
        for criterion in part.criteria:
            yield from _criterion_sums(criterion)
    total = sum(part.max_points for part in sheet.parts)
    if total != sheet.max_total or {part.code for part in sheet.parts} != set(part_maxima):
        yield Fault(FaultKind.TOTAL, "", sheet.max_total, total)


def _criterion_sums(criterion: Criterion) -> Iterator[Fault]:
    found = sum(line.max_points for line in criterion.lines)
    if found != criterion.max_points:
        yield Fault(FaultKind.CRITERION_SUM, criterion.code, criterion.max_points, found)
    for heading in dict.fromkeys(line.heading for line in criterion.lines if line.heading):
        found = sum(line.max_points for line in criterion.lines if line.heading == heading)
        if found != heading.max_points:
            yield Fault(FaultKind.HEADING_SUM, heading.code, heading.max_points, found)


def _line_faults(line: Line) -> Iterator[Fault]:
    if not line.options:
        yield Fault(FaultKind.NO_OPTIONS, line.code)
        return
    if line.cases and (len(line.cases) != 2 or any(not option.case for option in line.options)):
        yield Fault(FaultKind.ONE_CASE, line.code)
    for case in [code for code, _title in line.cases] or [""]:
        best = line.best(case).points
        if best != line.max_points:
            yield Fault(FaultKind.LINE_MAXIMUM, line.code, line.max_points, best)
        zeros = sum(option.points == 0 for option in line.options_for(case))
        if zeros > 1:
            yield Fault(FaultKind.SECOND_ZERO, line.code, found=zeros)
    texts = Counter((option.text, option.case) for option in line.options)
    for (text, _case), count in texts.items():
        if count > 1:
            yield Fault(FaultKind.SAME_TEXT, line.code, text=text)


def _codes(sheet: CriteriaSheet) -> Iterator[Fault]:
    lines = Counter(line.code for part in sheet.parts for line in part.lines)
    criteria = Counter(criterion.code for part in sheet.parts for criterion in part.criteria)
    for counted in (criteria, lines):
        for code, count in counted.items():
            if count > 1:
                yield Fault(FaultKind.SAME_CODE, code, found=count)


def _gates(source: Source) -> Iterator[Fault]:
    sheet = source.sheet
    table = {(gate.line, gate.star): gate.min_points for gate in source.table}
    marked = {(gate.line, gate.star): gate.min_points for gate in source.marks}
    for (code, star), points in table.items():
        if code not in sheet.lines:
            yield Fault(FaultKind.GATE_WITHOUT_LINE, code, star)
        elif all(option.points != points for option in sheet.lines[code].options):
            yield Fault(FaultKind.GATE_WITHOUT_OPTION, code, star, points)
        elif marked.get((code, star)) != points:
            yield Fault(FaultKind.GATE_NOT_MARKED, code, star, points)
    for code, star in marked:
        if (code, star) not in table:
            yield Fault(FaultKind.GATE_NOT_MARKED, code, star)
    for code, line in sheet.lines.items():
        levels = [gate.min_points for gate in sorted(line.gates, key=lambda gate: gate.star)]
        if levels != sorted(levels):
            yield Fault(FaultKind.GATE_FALLS, code)


def _rules(source: Source) -> Iterator[Fault]:
    sheet = source.sheet
    for where in source.missing_rules:
        yield Fault(FaultKind.RULE_WITHOUT_LINE, where)
    for rule in sheet.rules:
        needed = [*rule.zero_in]
        if rule.kind is RuleKind.APPLIES_ONLY_IF:
            needed.append(rule.parameters["line"])
        if any(code not in sheet.lines for code in needed):
            yield Fault(FaultKind.RULE_CONDITION, rule.where, text=rule.clause)
        if rule.kind is RuleKind.TWO_CASES and rule.where in sheet.lines and not sheet.lines[rule.where].cases:
            yield Fault(FaultKind.ONE_CASE, rule.where)
