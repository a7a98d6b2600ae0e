"""Who may see what of the sheets, decided in this one place. Pure.

A member scores alone: until the chair opens a round nobody reads another's sheet, its progress or any total
(users.md 3, defect 9). A recused member learns nothing before the council has concluded. Every query and page of
scoring asks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """Where the council's work on one dossier stands, as far as secrecy is concerned."""

    NOT_STARTED = "not_started"
    SEALED = "sealed"
    """A round is running and no round before it was opened."""
    DISCUSSED = "discussed"
    """The last round is opened."""
    SEALED_AGAIN = "sealed_again"
    """An earlier round is opened, a later one is running."""
    CONCLUDED = "concluded"


class Viewer(StrEnum):
    """In which capacity somebody looks."""

    LEADER = "leader"
    """The chair, or the deputy who leads this dossier."""
    SECRETARY = "secretary"
    MEMBER = "member"
    ADVISOR = "advisor"
    OFFICE = "office"
    """Province officer, authority or ministry officer who sees the dossier."""
    OUTSIDE = "outside"
    """Producer and commune of the dossier."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person may see of one dossier in the council."""

    progress: bool = False
    """Who has sent a sheet of the running round; never what is on it."""
    opened_rounds: bool = False
    """Sheets, totals and remarks of the rounds that are opened."""
    sheets_after: bool = False
    """The sheets member by member after the conclusion."""
    result: bool = False
    """Totals of the council, star and explanation, without names."""


BLIND = Sight()


def phase_of(*, opened: list[bool], concluded: bool) -> Phase:
    """Return the phase; ``opened`` says of each round, in order, whether it is opened."""
    if concluded:
        return Phase.CONCLUDED
    if not opened:
        return Phase.NOT_STARTED
    if opened[-1]:
        return Phase.DISCUSSED
    return Phase.SEALED_AGAIN if any(opened) else Phase.SEALED


def sight(viewers: frozenset[Viewer], phase: Phase, *, recused: bool = False) -> Sight:
    """Return what somebody acting as ``viewers`` may see in ``phase``. Recusal outweighs every capacity."""
    concluded = phase is Phase.CONCLUDED
    if recused:
        return Sight(result=concluded and bool(viewers & {Viewer.OFFICE, Viewer.OUTSIDE}))
    council = bool(viewers & {Viewer.LEADER, Viewer.SECRETARY, Viewer.MEMBER})
    keepers = bool(viewers & {Viewer.LEADER, Viewer.SECRETARY})
    return Sight(
        progress=keepers and phase in {Phase.SEALED, Phase.SEALED_AGAIN},
        opened_rounds=council and phase in {Phase.DISCUSSED, Phase.SEALED_AGAIN, Phase.CONCLUDED},
        sheets_after=concluded and (council or bool(viewers & {Viewer.OFFICE, Viewer.ADVISOR})),
        result=concluded and bool(viewers),
    )
