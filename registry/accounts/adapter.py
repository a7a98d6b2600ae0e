"""How allauth behaves here: no public sign-up by itself, phone numbers understood."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from registry.accounts.backends import person_named


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an officer; producers who join by themselves come with their own page."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return str(super().get_login_redirect_url(request))

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """The sign-in name is given, never derived."""

    def get_reset_password_from_key_url(self, key: str) -> str:
        """A link in a letter names the public address, never the host name that whoever asked has sent."""
        asked = str(super().get_reset_password_from_key_url(key))
        return settings.PUBLIC_URL.rstrip("/") + urlsplit(asked).path

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures by person: neither another spelling of her name nor another host name begins anew."""
        name = str(credentials.get("email") or credentials.get("username") or "")
        person = person_named(name)
        return f"person:{person.pk}" if person else f"name:{name.strip().casefold()}"
