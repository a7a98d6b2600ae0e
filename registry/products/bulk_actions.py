"""Enter the products of a register that a province kept before this system, with the codes printed on their papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from registry.access.answers import require
from registry.access.inserting import insert_many
from registry.journal.actions import record
from registry.places.folding import fold
from registry.places.product_codes import parse
from registry.producers.models import Producer
from registry.producers.rules import may_bring_in
from registry.products.models import CommuneSerial, OldCode, Product, ProductCode

if TYPE_CHECKING:
    from registry.accounts.models import User

BATCH = 500


@dataclass(frozen=True, slots=True)
class RegisterProduct:
    """A product as a register has it, in which row; ``code`` as printed or empty."""

    row: int
    producer: Producer
    name: str
    set_number: int
    code: str = ""


@transaction.atomic
def bring_in_products(
    *, entries: Sequence[RegisterProduct], source: str, actor: User, at: dt.datetime
) -> list[Product]:
    """Enter ``entries`` in their order where their producers are, with one journal entry for all.

    A code of today becomes the product's own, so that its serial is never issued again; one of before July 2025 still
    finds the product.

    Raises:
        Refused: when the actor is no officer of the province of one of the producers.
    """
    require(may_bring_in(actor, {one.producer.commune for one in entries}))
    if not entries:
        return []
    products = [_product(one, actor, at) for one in entries]
    insert_many(products)
    keep_codes(codes=[(product, one.code) for product, one in zip(products, entries, strict=True)], actor=actor, at=at)
    record(
        action="products.brought_in",
        actor=actor,
        at=at,
        object_type="register",
        object_id=source,
        label=source,
        after={"products": [[one.row, product.pk] for product, one in zip(products, entries, strict=True)]},
    )
    return products


@transaction.atomic
def keep_codes(*, codes: Sequence[tuple[Product, str]], actor: User, at: dt.datetime) -> None:
    """Keep the codes printed on certificates; one that is taken already stays with whom it belongs to."""
    old: list[OldCode] = []
    today: list[ProductCode] = []
    highest: dict[str, int] = {}
    for product, text in codes:
        parts = parse(text) if text else None
        if parts is None or parts.is_old:
            old += [OldCode(product=product, text=text)] if text else []
        elif parts.commune == product.commune_id:
            today.append(
                ProductCode(
                    product=product,
                    province_code=parts.province,
                    commune_code=parts.commune,
                    serial=parts.serial,
                    issued_by=actor,
                    issued_at=at,
                )
            )
            highest[parts.commune] = max(parts.serial, highest.get(parts.commune, 0))
    OldCode.objects.bulk_create(old, batch_size=BATCH, ignore_conflicts=True)
    ProductCode.objects.bulk_create(today, batch_size=BATCH, ignore_conflicts=True)
    for commune, serial in sorted(highest.items()):
        CommuneSerial.objects.get_or_create(commune_id=commune)
        CommuneSerial.objects.filter(commune_id=commune).update(last=Greatest(F("last"), serial))


def _product(entry: RegisterProduct, actor: User, at: dt.datetime) -> Product:
    name = " ".join(entry.name.split())
    folded = fold(name)
    return Product(
        producer=entry.producer,
        commune=entry.producer.commune,
        name=name,
        folded=folded,
        search=folded,
        set_number=entry.set_number,
        created_by=actor,
        created_at=at,
    )
