"""Small helpers of the dossiers' templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from ratings.sheets import posted

register = template.Library()


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Return the value under ``key``, or nothing."""
    return mapping.get(key, "")


register.filter("remark_name", posted.remark_name)
