"""Who passes the work of an office on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import Role
from registry.accounts.models import User


def may_hand_over_work(person: User, commune: str) -> Answer:
    """The leader of the commune says who does whose work."""
    if commune in person.communes({Role.COMMUNE_LEADER}):
        return ALLOWED
    return refuse(
        _("Only the leader of the commune hands the work of an officer to another person."),
        remedy=_("Ask the leader; the open work is listed below."),
    )
