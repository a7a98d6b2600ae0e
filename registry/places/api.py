"""Places for programs: provinces and communes of today."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from registry.access.permissions import anyone
from registry.places.models import Commune, Province
from registry.places.queries import communes_matching


class ProvinceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Province
        fields = ["code", "name", "kind"]


class CommuneSerializer(serializers.ModelSerializer):
    class Meta:
        model = Commune
        fields = ["code", "name", "kind", "province"]


class CommuneFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_name", label="Name, accents may be left out", max_length=80)

    class Meta:
        model = Commune
        fields = ["province"]

    def by_name(self, queryset: QuerySet[Commune], name: str, value: str) -> QuerySet[Commune]:
        return queryset.filter(pk__in=communes_matching(value).values("pk"))


class ProvinceViewSet(viewsets.ReadOnlyModelViewSet):
    """The 34 provinces since July 2025."""

    permission = anyone()
    queryset = Province.objects.order_by("code")
    serializer_class = ProvinceSerializer
    lookup_value_regex = r"\d{2}"


class CommuneViewSet(viewsets.ReadOnlyModelViewSet):
    """The 3,321 communes, wards and special zones since July 2025."""

    permission = anyone()
    queryset = Commune.objects.order_by("code")
    serializer_class = CommuneSerializer
    filterset_class = CommuneFilter
    lookup_value_regex = r"\d{5}"
