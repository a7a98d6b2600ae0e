"""Accounts that an administrator keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from registry.access.roles import Role
from registry.accounts.models import RoleAssignment, User
from registry.accounts.phones import normalise_phone
from registry.accounts.rules import ADMINISTRATORS, DESK
from registry.calendar.today import today
from registry.places.folding import words_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def visible_to(person: User | AnonymousUser) -> QuerySet[User]:
    """Administrators see every account; nobody else sees this list."""
    if not person.is_authenticated or not person.holds(ADMINISTRATORS):
        return User.objects.none()
    return User.objects.all()


def for_list(people: QuerySet[User]) -> QuerySet[User]:
    """People with the offices they hold today as ``offices_now``."""
    held = RoleAssignment.objects.held_on(today()).select_related("commune", "province").order_by("pk")
    return people.prefetch_related(Prefetch("role_assignments", held, to_attr="offices_now")).order_by("folded", "pk")


def matching(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Narrow to those whose name holds every word without regard to accents, or whose sign-in, phone or e-mail fits."""
    text = text.strip()
    if not text:
        return people
    named = Q()
    for word in words_of(text):
        named &= Q(folded__contains=word)
    signs_in = Q(username__icontains=text) | Q(email__icontains=text)
    if phone := normalise_phone(text):
        signs_in |= Q(phone=phone)
    return people.filter((named or Q(pk__in=[])) | signs_in)


def holders(roles: Collection[Role], *, commune: str | None = None, province: str | None = None) -> list[User]:
    """People who hold one of ``roles`` today for that place; each once."""
    held = RoleAssignment.objects.held_on(today()).filter(role__in=roles, user__is_active=True)
    if commune is not None:
        held = held.filter(commune=commune)
    if province is not None:
        held = held.filter(province=province)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


def holding(people: QuerySet[User], role: str) -> QuerySet[User]:
    """Narrow to those who hold ``role`` today."""
    return people.filter(pk__in=RoleAssignment.objects.held_on(today()).filter(role=role).values("user"))


def offices_of(person: User) -> QuerySet[RoleAssignment]:
    """Every office that ``person`` held, holds or will hold, the newest first."""
    return person.role_assignments.select_related("commune", "province").order_by("-since", "-pk")


def officers_of(commune: str, day: dt.date) -> QuerySet[User]:
    """People who hold an office at the desk of a commune on ``day``."""
    held = RoleAssignment.objects.held_on(day).filter(commune=commune, role__in=DESK)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("folded", "pk")
