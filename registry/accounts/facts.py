"""What is recorded about a person and an office, as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.access.roles import Role

if TYPE_CHECKING:
    from registry.places.models import Commune, Province


@dataclass(frozen=True, slots=True)
class Contact:
    """``username`` is what she signs in with; phone (ten digits) and e-mail serve as well where they are known."""

    full_name: str
    username: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """One role for its place and the period ``[since, until)``."""

    role: Role
    since: dt.date
    until: dt.date | None = None
    commune: Commune | None = None
    province: Province | None = None
    position: str = ""
    signs_as: str = ""
