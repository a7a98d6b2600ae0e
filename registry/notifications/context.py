"""How many notifications are new, for the bell of every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from registry.notifications import queries


def unread(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``unread_count``; the database is asked once, and only by a page that shows it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_count": 0}
    return {"unread_count": SimpleLazyObject(lambda: queries.unread(user).count())}
