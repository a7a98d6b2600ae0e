"""Product codes taken apart, with the list of units that their numbers belong to. Pure.

T-H-X-STT-year (five parts: province, district, commune, serial, year) before July 2025, T-X-STT-year (four) since.
44 was Quảng Bình and is Quảng Trị: number of parts and year are read before anything is looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from registry.places.resolve import Resolution
from registry.places.states import CodeFault, Generation

CHANGE_YEAR = 2025
"""Codes of this year are of either shape: districts were given up on 01/07/2025."""
_SHAPE = re.compile(r"(\d{1,2})-(?:(\d{1,3})-)?(\d{1,5})-(\d{1,5})-(20\d{2})")
_DASHES = re.compile(r"[\u2010-\u2015\u2212._/]")


@dataclass(frozen=True, slots=True)
class CodeParts:
    """A code as written, numbers with their leading zeros; ``district`` is "" in a code of four parts."""

    province: str
    district: str
    commune: str
    serial: int
    year: int

    def __str__(self) -> str:
        places = (self.province, self.district, self.commune) if self.district else (self.province, self.commune)
        return "-".join((*places, str(self.serial), str(self.year)))

    @property
    def is_old(self) -> bool:
        """Whether it is of before July 2025: the province's number may mean another one today."""
        return bool(self.district)

    @property
    def generation(self) -> Generation:
        return Generation.BEFORE_2025 if self.is_old else Generation.TODAY

    @property
    def consistent(self) -> bool:
        """Whether the year agrees with the number of parts."""
        return self.year <= CHANGE_YEAR if self.district else self.year >= CHANGE_YEAR


@dataclass(frozen=True, slots=True)
class CodePlace:
    """What a product code says about its place.

    ``province`` and ``commune`` are names in the list of the code's own time ("" where it has none); ``today`` is the
    commune of today, certain only without ``fault``. ``parts`` is None when the text is no code.
    """

    parts: CodeParts | None
    province: str
    commune: str
    today: Resolution
    fault: CodeFault | None = None


def parse(text: str) -> CodeParts | None:
    """Return the parts of a code of four or five, however dashes, blanks and leading zeros are written, or None."""
    found = _SHAPE.fullmatch(_DASHES.sub("-", re.sub(r"\s+", "", text)))
    if found is None:
        return None
    province, district, commune, serial, year = found.groups()
    return CodeParts(province.zfill(2), district.zfill(3) if district else "", commune.zfill(5), int(serial), int(year))
