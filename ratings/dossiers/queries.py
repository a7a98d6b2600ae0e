"""Which dossiers a person sees, and what pages need of them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from ratings.dossiers.models import Dossier, Transition
from ratings.dossiers.workflow import Move
from registry.access.roles import COMMUNE_ROLES, MINISTRY_ROLES, PROVINCE_ROLES, Role
from registry.accounts.models import RoleAssignment, User
from registry.calendar.today import today
from registry.producers.models import Membership


def visible_to(person: User) -> QuerySet[Dossier]:
    """Return the dossiers that ``person`` may read, for pages, API, exports and files alike.

    A producer's members read their own; a commune reads those of its place; a province what a commune has requested;
    the ministry what a province has sent up. Council members and advisors have their own door (scoring).
    """
    if not person.is_authenticated:
        return Dossier.objects.none()
    condition = Q(
        producer__in=Membership.objects.held_on(today()).filter(user=person).values("producer"),
    )
    if communes := person.communes(COMMUNE_ROLES):
        condition |= Q(commune__in=communes)
    if provinces := person.provinces(PROVINCE_ROLES):
        condition |= Q(province__in=provinces, requested_on__isnull=False)
    if person.holds(MINISTRY_ROLES):
        condition |= Q(Exists(Transition.objects.filter(dossier=OuterRef("pk"), move=Move.SEND_TO_MINISTRY)))
    return Dossier.objects.filter(condition)


def holders(role: Role, *, commune: str | None = None, province: str | None = None) -> list[User]:
    """People who hold ``role`` today for that place; each once."""
    held = RoleAssignment.objects.held_on(today()).filter(role=role, user__is_active=True)
    if commune is not None:
        held = held.filter(commune=commune)
    if province is not None:
        held = held.filter(province=province)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


def producer_people(dossier: Dossier) -> list[User]:
    """Members of the dossier's producer today."""
    held = Membership.objects.held_on(today()).filter(producer=dossier.producer_id, user__is_active=True)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))
