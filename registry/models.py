"""The tables of this app, listed for Django; each is declared in its concept."""

from registry.accounts.models import RoleAssignment, User
from registry.places.models import Commune, Province

__all__ = ["Commune", "Province", "RoleAssignment", "User"]
