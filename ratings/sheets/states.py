"""What a sheet of answers is for."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    SELF_SCORE = "self_score", _("Self-score")
    ADVISOR = "advisor", _("Sheet of the advisory team")
    MEMBER = "member", _("Sheet of a council member")
    PRACTICE = "practice", _("Practice sheet")
    PAPER = "paper", _("Sheet entered from paper")
