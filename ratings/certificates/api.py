"""Certificates for programs, as verification shows them: public, with the state on a day."""

from __future__ import annotations

import datetime as dt

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from ratings.certificates.models import Certificate
from ratings.certificates.states import status_on
from registry.access.permissions import anyone
from registry.calendar.today import today


class CertificateSerializer(serializers.ModelSerializer):
    product: serializers.SlugRelatedField = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    last_day = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()

    class Meta:
        model = Certificate
        fields = [
            "code",
            "product",
            "product_code",
            "product_name",
            "producer_name",
            "place",
            "set_number",
            "stars",
            "decision_number",
            "authority",
            "issued_on",
            "valid_from",
            "last_day",
            "status",
        ]

    def get_last_day(self, row: Certificate) -> dt.date:
        """The last day in force."""
        return row.valid_until - dt.timedelta(days=1)

    def get_status(self, row: Certificate) -> str:
        day: dt.date = self.context["on"]
        return status_on(row, day).value


class OnSerializer(serializers.Serializer):
    on = serializers.DateField(required=False)


_ON = OpenApiParameter("on", dt.date, description="State on this day; today when left out.")


class CertificateViewSet(viewsets.ReadOnlyModelViewSet):
    """Every certificate that was ever issued, with its state on a day."""

    permission = anyone()
    queryset = Certificate.objects.select_related("product").order_by("pk")
    serializer_class = CertificateSerializer
    filterset_fields = {"stars": ["exact"], "set_number": ["exact"], "product__public_id": ["exact"]}
    lookup_field = "code"
    lookup_value_regex = "[0-9A-Z]{1,16}"

    @extend_schema(parameters=[_ON])
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[_ON])
    def retrieve(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().retrieve(request, *args, **kwargs)

    def get_serializer_context(self) -> dict[str, object]:
        asked = OnSerializer(data=self.request.query_params if self.request else {})
        asked.is_valid(raise_exception=True)
        return {**super().get_serializer_context(), "on": asked.validated_data.get("on") or today()}
