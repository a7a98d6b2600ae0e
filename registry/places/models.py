"""Provinces and communes of today, and the units before July 2025 with their successors."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Province(models.Model):
    """A province of today. The code is text with leading zeros (Decision 19/2025/QĐ-TTg)."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=40)
    folded = models.CharField(max_length=80, db_index=True)

    class Meta:
        app_label = "registry"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, ward or special zone of today (xã, phường, đặc khu)."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20)
    province = models.ForeignKey("registry.Province", on_delete=models.PROTECT, related_name="communes")
    folded = models.CharField(max_length=80, db_index=True)

    class Meta:
        app_label = "registry"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
