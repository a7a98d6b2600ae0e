"""Certificates of a product, by code, and in force on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from ratings.certificates.labels import Held
from ratings.certificates.models import Certificate
from ratings.dossiers.kinds import HeldRank
from ratings.dossiers.renewal import extended_to
from registry.access.roles import COMMUNE_ROLES, MINISTRY_ROLES, PROVINCE_ROLES
from registry.accounts.models import User
from registry.calendar.today import today
from registry.calendar.working_days import last_day
from registry.producers.models import Membership


def with_history(code: str) -> list[Certificate]:
    """Return every certificate of the product that the normalised ``code`` belongs to, the latest first.

    The public may ask for any code; an unknown one gives an empty list. Each row has ``photo``, the key of the
    product's first photo where everybody may see it.
    """
    return list(Certificate.objects.raw(_WITH_HISTORY, [code]))


_WITH_HISTORY = """
    SELECT certificate.*, (
        SELECT photo.id FROM registry_productphoto AS photo
        JOIN registry_product AS product ON product.id = photo.product_id AND product.public
        WHERE photo.product_id = certificate.product_id ORDER BY photo.position, photo.id LIMIT 1
    ) AS photo
    FROM ratings_certificate AS certificate
    WHERE certificate.product_id = (SELECT product_id FROM ratings_certificate WHERE code = %s)
    ORDER BY certificate.valid_from DESC, certificate.id DESC
"""
"""Written out, since building it anew took longer than the rest of an answer that packages ask for by the thousand."""


def in_force_on(day: dt.date) -> QuerySet[Certificate]:
    return Certificate.objects.filter(
        Q(valid_from__lte=day, valid_until__gt=day) | Q(end="", valid_until__lte=day, extended_until__gt=day)
    )


def held_rank(product: int, day: dt.date) -> HeldRank | None:
    """Return what is recognised of a product, by primary key, on ``day``."""
    certificate = in_force_on(day).filter(product=product).first()
    if certificate is None:
        return None
    until = certificate.extended_until if certificate.valid_until <= day else certificate.valid_until
    own, last = last_day(certificate.valid_until), last_day(until or certificate.valid_until)
    return HeldRank(certificate.stars, last, own_last_day=own if own != last else None)


def renewable_rank(product: int, day: dt.date) -> HeldRank | None:
    """As ``held_rank``, or what ended by itself at most 180 days before ``day`` (article 12.3)."""
    held = held_rank(product, day)
    if held:
        return held
    ended = Certificate.objects.filter(product=product, end="", valid_until__lte=day).order_by("-valid_until").first()
    if ended is None or extended_to(last_day(ended.valid_until)) < day:
        return None
    return HeldRank(ended.stars, last_day(ended.valid_until), in_force=False)


def neighbours_of(certificate: Certificate) -> tuple[Certificate | None, Certificate | None]:
    """Return the certificates of the same product before and after the day on which ``certificate`` begins.

    One that begins on the same day counts as later: two cannot begin at once.
    """
    others = Certificate.objects.filter(product=certificate.product_id)
    earlier = others.filter(valid_from__lt=certificate.valid_from).order_by("-valid_from", "-pk").first()
    later = others.filter(valid_from__gte=certificate.valid_from).order_by("valid_from", "pk").first()
    return earlier, later


def held_days(certificates: Iterable[Certificate]) -> list[Held]:
    """Return when each certificate is, or was, in force: to its own end, to which it was extended, or to its early end."""
    found = []
    for one in certificates:
        until = min(one.ended_on or dt.date.max, one.extended_until or one.valid_until)
        found.append(Held(one.stars, one.valid_from, last_day(until)))
    return found


def history_of(product_id: int) -> QuerySet[Certificate]:
    """Every certificate of a product, the latest first; each counts one star result of its time."""
    return Certificate.objects.filter(product=product_id).order_by("-valid_from", "-pk")


def visible_to(person: User) -> QuerySet[Certificate]:
    """Certificates with their inner facts (files, days left): own products, own commune, own province, ministry all."""
    if not person.is_authenticated:
        return Certificate.objects.none()
    if person.holds(MINISTRY_ROLES):
        return Certificate.objects.all()
    members = Membership.objects.held_on(today()).filter(user=person).values("producer")
    return Certificate.objects.filter(
        Q(product__producer__in=members)
        | Q(product__commune__in=person.communes(COMMUNE_ROLES))
        | Q(product__commune__province__in=person.provinces(PROVINCE_ROLES))
    )
