"""How lists of the API are cut into pages."""

from __future__ import annotations

from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

FARTHEST = 10_000_000
"""No list has as many rows; databases fail on offsets that no integer of theirs holds."""


class Pages(LimitOffsetPagination):
    """At most 200 rows a page, whatever is asked for."""

    max_limit = 200

    def get_offset(self, request: Request) -> int:
        return min(super().get_offset(request), FARTHEST)
