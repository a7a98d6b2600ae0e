"""How many members must be there, counted for one dossier or for a whole session. Whole numbers only.

Article 7.3d leaves the quorum to the council's regulation: a share of the members entitled to score. A recused member is
not entitled (design.md, councils), so a recusal lowers the number that is needed; an absent one stays entitled.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.access.answers import ALLOWED, Answer, refuse


@dataclass(frozen=True, slots=True)
class Share:
    """Share of the entitled members that the regulation asks for: 3 of 4 is three quarters."""

    numerator: int
    denominator: int

    def of(self, entitled: int) -> int:
        """Return the least whole number of members that is at least this share of ``entitled``."""
        return -(-self.numerator * entitled // self.denominator)


@dataclass(frozen=True, slots=True)
class Quorum:
    """The count for one dossier (or, with ``recused`` empty, for a session)."""

    entitled: int
    present: int
    needed: int
    led: bool
    """The chair, or the deputy named in writing, is there and entitled."""

    @property
    def met(self) -> bool:
        return self.led and self.present >= self.needed > 0


def count(
    share: Share,
    *,
    members: Collection[int],
    present: Collection[int],
    recused: Collection[int] = (),
    leaders: Collection[int],
) -> Quorum:
    """Count the quorum; all collections hold ids of council people, ``members`` those who score.

    ``leaders`` may preside: the chair, and the deputy where she is named in writing.
    """
    entitled = set(members) - set(recused)
    there = entitled & set(present)
    return Quorum(
        entitled=len(entitled), present=len(there), needed=share.of(len(entitled)), led=bool(there & set(leaders))
    )


def may_score(quorum: Quorum) -> Answer:
    """Answer whether scoring may start, with the numbers when not (wording.md 7)."""
    if quorum.present < quorum.needed or not quorum.needed:
        return refuse(
            _("The quorum is not met: %(present)s of %(entitled)s entitled members are present, %(needed)s needed.")
            % {"present": quorum.present, "entitled": quorum.entitled, "needed": quorum.needed},
            article="điểm d khoản 3 Điều 7; Quy chế",
            remedy=_("Record who is present, or move the dossier to another session."),
        )
    if not quorum.led:
        return refuse(
            _("Neither the chair nor the deputy named in writing is present and entitled."),
            article="điểm d khoản 3 Điều 7; Quy chế",
            remedy=_("Record the chair's presence, or the written authorisation of the deputy."),
        )
    return ALLOWED


def may_open(quorum: Quorum, *, sent: int) -> Answer:
    """Answer whether ``sent`` sheets suffice to open; those not sent would be void (design.md, Stars)."""
    if sent >= quorum.needed > 0:
        return ALLOWED
    return refuse(
        _(
            "The sheets cannot be opened: %(sent)s of %(entitled)s members entitled to score have sent theirs, "
            "%(needed)s needed."
        )
        % {"sent": sent, "entitled": quorum.entitled, "needed": quorum.needed},
        article="điểm d khoản 3 Điều 7; Quy chế",
        remedy=_("Wait for the other sheets."),
    )
