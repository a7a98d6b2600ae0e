"""Certificates of a product, by code, and in force on a day."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from ratings.certificates.models import Certificate
from registry.access.roles import COMMUNE_ROLES, MINISTRY_ROLES, PROVINCE_ROLES
from registry.accounts.models import User
from registry.calendar.today import today
from registry.producers.models import Membership
from registry.products.models import Product, ProductPhoto


def by_code(code: str) -> Certificate | None:
    """The certificate with this normalised code; the public may ask for any."""
    rows = Certificate.objects.select_related("superseded_by", "product__commune__province")
    return rows.filter(code=code).first()


def photo_of(product: Product) -> ProductPhoto | None:
    """The first photo, where everybody may see it."""
    if not product.public:
        return None
    return ProductPhoto.objects.filter(product=product).order_by("position", "pk").first()


def in_force_on(day: dt.date) -> QuerySet[Certificate]:
    return Certificate.objects.filter(
        Q(valid_from__lte=day, valid_until__gt=day) | Q(end="", valid_until__lte=day, extended_until__gt=day)
    )


def neighbours_of(certificate: Certificate) -> tuple[Certificate | None, Certificate | None]:
    """Return the certificates of the same product before and after the day on which ``certificate`` begins.

    One that begins on the same day counts as later: two cannot begin at once.
    """
    others = Certificate.objects.filter(product=certificate.product_id)
    earlier = others.filter(valid_from__lt=certificate.valid_from).order_by("-valid_from", "-pk").first()
    later = others.filter(valid_from__gte=certificate.valid_from).order_by("valid_from", "pk").first()
    return earlier, later


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
