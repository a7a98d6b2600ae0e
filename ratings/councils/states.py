"""Levels, offices and capacities of a council (articles 7.3b, 7.4b)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ratings.criteria.result import GateTest


class Level(TextChoices):
    PROVINCE = "province", _("Provincial council")
    NATION = "nation", _("Central council")


class Seat(TextChoices):
    """Whom a member represents. Article 7.3b names the offices that must be there."""

    PROVINCE_LEADER = "province_leader", _("Leader of the provincial People's Committee")
    AGRICULTURE = "agriculture", _("Department of Agriculture and Environment")
    INDUSTRY_TRADE = "industry_trade", _("Department of Industry and Trade")
    HEALTH = "health", _("Department of Health")
    SCIENCE = "science", _("Department of Science and Technology")
    CULTURE = "culture", _("Department of Culture, Sports and Tourism")
    FOOD_SAFETY = "food_safety", _("Department of Food Safety (if any)")
    OCOP_AGENCY = "ocop_agency", _("OCOP agency of the province")
    SPECIALIST = "specialist", _("Specialised unit of the Department of Agriculture and Environment")
    EXPERT = "expert", _("Invited expert, association or other body")


OBLIGATORY_SEATS = (
    Seat.AGRICULTURE,
    Seat.INDUSTRY_TRADE,
    Seat.HEALTH,
    Seat.SCIENCE,
    Seat.CULTURE,
    Seat.OCOP_AGENCY,
    Seat.SPECIALIST,
)
"""Article 7.3b; food safety only where the province has such a department."""


class Capacity(TextChoices):
    """What a person is in the council."""

    CHAIR = "chair", _("Chair of the council")
    DEPUTY = "deputy", _("Deputy chair of the council")
    MEMBER = "member", _("Council member")
    SECRETARY = "secretary", _("Council secretary")
    TEAM_LEADER = "team_leader", _("Leader of the advisory team")
    ADVISOR = "advisor", _("Member of the advisory team")


SCORING_CAPACITIES = (Capacity.CHAIR, Capacity.DEPUTY, Capacity.MEMBER)
TEAM_CAPACITIES = (Capacity.TEAM_LEADER, Capacity.ADVISOR)

GATE_TEST_LABELS = {
    GateTest.MAJORITY: _("More than half of the sheets reach the mark"),
    GateTest.MEAN: _("The mean of the line reaches the mark"),
    GateTest.EVERY_MEMBER: _("Every sheet reaches the mark"),
    GateTest.AGREED: _("One tick agreed by the council and minuted"),
}
"""How a minimum requirement is tested: the regulation's choice (design.md, Stars)."""
