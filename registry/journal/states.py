"""For whom an entry of the journal is written."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """Who may read an entry, from the widest to the narrowest; each reads what the wider ones read too."""

    EVERYBODY = "everybody", _("Everybody")
    PRODUCER = "producer", _("The producer and the offices")
    OFFICE = "office", _("The offices")
    AUDIT = "audit", _("The inspection of the system")

    @property
    def readable(self) -> list[Audience]:
        """Audiences whose entries somebody of this audience may read."""
        order = list(Audience)
        return order[: order.index(self) + 1]
