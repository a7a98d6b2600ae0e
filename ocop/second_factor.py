"""Who owes a second factor where it is required: everybody whose click is an office's or a council's."""

from __future__ import annotations

from ratings.councils.queries import visible_to as councils_of
from registry.access.roles import OFFICIAL_ROLES
from registry.accounts.models import User


def is_owed_by(person: User) -> bool:
    """Whether ``person`` holds an office, or a seat in a council or its team."""
    return person.holds(OFFICIAL_ROLES) or councils_of(person).exists()
