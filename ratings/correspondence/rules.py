"""Whose register a person writes in, and what an entry needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ratings.correspondence.models import Direction, DocumentKind, Keeper
from ratings.dossiers.models import Dossier
from ratings.dossiers.rules import OF_COMMUNE, parties_of
from ratings.dossiers.workflow import Party
from registry.access.answers import ALLOWED, Answer, refuse
from registry.accounts.models import User

_KEEPERS: dict[Keeper, frozenset[Party]] = {
    Keeper.COMMUNE: OF_COMMUNE,
    Keeper.PROVINCE: frozenset({Party.PROVINCE_OFFICER}),
}


@dataclass(frozen=True, slots=True)
class Stated:
    """What stands on a document and in the office's register."""

    direction: Direction
    kind: DocumentKind
    number: str
    dated_on: dt.date
    signer_name: str
    signer_capacity: str
    counterpart: str
    title: str = ""
    received_on: dt.date | None = None


def keepers_of(person: User, dossier: Dossier) -> list[Keeper]:
    """The registers of this dossier in which ``person`` reads and writes; the commune's first."""
    parties: Collection[Party] = parties_of(person, dossier)
    return [keeper for keeper, whose in _KEEPERS.items() if whose & set(parties)]


def may_keep(person: User, dossier: Dossier, keeper: Keeper) -> Answer:
    if keeper in keepers_of(person, dossier):
        return ALLOWED
    return refuse(
        _("Only the office whose register it is enters documents in it."),
        remedy=_("Ask the officer of that office."),
    )


def dated(direction: Direction, dated_on: dt.date, received_on: dt.date | None, today: dt.date) -> Answer:
    """A document is dated today or earlier, and comes on its day or after it."""
    latest = received_on if direction is Direction.IN else dated_on
    if latest is not None and dated_on <= latest <= today and (direction is Direction.IN) == (received_on is not None):
        return ALLOWED
    return refuse(
        _("The days do not fit."),
        remedy=_(
            "A document is dated today or before; one that came has the day on which it came, on its date or after."
        ),
    )
