"""Score sheets of the laws for programs: parts, criteria, lines, options, minimums and rules, as published."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from ratings.criteria.models import CriteriaSet, LawVersion
from ratings.criteria.queries import sheet_of
from registry.access.permissions import anyone


class LawSerializer(serializers.ModelSerializer):
    class Meta:
        model = LawVersion
        fields = ["code", "decision", "title", "effective_from", "effective_until"]


class OptionSerializer(serializers.Serializer):
    position = serializers.IntegerField()
    points = serializers.IntegerField()
    text = serializers.CharField()
    case = serializers.CharField(allow_blank=True)


class GateSerializer(serializers.Serializer):
    star = serializers.IntegerField()
    min_points = serializers.IntegerField()


class LineSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    part = serializers.CharField()
    max_points = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)
    prints_zero = serializers.BooleanField()
    options = OptionSerializer(many=True)
    gates = GateSerializer(many=True)


class SetSerializer(serializers.ModelSerializer):
    law = serializers.CharField(source="law.code")

    class Meta:
        model = CriteriaSet
        fields = [
            "id",
            "law",
            "number",
            "name",
            "group_name",
            "subgroup",
            "managing_agency",
            "samples_required",
            "digest",
        ]


class SetDetailSerializer(SetSerializer):
    lines = serializers.SerializerMethodField()

    class Meta(SetSerializer.Meta):
        fields = [*SetSerializer.Meta.fields, "lines"]

    @extend_schema_field(LineSerializer(many=True))
    def get_lines(self, row: CriteriaSet) -> list[dict[str, Any]]:
        sheet = sheet_of(row.pk).sheet
        return [
            {
                "code": line.code,
                "name": line.name,
                "part": sheet.part_of[line.code],
                "max_points": line.max_points,
                "note": line.note,
                "prints_zero": line.prints_zero,
                "options": [
                    {"position": o.position, "points": o.points, "text": o.text, "case": o.case} for o in line.options
                ],
                "gates": [{"star": g.star, "min_points": g.min_points} for g in line.gates],
            }
            for line in sheet.lines.values()
        ]


class LawViewSet(viewsets.ReadOnlyModelViewSet):
    """The laws whose score sheets this register knows."""

    permission = anyone()
    queryset = LawVersion.objects.order_by("effective_from")
    serializer_class = LawSerializer
    lookup_field = "code"
    lookup_value_regex = "[a-z0-9-]+"


class CriteriaSetViewSet(viewsets.ReadOnlyModelViewSet):
    """Published score sheets; one of them with all its lines."""

    permission = anyone()
    queryset = CriteriaSet.objects.filter(published_at__isnull=False).select_related("law").order_by("pk")
    filterset_fields = {"law__code": ["exact"], "number": ["exact"]}
    lookup_value_regex = r"\d{1,9}"

    def get_serializer_class(self) -> type[SetSerializer]:
        return SetDetailSerializer if self.action == "retrieve" else SetSerializer
