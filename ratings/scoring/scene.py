"""What the room has before it now, for one person: the product on the table, where its scoring stands, what she may do.

Everybody's screen asks for it every few seconds. It holds only what ``secrecy.sight`` lets this person see, and its mark
(the ETag) is made of nothing else: a mark that changed when another member sends her sheet would tell of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import get_language

from ratings.councils.models import AgendaItem, Session
from ratings.councils.queries import Chamber, agenda_of, chamber_of, said_in
from ratings.councils.quorum import Quorum
from ratings.councils.rules import DECLARING, scores, turns_room
from ratings.councils.states import Capacity
from ratings.dossiers.states import State
from ratings.scoring import queries
from ratings.scoring.models import MemberSheet, ScoringRound
from ratings.scoring.queries import Turnout
from ratings.scoring.secrecy import Sight, sight
from registry.accounts.models import User

EVERY = 3
"""Seconds between two looks of a screen."""


@dataclass(frozen=True, slots=True)
class Own:
    """One's own sheet of the running scoring."""

    pk: int
    sent: bool
    void: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """``item`` is None while nothing lies on the table. Every value says what a person may know, and no more."""

    item: int | None = None
    number: int = 0
    """Its place on the agenda, from 1."""
    count: int = 0
    following: int | None = None
    """The next product of the agenda, for whoever turns the room to it."""
    dossier: str = ""
    state: str = ""
    revision: int = 0
    scoring: int = 0
    """Number of the last scoring, 0 before the first."""
    recused: bool = False
    undeclared: bool = False
    """She has not said yet whether an interest links her with the product."""
    own: Own | None = None
    turnout: tuple[Turnout, ...] = ()
    opened: bool = False
    """The last scoring is open, and she may see it."""
    leads: bool = False
    turns: bool = False
    """Says which product the room turns to."""
    quorum: Quorum | None = None
    agenda: tuple[tuple[int, str], ...] = ()
    """Items in their order with the states of their dossiers, for whoever turns the room."""

    def mark(self, person: User, page: str) -> str:
        """Return the ETag of the page that shows this to ``person`` in the present language."""
        said = repr((self, person.pk, page, get_language()))
        return f'"{hashlib.sha256(said.encode()).hexdigest()[:24]}"'

    @property
    def sent(self) -> int:
        return sum(one.sent and not one.void for one in self.turnout)

    @property
    def expected(self) -> int:
        return sum(not one.void for one in self.turnout)


def scene_of(person: User, session: Session) -> Scene:
    """Return the scene of ``session`` for ``person``. Its queries do not grow with the agenda."""
    items = list(agenda_of(session))
    item = next((one for one in items if one.pk == session.on_table_id), None)
    chamber = chamber_of(session, [item.dossier_id] if item else [])
    mine = frozenset(Capacity(one.capacity) for one in chamber.seats_of(person))
    turns = bool(turns_room(person, session, mine))
    following = _following(items, item) if turns else None
    agenda = tuple((one.pk, one.dossier.state) for one in items) if turns else ()
    if item is None:
        return Scene(count=len(items), following=following, turns=turns, quorum=chamber.quorum(), agenda=agenda)
    dossier = item.dossier
    recused = chamber.is_recused(person, dossier.pk)
    rounds = queries.rounds_of_dossier(dossier)
    concluded = dossier.current not in {*queries.COUNCIL_AT_WORK, State.ON_AGENDA}
    seen = sight(
        queries.viewers(person, dossier, chamber), queries.phase(dossier, rounds, concluded=concluded), recused=recused
    )
    running = rounds[-1] if rounds and rounds[-1].opened_at is None else None
    own, sent = _sheets(person, running, seen)
    scorer = any(scores(one) for one in chamber.seats_of(person))
    return Scene(
        item=item.pk,
        number=items.index(item) + 1,
        count=len(items),
        following=following,
        dossier=dossier.number,
        state=dossier.state,
        revision=0 if recused else dossier.revision,
        scoring=0 if recused else len(rounds),
        recused=recused,
        undeclared=scorer
        and not recused
        and dossier.current in DECLARING
        and not _declared(person, chamber, dossier.pk),
        own=own,
        turnout=sent,
        opened=bool(rounds) and rounds[-1].opened_at is not None and (seen.opened_rounds or seen.result),
        leads=bool(chamber.leaders(dossier.pk) & {one.pk for one in chamber.seats_of(person)}),
        turns=turns,
        quorum=chamber.quorum(dossier.pk),
        agenda=agenda,
    )


def _following(items: list[AgendaItem], item: AgendaItem | None) -> int | None:
    """The first product after the one on the table that the council has not done with."""
    after = items[items.index(item) + 1 :] if item else items
    open_states = {*queries.COUNCIL_AT_WORK, State.ON_AGENDA}
    return next((one.pk for one in after if one.dossier.current in open_states), None)


def _sheets(person: User, running: ScoringRound | None, seen: Sight) -> tuple[Own | None, tuple[Turnout, ...]]:
    filled: list[MemberSheet] = queries.sheets_of_round(running)
    mine = next((one for one in filled if one.person.user_id == person.pk), None)
    own = Own(mine.pk, mine.sent_at is not None, mine.void_at is not None) if mine else None
    return own, tuple(queries.turnout(filled)) if running and seen.progress else ()


def _declared(person: User, chamber: Chamber, dossier: int) -> bool:
    said = said_in(chamber, [dossier])
    return all((one.pk, dossier) in said for one in chamber.seats_of(person) if scores(one))
