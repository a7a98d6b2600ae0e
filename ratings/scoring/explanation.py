"""The whole explanation of a council's result as data: what a conclusion stores and every later page reads. Pure.

Points are whole numbers, means hundredths of a point, cut. People are named under ``sheets``, ``pairs_over_limit``,
``absent``, ``recused`` and ``void``, in ``spread`` of ``sentences``, and possibly in ``note`` as the chair wrote it: these
are minutes of the council, for those whom ``secrecy.sight`` lets see sheets. The rest may be shown to the producer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import override

from ratings.criteria import wording
from ratings.criteria.result import GateResult, Level, Lift, Result, SheetTotal
from ratings.criteria.sheet import Mark, Tick

VERSION = 1


@dataclass(frozen=True, slots=True)
class Assessor:
    """Who filled a sheet, as the minutes name her."""

    person: int
    """Primary key of the council person."""
    name: str
    seat: str


def facts_of(
    result: Result,
    *,
    assessors: Sequence[Assessor],
    ticks: Sequence[Mapping[str, Tick]],
    minutes: Mapping[str, Any],
) -> dict[str, Any]:
    """Return everything that follows from ``result``; ``assessors`` and ``ticks`` in the order of its sheets.

    ``minutes`` are facts of the session: regulation, session, scoring, absent, recused and void sheets.
    """
    return {
        "version": VERSION,
        "criteria": {
            "law": result.sheet.law,
            "set": result.sheet.number,
            "name": result.sheet.name,
            "digest": result.sheet.digest,
        },
        "sum": result.sum,
        "n": result.n,
        "mean_hundredths": result.mean_hundredths,
        "star": result.star,
        "total_star": result.total_star,
        "outcome": result.outcome.value,
        "recognisable": result.recognisable,
        "goes_up": result.five_star_candidate,
        "gate_test": result.test.value,
        "five_star_rule": result.five_star_rule.value,
        "parts": [
            {
                "code": part.code,
                "name": part.name,
                "max": part.max_points,
                "sum": result.part_sums[part.code],
                "mean_hundredths": result.part_mean_hundredths(part.code),
            }
            for part in result.sheet.parts
        ],
        "lines": [_line(result, code) for code in result.sheet.lines],
        "levels": [_level(level) for level in result.levels],
        "spread": result.spread,
        "spread_limit": result.spread_limit,
        "pairs_over_limit": [
            {"first": str(pair.first), "second": str(pair.second), "difference": pair.difference}
            for pair in result.pairs_over_limit
        ],
        "next_star": _next_star(result),
        "sentences": {code: _sentences(result, code) for code, _name in settings.LANGUAGES},
        "sheets": [
            _sheet(total, assessor, answers)
            for total, assessor, answers in zip(result.sheets, assessors, ticks, strict=True)
        ],
        **minutes,
    }


def digest_of(facts: Mapping[str, Any]) -> str:
    """Return the hex SHA-256 of ``facts`` in canonical form."""
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def sentences(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the sentences of a stored explanation in ``language``, else in Vietnamese."""
    stored: dict[str, Any] = facts.get("sentences", {})
    found: dict[str, Any] = stored.get(language) or stored.get(settings.LANGUAGE_CODE) or {}
    return found


def _sentences(result: Result, language: str) -> dict[str, Any]:
    with override(language):
        return {
            "verdict": wording.verdict(result),
            "sentence": wording.sentence(result),
            "next_star": wording.next_star_sentence(result),
            "spread": wording.spread_sentence(result),
            "gates": {
                f"{gate.gate.star}:{gate.gate.line}": wording.gate_sentence(gate)
                for level in result.levels
                for gate in level.gates
            },
        }


def _line(result: Result, code: str) -> dict[str, Any]:
    line = result.sheet.lines[code]
    total = sum(sheet.lines[code] for sheet in result.sheets)
    return {
        "code": code,
        "name": wording.name_of(line),
        "part": result.sheet.part_of[code],
        "max": line.max_points,
        "sum": total,
        "mean_hundredths": 100 * total // result.n,
    }


def _level(level: Level) -> dict[str, Any]:
    return {
        "star": level.star,
        "bound": level.bound,
        "total_reaches": level.total_reaches,
        "gates_hold": level.gates_hold,
        "binding": level.binding,
        "gates": [_gate(gate) for gate in level.gates],
    }


def _gate(gate: GateResult) -> dict[str, Any]:
    return {
        "line": gate.gate.line,
        "name": wording.name_of(gate.line),
        "min_points": gate.gate.min_points,
        "needs": wording.need_of(gate),
        "held": gate.held,
        "sheets_at_mark": gate.sheets_at_mark,
        "mean_hundredths": gate.mean_hundredths,
        "agreed": gate.agreed,
    }


def _next_star(result: Result) -> dict[str, Any] | None:
    step = result.next_star
    if step is None:
        return None
    return {
        "star": step.star,
        "gates": [_lift(lift) for lift in step.gates],
        "further": [_lift(lift) for lift in step.further],
        "mean_hundredths_after": step.mean_hundredths_after,
    }


def _lift(lift: Lift) -> dict[str, Any]:
    return {
        "line": lift.line.code,
        "name": wording.name_of(lift.line),
        "least": lift.least,
        "to": lift.to,
        "gain": lift.gain,
    }


def _sheet(total: SheetTotal, assessor: Assessor, ticks: Mapping[str, Tick]) -> dict[str, Any]:
    return {
        "person": assessor.person,
        "name": assessor.name,
        "seat": assessor.seat,
        "total": total.total,
        "parts": dict(total.parts),
        "lines": dict(total.lines),
        "ticks": {code: tick.value if isinstance(tick, Mark) else tick for code, tick in ticks.items()},
        "stopped_by": total.stopped_by,
    }
