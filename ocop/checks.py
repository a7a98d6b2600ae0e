"""What a real installation must not start without."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from ocop.settings import INSECURE_SECRET


@register(Tags.security)
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start in production with the default secret, an open host list or an optional second factor."""
    if not settings.PRODUCTION:
        return []
    faults: list[CheckMessage] = []
    if settings.SECRET_KEY == INSECURE_SECRET or len(settings.SECRET_KEY) < 32:
        faults.append(Error("SECRET_KEY is the default one or too short.", hint="Set SECRET_KEY.", id="ocop.E001"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        faults.append(Error("ALLOWED_HOSTS is not set.", hint="Name the public host.", id="ocop.E002"))
    if settings.SECOND_FACTOR != "required":
        faults.append(
            Error("Officials could work without a second factor.", hint="SECOND_FACTOR=required", id="ocop.E003")
        )
    if settings.DEMO:
        faults.append(Error("Demonstration marks are switched on.", hint="Unset DEMO.", id="ocop.E004"))
    return faults
