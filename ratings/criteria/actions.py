"""Bring the law into the database and publish it. Loading is idempotent; what is published is never touched again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ratings.criteria.models import CriteriaSet, Criterion, Gate, LawVersion, Line, Option, Part, Rule
from ratings.criteria.reading import LawText, Source, read_law
from ratings.criteria.sheet import CriteriaSheet
from ratings.criteria.sheet import Line as PrintedLine
from ratings.criteria.sheet import Part as PrintedPart
from ratings.criteria.validation import Fault, faults_of
from registry.access.answers import Refused, refuse
from registry.accounts.models import User
from registry.journal.actions import record
from registry.journal.states import Audience


@dataclass(frozen=True)
class Refusal:
    """A set that is not published, with all its faults."""

    name: str
    file: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class LoadReport:
    """What loading a law found: every set is in exactly one of the three."""

    law: LawVersion
    loaded: tuple[CriteriaSet, ...]
    """Written now: sound and not yet published."""
    unchanged: tuple[CriteriaSet, ...]
    refused: tuple[Refusal, ...]


@transaction.atomic
def load_law(folder: Path) -> LoadReport:
    """Read the law in ``folder`` and write its sound sets, unpublished; of a set with faults only head and faults.

    Sets that the database holds with the same digest stay as they are. Raises Refused when the files disagree with
    what has been published, and OSError, yaml.YAMLError or KeyError when they cannot be read; nothing is written then.
    """
    text = read_law(folder)
    law = _law_row(text)
    held = {row.slug: row for row in law.sets.all()}
    loaded: list[tuple[CriteriaSet, CriteriaSheet]] = []
    unchanged: list[CriteriaSet] = []
    refused: list[Refusal] = []
    for source in text.sources:
        faults = faults_of(source, text.part_maxima)
        row = held.get(source.sheet.slug)
        if faults:
            refused.append(Refusal(source.sheet.name, source.file, faults))
        if row is not None and row.digest == source.sheet.digest and row.faults == _as_data(faults):
            if not faults:
                unchanged.append(row)
            continue
        row = _write_head(law, row, source, faults)
        if not faults:
            loaded.append((row, source.sheet))
    _write_sheets(loaded)
    return LoadReport(law, tuple(row for row, _sheet in loaded), tuple(unchanged), tuple(refused))


@transaction.atomic
def publish(criteria_set: CriteriaSet, *, at: dt.datetime, actor: User | None = None) -> CriteriaSet:
    """Publish one sound set. Publishing again changes nothing. Raises Refused for a set with faults.

    ``actor`` is None when the installation loads the law itself.
    """
    if criteria_set.faults:
        raise Refused(refuse(_("This product set does not add up and cannot be published.")))
    if CriteriaSet.objects.filter(pk=criteria_set.pk, published_at=None).update(published_at=at):
        _note_published(criteria_set.law, [criteria_set], at=at, actor=actor)
    criteria_set.refresh_from_db()
    return criteria_set


@transaction.atomic
def publish_sound(law: LawVersion, *, at: dt.datetime, actor: User | None = None) -> int:
    """Publish every sound set of ``law`` that is not yet published; return how many."""
    sound = list(law.sets.filter(published_at=None, faults=[]))
    if sound:
        CriteriaSet.objects.filter(pk__in=[row.pk for row in sound], published_at=None).update(published_at=at)
        _note_published(law, sound, at=at, actor=actor)
    return len(sound)


def _note_published(law: LawVersion, sets: Sequence[CriteriaSet], *, at: dt.datetime, actor: User | None) -> None:
    record(
        action="criteria.published",
        actor=actor,
        at=at,
        object_type="law_version",
        object_id=law.pk,
        label=law.decision,
        after={"sets": {row.slug: row.digest for row in sets}},
        audience=Audience.EVERYBODY,
    )


def _as_data(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    return [{**asdict(fault), "kind": fault.kind.value} for fault in faults]


def _law_row(text: LawText) -> LawVersion:
    fixed = {
        "decision": text.decision,
        "title": text.title,
        "effective_from": text.effective_from,
        "part_maxima": dict(text.part_maxima),
    }
    law, _created = LawVersion.objects.get_or_create(
        code=text.code, defaults={**fixed, "effective_until": text.effective_until}
    )
    changed = {name: value for name, value in fixed.items() if getattr(law, name) != value}
    if changed and law.sets.filter(published_at__isnull=False).exists():
        raise Refused(refuse(_("%(law)s has been published and differs from the files.") % {"law": law}))
    if law.effective_until != text.effective_until:
        changed["effective_until"] = text.effective_until
    for name, value in changed.items():
        setattr(law, name, value)
    if changed:
        law.save(update_fields=[*changed])
    return law


def _write_head(law: LawVersion, row: CriteriaSet | None, source: Source, faults: Sequence[Fault]) -> CriteriaSet:
    sheet = source.sheet
    if row is not None and row.published_at is not None:
        raise Refused(refuse(_("%(set)s has been published and differs from the files.") % {"set": row}))
    if row is None:
        row = CriteriaSet(law=law, slug=sheet.slug)
    else:
        row.rules.all().delete()
        row.parts.all().delete()
    row.number = sheet.number
    row.name = sheet.name
    row.group_code = sheet.group_code
    row.group_name = sheet.group_name
    row.subgroup = sheet.subgroup
    row.managing_agency = sheet.managing_agency
    row.samples_required = sheet.samples_required
    row.max_total = sheet.max_total
    row.digest = sheet.digest
    row.faults = _as_data(faults)
    row.save()
    return row


def _write_sheets(loaded: Sequence[tuple[CriteriaSet, CriteriaSheet]]) -> None:
    """Write all rows of the sheets, one statement (or a few) a table."""
    parts = _write_parts(loaded)
    criteria = _write_criteria(parts)
    lines = _write_lines(parts, criteria)
    Option.objects.bulk_create(
        Option(
            line=line,
            position=option.position,
            points=option.points,
            text=option.text,
            case=option.case,
            case_text=option.case_text,
            implied=option.implied,
            remark=option.remark,
        )
        for line, printed in lines
        for option in printed.options
    )
    Gate.objects.bulk_create(
        Gate(line=line, star=gate.star, min_points=gate.min_points, needs=gate.needs)
        for line, printed in lines
        for gate in printed.gates
    )
    line_at = {(line.criteria_set_id, line.code): line for line, _printed in lines}
    Rule.objects.bulk_create(
        Rule(
            criteria_set=row,
            position=position,
            clause=rule.clause,
            kind=rule.kind.value,
            place=rule.where,
            line=line_at.get((row.pk, rule.where)),
            quote=rule.quote,
            parameters=dict(rule.parameters),
            ends_dossier=rule.ends_dossier,
        )
        for row, sheet in loaded
        for position, rule in enumerate(sheet.rules, start=1)
    )


def _write_parts(loaded: Sequence[tuple[CriteriaSet, CriteriaSheet]]) -> list[tuple[Part, PrintedPart]]:
    pairs = [
        (
            Part(
                criteria_set=row, position=position, code=printed.code, name=printed.name, max_points=printed.max_points
            ),
            printed,
        )
        for row, sheet in loaded
        for position, printed in enumerate(sheet.parts, start=1)
    ]
    Part.objects.bulk_create(part for part, _printed in pairs)
    return pairs


def _write_criteria(parts: Sequence[tuple[Part, PrintedPart]]) -> dict[tuple[int, str], Criterion]:
    """Write criteria, then the titles below them; return both by part and code."""
    criteria = {
        (part.pk, printed.code): Criterion(
            part=part,
            position=position,
            code=printed.code,
            name=printed.name,
            max_points=printed.max_points,
            note=printed.note,
        )
        for part, printed_part in parts
        for position, printed in enumerate(printed_part.criteria, start=1)
    }
    Criterion.objects.bulk_create(criteria.values())
    headings = {
        (part.pk, line.heading.code): Criterion(
            part=part,
            parent=criteria[part.pk, printed.code],
            position=position,
            code=line.heading.code,
            name=line.heading.name,
            max_points=line.heading.max_points,
            note=line.heading.note,
        )
        for part, printed_part in parts
        for printed in printed_part.criteria
        for position, line in enumerate(printed.lines, start=1)
        if line.heading
    }
    Criterion.objects.bulk_create(headings.values())
    return criteria | headings


def _write_lines(
    parts: Sequence[tuple[Part, PrintedPart]], criteria: dict[tuple[int, str], Criterion]
) -> list[tuple[Line, PrintedLine]]:
    pairs: list[tuple[Line, PrintedLine]] = []
    positions: dict[int, int] = {}
    for part, printed_part in parts:
        for criterion in printed_part.criteria:
            for printed in criterion.lines:
                set_id = part.criteria_set_id
                positions[set_id] = positions.get(set_id, 0) + 1
                above = printed.heading.code if printed.heading else criterion.code
                line = Line(
                    criteria_set_id=set_id,
                    part=part,
                    criterion=criteria[part.pk, above],
                    position=positions[set_id],
                    code=printed.code,
                    name=printed.name,
                    max_points=printed.max_points,
                    note=printed.note,
                    remark=printed.remark,
                    prints_zero=printed.prints_zero,
                )
                pairs.append((line, printed))
    Line.objects.bulk_create(line for line, _printed in pairs)
    return pairs
