"""The second factor is enforced here, because allauth offers it but does not enforce it."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.module_loading import import_string

from registry.accounts.models import User

_OPEN_PREFIXES = ("account_", "mfa_", "usersessions_")


class SecondFactorMiddleware:
    """With ``SECOND_FACTOR=required`` whoever owes one and has none can only reach the pages that set it up.

    ``settings.SECOND_FACTOR_OWED`` names the question who owes one: seats in councils are not known here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.owes: Callable[[User], bool] = import_string(settings.SECOND_FACTOR_OWED)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if settings.SECOND_FACTOR != "required" or getattr(view, "without_session", False):
            return None
        if not request.user.is_authenticated:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name and name.startswith(_OPEN_PREFIXES):
            return None
        if is_mfa_enabled(request.user) or not self.owes(request.user):
            return None
        return redirect(reverse("mfa_activate_totp"))
