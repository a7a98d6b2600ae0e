"""Permissions of views that we did not write: sign-in, second factor, API schema, language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from registry.access.permissions import Permission, anyone, signed_in

_ANYONE = anyone()
_SIGNED_IN = signed_in()

_BY_NAME = {
    "account_login": _ANYONE,
    "account_logout": _ANYONE,
    "account_inactive": _ANYONE,
    "account_reset_password": _ANYONE,
    "account_reset_password_done": _ANYONE,
    "account_reset_password_from_key": _ANYONE,
    "account_reset_password_from_key_done": _ANYONE,
    "mfa_authenticate": _ANYONE,
    "mfa_trust": _ANYONE,
    "account_change_password": _SIGNED_IN,
    "account_set_password": _SIGNED_IN,
    "account_reauthenticate": _SIGNED_IN,
    "mfa_reauthenticate": _SIGNED_IN,
    "mfa_index": _SIGNED_IN,
    "mfa_activate_totp": _SIGNED_IN,
    "mfa_deactivate_totp": _SIGNED_IN,
    "mfa_view_recovery_codes": _SIGNED_IN,
    "mfa_generate_recovery_codes": _SIGNED_IN,
    "mfa_download_recovery_codes": _SIGNED_IN,
    "usersessions_list": _SIGNED_IN,
    "set_language": _ANYONE,
    "api-schema": _ANYONE,
    "api-docs": _ANYONE,
}


def permission_of(request: HttpRequest, view: Any) -> Permission | None:
    """Return the permission of a third-party view by its URL name; ``None`` keeps it closed."""
    match = request.resolver_match
    return _BY_NAME.get(match.url_name or "") if match else None
