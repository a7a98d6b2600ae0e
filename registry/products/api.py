"""Products for programs: exactly those that the person's pages show."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from registry.access.permissions import signed_in
from registry.products.filters import ProductFilter
from registry.products.models import Product
from registry.products.queries import for_lists, visible_to


class ProductSerializer(serializers.ModelSerializer):
    producer_name = serializers.CharField(source="producer.name", read_only=True)

    class Meta:
        model = Product
        fields = [
            "public_id",
            "name",
            "producer",
            "producer_name",
            "commune",
            "set_number",
            "description",
            "specification",
            "standard",
            "story",
        ]


class ProductViewSet(viewsets.ReadOnlyModelViewSet):
    """Products of your organisation, commune or province."""

    permission = signed_in()
    queryset = Product.objects.none()
    serializer_class = ProductSerializer
    filterset_class = ProductFilter
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{1,12}"

    def get_queryset(self) -> QuerySet[Product]:
        return for_lists(visible_to(self.request.user)).order_by("pk")
