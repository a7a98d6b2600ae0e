"""What became of a unit of before July 2025, and how sure the answer about an address is."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Extent(TextChoices):
    """How much of a former commune went to a commune of today."""

    WHOLE = "whole", _("whole")
    PART = "part", _("part")


class Outcome(TextChoices):
    """What can be said about an address as written."""

    ONE = "one", _("One commune of today")
    SEVERAL = "several", _("Several communes of today: a person must choose")
    UNKNOWN = "unknown", _("Not certain: a person must choose")


class Ground(TextChoices):
    """Why a commune of today is offered for an address as written."""

    NAME_OF_TODAY = "name_of_today", _("bears this name today")
    WHOLE = "whole", _("took over the whole former commune")
    PART = "part", _("took over a part of the former commune")
    SAME_DISTRICT = "same_district", _("lies in the former district")
    SIMILAR_NAME = "similar_name", _("has or had a similar name")


class Generation(TextChoices):
    """Which list the numbers of a product code belong to."""

    BEFORE_2025 = "before_2025", _("units before July 2025")
    TODAY = "today", _("units of today")


class CodeFault(TextChoices):
    """Why a product code does not name a place without a person looking at it."""

    SHAPE = "shape", _("This is not a product code: it has four parts, or five before July 2025.")
    YEAR = "year", _("Year and number of parts do not go together.")
    COMMUNE = "commune", _("The commune of this code is not in the list of its time.")
    PROVINCE = "province", _("The commune of this code lies in another province.")
