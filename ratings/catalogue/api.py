"""The public catalogue for programs: products with a certificate in force."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from ratings.catalogue.models import CatalogueEntry
from registry.access.permissions import anyone
from registry.calendar.today import today
from registry.places.folding import words_of


class CatalogueSerializer(serializers.ModelSerializer):
    class Meta:
        model = CatalogueEntry
        fields = [
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
            "story",
        ]


class CatalogueEntryFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_words", label="Words, accents may be left out", max_length=80)

    class Meta:
        model = CatalogueEntry
        fields = ["stars", "set_number", "province", "commune"]

    def by_words(self, queryset: QuerySet[CatalogueEntry], name: str, value: str) -> QuerySet[CatalogueEntry]:
        for word in words_of(value):
            queryset = queryset.filter(folded__contains=word)
        return queryset


class CatalogueViewSet(viewsets.ReadOnlyModelViewSet):
    """Products recognised with three to five stars today. ``valid_until`` is the first day without force."""

    permission = anyone()
    queryset = CatalogueEntry.objects.none()
    serializer_class = CatalogueSerializer
    filterset_class = CatalogueEntryFilter
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{1,16}"

    def get_queryset(self) -> QuerySet[CatalogueEntry]:
        day = today()
        return CatalogueEntry.objects.filter(valid_from__lte=day, valid_until__gt=day).order_by("pk")
