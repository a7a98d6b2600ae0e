"""Whether a paper is in force on a day."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LAPSES_SOON_DAYS = 60
"""So many days before its last day a paper is shown as lapsing soon: time to have a new one made."""


class Validity(TextChoices):
    NO_END = "no_end", _("No end date")
    NOT_YET = "not_yet", _("Not in force yet")
    IN_FORCE = "in_force", _("In force")
    LAPSES_SOON = "lapses_soon", _("Lapses soon")
    LAPSED = "lapsed", _("Lapsed")

    @property
    def tone(self) -> str:
        return _TONES[self]

    @property
    def icon(self) -> str:
        return _ICONS[self]


_TONES = {
    Validity.NO_END: "neutral",
    Validity.NOT_YET: "info",
    Validity.IN_FORCE: "success",
    Validity.LAPSES_SOON: "warning",
    Validity.LAPSED: "danger",
}
_ICONS = {
    Validity.NO_END: "check-circle-fill",
    Validity.NOT_YET: "hourglass-split",
    Validity.IN_FORCE: "check-circle-fill",
    Validity.LAPSES_SOON: "exclamation-triangle-fill",
    Validity.LAPSED: "calendar-x",
}
