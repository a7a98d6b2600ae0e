"""How a product code is written and kept (Phụ lục II: mã tỉnh - mã xã - số thứ tự - năm đánh giá).

It is read by ``places.product_codes``, which knows the units that its numbers belong to.
"""

from __future__ import annotations

import re
from typing import Protocol

from registry.places.product_codes import CodeParts, parse

__all__ = ["CodeParts", "PermanentPart", "full_code", "parse", "tidied"]


class PermanentPart(Protocol):
    """What is issued once: ``ProductCode``."""

    province_code: str
    commune_code: str
    serial: int


def full_code(code: PermanentPart, year: int) -> str:
    """Return the code with the year of evaluation: ``44-19654-1-2026``."""
    return f"{code.province_code}-{code.commune_code}-{code.serial}-{year}"


def tidied(text: str) -> str:
    """Return a code as kept: no blanks, plain hyphens, whatever dash was typed."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"\s+", "", text))
