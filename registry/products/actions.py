"""Register products, keep their photos, and issue their codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from registry.access.answers import Refused, refuse, require
from registry.access.editions import edition_of, require_edition
from registry.access.saving import save_or_refuse
from registry.files.actions import store_picture
from registry.files.models import Picture
from registry.journal.actions import record
from registry.journal.states import Audience
from registry.notifications.actions import notify
from registry.places.folding import fold
from registry.producers import rules as producer_rules
from registry.producers.models import Producer
from registry.producers.queries import owners
from registry.products import queries, rules
from registry.products.codes import tidied
from registry.products.facts import ProductFacts
from registry.products.models import CommuneSerial, OldCode, Product, ProductCode, ProductPhoto

if TYPE_CHECKING:
    from registry.accounts.models import User

CODE_FIXES_PLACE = refuse(
    _("The product code was issued for this commune, so the place of production stays."), article="Phụ lục II"
)
OTHER_PHOTOS = refuse(_("The photos have changed meanwhile."), remedy=_("Open the page again and order them anew."))


@transaction.atomic
def register_product(
    *,
    producer: Producer,
    facts: ProductFacts,
    actor: User,
    at: dt.datetime,
    photo: UploadedFile | Picture | None = None,
    duplicates_confirmed: bool = False,
) -> Product:
    """Enter a product into the register, with its first photo if there is one.

    Raises:
        Refused: when the actor may not edit the producer, the law bars it (khoản 3 Điều 2), a product of nearly this
            name is registered and nobody confirmed that this is another one, or the photo is not acceptable.
    """
    require(producer_rules.may_edit(actor, producer))
    require(producer_rules.may_register(producer, facts.set_number))
    among = queries.same_place(actor, producer)
    if not duplicates_confirmed and queries.possible_duplicates(facts.name, among=among):
        raise Refused(rules.POSSIBLE_DUPLICATE)
    values = facts.values(producer)
    product = Product(producer=producer, created_by=actor, created_at=at, **values)
    _fold(product)
    save_or_refuse(product)
    _record("product.registered", product, actor, at, after=_plain(product))
    if photo is not None:
        add_photo(product=product, photo=photo, actor=actor, at=at)
    people = [person for person in owners(producer) if person != actor]
    if people:
        notify(
            event="product.registered",
            key=f"product:{product.pk}",
            recipients=people,
            values={"product": product.name, "producer": producer.name, "by": str(actor)},
            path=f"/products/{product.public_id}/",
            at=at,
        )
    return product


@transaction.atomic
def update_product(*, product: Product, facts: ProductFacts, actor: User, at: dt.datetime, seen: str = "") -> Product:
    """Change what the register says of a product. ``seen`` is the edition that the form was filled from.

    Raises:
        Refused: when the actor may not edit it, the set is not for this kind of producer, the name is taken, the place
            would change after the code was issued, or somebody else has saved another edition meanwhile.
    """
    require(rules.may_edit(actor, product))
    if facts.set_number != product.set_number:
        require(producer_rules.may_register(product.producer, facts.set_number))
    values = facts.values(product.producer)
    if values["commune"].pk != product.commune_id and ProductCode.objects.filter(product=product).exists():
        raise Refused(CODE_FIXES_PLACE)
    before = _plain(Product.objects.select_for_update().get(pk=product.pk))
    require_edition(seen, before)
    for name, value in values.items():
        setattr(product, name, value)
    _fold(product)
    after = _plain(product)
    if after == before:
        return product
    save_or_refuse(product)
    changed = sorted(name for name in after if after[name] != before[name])
    _record(
        "product.updated",
        product,
        actor,
        at,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return product


def edition(product: Product) -> str:
    """Return the edition of what the register says in ``product``."""
    return edition_of(_plain(product))


@transaction.atomic
def change_set(*, product: Product, set_number: int, actor: User, at: dt.datetime) -> Product:
    """Register the product in another set; the caller has asked whether the actor may.

    Raises:
        Refused: when the law bars the producer from the set.
    """
    require(producer_rules.may_register(product.producer, set_number))
    before = _plain(product)
    product.set_number = set_number
    save_or_refuse(product)
    _record("product.updated", product, actor, at, before=before, after=_plain(product))
    return product


@transaction.atomic
def set_public(*, product: Product, public: bool, actor: User | None, at: dt.datetime) -> None:
    """Open or close the photos of a product to everybody; the catalogue calls this when recognition begins or ends."""
    if Product.objects.filter(pk=product.pk, public=not public).update(public=public):
        product.public = public
        _record("product.public", product, actor, at, before={"public": not public}, after={"public": public})


@transaction.atomic
def add_photo(
    *, product: Product, photo: UploadedFile | Picture, actor: User, at: dt.datetime, caption: str = ""
) -> ProductPhoto:
    """Add a photo after the others.

    Raises:
        Refused: when the actor may not edit the product, it has enough photos, or the file is no acceptable picture.
    """
    require(rules.may_edit(actor, product))
    present = list(queries.photos(product))
    if len(present) >= rules.MOST_PHOTOS:
        raise Refused(rules.TOO_MANY_PHOTOS)
    picture = photo if isinstance(photo, Picture) else store_picture(photo, actor=actor, at=at)
    position = present[-1].position + 1 if present else 0
    added = ProductPhoto.objects.create(
        product=product, picture=picture, position=position, caption=caption, added_by=actor, added_at=at
    )
    _record("product.photo_added", product, actor, at, after={"photo": added.pk, "caption": caption})
    return added


@transaction.atomic
def reorder_photos(*, product: Product, order: Sequence[int], actor: User, at: dt.datetime) -> None:
    """Put the photos in the given order of their keys; the first stands for the product.

    Raises:
        Refused: when the actor may not edit the product, or ``order`` does not name its present photos.
    """
    require(rules.may_edit(actor, product))
    present = {photo.pk: photo for photo in queries.photos(product)}
    if set(order) != set(present) or len(order) != len(present):
        raise Refused(OTHER_PHOTOS)
    before = list(present)
    if before == list(order):
        return
    for position, key in enumerate(order):
        ProductPhoto.objects.filter(pk=key).update(position=position)
    _record("product.photos_ordered", product, actor, at, before={"order": before}, after={"order": list(order)})


@transaction.atomic
def remove_photo(*, photo: ProductPhoto, actor: User, at: dt.datetime) -> None:
    """Take a photo off the product; the stored picture stays, since a sealed dossier may show it.

    Raises:
        Refused: when the actor may not edit the product, or somebody else has removed the photo.
    """
    product = photo.product
    require(rules.may_edit(actor, product))
    key, caption = photo.pk, photo.caption
    if not ProductPhoto.objects.filter(pk=key).delete()[0]:
        raise Refused(OTHER_PHOTOS)
    _record("product.photo_removed", product, actor, at, before={"photo": key, "caption": caption}, after={})


@transaction.atomic
def add_old_code(*, product: Product, text: str, actor: User, at: dt.datetime) -> OldCode:
    """Keep a code printed before, so that it still finds the product.

    Raises:
        Refused: when the actor may not edit the product, or the code belongs to another one.
    """
    require(rules.may_edit(actor, product))
    code = OldCode(product=product, text=tidied(text))
    save_or_refuse(code)
    _record("product.old_code_added", product, actor, at, after={"code": code.text})
    return code


@transaction.atomic
def issue_code(*, product: Product, actor: User, at: dt.datetime) -> ProductCode:
    """Issue the permanent part T-X-STT of the code, once; asked again, return the one already issued.

    The row of the commune's serial is taken first (an update holds it to the end of the transaction on both engines),
    so two products filed at once get two serials, and one product filed twice gets one.
    """
    CommuneSerial.objects.get_or_create(commune_id=product.commune_id)
    serials = CommuneSerial.objects.filter(commune_id=product.commune_id)
    serials.update(last=F("last"))
    issued = ProductCode.objects.filter(product=product).first()
    if issued:
        return issued
    serials.update(last=F("last") + 1)
    commune = product.commune
    code = ProductCode.objects.create(
        product=product,
        province_code=commune.province_id,
        commune_code=commune.pk,
        serial=serials.values_list("last", flat=True).get(),
        issued_by=actor,
        issued_at=at,
    )
    _record("product.code_issued", product, actor, at, after={"code": str(code)})
    return code


def _fold(product: Product) -> None:
    product.folded = fold(product.name)
    product.search = fold(f"{product.name} {product.specification} {product.description}")


_COLUMNS = ("name", "set_number", "commune", "description", "specification", "standard", "story")


def _plain(product: Product) -> dict[str, Any]:
    return {name: product.commune_id if name == "commune" else getattr(product, name) for name in _COLUMNS}


def _record(
    action: str,
    product: Product,
    actor: User | None,
    at: dt.datetime,
    *,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
) -> None:
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="product",
        object_id=product.pk,
        label=product.name,
        before=dict(before or {}),
        after=dict(after),
        audience=Audience.PRODUCER,
        commune=product.commune_id,
        province=product.commune.province_id,
    )
