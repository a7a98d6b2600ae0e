"""Whether the law lets a producer register, and whether a person may act for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import Role
from registry.calendar.today import today
from registry.places.models import Commune
from registry.producers.models import JoinRequest, Membership, Producer
from registry.producers.states import EDITING_RANKS, ENTERPRISES, HOUSEHOLDS, TOURISM_ONLY, Rank

if TYPE_CHECKING:
    from registry.accounts.models import User

CLERKS = frozenset({Role.COMMUNE_OFFICER, Role.COMMUNE_RECEPTION})
"""Register producers and products, also on behalf of a producer; the leader signs and does not type."""
TOURISM_SET = 26
WHO_MAY_REGISTER = "khoản 3 Điều 2"

HOUSEHOLD_UNREGISTERED = refuse(
    _("The household has no business registration yet."),
    article=WHO_MAY_REGISTER,
    remedy=_("Enter the number and the date of issue, and upload a copy."),
)
NOT_SMALL_OR_MEDIUM = refuse(
    _("The enterprise is not established to be small or medium."),
    article=WHO_MAY_REGISTER,
    remedy=_("Have its size confirmed and record it in the profile."),
)
TOURISM_SERVICES_ONLY = refuse(
    _("Associations, federations, operating centres and equal organisations may register tourism services only."),
    article=WHO_MAY_REGISTER,
    remedy=_("Choose set 26, or register the product in the name of the member who makes it."),
)
NOT_ACTIVE = refuse(
    _("The producer has ended its activity or has become another one."),
    remedy=_("Use the profile of its successor."),
)
NOT_YOURS = refuse(_("Only members with the right to edit and the officers of the commune may change this."))
ONLY_OWNERS = refuse(_("Only the representative of the producer and the officers of the commune may change members."))
LAST_OWNER = refuse(
    _("The producer would be left without a representative."),
    remedy=_("Make somebody else its representative first."),
)
OTHER_COMMUNE = refuse(
    _("The producer lies in a commune for which you do not act."),
    remedy=_("Ask the officer of that commune to register it."),
)
OTHER_PROVINCE = refuse(_("The register of a province is brought in by the OCOP officer of that province."))


def may_register(producer: Producer, set_number: int) -> Answer:
    """Whether the law lets this producer register a product of this set (khoản 3 Điều 2)."""
    if not producer.active:
        return NOT_ACTIVE
    if producer.kind in HOUSEHOLDS and not producer.registered:
        return HOUSEHOLD_UNREGISTERED
    if producer.kind in ENTERPRISES and producer.small_or_medium is not True:
        return NOT_SMALL_OR_MEDIUM
    if producer.kind in TOURISM_ONLY and set_number != TOURISM_SET:
        return TOURISM_SERVICES_ONLY
    return ALLOWED


def standing(producer: Producer) -> Answer:
    """What the law has against this producer whatever it makes; shown on its profile."""
    return may_register(producer, TOURISM_SET)


def is_clerk_of(user: User, commune_code: str) -> bool:
    return commune_code in user.communes(CLERKS)


def rank_of(user: User, producer: Producer) -> Rank | None:
    """Return the person's right in this producer today, if any."""
    held = Membership.objects.held_on(today()).filter(user=user, producer=producer).values_list("rank", flat=True)
    ranks = set(held)
    return next((rank for rank in Rank if rank in ranks), None)


def may_edit(user: User, producer: Producer) -> Answer:
    """Owners and editors their own producer, clerks on behalf of the producers of their commune."""
    if is_clerk_of(user, producer.commune_id) or rank_of(user, producer) in EDITING_RANKS:
        return ALLOWED
    return NOT_YOURS


def may_change_members(user: User, producer: Producer) -> Answer:
    if is_clerk_of(user, producer.commune_id) or rank_of(user, producer) is Rank.OWNER:
        return ALLOWED
    return ONLY_OWNERS


ALREADY_DECIDED = refuse(_("This request has been answered already."), remedy=_("Open the list again and look."))
OTHER_OFFICE = refuse(
    _("Only the officers of the commune, or the representative of the producer, answer this request."),
)
ONLY_THE_COMMUNE_CONFIRMS_OWNERS = refuse(
    _("Who represents a producer is confirmed by the commune."),
    remedy=_("Let the officer of the commune answer this request."),
)


def may_decide(user: User, join: JoinRequest) -> Answer:
    """Officers of the commune confirm everybody; a representative lets in those who edit or view for it."""
    if is_clerk_of(user, join.commune_id):
        return ALLOWED
    if join.producer and rank_of(user, join.producer) is Rank.OWNER:
        return ONLY_THE_COMMUNE_CONFIRMS_OWNERS if join.rank == Rank.OWNER else ALLOWED
    return OTHER_OFFICE


def may_bring_in(user: User, communes: Iterable[Commune]) -> Answer:
    """The register that a province kept before this system is brought in by its own officer, and only for its communes."""
    provinces = user.provinces({Role.PROVINCE_OFFICER})
    return ALLOWED if all(commune.province_id in provinces for commune in communes) else OTHER_PROVINCE
