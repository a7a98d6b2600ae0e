"""What every page's frame shows: navigation of the person's roles, the demonstration mark, the language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from registry.access.roles import MINISTRY_ROLES, PROVINCE_ROLES, Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation; ``roles`` empty means everybody who is signed in."""

    url_name: str
    label: StrOrPromise
    icon: str
    roles: frozenset[Role] = frozenset()
    on_phone: bool = False


NAVIGATION = (
    Entry("home", _("Work list"), "list-check", on_phone=True),
    Entry("dossiers", _("Dossiers"), "folder", on_phone=True),
    Entry("products", _("Products"), "box", on_phone=True),
    Entry("producers", _("Producers"), "people"),
    Entry("councils", _("Councils"), "clipboard-check", roles=PROVINCE_ROLES | MINISTRY_ROLES),
    Entry("decisions", _("Decisions"), "file-text", roles=PROVINCE_ROLES | MINISTRY_ROLES),
    Entry("certificates", _("Certificates"), "award", on_phone=True),
    Entry("notifications_failed", _("Undelivered messages"), "envelope", roles=frozenset({Role.SYSTEM_ADMINISTRATOR})),
)


@dataclass(frozen=True, slots=True)
class Link:
    label: StrOrPromise
    url: str
    icon: str
    active: bool


@dataclass(frozen=True, slots=True)
class Frame:
    demo: bool
    navigation: list[Link] = field(default_factory=list)
    bottom: list[Link] = field(default_factory=list)


def frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"frame": Frame(demo=settings.DEMO)}
    entries = [entry for entry in NAVIGATION if not entry.roles or user.holds(entry.roles)]
    links = [(entry, link) for entry in entries if (link := _link(request, entry))]
    return {
        "frame": Frame(
            demo=settings.DEMO,
            navigation=[link for _entry, link in links],
            bottom=[link for entry, link in links if entry.on_phone],
        )
    }


def _link(request: HttpRequest, entry: Entry) -> Link | None:
    try:
        url = reverse(entry.url_name)
    except NoReverseMatch:
        return None
    return Link(entry.label, url, entry.icon, active=request.path.startswith(url))
