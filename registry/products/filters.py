"""How the list of products is narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry.places.models import Commune
from registry.products import queries
from registry.products.models import Product
from registry.products.sets import CHOICES


def _communes(request: HttpRequest | None) -> QuerySet[Commune]:
    if request is None:
        return Commune.objects.none()
    return queries.communes_of(queries.visible_to(request.user))


class ProductFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Product, producer or code"), method="found")
    set_number = django_filters.ChoiceFilter(label=_("Product set"), choices=CHOICES, empty_label=_("All sets"))
    commune = django_filters.ModelChoiceFilter(label=_("Commune"), queryset=_communes, empty_label=_("All communes"))

    class Meta:
        model = Product
        fields = ["q", "set_number", "commune"]

    def found(self, products: QuerySet[Product], _name: str, text: str) -> QuerySet[Product]:
        return queries.matching(products, text)
