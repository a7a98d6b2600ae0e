"""Lists whose filters a person can keep; each value is the name of the list's address."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ListPage(TextChoices):
    PRODUCERS = "producers", _("Producers")
    PRODUCTS = "products", _("Products")
    DOSSIERS = "dossiers", _("Dossiers")
    CERTIFICATES = "certificates", _("Certificates")
