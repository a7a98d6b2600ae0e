"""What every page's frame shows: the ways that are open to the person, the demonstration mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ratings.councils.queries import Seats, seats_of
from registry.access.frame import Frame, Link
from registry.access.roles import MINISTRY_ROLES, OFFICIAL_ROLES, PROVINCE_ROLES, Role
from registry.producers.queries import is_member

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from registry.accounts.models import User

BOTTOM = 4
"""So many entries a phone's bottom bar holds."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What decides which lists have rows for a person."""

    person: User
    seats: Seats

    @property
    def register(self) -> bool:
        """She works with the register: for an office, for a producer, or to begin with her own."""
        return not self.seats.any or self.person.holds(OFFICIAL_ROLES) or is_member(self.person)

    @property
    def office_above(self) -> bool:
        return self.person.holds(PROVINCE_ROLES | MINISTRY_ROLES)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation."""

    url_name: str
    label: StrOrPromise
    icon: str
    opens_for: Callable[[Ways], bool]
    on_phone: bool = False


NAVIGATION = (
    Entry("home", _("Work list"), "list-check", lambda _ways: True, on_phone=True),
    Entry("scoring", _("Score sheets"), "card-checklist", lambda ways: ways.seats.scores, on_phone=True),
    Entry("dossiers", _("Dossiers"), "folder", lambda ways: ways.register, on_phone=True),
    Entry("products", _("Products"), "box", lambda ways: ways.register, on_phone=True),
    Entry("producers", _("Producers"), "people", lambda ways: ways.register),
    Entry(
        "councils", _("Councils"), "clipboard-check", lambda ways: ways.seats.any or ways.office_above, on_phone=True
    ),
    Entry("decisions", _("Decisions"), "file-text", lambda ways: ways.office_above),
    Entry("certificates", _("Certificates"), "award", lambda ways: ways.register, on_phone=True),
    Entry(
        "notifications_failed",
        _("Undelivered messages"),
        "envelope",
        lambda ways: ways.person.holds({Role.SYSTEM_ADMINISTRATOR}),
    ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``frame``; who she is in councils is asked once a page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"frame": Frame(demo=settings.DEMO)}
    ways = Ways(user, seats_of(user))
    found = [(entry, _link(request, entry)) for entry in NAVIGATION if entry.opens_for(ways)]
    return {
        "frame": Frame(
            demo=settings.DEMO,
            navigation=[link for _entry, link in found],
            bottom=[link for entry, link in found if entry.on_phone][:BOTTOM],
        )
    }


def _link(request: HttpRequest, entry: Entry) -> Link:
    url = reverse(entry.url_name)
    return Link(entry.label, url, entry.icon, active=request.path.startswith(url))
