"""In which state a certificate is on a given day (wording.md 4). Pure; the day is an argument."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    NOT_YET = "not_yet", _("Not yet in force")
    IN_FORCE = "in_force", _("In force")
    EXTENDED = "extended", _("Extended under khoản 3 Điều 12")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Superseded")

    @property
    def icon(self) -> str:
        return _FACES[self][0]

    @property
    def tone(self) -> str:
        return _FACES[self][1]

    @property
    def in_force(self) -> bool:
        return self in (Status.IN_FORCE, Status.EXTENDED)


_FACES = {
    Status.NOT_YET: ("hourglass", "info"),
    Status.IN_FORCE: ("check", "success"),
    Status.EXTENDED: ("check", "warning"),
    Status.EXPIRED: ("x-circle", "neutral"),
    Status.WITHDRAWN: ("x-circle", "danger"),
    Status.SUPERSEDED: ("arrow-return-left", "neutral"),
}


class Interval(Protocol):
    """What the state of a certificate depends on; ``valid_until`` is the first day not in force."""

    valid_from: dt.date
    valid_until: dt.date
    end: str
    extended_until: dt.date | None


def status_on(certificate: Interval, day: dt.date) -> Status:
    """Return the state on ``day``.

    A certificate that a later one replaced or a decision withdrew was in force until then, and says so for days
    before. An extension (article 12.3) counts only where the certificate ran out by itself.
    """
    if day < certificate.valid_from:
        return Status.NOT_YET
    if day < certificate.valid_until:
        return Status.IN_FORCE
    if certificate.end:
        return Status(certificate.end)
    if certificate.extended_until and day < certificate.extended_until:
        return Status.EXTENDED
    return Status.EXPIRED
