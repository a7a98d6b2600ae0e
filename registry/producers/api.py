"""Producers for programs: exactly those that the person's pages show."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from registry.access.permissions import signed_in
from registry.producers.filters import ProducerFilter
from registry.producers.models import Producer
from registry.producers.queries import visible_to


class ProducerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Producer
        fields = [
            "id",
            "kind",
            "name",
            "address",
            "commune",
            "registration_number",
            "registered_on",
            "representative_name",
            "representative_position",
            "phone",
            "email",
            "active",
        ]


class ProducerViewSet(viewsets.ReadOnlyModelViewSet):
    """Producers of your organisation, commune or province."""

    permission = signed_in()
    queryset = Producer.objects.none()
    serializer_class = ProducerSerializer
    filterset_class = ProducerFilter
    lookup_value_regex = r"\d{1,9}"

    def get_queryset(self) -> QuerySet[Producer]:
        return visible_to(self.request.user).order_by("pk")
