"""The offices people hold. Declared once here; given to a person for a place and a period (accounts)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """What a role is given for."""

    COMMUNE = "commune", _("Commune")
    PROVINCE = "province", _("Province")
    NATION = "nation", _("Nation")
    INSTALLATION = "installation", _("Installation")


class Role(TextChoices):
    """Standing offices. Producer members, council members and advisors are rows of their producer or council."""

    COMMUNE_RECEPTION = "commune_reception", _("Commune reception officer")
    COMMUNE_OFFICER = "commune_officer", _("Commune OCOP officer")
    COMMUNE_LEADER = "commune_leader", _("Commune leader")
    PROVINCE_OFFICER = "province_officer", _("Province OCOP officer")
    DECIDING_AUTHORITY = "deciding_authority", _("Deciding authority of the province")
    MINISTRY_OFFICER = "ministry_officer", _("Ministry OCOP officer")
    MINISTRY_AUTHORITY = "ministry_authority", _("Deciding authority of the ministry")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")

    @property
    def scope(self) -> Scope:
        return _SCOPES[self]


_SCOPES = {
    Role.COMMUNE_RECEPTION: Scope.COMMUNE,
    Role.COMMUNE_OFFICER: Scope.COMMUNE,
    Role.COMMUNE_LEADER: Scope.COMMUNE,
    Role.PROVINCE_OFFICER: Scope.PROVINCE,
    Role.DECIDING_AUTHORITY: Scope.PROVINCE,
    Role.MINISTRY_OFFICER: Scope.NATION,
    Role.MINISTRY_AUTHORITY: Scope.NATION,
    Role.SYSTEM_ADMINISTRATOR: Scope.INSTALLATION,
}

COMMUNE_ROLES = frozenset({Role.COMMUNE_RECEPTION, Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER})
PROVINCE_ROLES = frozenset({Role.PROVINCE_OFFICER, Role.DECIDING_AUTHORITY})
MINISTRY_ROLES = frozenset({Role.MINISTRY_OFFICER, Role.MINISTRY_AUTHORITY})
OFFICIAL_ROLES = COMMUNE_ROLES | PROVINCE_ROLES | MINISTRY_ROLES | {Role.SYSTEM_ADMINISTRATOR}
