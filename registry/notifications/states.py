"""How a notification reaches a person, and how far it has come."""

from __future__ import annotations

import datetime as dt

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """The way to the person; the site itself needs no delivery."""

    IN_APP = "in_app", _("On this site")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")


class Delivery(TextChoices):
    """How far a notification has come on its channel."""

    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")


BACK_OFF = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=12),
)
"""Time before each further attempt; when they are used up, the sending has failed and an officer sees it."""
ATTEMPTS = len(BACK_OFF) + 1
