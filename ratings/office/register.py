"""The register of dossiers of an office (sổ theo dõi hồ sơ): what came in, until when, what came of it. Pure.

A dossier is at a desk for a *spell*: from the day it comes there to the day the desk is done with it. Each spell is a row
of the register. Days are those that count: a full receipt counts on its own day, which may be before the day it was
entered; everything else on the day it was done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ratings.dossiers.workflow import Move


class Outcome(TextChoices):
    """How the desk stands to its last day."""

    EARLY = "early", _("Before the day")
    ON_DAY = "on_day", _("On the day")
    LATE = "late", _("Late")
    DONE = "done", _("Done")
    """Without a day to measure by: refused before receipt, say."""
    OPEN = "open", _("Under way")
    OPEN_LATE = "open_late", _("Under way, late")


@dataclass(frozen=True, slots=True)
class Desk:
    """What begins a spell, what receives in full, what returns, what hands on, what ends; whether a return stops time."""

    begins: frozenset[Move]
    receives: frozenset[Move]
    returns: frozenset[Move]
    forwards: frozenset[Move]
    ends: frozenset[Move]
    dates: frozenset[Move]
    """Moves that set the desk's last day."""
    return_stops: bool


COMMUNE = Desk(
    begins=frozenset({Move.FILE, Move.FILE_ON_BEHALF}),
    receives=frozenset({Move.RECEIVE_COMPLETE}),
    returns=frozenset({Move.RETURN_BY_COMMUNE}),
    forwards=frozenset({Move.FORWARD}),
    ends=frozenset({Move.FORWARD, Move.REFUSE_RECEPTION, Move.RETRACT}),
    dates=frozenset({Move.RECEIVE_COMPLETE}),
    return_stops=True,
)
"""Article 7.2: 15 working days from full receipt; a return stops them, the next receipt begins them anew."""
PROVINCE = Desk(
    begins=frozenset({Move.FORWARD, Move.SEND_BACK}),
    receives=frozenset({Move.ACCEPT}),
    returns=frozenset({Move.RETURN_BY_PROVINCE}),
    forwards=frozenset({Move.SEND_TO_MINISTRY}),
    ends=frozenset({
        Move.SIGN_RECOGNITION, Move.SIGN_APPROVAL, Move.NOTIFY_NOT_RECOGNISED, Move.EXCLUDE, Move.RETRACT,
    }),
    dates=frozenset({Move.FORWARD, Move.ACCEPT, Move.POSTPONE, Move.PUT_IN_ROUND}),
    return_stops=False,
)  # fmt: skip
"""Article 5.1: the last day is that of the dossier's round."""


@dataclass(frozen=True, slots=True)
class Event:
    """One move, on the day that counts."""

    move: Move
    day: dt.date
    due_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Spell:
    """One stay at the desk, as it was known at the end of a day."""

    began: dt.date
    received: dt.date | None = None
    """Day of the full receipt that counts; none after a return that stops the time."""
    due: dt.date | None = None
    done: dt.date | None = None
    by: Move | None = None
    """The move that ended the spell."""
    receipts: tuple[dt.date, ...] = ()
    returns: tuple[dt.date, ...] = ()
    forwards: tuple[dt.date, ...] = ()
    note: str = ""

    @property
    def is_open(self) -> bool:
        return self.done is None

    def outcome(self, until: dt.date) -> Outcome:
        """How it stands on the day ``until``."""
        if self.done is None:
            return Outcome.OPEN_LATE if self.due is not None and self.due < until else Outcome.OPEN
        if self.due is None:
            return Outcome.DONE
        if self.done == self.due:
            return Outcome.ON_DAY
        return Outcome.EARLY if self.done < self.due else Outcome.LATE

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Whether something of it happened from ``first`` to ``last``, or it is open at the end."""
        days = [self.began, *self.receipts, *self.returns, *self.forwards, *([self.done] if self.done else [])]
        return self.is_open or any(first <= day <= last for day in days)


def spells_of(events: Iterable[Event], desk: Desk, *, until: dt.date) -> list[Spell]:
    """Return the spells at ``desk`` as they were known at the end of ``until``; ``events`` in the order they happened."""
    spells: list[Spell] = []
    for event in events:
        if event.day > until:
            continue
        if event.move in desk.begins:
            spells.append(Spell(began=event.day))
        if spells:
            spells[-1] = _after(spells[-1], event, desk)
    return spells


def _after(spell: Spell, event: Event, desk: Desk) -> Spell:
    if event.move in desk.forwards:
        spell = replace(spell, forwards=(*spell.forwards, event.day))
    if not spell.is_open:
        return spell
    if event.move in desk.receives:
        spell = replace(spell, received=event.day, receipts=(*spell.receipts, event.day))
    if event.move in desk.dates and event.due_on:
        spell = replace(spell, due=event.due_on)
    if event.move in desk.returns:
        spell = replace(spell, returns=(*spell.returns, event.day))
        if desk.return_stops:
            spell = replace(spell, received=None, due=None)
    if event.move in desk.ends:
        spell = replace(spell, done=event.day, by=event.move, note=event.note)
    return spell


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of a period; a dossier counts once in each."""

    received: int
    in_time: int
    late: int
    returned: int
    forwarded: int
    open: int
    open_late: int


def counts_of(spells: Collection[Spell], *, first: dt.date, last: dt.date) -> Counts:
    """Count what happened from ``first`` to ``last``, and what is open at the end of it."""

    def within(days: Sequence[dt.date]) -> bool:
        return any(first <= day <= last for day in days)

    outcomes = [spell.outcome(last) for spell in spells if spell.is_open or within([spell.done] if spell.done else [])]
    return Counts(
        received=sum(within(spell.receipts) for spell in spells),
        in_time=sum(outcome in {Outcome.EARLY, Outcome.ON_DAY} for outcome in outcomes),
        late=outcomes.count(Outcome.LATE),
        returned=sum(within(spell.returns) for spell in spells),
        forwarded=sum(within(spell.forwards) for spell in spells),
        open=sum(outcome in {Outcome.OPEN, Outcome.OPEN_LATE} for outcome in outcomes),
        open_late=outcomes.count(Outcome.OPEN_LATE),
    )
