"""Which kind of registration fits what is recognised of a product. Pure.

Dossiers lie below certificates: who opens one supplies the rank that the product holds.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ratings.dossiers.states import Kind
from registry.access.answers import ALLOWED, Answer, refuse
from registry.calendar.working_days import RE_RANKING_OPENS, days_before

HIGHEST = 5
UPGRADES = "khoản 5 Điều 7"
RE_RANKINGS = "khoản 6 Điều 7"


@dataclass(frozen=True, slots=True)
class HeldRank:
    """A certificate: ``stars`` to the end of ``last_day``, or ended then, so lately that it can still be renewed.

    ``ends`` is its own last day, from which the window for re-ranking is counted; ``last_day`` may be later where
    article 12.3 keeps it in force.
    """

    stars: int
    last_day: dt.date
    own_last_day: dt.date | None = None
    in_force: bool = True

    @property
    def ends(self) -> dt.date:
        return self.own_last_day or self.last_day


def likely_kind(held: HeldRank | None, day: dt.date) -> Kind:
    """What most people who hold ``held`` want to register on ``day``."""
    if held and day >= days_before(held.ends, RE_RANKING_OPENS):
        return Kind.RE_RANKING
    return Kind.UPGRADE if held and held.stars < HIGHEST else Kind.FIRST


def kind_fits(kind: Kind, held: HeldRank | None) -> Answer:
    """Answer whether a product that holds ``held`` may be registered as ``kind`` (articles 7.5, 7.6 and 12.3)."""
    if kind is Kind.RE_RANKING:
        return (
            ALLOWED
            if held
            else refuse(
                _("The product holds no certificate, nor one that ended within the last 180 days."),
                article=f"{RE_RANKINGS}; khoản 3 Điều 12",
                remedy=_("Register it for the first time."),
            )
        )
    held = held if held and held.in_force else None
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
