"""Writing what the public reads. A projection: it can be lost and made again, so nothing of it is journaled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ratings.catalogue.models import CatalogueEntry
from ratings.catalogue.queries import certificates_to_show, first_photos, stale_products
from ratings.certificates.models import Certificate
from registry.places.folding import fold
from registry.places.sortkey import sort_key
from registry.products.actions import set_public
from registry.products.models import Product

BATCH = 500
_WRITTEN = (
    "public_id",
    "name",
    "producer_name",
    "place",
    "province",
    "commune",
    "set_number",
    "stars",
    "certificate_code",
    "valid_from",
    "valid_until",
    "photo",
    "story",
    "folded",
    "sort_key",
)


@transaction.atomic
def refresh(product: int, *, at: dt.datetime) -> bool:
    """Write the row of one product anew, or remove it; return whether it is shown."""
    return _write([product], at=at) == 1


def sweep(*, at: dt.datetime) -> int:
    """Find products whose row does not say what their certificates say today; return how many were written anew."""
    products = stale_products(timezone.localdate(at))
    for some in _batches(products):
        with transaction.atomic():
            _write(some, at=at)
    return len(products)


def rebuild(*, at: dt.datetime) -> int:
    """Write every row anew, also names, stories and photos that changed since; return how many products are shown."""
    shown = 0
    concerned = Certificate.objects.order_by().values_list("product", flat=True).distinct()
    for some in _batches(sorted({*concerned, *CatalogueEntry.objects.values_list("product", flat=True)})):
        with transaction.atomic():
            shown += _write(some, at=at)
    return shown


def _write(products: Sequence[int], *, at: dt.datetime) -> int:
    """Bring the rows of ``products`` up to date in a constant number of queries; return how many there are."""
    certificates = list(certificates_to_show(timezone.localdate(at)).filter(product__in=products))
    photos = first_photos(products)
    entries = [_entry(certificate, photos.get(certificate.product_id)) for certificate in certificates]
    shown = {entry.product_id for entry in entries}
    CatalogueEntry.objects.filter(product__in=set(products) - shown).delete()
    CatalogueEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["product"], update_fields=_WRITTEN
    )
    # A product whose recognition ended closes its photos again.
    wrong = Q(public=False, pk__in=shown) | Q(public=True, pk__in=set(products) - shown)
    for product in Product.objects.filter(wrong):
        set_public(product=product, public=product.pk in shown, actor=None, at=at)
    return len(entries)


def _entry(certificate: Certificate, photo: int | None) -> CatalogueEntry:
    product = certificate.product
    found = f"{certificate.product_name} {certificate.producer_name} {certificate.place} {certificate.product_code}"
    return CatalogueEntry(
        product=product,
        public_id=product.public_id,
        name=certificate.product_name,
        producer_name=certificate.producer_name,
        place=certificate.place,
        province_id=product.commune.province_id,
        commune_id=product.commune_id,
        set_number=certificate.set_number,
        stars=certificate.stars,
        certificate_code=certificate.code,
        valid_from=certificate.valid_from,
        valid_until=certificate.extended_until or certificate.valid_until,
        photo_id=photo,
        story=product.story,
        folded=fold(found),
        sort_key=sort_key(certificate.product_name)[:240],
    )


def _batches(products: Sequence[int]) -> Iterable[Sequence[int]]:
    return (products[start : start + BATCH] for start in range(0, len(products), BATCH))
