"""Components of the score sheet, which only ratings know."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template

from ratings.sheets.posted import NONE_FITS

register = template.Library()


@register.inclusion_tag("components/sheet_line.html")
def sheet_line(
    line: Any,
    options: Iterable[Any],
    *,
    name: str,
    chosen: str = "",
    remark: str = "",
    remark_name: str = "",
    none_fits: bool = False,
    closed: str = "",
    error: str = "",
    hx_post: str = "",
) -> dict[str, Any]:
    """One line of a sheet: the question, every option as a big native radio with its points, the remark.

    ``line`` has ``code``, ``text`` and ``maximum``; options have ``value``, ``text`` and ``points``. ``none_fits``
    offers "none fits, 0 points" (where the law prints no 0); ``closed`` says why the line does not apply.
    """
    return {
        "line": line, "options": options, "name": name, "chosen": chosen, "remark": remark,
        "remark_name": remark_name, "none_fits": none_fits, "none_value": NONE_FITS, "closed": closed,
        "error": error, "hx_post": hx_post,
    }  # fmt: skip


@register.inclusion_tag("components/total_foot.html")
def total_foot(
    parts: Iterable[tuple[str, int, int]],
    total: int | Decimal | Fraction,
    *,
    stars: int | None = None,
    answered: int | None = None,
    lines: int | None = None,
    swap: bool = False,
) -> dict[str, Any]:
    """Sticky foot: parts as (letter, points, maximum), total, provisional star, how many lines are answered.

    ``swap`` marks it for htmx to replace out of band after a save.
    """
    return {
        "parts": list(parts), "total": total, "stars": stars, "answered": answered, "lines": lines, "swap": swap,
    }  # fmt: skip
