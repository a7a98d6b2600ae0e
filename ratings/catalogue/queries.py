"""What the public finds: products with a certificate in force, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from ratings.catalogue.models import CatalogueEntry
from ratings.certificates.models import Certificate
from ratings.certificates.queries import in_force_on
from ratings.decisions.models import DecisionItem
from ratings.scoring.models import Conclusion
from registry.places.folding import fold
from registry.places.models import Commune, Province
from registry.products.codes import parse
from registry.products.models import ProductPhoto

MOST_WORDS = 8
MOST_FOUND = 1_000
"""Counting a million rows for every search helps nobody: beyond this, people narrow the search."""
PAGES_AT_ONCE = 10


def shown_on(day: dt.date) -> QuerySet[CatalogueEntry]:
    """Rows whose certificate is in force on ``day``, also before the nightly sweep has come by."""
    return CatalogueEntry.objects.filter(valid_from__lte=day, valid_until__gt=day)


def search(entries: QuerySet[CatalogueEntry], text: str) -> QuerySet[CatalogueEntry]:
    """Narrow to rows that hold every word, without regard to accents: "nuoc mam" finds "nước mắm".

    A full product code is looked for as a whole.
    """
    if parse(text):
        return entries.filter(folded__contains=fold(text))
    for word in fold(text).split()[:MOST_WORDS]:
        entries = entries.filter(folded__contains=word)
    return entries


def by_alphabet(entries: QuerySet[CatalogueEntry]) -> QuerySet[CatalogueEntry]:
    return entries.order_by("sort_key", "pk")


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of at most ``MOST_FOUND`` rows; ``more`` says that there are others.

    Sorting and counting each go through everything that fits. So the keys of the first pages are asked for at once,
    and only where they are not all is anything counted, in no order.
    """

    @cached_property
    def first_keys(self) -> list[int]:
        return list(self.object_list.values_list("pk", flat=True)[: self._at_once + 1])  # type: ignore[attr-defined]

    @property
    def _at_once(self) -> int:
        return PAGES_AT_ONCE * self.per_page

    @cached_property
    def found(self) -> int:
        if len(self.first_keys) <= self._at_once:
            return len(self.first_keys)
        return int(self.object_list.order_by()[: MOST_FOUND + 1].count())  # type: ignore[attr-defined]

    @cached_property
    def count(self) -> int:
        return min(self.found, MOST_FOUND)

    @property
    def more(self) -> bool:
        return self.found > MOST_FOUND

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]
        number = self.validate_number(number)
        if number > PAGES_AT_ONCE:
            return super().page(number)
        keys = self.first_keys[(number - 1) * self.per_page : number * self.per_page]
        rows = self.object_list.order_by().in_bulk(keys)  # type: ignore[attr-defined]
        return Page([rows[key] for key in keys if key in rows], number, self)


def figures(day: dt.date) -> dict[int, int]:
    """Count the products shown by stars, five first."""
    counted = dict(shown_on(day).order_by().values_list("stars").annotate(count=Count("pk")))
    return {stars: counted.get(stars, 0) for stars in (5, 4, 3)}


def provinces_of(entries: QuerySet[CatalogueEntry]) -> QuerySet[Province]:
    return Province.objects.filter(Exists(entries.filter(province=OuterRef("pk")))).order_by("sort_key")


def communes_of(entries: QuerySet[CatalogueEntry], province: str) -> QuerySet[Commune]:
    """Communes of ``province`` with at least one product; none without a province."""
    communes = Commune.objects.filter(province=province) if province else Commune.objects.none()
    return communes.filter(Exists(entries.filter(commune=OuterRef("pk")))).order_by("sort_key")


def newest(day: dt.date, count: int = 8) -> QuerySet[CatalogueEntry]:
    return shown_on(day).order_by("-valid_from", "sort_key", "pk")[:count]


# ---------------------------------------------------------------- the product page


@dataclass(frozen=True, slots=True)
class EarnedPart:
    """One part of the score sheet: its exact mean out of its greatest points."""

    code: str
    name: str
    mean: Fraction
    most: int

    @property
    def width(self) -> str:
        """Share of the greatest points, for a bar."""
        return f"{100 * self.mean.numerator // (self.mean.denominator * self.most)}%"


@dataclass(frozen=True, slots=True)
class Earned:
    """How a star was earned: the council's exact mean, and part by part."""

    mean: Fraction
    parts: tuple[EarnedPart, ...]
    by_ministry: bool


def earned(certificate: Certificate) -> Earned | None:
    """Return what the council concluded, without sheets and names; None for certificates from before the system."""
    if certificate.decision_id is None:
        return None
    item = DecisionItem.objects.filter(decision=certificate.decision_id, dossier=certificate.dossier_id)
    found = Conclusion.objects.filter(pk__in=item.values("conclusion")).first()
    if found is None:
        return None
    parts = tuple(
        EarnedPart(
            part["code"],
            part["name"].capitalize() if part["name"].isupper() else part["name"],
            Fraction(part["sum"], found.sheets),
            part["max"],
        )
        for part in found.facts.get("parts", [])
    )
    return Earned(Fraction(found.total, found.sheets), parts, found.facts.get("source") == "ministry")


def certificate_of(entry: CatalogueEntry) -> Certificate | None:
    return Certificate.objects.filter(code=entry.certificate_code).first()


def photos_of(entry: CatalogueEntry) -> QuerySet[ProductPhoto]:
    return ProductPhoto.objects.filter(product=entry.product_id, product__public=True).order_by("position", "pk")


def others_of_producer(entry: CatalogueEntry, day: dt.date) -> QuerySet[CatalogueEntry]:
    return shown_on(day).filter(product__producer__products=entry.product_id).exclude(pk=entry.pk).order_by("sort_key")


# ---------------------------------------------------------------- what the projection is made of


def certificates_to_show(day: dt.date) -> QuerySet[Certificate]:
    return in_force_on(day).select_related("product__commune").order_by("product")


def first_photos(products: Collection[int]) -> dict[int, int]:
    """Return the key of the first photo of each product that has one."""
    rows = ProductPhoto.objects.filter(product__in=products).order_by("-position", "-pk")
    return dict(rows.values_list("product", "pk"))


def stale_products(day: dt.date) -> list[int]:
    """Return products whose row is missing, is of another certificate or period, or should not be there."""
    current = in_force_on(day).annotate(effective=Coalesce("extended_until", "valid_until"))
    same = CatalogueEntry.objects.filter(
        product=OuterRef("product"), certificate_code=OuterRef("code"), valid_until=OuterRef("effective")
    )
    missing = current.filter(~Exists(same)).order_by().values_list("product", flat=True)
    backing = current.filter(code=OuterRef("certificate_code"))
    left_over = CatalogueEntry.objects.filter(~Exists(backing)).order_by().values_list("product", flat=True)
    return sorted({*missing, *left_over})
