"""Signs that an interest may link a member with a product, computed from what the register knows. Pure.

They are asked about, never decided: the member declares (Law on Anti-corruption 2018, article 23; the council's
regulation), and steps back where she says that there is an interest.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registry.places.folding import fold


class Sign(TextChoices):
    """What links two records."""

    MEMBER = "member", _("acts for the producer")
    HELPED = "helped", _("helped to fill the dossier")
    REPRESENTATIVE = "representative", _("bears the name of the representative")
    PHONE = "phone", _("has the producer's phone number")
    EMAIL = "email", _("has the producer's e-mail address")
    FAMILY = "family", _("has the representative's family name and an office in the producer's commune")


@dataclass(frozen=True, slots=True)
class Someone:
    """A member of the council: account, name, ways to reach her, communes in which she holds or held an office."""

    account: int
    name: str
    phone: str = ""
    email: str = ""
    communes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Side:
    """The producer of a dossier: accounts that act or acted for it, and those that wrote in the dossier for it."""

    representative: str
    commune: str
    phone: str = ""
    email: str = ""
    members: Collection[int] = ()
    writers: Collection[int] = ()


def signs_of(member: Someone, side: Side) -> tuple[Sign, ...]:
    """Return what speaks for asking, the strongest first; empty when nothing does."""
    name, representative = fold(member.name), fold(side.representative)
    same_name = bool(name) and name == representative
    found = (
        (Sign.MEMBER, member.account in side.members),
        (Sign.HELPED, member.account in side.writers and member.account not in side.members),
        (Sign.REPRESENTATIVE, same_name),
        (Sign.PHONE, bool(member.phone) and member.phone == side.phone),
        (Sign.EMAIL, bool(member.email) and member.email.casefold() == side.email.casefold()),
        (
            Sign.FAMILY,
            not same_name and bool(_family(name)) and _family(name) == _family(representative)
            and side.commune in member.communes,
        ),
    )  # fmt: skip
    return tuple(sign for sign, stands in found if stands)


def _family(folded: str) -> str:
    """The family name: in Vietnamese it stands first."""
    return folded.partition(" ")[0]
