"""Dossiers for programs: the rows of the pages, and the moves that need no more than a few plain values.

Every move calls the same action as the page; a refusal answers 409 with its reason, article and remedy.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ratings.dossiers import actions, commune_actions, province_actions
from ratings.dossiers.filters import DossierFilter
from ratings.dossiers.models import Dossier, Transition
from ratings.dossiers.queries import for_lists, transitions_of, visible_to
from ratings.dossiers.standing import standing_of
from registry.access.permissions import signed_in
from registry.calendar.today import now, today


class RefusalSerializer(serializers.Serializer):
    detail = serializers.CharField()
    article = serializers.CharField(allow_blank=True)
    remedy = serializers.CharField(allow_blank=True)


class DossierSerializer(serializers.ModelSerializer):
    product: serializers.SlugRelatedField = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    product_name = serializers.CharField(source="product.name", read_only=True)
    producer_name = serializers.CharField(source="producer.name", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    waiting_for = serializers.SerializerMethodField()
    due_on = serializers.SerializerMethodField()

    class Meta:
        model = Dossier
        fields = [
            "number",
            "product",
            "product_name",
            "producer",
            "producer_name",
            "commune",
            "province",
            "kind",
            "state",
            "state_label",
            "waiting_for",
            "due_on",
            "filed_on",
            "received_on",
            "requested_on",
            "evaluation_round",
        ]

    def get_waiting_for(self, row: Dossier) -> str:
        return standing_of(row, today()).who

    def get_due_on(self, row: Dossier) -> str | None:
        due = standing_of(row, today()).due
        return due.isoformat() if due else None


class TransitionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Transition
        fields = ["revision", "move", "source", "target", "party", "at", "reason", "due_on"]


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)


class ReceiptSerializer(serializers.Serializer):
    received_on = serializers.DateField()
    paper_set = serializers.BooleanField(default=False)
    slip_number = serializers.CharField(max_length=60, allow_blank=True, default="")


class NothingSerializer(serializers.Serializer):
    """No values."""


_ANSWERS = {200: DossierSerializer, 409: OpenApiResponse(RefusalSerializer, "Refused; nothing changed.")}


class DossierViewSet(viewsets.ReadOnlyModelViewSet):
    """Dossiers of your organisation, commune or province, and their moves."""

    permission = signed_in()
    queryset = Dossier.objects.none()
    serializer_class = DossierSerializer
    filterset_class = DossierFilter
    lookup_field = "number"
    lookup_value_regex = r"[0-9-]{1,30}"

    def get_queryset(self) -> QuerySet[Dossier]:
        return for_lists(visible_to(self.request.user)).order_by("pk")

    @extend_schema(responses=TransitionSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def history(self, request: Request, number: str) -> Response:
        """Every move that happened, the latest first."""
        return Response(TransitionSerializer(transitions_of(self.get_object()), many=True).data)

    @extend_schema(request=NothingSerializer, responses=_ANSWERS)
    @action(detail=True, methods=["post"])
    def file(self, request: Request, number: str) -> Response:
        """File the dossier at the commune (khoản 1 Điều 7)."""
        return self._moved(actions.file_dossier)

    @extend_schema(request=ReasonSerializer, responses=_ANSWERS)
    @action(detail=True, methods=["post"])
    def retract(self, request: Request, number: str) -> Response:
        """Retract the dossier before the decision."""
        return self._moved(actions.retract, ReasonSerializer)

    @extend_schema(request=ReceiptSerializer, responses=_ANSWERS)
    @action(detail=True, methods=["post"], url_path="receive-complete")
    def receive_complete(self, request: Request, number: str) -> Response:
        """Confirm full receipt; 15 working days begin the next day (khoản 2 Điều 7)."""
        return self._moved(commune_actions.receive_complete, ReceiptSerializer)

    @extend_schema(request=NothingSerializer, responses=_ANSWERS)
    @action(detail=True, methods=["post"], url_path="submit-for-signature")
    def submit_for_signature(self, request: Request, number: str) -> Response:
        """Submit Form 03 and the request to the commune's leader (điểm b khoản 2 Điều 7)."""
        return self._moved(commune_actions.submit_for_signature)

    @extend_schema(request=NothingSerializer, responses=_ANSWERS)
    @action(detail=True, methods=["post"])
    def forward(self, request: Request, number: str) -> Response:
        """Send the signed request file to the province (điểm b khoản 2 Điều 7)."""
        return self._moved(commune_actions.forward)

    @extend_schema(request=NothingSerializer, responses=_ANSWERS)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, number: str) -> Response:
        """Accept the request file at the province (điểm a khoản 3 Điều 7)."""
        return self._moved(province_actions.accept)

    def _moved(self, act: Callable[..., object], asks: type[serializers.Serializer] = NothingSerializer) -> Response:
        """Make a move with what was typed; the dossier comes first, since to a stranger there is none to type for."""
        dossier = self.get_object()
        typed = asks(data=self.request.data)
        typed.is_valid(raise_exception=True)
        act(dossier=dossier, actor=self.request.user, at=now(), **typed.validated_data)
        return Response(self.get_serializer(self.get_object()).data)
