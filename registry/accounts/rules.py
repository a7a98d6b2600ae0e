"""Who may change accounts and offices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import Role
from registry.accounts.models import User
from registry.places.models import Commune

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR})

ONLY_ADMINISTRATORS = refuse(
    _("Only the system administrator changes accounts and offices."), remedy=_("Ask the administrator of your office.")
)
NOT_ONESELF = refuse(
    _("Nobody gives an office to herself, ends her own or closes her own account."),
    remedy=_("Ask another system administrator."),
)


DESK = frozenset({Role.COMMUNE_OFFICER, Role.COMMUNE_RECEPTION})
"""Offices that the leader of a commune passes on when an officer is on leave or changes."""
ONLY_LEADERS = refuse(_("Only the leader of the commune passes the offices of its desk to another person."))


def may_hand_over_offices(actor: User, taker: User, commune: Commune) -> Answer:
    """The leader signs what the desk drafts, so she takes no office of the desk herself."""
    if commune.pk not in actor.communes({Role.COMMUNE_LEADER}):
        return ONLY_LEADERS
    return NOT_ONESELF if actor.pk == taker.pk else ALLOWED


def may_administer(actor: User) -> Answer:
    return ALLOWED if actor.holds(ADMINISTRATORS) else ONLY_ADMINISTRATORS


def may_change_offices(actor: User, person: User) -> Answer:
    """An administrator has no power over dossiers and takes none by an office that she gives to herself."""
    allowed = may_administer(actor)
    if not allowed:
        return allowed
    return NOT_ONESELF if actor.pk == person.pk else ALLOWED
