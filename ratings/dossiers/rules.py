"""In which capacity a person acts on a dossier, and whether a move is hers now. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ratings.dossiers.models import Dossier
from ratings.dossiers.states import State
from ratings.dossiers.workflow import Fact, Move, Party, check
from registry.access.answers import Answer
from registry.access.roles import Role
from registry.accounts.models import User
from registry.calendar.today import today
from registry.producers.models import Membership
from registry.producers.states import Rank

_COMMUNE = {
    Role.COMMUNE_RECEPTION: Party.COMMUNE_RECEPTION,
    Role.COMMUNE_OFFICER: Party.COMMUNE_OFFICER,
    Role.COMMUNE_LEADER: Party.COMMUNE_LEADER,
}
_PROVINCE = {Role.PROVINCE_OFFICER: Party.PROVINCE_OFFICER, Role.DECIDING_AUTHORITY: Party.AUTHORITY}
_NATION = {Role.MINISTRY_OFFICER: Party.MINISTRY_OFFICER, Role.MINISTRY_AUTHORITY: Party.MINISTRY_AUTHORITY}


def parties_of(person: User, dossier: Dossier, *, capacities: Collection[Party] = ()) -> frozenset[Party]:
    """Return every capacity of ``person`` for ``dossier``.

    Offices count only for the dossier's own commune and province; membership only for its producer. ``capacities``
    are those of a council, which the council's own concept has established.
    """
    parties = set(capacities)
    for assignment in person.assignments:
        role = Role(assignment.role)
        if assignment.commune_id == dossier.commune_id and role in _COMMUNE:
            parties.add(_COMMUNE[role])
        elif assignment.province_id == dossier.province_id and role in _PROVINCE:
            parties.add(_PROVINCE[role])
        elif role in _NATION:
            parties.add(_NATION[role])
    if edits_for_producer(person, dossier):
        parties.add(Party.PRODUCER)
    return frozenset(parties)


def edits_for_producer(person: User, dossier: Dossier) -> bool:
    """Whether ``person`` is owner or editor of the dossier's producer today."""
    return dossier.producer_id in _own_producers(person)


def _own_producers(person: User) -> frozenset[int]:
    """Producers whose owner or editor the person is, read once per request."""
    if "_own_producers" not in person.__dict__:
        held = Membership.objects.held_on(today()).filter(user=person, rank__in=[Rank.OWNER, Rank.EDITOR])
        person.__dict__["_own_producers"] = frozenset(held.values_list("producer_id", flat=True))
    found: frozenset[int] = person.__dict__["_own_producers"]
    return found


def may(
    person: User,
    move: Move,
    dossier: Dossier,
    facts: Mapping[Fact, Answer],
    *,
    capacities: Collection[Party] = (),
) -> Answer:
    """Answer whether ``person`` may make ``move`` on ``dossier`` now, with the reason when not."""
    return check(move, State(dossier.state), parties_of(person, dossier, capacities=capacities), facts)
