"""Published law for reading. A published sheet never changes, so each process keeps those it has read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from django.db.models import QuerySet

from ratings.criteria import sheet as printed
from ratings.criteria.applicability import applicable_law
from ratings.criteria.models import CriteriaSet, Criterion, Gate, LawVersion, Line, Option, Part, Rule


class NotPublished(LookupError):
    """There is no published sheet of that law and set."""


@dataclass(frozen=True)
class PublishedSheet:
    """A published set: the printed sheet as a value, and the primary keys of its rows."""

    criteria_set_id: int
    sheet: printed.CriteriaSheet
    line_ids: dict[str, int]
    option_ids: dict[tuple[str, int], int]
    """By line code and position."""
    rule_ids: dict[tuple[str, str], int]
    """By clause and place."""

    @cached_property
    def code_of(self) -> dict[int, str]:
        """Line code by primary key."""
        return {pk: code for code, pk in self.line_ids.items()}

    @cached_property
    def position_of(self) -> dict[int, int]:
        """Position in its line by an option's primary key."""
        return {pk: position for (_code, position), pk in self.option_ids.items()}

    @cached_property
    def rule_of(self) -> dict[int, printed.Rule]:
        """Rule by primary key."""
        return {self.rule_ids[rule.clause, rule.where]: rule for rule in self.sheet.rules}


_kept: dict[int, PublishedSheet] = {}
_numbers: dict[tuple[str, int | str], int] = {}
_lock = Lock()


def published_sets(law_code: str) -> QuerySet[CriteriaSet]:
    """Return the published sets of a law in their order."""
    return CriteriaSet.objects.filter(law__code=law_code, published_at__isnull=False).order_by("number", "slug")


def law_on(filed_on: dt.date, kind: str, *, on: dt.date) -> LawVersion:
    """Return the law for a dossier filed on a day and judged ``on`` another (``applicability``; article 12.2)."""
    return LawVersion.objects.get(code=applicable_law(filed_on=filed_on, kind=kind, on=on).law)


def published_sheet(law_code: str, number: int | str) -> PublishedSheet:
    """Return a published sheet by law and number (or slug, for the law of 2019). Raises NotPublished."""
    pk = _numbers.get((law_code, number))
    if pk is None:
        named = {"number": number} if isinstance(number, int) else {"slug": number}
        pk = published_sets(law_code).filter(**named).values_list("pk", flat=True).first()
        if pk is None:
            raise NotPublished(f"{law_code} {number}")
        _numbers[law_code, number] = pk
    return sheet_of(pk)


def sheet_of(criteria_set_id: int) -> PublishedSheet:
    """Return the published sheet of a set by primary key. Raises NotPublished."""
    return sheets_of([criteria_set_id])[criteria_set_id]


def sheets_of(criteria_set_ids: Iterable[int]) -> dict[int, PublishedSheet]:
    """Return published sheets by primary key: no query for those kept, seven for all others together."""
    wanted = set(criteria_set_ids)
    new = wanted - _kept.keys()
    if new:
        read = _read(new)
        with _lock:
            _kept.update(read)
    absent = wanted - _kept.keys()
    if absent:
        raise NotPublished(f"sets {sorted(absent)}")
    return {pk: _kept[pk] for pk in wanted}


def forget_published() -> None:
    """Forget what this process has read: for tests that take the law back, whose keys then mean other rows."""
    with _lock:
        _kept.clear()
        _numbers.clear()


def _read(pks: set[int]) -> dict[int, PublishedSheet]:
    sets = CriteriaSet.objects.filter(pk__in=pks, published_at__isnull=False).select_related("law")
    found = {row.pk: row for row in sets}
    if not found:
        return {}
    mine = {"criteria_set__in": found}
    parts = list(Part.objects.filter(**mine).order_by("position"))
    criteria = list(Criterion.objects.filter(part__criteria_set__in=found).order_by("position"))
    lines = list(Line.objects.filter(**mine).order_by("position"))
    options = list(Option.objects.filter(line__criteria_set__in=found).order_by("line_id", "position"))
    gates = list(Gate.objects.filter(line__criteria_set__in=found).order_by("line_id", "star"))
    rules = list(Rule.objects.filter(**mine).order_by("position"))
    printed_lines = _printed_lines(criteria, lines, options, gates)
    result: dict[int, PublishedSheet] = {}
    for row in found.values():
        own_lines = [line for line in lines if line.criteria_set_id == row.pk]
        own_rules = [rule for rule in rules if rule.criteria_set_id == row.pk]
        code_of = {line.pk: line.code for line in own_lines}
        result[row.pk] = PublishedSheet(
            criteria_set_id=row.pk,
            sheet=_printed_sheet(
                row, parts=parts, criteria=criteria, lines=own_lines, rules=own_rules, printed_lines=printed_lines
            ),
            line_ids={line.code: line.pk for line in own_lines},
            option_ids={
                (code_of[option.line_id], option.position): option.pk for option in options if option.line_id in code_of
            },
            rule_ids={(rule.clause, rule.place): rule.pk for rule in own_rules},
        )
    return result


def _printed_lines(
    criteria: list[Criterion], lines: list[Line], options: list[Option], gates: list[Gate]
) -> dict[int, printed.Line]:
    """Build the lines by primary key."""
    headings = {
        row.pk: printed.Heading(row.code, row.name, row.max_points, row.note)
        for row in criteria
        if row.parent_id is not None
    }
    gates_of: dict[int, list[Gate]] = {}
    for gate in gates:
        gates_of.setdefault(gate.line_id, []).append(gate)
    options_of: dict[int, list[Option]] = {}
    for option in options:
        options_of.setdefault(option.line_id, []).append(option)
    return {
        line.pk: printed.Line(
            code=line.code,
            name=line.name,
            max_points=line.max_points,
            options=tuple(_printed_options(options_of.get(line.pk, []), gates_of.get(line.pk, []))),
            note=line.note,
            remark=line.remark,
            heading=headings.get(line.criterion_id),
            gates=tuple(
                printed.Gate(line.code, gate.star, gate.min_points, gate.needs) for gate in gates_of.get(line.pk, [])
            ),
        )
        for line in lines
    }


def _printed_options(options: list[Option], gates: list[Gate]) -> list[printed.Option]:
    first_at: dict[int, int] = {}
    for option in options:
        first_at.setdefault(option.points, option.position)
    return [
        printed.Option(
            position=option.position,
            points=option.points,
            text=option.text,
            case=option.case,
            case_text=option.case_text,
            implied=option.implied,
            remark=option.remark,
            stars=tuple(gate.star for gate in gates if first_at.get(gate.min_points) == option.position),
        )
        for option in options
    ]


def _printed_sheet(
    row: CriteriaSet,
    *,
    parts: list[Part],
    criteria: list[Criterion],
    lines: list[Line],
    rules: list[Rule],
    printed_lines: dict[int, printed.Line],
) -> printed.CriteriaSheet:
    top = {row.pk: row.parent_id or row.pk for row in criteria}
    return printed.CriteriaSheet(
        law=row.law.code,
        number=row.number,
        slug=row.slug,
        name=row.name,
        group_code=row.group_code,
        group_name=row.group_name,
        subgroup=row.subgroup,
        managing_agency=row.managing_agency,
        samples_required=row.samples_required,
        max_total=row.max_total,
        parts=tuple(
            printed.Part(
                code=part.code,
                name=part.name,
                max_points=part.max_points,
                criteria=tuple(
                    printed.Criterion(
                        code=criterion.code,
                        name=criterion.name,
                        max_points=criterion.max_points,
                        note=criterion.note,
                        lines=tuple(printed_lines[line.pk] for line in lines if top[line.criterion_id] == criterion.pk),
                    )
                    for criterion in criteria
                    if criterion.part_id == part.pk and criterion.parent_id is None
                ),
            )
            for part in parts
            if part.criteria_set_id == row.pk
        ),
        rules=tuple(
            printed.Rule(rule.clause, printed.RuleKind(rule.kind), rule.place, rule.quote, rule.parameters)
            for rule in rules
        ),
    )
