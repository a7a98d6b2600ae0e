"""Sign-in by name, phone or e-mail with one password."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from registry.accounts.models import User
from registry.accounts.phones import normalise_phone


def person_named(name: str) -> User | None:
    """Return the person whom ``name`` means: sign-in name, e-mail, or phone however it is written."""
    name = name.strip()
    condition = Q(username__iexact=name)
    if "@" in name:
        condition |= Q(email__iexact=name)
    if phone := normalise_phone(name):
        condition |= Q(phone=phone)
    return User.objects.filter(condition).order_by("pk").first()


class NamePhoneOrEmail:
    """Finds the person by any of the three; takes the same time whether or not she exists."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        email: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        name = (username or email or "").strip()
        if not name or password is None:
            return None
        user = person_named(name)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
