"""Provinces and communes of today, and the units before July 2025 with their successors.

Codes are text with leading zeros (Decision 19/2025/QĐ-TTg) and mean something only within their list: 44 is Quảng Trị
today and was Quảng Bình before July 2025, 19654 is today's xã Triệu Cơ and was a smaller commune of the same name.
Former units therefore stand in tables of their own.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.access.indexes import trigram_index
from registry.places.folding import fold
from registry.places.sortkey import sort_key
from registry.places.states import Extent
from registry.places.writing import name_without_kind


class NamedPlace(models.Model):
    """A unit with its columns for searching and sorting, which follow from its name."""

    name = models.CharField(_("name"), max_length=80, help_text=_("With the kind of unit: Xã Triệu Cơ."))
    kind = models.CharField(_("kind"), max_length=40)
    folded = models.CharField(max_length=80, db_index=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.derive()
        super().save(*args, **options)

    def derive(self) -> None:
        """Fill the columns that follow from the name (bulk loading calls it too)."""
        self.folded = fold(self.name)


class PresentPlace(NamedPlace):
    """A unit of today; lists of them stand in the order of the Vietnamese alphabet, by name without kind."""

    sort_key = models.CharField(max_length=260, db_index=True, editable=False)

    class Meta:
        abstract = True

    def derive(self) -> None:
        super().derive()
        self.sort_key = sort_key(name_without_kind(self.name))


class Province(PresentPlace):
    """A province of today (34)."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)

    class Meta:
        app_label = "registry"
        ordering = ["sort_key", "code"]


class Commune(PresentPlace):
    """A commune, ward or special zone of today (xã, phường, đặc khu; 3,321)."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    province = models.ForeignKey("registry.Province", on_delete=models.PROTECT, related_name="communes")

    class Meta:
        app_label = "registry"
        ordering = ["sort_key", "code"]


class FormerProvince(NamedPlace):
    """A province before July 2025 (63). Each went whole into one of today's."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    successor = models.ForeignKey("registry.Province", on_delete=models.PROTECT, related_name="formerly")

    class Meta:
        app_label = "registry"
        ordering = ["code"]


class FormerDistrict(NamedPlace):
    """A district before July 2025 (696). Districts have no successors: the level was given up."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    province = models.ForeignKey("registry.FormerProvince", on_delete=models.PROTECT, related_name="districts")

    class Meta:
        app_label = "registry"
        ordering = ["code"]


class FormerCommune(NamedPlace):
    """A commune, ward or town before July 2025 (10,051), under its district and, for look-ups, its province."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    district = models.ForeignKey("registry.FormerDistrict", on_delete=models.PROTECT, related_name="communes")
    province = models.ForeignKey("registry.FormerProvince", on_delete=models.PROTECT, related_name="communes")

    class Meta:
        app_label = "registry"
        ordering = ["code"]


class Succession(models.Model):
    """A former commune went, whole or in part, into a commune of today. 28 former communes have none listed."""

    former = models.ForeignKey("registry.FormerCommune", on_delete=models.CASCADE, related_name="successions")
    commune = models.ForeignKey("registry.Commune", on_delete=models.PROTECT, related_name="successions")
    extent = models.CharField(_("extent"), max_length=5, choices=Extent.choices)

    class Meta:
        app_label = "registry"
        ordering = ["former", "commune"]
        constraints = [
            models.UniqueConstraint(fields=["former", "commune"], name="registry_succession_once"),
            models.CheckConstraint(condition=models.Q(extent__in=Extent.values), name="registry_succession_extent"),
        ]

    def __str__(self) -> str:
        return f"{self.former_id} -> {self.commune_id}"


for _table in ("registry_commune", "registry_formercommune"):
    trigram_index(_table, "folded", app="registry")
