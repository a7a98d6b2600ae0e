"""What every page's frame shows: the ways that are open to the person, the demonstration mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Exists, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from ratings.councils.queries import scoring_seats_of, seats_of
from registry.access.frame import Frame, Link
from registry.access.roles import COMMUNE_ROLES, MINISTRY_ROLES, PROVINCE_ROLES, Role
from registry.accounts.models import User
from registry.notifications.queries import unread
from registry.producers.queries import memberships_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


OFFICES_OF_THE_REGISTER = COMMUNE_ROLES | PROVINCE_ROLES | MINISTRY_ROLES
BOTTOM = 4
"""So many entries a phone's bottom bar holds."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What decides which lists have rows for a person; ``unread`` counts her new notifications."""

    person: User
    in_council: bool
    scores: bool
    in_producer: bool
    unread: int

    @property
    def register(self) -> bool:
        """She works with the register: for an office, for a producer, or to begin with her own."""
        elsewhere = self.in_council or self.administers
        return not elsewhere or self.person.holds(OFFICES_OF_THE_REGISTER) or self.in_producer

    @property
    def administers(self) -> bool:
        """An administrator keeps people and offices and has no power over the register."""
        return self.person.holds({Role.SYSTEM_ADMINISTRATOR})

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
    Entry("scoring", _("Score sheets"), "card-checklist", lambda ways: ways.scores, on_phone=True),
    Entry("dossiers", _("Dossiers"), "folder", lambda ways: ways.register, on_phone=True),
    Entry("products", _("Products"), "box", lambda ways: ways.register, on_phone=True),
    Entry("producers", _("Producers"), "people", lambda ways: ways.register),
    Entry(
        "councils", _("Councils"), "clipboard-check", lambda ways: ways.in_council or ways.office_above, on_phone=True
    ),
    Entry("decisions", _("Decisions"), "file-text", lambda ways: ways.office_above),
    Entry("certificates", _("Certificates"), "award", lambda ways: ways.register, on_phone=True),
    Entry(
        "register-imports",
        _("Bring in the register"),
        "archive",
        lambda ways: ways.person.holds({Role.PROVINCE_OFFICER}),
    ),
    Entry("people", _("People and offices"), "people", lambda ways: ways.administers, on_phone=True),
    Entry(
        "notifications_failed",
        _("Undelivered messages"),
        "envelope",
        lambda ways: ways.administers,
        on_phone=True,
    ),
)


def ways_of(person: User) -> Ways:
    """Ask in one query what the frame of every page of ``person`` depends on."""
    new = unread(person).order_by().values("recipient").annotate(number=Count("pk")).values("number")
    facts = User.objects.filter(pk=person.pk).values_list(
        Exists(seats_of(person)), Exists(scoring_seats_of(person)), Exists(memberships_of(person)), Subquery(new)
    )
    in_council, scores, in_producer, number = facts.get()
    return Ways(person, in_council, scores, in_producer, number or 0)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``frame`` and ``unread_count``; only a page that shows one of them asks the database."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"frame": Frame(demo=settings.DEMO), "unread_count": 0}
    ways = cache(lambda: ways_of(user))
    return {
        "frame": SimpleLazyObject(lambda: _frame(request, ways())),
        "unread_count": SimpleLazyObject(lambda: ways().unread),
    }


def _frame(request: HttpRequest, ways: Ways) -> Frame:
    found = [(entry, _link(request, entry)) for entry in NAVIGATION if entry.opens_for(ways)]
    return Frame(
        demo=settings.DEMO,
        navigation=[link for _entry, link in found],
        bottom=[link for entry, link in found if entry.on_phone][:BOTTOM],
    )


def _link(request: HttpRequest, entry: Entry) -> Link:
    url = reverse(entry.url_name)
    return Link(entry.label, url, entry.icon, active=request.path.startswith(url))
