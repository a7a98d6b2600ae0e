"""In which commune of today a product of the register lies: by its place as written, its address and its code. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from registry.places.folding import fold
from registry.places.product_codes import CodeParts, parse
from registry.places.resolve import (
    Candidate,
    FormerUnit,
    Places,
    Resolution,
    distinct,
    resolve_line,
    successors_of,
)
from registry.places.states import CodeFault, Ground, Outcome
from registry.places.writing import WrittenPlace, written_place

_UNKNOWN = Resolution(Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Located:
    """What a place as written means. ``written`` is what a person reads, ``key`` what rows of the same place share."""

    written: str
    key: str
    resolution: Resolution
    elsewhere: bool = False
    """A province is named, and it is not the officer's."""

    @property
    def commune(self) -> str:
        return "" if self.elsewhere else self.resolution.commune

    @property
    def former(self) -> bool:
        """The commune bore another name, or was another, before July 2025."""
        return bool(self.commune) and bool(self.resolution.candidates[0].former)


@dataclass(frozen=True, slots=True)
class CodeLocated:
    """What a product code means: its parts, its commune of today, or why it does not fit."""

    parts: CodeParts | None
    resolution: Resolution = _UNKNOWN
    fault: CodeFault | None = None


@dataclass
class PlaceFinder:
    """Answers for one province (its code); asked the same twice, it remembers. ``places`` are those of the province."""

    places: Places
    province: str
    _found: dict[tuple[str, str, str], Located] = field(default_factory=dict)

    def locate(self, commune: str, district: str, address: str) -> Located:
        """Return where a row lies. The commune's column goes before the address, which may add the district."""
        asked = (commune, district, "" if commune and district else address)
        if asked not in self._found:
            self._found[asked] = self._locate(*asked)
        return self._found[asked]

    def _locate(self, commune: str, district: str, address: str) -> Located:
        of_address = self._taken_apart(address) if address else WrittenPlace("")
        if commune:
            own = self._taken_apart(commune)
            first = WrittenPlace(own.commune, district or own.district, own.province or of_address.province)
            written = ", ".join(part for part in (commune, district) if part)
        else:
            first = WrittenPlace(of_address.commune, district or of_address.district, of_address.province)
            written = ", ".join(part for part in (address, district) if part)
        if not first.commune.strip():
            return Located(written, "", _UNKNOWN)
        found = resolve_line(first, self.places)
        used = first
        if found.outcome is not Outcome.ONE and commune and not first.district and of_address.district:
            dated = WrittenPlace(first.commune, of_address.district, first.province)
            again = resolve_line(dated, self.places)
            if again.candidates:
                found, used = again, dated
                written = f"{commune}, {of_address.district}"
        key = fold(f"{used.commune} / {used.district} / {used.province}")
        meant = self.places.provinces_meant(used.province) if used.province else None
        elsewhere = bool(meant and meant.now and self.province not in meant.now)
        return Located(written[:200], key[:200], found, elsewhere)

    def _taken_apart(self, text: str) -> WrittenPlace:
        """Take a place apart; what stands last is a district where it is no province: "Xã Vĩnh Tú, huyện Vĩnh Linh"."""
        place = written_place(text)
        if place.province and not place.district and not self.places.provinces_meant(place.province).now:
            return WrittenPlace(place.commune, place.province, "")
        return place

    def locate_code(self, text: str) -> CodeLocated:
        """Read a code under the list of its own time: 44 was Quảng Bình before July 2025 and is Quảng Trị today."""
        parts = parse(text)
        if parts is None:
            return CodeLocated(None, fault=CodeFault.SHAPE)
        found = self._of_before(parts) if parts.is_old else self._of_today(parts)
        if found.fault is None and not parts.consistent:
            return CodeLocated(parts, found.resolution, CodeFault.YEAR)
        return found

    def _of_before(self, parts: CodeParts) -> CodeLocated:
        unit = self._former.get(parts.commune)
        if parts.province not in self._provinces_of_before:
            return CodeLocated(parts, fault=CodeFault.PROVINCE)
        if unit is None:
            return CodeLocated(parts, fault=CodeFault.COMMUNE)
        if unit.parent != parts.province:
            return CodeLocated(parts, fault=CodeFault.PROVINCE)
        return CodeLocated(parts, successors_of(unit, self.places))

    def _of_today(self, parts: CodeParts) -> CodeLocated:
        if parts.province != self.province:
            return CodeLocated(parts, fault=CodeFault.PROVINCE)
        if parts.commune not in self.places.commune_of:
            return CodeLocated(parts, fault=CodeFault.COMMUNE)
        return CodeLocated(parts, Resolution(Outcome.ONE, (Candidate(parts.commune, Ground.NAME_OF_TODAY),)))

    @cached_property
    def _former(self) -> dict[str, FormerUnit]:
        return {unit.code: unit for unit in self.places.former_communes}

    @cached_property
    def _provinces_of_before(self) -> frozenset[str]:
        return frozenset(unit.code for unit in self.places.former_provinces if unit.parent == self.province)

    def name_of(self, commune: str) -> str:
        unit = self.places.commune_of.get(commune)
        return unit.name if unit else commune


def codes_of(*groups: Iterable[Candidate]) -> list[str]:
    """Return the communes of candidates, the most likely first, each once."""
    return [one.code for one in distinct(candidate for group in groups for candidate in group)]
