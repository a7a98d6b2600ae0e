"""Words for what guidance says of a paper."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cost(models.TextChoices):
    """What a paper costs, as a household sees it; in ascending order."""

    NONE = "none", _("no cost")
    SMALL = "small", _("small cost")
    LARGE = "large", _("large cost")
