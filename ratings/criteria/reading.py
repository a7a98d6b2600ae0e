"""Read a law's folder of sheets as they are printed. Nothing is repaired: what does not add up is found by validation.

A folder holds ``law.yaml`` (decision, days of force, maxima of the parts), ``rules.yaml`` (authored: prose notes that
bind) and one YAML file for each product set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ratings.criteria.sheet import CriteriaSheet, Criterion, Gate, Heading, Line, Option, Part, Rule, RuleKind

_AUTHORED = frozenset({"law.yaml", "rules.yaml", "index.yaml"})
_LEADING_CODE = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True)
class Source:
    """A sheet as read, with what only validation needs to know."""

    sheet: CriteriaSheet
    file: str
    problems: tuple[str, ...]
    """Disagreements that the source itself lists and that nobody has answered in ``rules.yaml``."""
    table: tuple[Gate, ...]
    """The sheet's own table of minimum requirements."""
    marks: tuple[Gate, ...]
    """Star marks where they are printed (on options and titles); they must agree with the table."""
    missing_rules: tuple[str, ...]
    """Lines named by ``rules.yaml`` that the sheet does not have."""


@dataclass(frozen=True)
class LawText:
    """A law with all its sheets."""

    code: str
    decision: str
    title: str
    effective_from: date
    effective_until: date | None
    """First day without force; None while in force."""
    part_maxima: Mapping[str, int]
    sources: tuple[Source, ...]


def read_law(folder: Path) -> LawText:
    """Read ``folder``. Raises OSError or yaml.YAMLError when a file cannot be read, KeyError when a field is missing."""
    law = _load(folder / "law.yaml")
    authored = _load(folder / "rules.yaml")
    files = sorted(path for path in folder.glob("*.yaml") if path.name not in _AUTHORED)
    return LawText(
        code=law["code"],
        decision=law["decision"],
        title=law["title"],
        effective_from=law["effective_from"],
        effective_until=law["effective_until"],
        part_maxima=law["parts"],
        sources=tuple(_read_source(path, law["code"], authored) for path in files),
    )


def _load(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, yaml.CSafeLoader)


def _read_source(path: Path, law: str, authored: dict[str, Any]) -> Source:
    data = _load(path)
    key = data.get("set_no", data["slug"])
    needs = {text: entry["text"] for entry in authored.get("needs", ()) for text in entry["options"]}
    gates = _gates(data)
    parts = tuple(
        Part(
            code=part["code"],
            name=part["name"],
            max_points=part["max"],
            criteria=tuple(_criterion(node, gates, needs) for node in part["criteria"]),
        )
        for part in data["parts"]
    )
    group = data.get("group") or {}
    sheet = CriteriaSheet(
        law=law,
        number=data.get("set_no"),
        slug=data["slug"],
        name=data["name"],
        parts=parts,
        rules=tuple(_rules(authored, key)),
        group_code=group.get("code", ""),
        group_name=group.get("name", ""),
        subgroup=data.get("subgroup") or "",
        managing_agency=data.get("managing_agency") or "",
        samples_required=data.get("samples_required") or 0,
        max_total=data["max_total"],
    )
    answered = {entry["quote"] for entry in authored.get("answered_problems", ()) if entry["set"] == key}
    return Source(
        sheet=sheet,
        file=path.name,
        problems=tuple(problem for problem in data.get("source_problems") or () if problem not in answered),
        table=tuple(Gate(code, star, points) for code, levels in gates.items() for star, points in levels),
        marks=tuple(_marks(data)),
        missing_rules=tuple(rule.where for rule in sheet.rules if rule.where and rule.where not in _places(sheet)),
    )


def _places(sheet: CriteriaSheet) -> set[str]:
    headings = {line.heading.code for line in sheet.lines.values() if line.heading}
    criteria = {criterion.code for part in sheet.parts for criterion in part.criteria}
    return set(sheet.lines) | headings | criteria


def _gates(data: dict[str, Any]) -> dict[str, list[tuple[int, int]]]:
    """Minimums of the sheet's own table: line -> [(star, points)]."""
    gates: dict[str, list[tuple[int, int]]] = {}
    for star, entries in (data.get("star_gates") or {}).items():
        for entry in entries:
            gates.setdefault(str(entry["code"]), []).append((star, entry["min_points"]))
    return gates


def _marks(data: dict[str, Any]) -> Iterator[Gate]:
    """Star marks where they are printed: on an option, or on a line's title (then its least option)."""
    for part in data["parts"]:
        for criterion in part["criteria"]:
            for _heading, node in _leaves(criterion):
                options = node.get("options") or ()
                if node.get("min_star") and options:
                    least = min(option["points"] for option in options)
                    yield Gate(_code(node), node["min_star"], least)
                for option in options:
                    if option.get("min_star"):
                        yield Gate(_code(node), option["min_star"], option["points"])


def _criterion(node: dict[str, Any], gates: dict[str, list[tuple[int, int]]], needs: dict[str, str]) -> Criterion:
    return Criterion(
        code=_code(node),
        name=node["name"],
        max_points=node["max"],
        note=node.get("note") or "",
        lines=tuple(_line(leaf, heading, gates, needs) for heading, leaf in _leaves(node)),
    )


def _leaves(node: dict[str, Any], depth: int = 0) -> Iterator[tuple[Heading | None, dict[str, Any]]]:
    """Scored lines below a criterion, each with the title printed above it (if any)."""
    if node.get("choose_one_sub"):
        yield None, _two_cases(node)
    elif node.get("sub"):
        heading = Heading(_code(node), node["name"], node["max"], node.get("note") or "") if depth else None
        for child in node["sub"]:
            for inner, leaf in _leaves(child, depth + 1):
                yield inner or heading, leaf
    else:
        yield None, node


def _two_cases(node: dict[str, Any]) -> dict[str, Any]:
    """Join sub-criteria of which one is chosen (law of 2023) into one line with two cases, as the law of 2026 does."""
    options = [{**option, "case": sub["name"]} for sub in node["sub"] for option in sub["options"]]
    return {key: value for key, value in node.items() if key != "sub"} | {"options": options}


def _line(
    node: dict[str, Any],
    heading: Heading | None,
    gates: dict[str, list[tuple[int, int]]],
    needs: dict[str, str],
) -> Line:
    code = _code(node)
    printed = node.get("options") or ()
    first_at: dict[int, int] = {}
    for position, option in enumerate(printed, start=1):
        first_at.setdefault(option["points"], position)
    levels = gates.get(code, [])
    options = tuple(
        Option(
            position=position,
            points=option["points"],
            text=option["text"],
            case=_case(option),
            case_text=option.get("case") or "",
            implied=bool(option.get("implied")),
            remark=option.get("remark") or "",
            stars=tuple(star for star, points in levels if first_at.get(points) == position),
        )
        for position, option in enumerate(printed, start=1)
    )
    text_at = {option.points: option.text for option in reversed(options)}
    return Line(
        code=code,
        name=node["name"],
        max_points=node["max"],
        options=options,
        note=node.get("note") or "",
        remark=node.get("remark") or "",
        heading=heading,
        gates=tuple(Gate(code, star, points, needs.get(text_at.get(points, ""), "")) for star, points in levels),
    )


def _case(option: dict[str, Any]) -> str:
    """Code of a case: the letter with which its title begins ("a. Trường hợp 1: ...")."""
    return (option.get("case") or "").partition(".")[0]


def _code(node: dict[str, Any]) -> str:
    """The printed number; the law of 2019 prints that of the third level only in front of the name."""
    if "code" in node:
        return str(node["code"])
    found = _LEADING_CODE.match(node["name"])
    if found is None:
        raise KeyError(f"no number in front of {node['name']!r}")
    return found.group()


def _rules(authored: dict[str, Any], key: int | str) -> Iterator[Rule]:
    for entry in authored["rules"]:
        places = [""] if key in entry.get("dossier", ()) else []
        places += [line for line, sets in entry.get("lines", {}).items() if key in sets]
        for where in places:
            yield Rule(
                clause=entry["clause"],
                kind=RuleKind(entry["kind"]),
                where=where,
                quote=entry["quote"],
                parameters=entry.get("parameters", {}),
            )
