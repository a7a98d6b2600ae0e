"""Who may change accounts and offices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import Role
from registry.accounts.models import User

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR})

ONLY_ADMINISTRATORS = refuse(
    _("Only the system administrator changes accounts and offices."), remedy=_("Ask the administrator of your office.")
)
NOT_ONESELF = refuse(
    _("Nobody gives an office to herself, ends her own or closes her own account."),
    remedy=_("Ask another system administrator."),
)


def may_administer(actor: User) -> Answer:
    return ALLOWED if actor.holds(ADMINISTRATORS) else ONLY_ADMINISTRATORS


def may_change_offices(actor: User, person: User) -> Answer:
    """An administrator has no power over dossiers and takes none by an office that she gives to herself."""
    allowed = may_administer(actor)
    if not allowed:
        return allowed
    return NOT_ONESELF if actor.pk == person.pk else ALLOWED
