"""What stands above a list: how many rows, their order, the person's own filters, and the list as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from registry.access.sorting import Order
from registry.accounts.models import SavedFilter
from registry.accounts.states import ListPage

register = template.Library()


@register.inclusion_tag("components/list_tools.html", takes_context=True)
def list_tools(context: Mapping[str, Any], page: str, *, total: int, orders: Mapping[str, Order]) -> dict[str, Any]:
    """Draw them for the list at the address named ``page``; it changes with the rows."""
    request = context["request"]
    query = request.GET.copy()
    for name in ("page", "as"):
        query.pop(name, None)
    address = reverse(page)
    shown = query.urlencode()
    export = query.copy()
    export["as"] = "xlsx"
    kept = SavedFilter.objects.filter(user=request.user, page=ListPage(page))
    return {
        "request": request,
        "csrf_token": context.get("csrf_token", ""),
        "page": page,
        "address": address,
        "total": total,
        "query": shown,
        "filtered": any(value for name, value in query.items() if name != "sort"),
        "export": f"{address}?{export.urlencode()}",
        "orders": [(key, order.label) for key, order in orders.items()],
        "order": query.get("sort", ""),
        "kept": [(row, row.query == shown) for row in kept],
    }
