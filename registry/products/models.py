"""Products, their photos and their codes."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.products.guards import GUARDS

__all__ = ["GUARDS", "CommuneSerial", "OldCode", "Product", "ProductCode", "ProductPhoto", "new_public_id"]

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without signs that people confuse when they read an address aloud (0 o, 1 l i)."""


def new_public_id() -> str:
    """Return ten random signs: 31**10, about 8e14 addresses, so guessing one is hopeless."""
    number, signs = secrets.randbelow(len(_ALPHABET) ** 10), ""
    for _place in range(10):
        number, sign = divmod(number, len(_ALPHABET))
        signs += _ALPHABET[sign]
    return signs


class Product(models.Model):
    """A product of one producer. ``public_id`` is its permanent address, ``set_number`` its set of annex I."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    producer = models.ForeignKey("registry.Producer", on_delete=models.PROTECT, related_name="products")
    commune = models.ForeignKey(
        "registry.Commune", on_delete=models.PROTECT, related_name="products", verbose_name=_("place of production")
    )
    name = models.CharField(_("name of the product"), max_length=200)
    folded = models.CharField(max_length=220, db_index=True, editable=False)
    search = models.TextField(editable=False)
    set_number = models.PositiveSmallIntegerField(_("product set"))
    description = models.TextField(_("description"), blank=True)
    specification = models.TextField(_("specification"), blank=True)
    standard = models.TextField(_("standard"), blank=True)
    story = models.TextField(_("story of the product"), blank=True)
    public = models.BooleanField(default=False)
    """Its photos may be shown to everybody; the catalogue says so when the product is recognised."""
    created_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        ordering = ["folded", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(set_number__gte=1, set_number__lte=26), name="product_set_known"),
            models.UniqueConstraint(
                fields=["producer", "folded"],
                name="product_name_unique_per_producer",
                violation_error_message=_("This producer already has a product of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductPhoto(models.Model):
    """A picture of the product; the first by ``position`` stands for it in lists."""

    product = models.ForeignKey("registry.Product", on_delete=models.PROTECT, related_name="photos")
    picture = models.ForeignKey("registry.Picture", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    added_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        ordering = ["product", "position", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.product)


class ProductCode(models.Model):
    """The permanent part T-X-STT of the code: codes of the units as they were on the day of issue (Phụ lục II)."""

    product = models.OneToOneField("registry.Product", on_delete=models.PROTECT, related_name="code")
    province_code = models.CharField(max_length=2)
    commune_code = models.CharField(max_length=5)
    serial = models.PositiveIntegerField()
    issued_by = models.ForeignKey("registry.User", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        app_label = "registry"
        constraints = [
            models.UniqueConstraint(
                fields=["province_code", "commune_code", "serial"],
                name="product_code_unique",
                violation_error_message=_("This product code is already in use."),
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="product_code_serial_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.province_code}-{self.commune_code}-{self.serial}"


class OldCode(models.Model):
    """A full code printed before (five parts before July 2025); it must still find the product."""

    product = models.ForeignKey("registry.Product", on_delete=models.PROTECT, related_name="old_codes")
    text = models.CharField(_("old product code"), max_length=40, unique=True)

    class Meta:
        app_label = "registry"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class CommuneSerial(models.Model):
    """The last serial a commune has given to a product (số thứ tự do xã lập thống kê)."""

    commune = models.OneToOneField(
        "registry.Commune", on_delete=models.PROTECT, primary_key=True, related_name="product_serial"
    )
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "registry"

    def __str__(self) -> str:
        return f"{self.commune_id}: {self.last}"
