"""How a product code is written and read (Phụ lục II: mã tỉnh - mã xã - số thứ tự - năm đánh giá)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

_PARTS_NOW, _PARTS_BEFORE_2025 = 4, 5
_SHAPE = re.compile(r"\d{2}(-\d{3})?-\d{5}-\d{1,5}-(19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class ParsedCode:
    """A full code taken apart. ``district`` is empty since July 2025.

    Province numbers changed their meaning in July 2025 (44 was Quảng Bình, is Quảng Trị): look at ``is_old`` first.
    """

    province: str
    district: str
    commune: str
    serial: int
    year: int

    @property
    def is_old(self) -> bool:
        return bool(self.district)


class PermanentPart(Protocol):
    """What is issued once: ``ProductCode``."""

    province_code: str
    commune_code: str
    serial: int


def full_code(code: PermanentPart, year: int) -> str:
    """Return the code with the year of evaluation: ``44-19654-1-2026``."""
    return f"{code.province_code}-{code.commune_code}-{code.serial}-{year}"


def parse(text: str) -> ParsedCode | None:
    """Read a full code of four parts (now) or five (before July 2025), or return None when it is none."""
    tidy = tidied(text)
    if not _SHAPE.fullmatch(tidy):
        return None
    parts = tidy.split("-")
    if len(parts) == _PARTS_BEFORE_2025:
        return ParsedCode(parts[0], parts[1], parts[2], int(parts[3]), int(parts[4]))
    return ParsedCode(parts[0], "", parts[1], int(parts[2]), int(parts[3]))


def tidied(text: str) -> str:
    """Return a code as kept: no blanks, plain hyphens, whatever dash was typed."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"\s+", "", text))
