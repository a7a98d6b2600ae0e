"""Permission of a page: every URL names one, and what names none is refused at run time.

A page permission asks only about the *person*. Which rows she sees is the business of ``visible_to`` in each
concept's ``queries.py``; whether a state allows a move, of its ``rules.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.utils.translation import gettext_lazy as _

from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection


class Person(Protocol):
    """What a permission needs to know of the signed-in (or anonymous) person."""

    @property
    def is_authenticated(self) -> bool: ...

    def holds(self, roles: Collection[Role]) -> bool: ...


@dataclass(frozen=True, slots=True)
class Permission:
    """A named predicate on the person who opens a page."""

    name: str
    test: Callable[[Any], Answer]
    public: bool = False


_SIGN_IN = refuse(_("Please sign in first."))
_OTHER_ROLE = refuse(_("This page is for people in another office."))


def _signed_in(person: Person) -> Answer:
    return ALLOWED if person.is_authenticated else _SIGN_IN


def anyone() -> Permission:
    """The public, without an account."""
    return Permission("anyone", lambda _person: ALLOWED, public=True)


def signed_in() -> Permission:
    """Everybody with an account; the rows are narrowed by ``visible_to``."""
    return Permission("signed_in", _signed_in)


def holding(*roles: Role) -> Permission:
    """People who hold at least one of ``roles`` today."""
    wanted = frozenset(roles)

    def test(person: Person) -> Answer:
        if not person.is_authenticated:
            return _SIGN_IN
        return ALLOWED if person.holds(wanted) else _OTHER_ROLE

    return Permission("holding:" + ",".join(sorted(wanted)), test)


View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare the permission of a view (function or ``as_view()`` result)."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def declared_permission(view: Any) -> Permission | None:
    """Find the permission that ``view`` (or the class behind it) declares, if any."""
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        permission = getattr(holder, "permission", None)
        if isinstance(permission, Permission):
            return permission
    return None
