"""What kinds of producers there are, and what a member of one may do."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProducerKind(TextChoices):
    """Kinds of khoản 3 Điều 2, as finely as line 3.1 of the score sheets distinguishes them."""

    COOPERATIVE = "cooperative", _("Cooperative")
    COOPERATIVE_GROUP = "cooperative_group", _("Cooperative group")
    LIMITED_COMPANY = "limited_company", _("Limited company")
    PRIVATE_ENTERPRISE = "private_enterprise", _("Private enterprise")
    JOINT_STOCK_COMPANY = "joint_stock_company", _("Joint stock company")
    FARM = "farm", _("Farm")
    PRODUCING_HOUSEHOLD = "producing_household", _("Producing household")
    FAMILY_HOUSEHOLD = "family_household", _("Family household")
    ASSOCIATION = "association", _("Association")
    FEDERATION = "federation", _("Federation of associations")
    OPERATING_CENTRE = "operating_centre", _("Operating centre")
    EQUAL = "equal", _("Equal organisation")


ENTERPRISES = frozenset(
    {ProducerKind.LIMITED_COMPANY, ProducerKind.PRIVATE_ENTERPRISE, ProducerKind.JOINT_STOCK_COMPANY}
)
"""Must be small or medium (khoản 3 Điều 2)."""
HOUSEHOLDS = frozenset({ProducerKind.PRODUCING_HOUSEHOLD, ProducerKind.FAMILY_HOUSEHOLD})
"""Must be registered as a business (khoản 3 Điều 2)."""
TOURISM_ONLY = frozenset(
    {ProducerKind.ASSOCIATION, ProducerKind.FEDERATION, ProducerKind.OPERATING_CENTRE, ProducerKind.EQUAL}
)
"""May register only services of community tourism, eco-tourism and visitor sites (khoản 3 Điều 2)."""


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class Rank(TextChoices):
    """What a member may do for the producer."""

    OWNER = "owner", _("Representative of the producer")
    EDITOR = "editor", _("Editor of dossiers")
    VIEWER = "viewer", _("Viewer")


EDITING_RANKS = frozenset({Rank.OWNER, Rank.EDITOR})


class JoinOutcome(TextChoices):
    """What became of somebody's wish to act for a producer."""

    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
