"""Uploads that survive a refused form: a browser forgets a chosen file, so what was sent is kept and named by a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core import signing
from django.db.models import Model

if TYPE_CHECKING:
    from registry.accounts.models import User

HOURS = 12
Row = TypeVar("Row", bound=Model)


def token_for(row: Model, user: User) -> str:
    """Return a token for ``row`` that only ``user`` can hand back, for twelve hours."""
    return signing.dumps(row.pk, salt=_salt(type(row), user), compress=False)


def kept(model: type[Row], token: str, user: User) -> Row | None:
    """Return the row named by ``token``, or None when it is not this person's, too old, or no token at all."""
    if not token:
        return None
    try:
        key = signing.loads(token, salt=_salt(model, user), max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    return model._default_manager.filter(pk=key).first()  # noqa: SLF001


def _salt(model: type[Model], user: User) -> str:
    return f"kept:{model.__name__}:{user.pk}"
