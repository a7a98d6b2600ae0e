"""Which producers a person sees and may change, and what their pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from registry.access.roles import COMMUNE_ROLES, MINISTRY_ROLES, PROVINCE_ROLES
from registry.accounts.models import User
from registry.calendar.today import today
from registry.places.folding import fold, words_of
from registry.places.models import Commune
from registry.producers.models import JoinRequest, Membership, Producer, SupplyLink, YearFigures
from registry.producers.rules import CLERKS
from registry.producers.similar import most_alike
from registry.producers.states import EDITING_RANKS, Rank

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

SHORTEST_SEARCH = 3
"""Signs without which a search for a producer finds nothing: the register is not to be leafed through."""
CANDIDATES = 500
"""So many names at most are compared for a warning about duplicates."""


def visible_to(user: User | AnonymousUser) -> QuerySet[Producer]:
    """Members their own, commune and province offices those of their place, the ministry all. Nobody else any."""
    if not user.is_authenticated:
        return Producer.objects.none()
    if user.holds(MINISTRY_ROLES):
        return Producer.objects.all()
    return Producer.objects.filter(
        Q(pk__in=memberships_of(user).values("producer"))
        | Q(commune__in=user.communes(COMMUNE_ROLES))
        | Q(commune__province__in=user.provinces(PROVINCE_ROLES))
    )


def editable_by(user: User | AnonymousUser) -> QuerySet[Producer]:
    """The same as ``rules.may_edit``, for lists: owners and editors, and clerks of the commune on behalf."""
    if not user.is_authenticated:
        return Producer.objects.none()
    return Producer.objects.filter(
        Q(pk__in=memberships_of(user).filter(rank__in=EDITING_RANKS).values("producer"))
        | Q(commune__in=user.communes(CLERKS))
    )


def matching(producers: QuerySet[Producer], text: str) -> QuerySet[Producer]:
    """Narrow to those whose name or registration number holds every word, without regard to accents."""
    for word in words_of(text):
        producers = producers.filter(Q(folded__contains=word) | Q(registration_number__icontains=word))
    return producers


def links_of(producer: Producer) -> QuerySet[SupplyLink]:
    """Links of a producer with both sides, those that go on first."""
    rows = SupplyLink.objects.filter(Q(supplier=producer) | Q(buyer=producer))
    return rows.select_related(
        "supplier__commune__province", "buyer__commune__province", "entered_for", "entered_by", "confirmed_by"
    ).order_by(F("until").desc(nulls_first=True), "since", "pk")


def communes_of(producers: QuerySet[Producer]) -> QuerySet[Commune]:
    """Communes in which at least one of ``producers`` lies: the choices of the filter."""
    return Commune.objects.filter(pk__in=producers.order_by().values("commune")).order_by("folded", "code")


def possible_duplicates(name: str, *, among: QuerySet[Producer]) -> list[Producer]:
    """Producers ``among`` those the person may see whose name is nearly ``name``."""
    wanted = fold(name)
    rows = sharing_a_word(among.select_related("commune"), wanted)
    return most_alike(wanted, ((row.folded, row) for row in rows))


def sharing_a_word(rows: QuerySet, folded: str) -> QuerySet:  # type: ignore[type-arg]
    """Narrow rows with a ``folded`` column to those sharing a word of ``folded``: what a comparison is worth for."""
    condition = Q(folded=folded)
    for word in set(words_of(folded)):
        if len(word) > 1:
            condition |= Q(folded__contains=word)
    return rows.filter(condition).order_by("pk")[:CANDIDATES]


def findable(text: str) -> QuerySet[Producer]:
    """Active producers for whom somebody may ask to act: by their whole registration number, or words of their name."""
    text = text.strip()
    if max(map(len, words_of(text)), default=0) < SHORTEST_SEARCH:
        return Producer.objects.none()
    named = matching(Producer.objects.filter(active=True), text)
    numbered = Producer.objects.filter(active=True, registration_number__iexact=text)
    return (named | numbered).select_related("commune__province").order_by("folded", "pk")


def joins_of(user: User) -> QuerySet[JoinRequest]:
    """What ``user`` has asked for, the latest first."""
    rows = JoinRequest.objects.filter(user=user).select_related("producer", "commune__province")
    return rows.order_by("-asked_at", "-pk")


def joins_answered_by(user: User) -> QuerySet[JoinRequest]:
    """Requests that it is up to ``user`` to answer, answered ones too, the longest waiting first."""
    owned = memberships_of(user).filter(rank=Rank.OWNER).values("producer")
    return (
        JoinRequest.objects.filter(Q(commune__in=user.communes(CLERKS)) | Q(producer__in=owned) & ~Q(rank=Rank.OWNER))
        .select_related("user", "producer__commune", "commune__province")
        .order_by("asked_at", "pk")
    )


def joins_to_decide(user: User) -> QuerySet[JoinRequest]:
    """Return those that still wait for an answer."""
    return joins_answered_by(user).filter(outcome="")


def owners(producer: Producer) -> list[User]:
    """People to be told what concerns the producer."""
    held = Membership.objects.held_on(today()).filter(producer=producer, rank=Rank.OWNER, user__is_active=True)
    return [membership.user for membership in held.select_related("user")]


def members(producer: Producer) -> QuerySet[Membership]:
    """Members of today, representatives first."""
    return Membership.objects.held_on(today()).filter(producer=producer).select_related("user").order_by("since", "pk")


def years(producer: Producer) -> QuerySet[YearFigures]:
    return YearFigures.objects.filter(producer=producer).select_related("recorded_by").order_by("-year")


def latest_workforce(producer: Producer) -> YearFigures | None:
    """Return the figures of the last year for which the number of workers is known."""
    return YearFigures.objects.filter(producer=producer, workers__isnull=False).order_by("-year").first()


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return the memberships that ``user`` holds today."""
    return Membership.objects.held_on(today()).filter(user=user)
