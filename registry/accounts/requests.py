"""What a view behind ``signed_in()`` or ``holding(...)`` may rely on."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from registry.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request whose person is known: the middleware has turned everybody else away."""

    user: User
    htmx: HtmxDetails
