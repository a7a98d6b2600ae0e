"""Which products a person sees and may change, and how they are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery

from registry.access.roles import COMMUNE_ROLES, MINISTRY_ROLES, PROVINCE_ROLES
from registry.places.folding import fold, words_of
from registry.places.models import Commune
from registry.producers import queries as producers
from registry.producers.models import Producer
from registry.producers.queries import sharing_a_word
from registry.producers.rules import CLERKS
from registry.producers.similar import most_alike
from registry.products.codes import parse, tidied
from registry.products.models import Product, ProductCode, ProductPhoto
from registry.products.sets import ProductSet, product_set

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from registry.accounts.models import User


def visible_to(user: User | AnonymousUser) -> QuerySet[Product]:
    """Products of the producers a person sees, and those produced in the place of her office."""
    if not user.is_authenticated:
        return Product.objects.none()
    if user.holds(MINISTRY_ROLES):
        return Product.objects.all()
    return Product.objects.filter(
        Q(producer__in=producers.visible_to(user).order_by().values("pk"))
        | Q(commune__in=user.communes(COMMUNE_ROLES))
        | Q(commune__province__in=user.provinces(PROVINCE_ROLES))
    )


def editable_by(user: User | AnonymousUser) -> QuerySet[Product]:
    """The same as ``rules.may_edit``, for lists."""
    if not user.is_authenticated:
        return Product.objects.none()
    return Product.objects.filter(
        Q(producer__in=producers.editable_by(user).order_by().values("pk")) | Q(commune__in=user.communes(CLERKS))
    )


def photos_visible_to(user: User | AnonymousUser) -> QuerySet[ProductPhoto]:
    """Photos of products that are public, and of those the person sees."""
    return ProductPhoto.objects.filter(
        Q(product__public=True) | Q(product__in=visible_to(user).order_by().values("pk"))
    ).select_related("picture__original")


def for_lists(products: QuerySet[Product]) -> QuerySet[Product]:
    """Fetch along what a row shows: producer, commune, code, and ``cover_id``, the first photo."""
    first = ProductPhoto.objects.filter(product=OuterRef("pk")).order_by("position", "pk").values("pk")[:1]
    return products.select_related("producer", "commune", "code").annotate(cover_id=Subquery(first))


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list; ``code`` is the permanent part, or nothing yet."""

    product: Product
    product_set: ProductSet
    code: ProductCode | None


def listed(products: Iterable[Product]) -> list[Listed]:
    """Describe products fetched by ``for_lists``."""
    return [Listed(row, product_set(row.set_number), getattr(row, "code", None)) for row in products]


def matching(products: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Narrow to those found by ``text``: name, producer, description, without accents; or a code, old or new."""
    if code := parse(text):
        found = Q(old_codes__text__in={tidied(text), str(code)})
        if not code.is_old:
            found |= Q(code__province_code=code.province, code__commune_code=code.commune, code__serial=code.serial)
        return products.filter(found).distinct()
    for word in words_of(text):
        products = products.filter(Q(search__contains=word) | Q(producer__folded__contains=word))
    return products


def communes_of(products: QuerySet[Product]) -> QuerySet[Commune]:
    """Communes in which at least one of ``products`` is made: the choices of the filter."""
    return Commune.objects.filter(pk__in=products.order_by().values("commune")).order_by("folded", "code")


def photos(product: Product) -> QuerySet[ProductPhoto]:
    return ProductPhoto.objects.filter(product=product).order_by("position", "pk")


def possible_duplicates(name: str, *, among: QuerySet[Product], except_for: Product | None = None) -> list[Product]:
    """Products whose name is nearly ``name``, the most alike first, ``among`` those the person may see.

    Compared by groups of three signs without accents: "nuoc mam gia dang" finds "Nước mắm Gia Đẳng".
    """
    wanted = fold(name)
    rows = among.exclude(pk=except_for.pk) if except_for else among
    candidates = sharing_a_word(for_lists(rows), wanted)
    return most_alike(wanted, ((row.folded, row) for row in candidates))


def same_place(user: User | AnonymousUser, producer: Producer) -> QuerySet[Product]:
    """Where duplicates of a new product are looked for: what the person sees in the producer's commune."""
    return visible_to(user).filter(Q(producer=producer) | Q(commune=producer.commune_id))
