"""How the list of producers is narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry.places.models import Commune
from registry.producers import queries
from registry.producers.models import Producer
from registry.producers.states import ProducerKind


def _communes(request: HttpRequest | None) -> QuerySet[Commune]:
    if request is None:
        return Commune.objects.none()
    return queries.communes_of(queries.visible_to(request.user))


class ProducerFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or registration number"), method="found")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ProducerKind.choices, empty_label=_("All kinds"))
    commune = django_filters.ModelChoiceFilter(label=_("Commune"), queryset=_communes, empty_label=_("All communes"))

    class Meta:
        model = Producer
        fields = ["q", "kind", "commune"]

    def found(self, producers: QuerySet[Producer], _name: str, text: str) -> QuerySet[Producer]:
        return queries.matching(producers, text)
