"""Which kind of registration fits what is recognised of a product. Pure.

Dossiers lie below certificates: who opens one supplies the rank that the product holds.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ratings.dossiers.states import Kind
from registry.access.answers import ALLOWED, Answer, refuse

HIGHEST = 5
UPGRADES = "khoản 5 Điều 7"
RE_RANKINGS = "khoản 6 Điều 7"


@dataclass(frozen=True, slots=True)
class HeldRank:
    """A certificate in force: ``stars`` to the end of ``last_day``."""

    stars: int
    last_day: dt.date


def likely_kind(held: HeldRank | None) -> Kind:
    """What most people who hold ``held`` want to register; its own end is a question of the re-ranking window."""
    return Kind.UPGRADE if held and held.stars < HIGHEST else Kind.FIRST


def kind_fits(kind: Kind, held: HeldRank | None) -> Answer:
    """Answer whether a product that holds ``held`` may be registered as ``kind`` (articles 7.5 and 7.6)."""
    if kind is Kind.RE_RANKING:
        return refuse(
            _("Re-ranking cannot be registered here yet."), article=RE_RANKINGS, remedy=_("File it on paper.")
        )
    if kind is Kind.FIRST and held:
        return refuse(
            _(
                "The product holds %(stars)s stars, valid to the end of %(day)s, so it is not registered for the first time."
            )
            % {"stars": held.stars, "day": held.last_day.strftime("%d/%m/%Y")},
            article=UPGRADES,
            remedy=_("Register an upgrade, or its re-ranking from 180 to 120 days before that day."),
        )
    if kind is Kind.UPGRADE and not held:
        return refuse(
            _("The product holds no certificate that is in force, so there is no rank to raise."),
            article=UPGRADES,
            remedy=_("Register it for the first time."),
        )
    if kind is Kind.UPGRADE and held and held.stars >= HIGHEST:
        return refuse(
            _("The product holds five stars, the highest rank."),
            article=UPGRADES,
            remedy=_("Register its re-ranking in time before the certificate ends."),
        )
    return ALLOWED
