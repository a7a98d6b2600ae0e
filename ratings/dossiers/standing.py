"""Where a dossier stands: whose turn it is, until when, and the sentence its producer reads (wording.md 0.2).

Works on rows fetched by ``queries.for_lists`` without a query of its own, so that lists stay constant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from ratings.dossiers import completeness, queries
from ratings.dossiers.clocks import Clock, Running, clock_of, last_filing_day, turn_of
from ratings.dossiers.lines import in_sentence, line_of, who_is_next
from ratings.dossiers.models import CommuneReport, Dossier, ReturnRequest, Transition
from ratings.dossiers.rounds import Round, province_round_of, province_rounds
from ratings.dossiers.states import RETURNED, State, Turn
from registry.calendar.phrases import time_left, working_time_left
from registry.calendar.queries import working_calendar
from registry.calendar.working_days import WorkingCalendar

if TYPE_CHECKING:
    from collections.abc import Collection

    from ratings.dossiers.completeness import Item


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose turn it is (empty when nobody's), with the clock that runs; ``left`` says in words how much is left."""

    turn: Turn
    who: str
    clock: Clock | None
    left: str = ""

    @property
    def due(self) -> dt.date | None:
        return self.clock.due if self.clock else None


def standing_of(dossier: Dossier, today: dt.date, *, days: WorkingCalendar | None = None) -> Standing:
    """Return where ``dossier`` stands; ``dossier`` comes from ``queries.for_lists``."""
    days = days or working_calendar()
    running = running_of(dossier)
    turn = turn_of(running)
    who = who_is_next(
        turn, producer=dossier.producer.name, commune=dossier.commune.name, province=dossier.province.name
    )
    clock = clock_of(running, today=today, calendar=days)
    return Standing(turn, who, clock, _left(clock, today, days) if clock else "")


def _left(clock: Clock, today: dt.date, days: WorkingCalendar) -> str:
    return working_time_left(today, clock.due, days.overrides) if clock.working else time_left(today, clock.due)


def running_of(dossier: Dossier) -> Running:
    evaluation_round = dossier.evaluation_round
    report = report_on(dossier)
    return Running(
        state=dossier.current,
        received_on=dossier.received_on,
        due_on=dossier.due_on,
        return_due_on=getattr(dossier, "return_due_on", None),
        result_due_on=evaluation_round.last_result_day if evaluation_round else None,
        signed=bool(report and report.signed_at),
        province_due_on=dossier.province_due_on,
        moved_due_on=getattr(dossier, "moved_due_on", None),
    )


def report_on(dossier: Dossier) -> CommuneReport | None:
    """Form 03 fetched along with the dossier."""
    try:
        return dossier.commune_report
    except ObjectDoesNotExist:
        return None


def reachable_round(today: dt.date, days: WorkingCalendar) -> tuple[Round, dt.date]:
    """Return the first round that a dossier filed today can still reach with the commune's whole time, and until when."""
    first = province_round_of(today)
    for found in sorted({first, *province_rounds(first.year), *province_rounds(first.year + 1)}):
        if found >= first and (safe := last_filing_day(found, days)) >= today:
            return found, safe
    raise AssertionError("a round of next year can always be reached")


def line_for_producer(
    dossier: Dossier, transitions: Sequence[Transition], *, today: dt.date, items: Collection[Item] = ()
) -> str:
    """Return the sentence of wording.md 3 for this dossier; ``transitions`` latest first, ``items`` of a draft."""
    return line_of(dossier.current, known_of(dossier, transitions, today=today, items=items))


def known_of(
    dossier: Dossier, transitions: Sequence[Transition], *, today: dt.date, items: Collection[Item] = ()
) -> Mapping[str, object]:
    """Gather the placeholders of the producer's line from the dossier and from what its moves noted."""
    last = next((each for each in transitions if each.source != each.target), None)
    noted: Mapping[str, Any] = last.facts if last else {}
    report = report_on(dossier)
    evaluation_round = dossier.evaluation_round
    known: dict[str, object] = {
        "commune": in_sentence(dossier.commune.name),
        "province": in_sentence(dossier.province.name),
        "day": _day_of(noted) or timezone.localdate(dossier.state_since),
        "due": dossier.province_due_on or dossier.due_on or (last.due_on if last else None),
        "reason": last.reason.rstrip(".") if last else "",
        "round": in_sentence(evaluation_round.label) if evaluation_round else "",
        "result": evaluation_round.last_result_day if evaluation_round else None,
        "request_number": report.request_number if report else "",
        "request_date": report.request_date if report else None,
        "count": len(noted["items"]) if "items" in noted else "",
        "number": noted.get("decision", ""),
        "stars": noted.get("stars", ""),
        "points": noted.get("points", ""),
        "sentence": noted.get("sentence", ""),
        "until": noted.get("until", ""),
    }
    if dossier.current is State.RECEIVED:
        known["day"] = dossier.received_on
    if dossier.current in RETURNED:
        known["due"] = last.due_on if last else None
    if dossier.current is State.TESTS_REQUESTED:
        known |= {"due": transitions[0].due_on, "subject": noted.get("tests", "")}
    if dossier.current is State.NOT_RECOGNISED:
        known["due"] = reachable_round(today, working_calendar())[1]
    if dossier.current is State.DRAFT:
        evaluation, safe = reachable_round(today, working_calendar())
        known |= {"round": f"đợt {evaluation.number}/{evaluation.year}", "due": safe}
        known["count"] = len(completeness.missing(tuple(items)))
    return known


def _day_of(noted: Mapping[str, Any]) -> dt.date | None:
    for key in ("issued_on", "held_on", "sent_on"):
        if noted.get(key):
            return dt.date.fromisoformat(str(noted[key]))
    return None


def open_return_of(dossier: Dossier) -> ReturnRequest | None:
    """The request that waits for an answer, where the state says that there is one."""
    return queries.open_return(dossier) if dossier.current in RETURNED else None
