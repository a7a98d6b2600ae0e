"""Looking places up: what people type, old addresses, product codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Case, Q, QuerySet, Value, When

from registry.places.folding import fold, words_of
from registry.places.models import Commune, FormerCommune, FormerDistrict, FormerProvince, Province, Succession
from registry.places.product_codes import CodeParts, CodePlace, parse
from registry.places.resolve import (
    Candidate,
    FormerUnit,
    Places,
    Resolution,
    Unit,
    distinct,
    nearest,
    provinces_meant,
    successors_of,
)
from registry.places.resolve import (
    resolve_line as resolve_written_line,
)
from registry.places.states import CodeFault, Extent, Generation, Ground, Outcome
from registry.places.writing import name_without_kind, written_place

CODE_LENGTH = 5
_KINDS_OF_TODAY = ("xa", "phuong", "dac khu")


@dataclass(frozen=True, slots=True)
class Offer:
    """A commune to choose, with the name under which it was found if that is no longer its own."""

    commune: Commune
    formerly: str = ""


def communes_matching(text: str, province: Province | str | None = None) -> QuerySet[Commune]:
    """Return communes in whose name (or province's name) every word of ``text`` begins a word, with their provinces.

    Accents, capitals and the kind of unit do not matter; a code finds its commune. Names that begin with the text come
    first, then the Vietnamese alphabet. Without text: all communes (of ``province``).
    """
    communes = Commune.objects.select_related("province")
    if province:
        communes = communes.filter(province=province)
    words = words_of(text)
    if len(words) == 1 and len(words[0]) == CODE_LENGTH and words[0].isdecimal():
        return communes.filter(code=words[0])
    name = fold(name_without_kind(text))
    for word in words_of(name):
        # Every name begins with its kind, so that each word of the name proper follows a blank.
        communes = communes.filter(Q(folded__contains=f" {word}") | Q(province__folded__contains=f" {word}"))
    if not name:
        return communes
    begins = Q()
    for kind in _KINDS_OF_TODAY:
        begins |= Q(folded__startswith=f"{kind} {name}")
    return communes.order_by(Case(When(begins, then=Value(0)), default=Value(1)), "sort_key", "code")


def communes_formerly(text: str, province: Province | str | None = None) -> QuerySet[Succession]:
    """Return the successions of former communes found likewise by their name (or district's name)."""
    found = Succession.objects.select_related("commune__province", "former__district")
    if province:
        found = found.filter(commune__province=province)
    words = words_of(name_without_kind(text))
    if not words:
        return found.none()
    for word in words:
        found = found.filter(Q(former__folded__contains=f" {word}") | Q(former__district__folded__contains=f" {word}"))
    return found.order_by("commune__sort_key", "commune", "former")


def offers(text: str, province: Province | str | None = None, *, limit: int = 30) -> list[Offer]:
    """Return what a pick list shows for ``text``: communes of today, else those that took over a unit of this name.

    At most two queries, at most ``limit`` rows.
    """
    found = [Offer(commune) for commune in communes_matching(text, province)[:limit]]
    if found:
        return found
    former = communes_formerly(text, province)[:limit]
    return [Offer(row.commune, f"{row.former}, {row.former.district}") for row in former]


def places(province: str | None = None) -> Places:
    """Read the rows that resolve addresses: all of them, or only communes and districts of the provinces meant.

    Reading all takes some tenths of a second: an import reads once and calls ``resolve`` for every row.
    """
    provinces = [Unit(*row) for row in Province.objects.values_list("code", "name", "kind")]
    former = [Unit(*row) for row in FormerProvince.objects.values_list("code", "name", "kind", "successor_id")]
    meant = provinces_meant(province or "", Places(provinces=provinces, former_provinces=former))
    communes = Commune.objects.all()
    if meant.now:
        communes = communes.filter(province__in=meant.now)
    then = {unit.code for unit in former if unit.parent in meant.now} | meant.then
    districts = FormerDistrict.objects.filter(province__in=then) if meant.now else FormerDistrict.objects.all()
    return Places(
        provinces=provinces,
        communes=[Unit(*row) for row in communes.order_by("code").values_list("code", "name", "kind", "province_id")],
        former_provinces=former,
        former_districts=[Unit(*row) for row in districts.values_list("code", "name", "kind", "province_id")],
        former_communes=_former_units(then if meant.now else None),
    )


def _former_units(provinces: Collection[str] | None) -> list[FormerUnit]:
    former = FormerCommune.objects.order_by("code")
    successions = Succession.objects.order_by("commune")
    if provinces is not None:
        former = former.filter(province__in=provinces)
        successions = successions.filter(former__province__in=provinces)
    became: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, commune, extent in successions.values_list("former_id", "commune_id", "extent"):
        became[code].append((commune, extent))
    rows = former.values_list("code", "name", "kind", "province_id", "district_id")
    return [FormerUnit(*row, successors=tuple(became.get(row[0], ()))) for row in rows]


def resolve_line(text: str) -> Resolution:
    """Return what an address of one line means today: "Thôn 1, xã Triệu Trung, huyện Triệu Phong, Quảng Trị"."""
    written = written_place(text)
    return resolve_written_line(written, places(written.province))


def candidates_of(resolution: Resolution) -> list[Commune]:
    """Return the communes of a resolution in its order, with their provinces: one query."""
    known = Commune.objects.select_related("province").in_bulk([each.code for each in resolution.candidates])
    return [known[each.code] for each in resolution.candidates if each.code in known]


def resolve_product_code(text: str) -> CodePlace:
    """Read a product code under the list of its own time and return its place then and today. Never an error.

    A code whose year and number of parts disagree, or whose commune is not where the code says, names no place for
    certain: the fault says why, the candidates are what a person may choose.
    """
    parts = parse(text)
    if parts is None:
        return CodePlace(None, "", "", Resolution(Outcome.UNKNOWN), CodeFault.SHAPE)
    place = _place_before_2025(parts) if parts.generation is Generation.BEFORE_2025 else _place_of_today(parts)
    if parts.consistent or place.fault:
        return place
    return replace(place, today=Resolution(Outcome.UNKNOWN, place.today.candidates), fault=CodeFault.YEAR)


def _place_of_today(parts: CodeParts) -> CodePlace:
    province = Province.objects.filter(code=parts.province).first()
    commune = Commune.objects.filter(code=parts.commune).first()
    fault = None
    if commune is None:
        fault = CodeFault.COMMUNE
    elif commune.province_id != parts.province:
        fault = CodeFault.PROVINCE
    found = (Candidate(commune.code, Ground.NAME_OF_TODAY),) if commune else ()
    today = Resolution(Outcome.UNKNOWN if fault else Outcome.ONE, found)
    return CodePlace(parts, str(province or ""), str(commune or ""), today, fault)


def _place_before_2025(parts: CodeParts) -> CodePlace:
    province = FormerProvince.objects.filter(code=parts.province).first()
    commune = FormerCommune.objects.filter(code=parts.commune).first()
    rows = places(province.name) if province else Places()
    around = nearest((), {parts.district}, frozenset(), rows)
    if commune is None:
        today, fault = Resolution(Outcome.UNKNOWN, around), CodeFault.COMMUNE
    elif commune.province_id != parts.province:
        became = commune.successions.values_list("commune_id", "extent")
        grounds = {Extent.WHOLE: Ground.WHOLE, Extent.PART: Ground.PART}
        named = tuple(Candidate(code, grounds[Extent(extent)], commune.code) for code, extent in became)
        today, fault = Resolution(Outcome.UNKNOWN, distinct(named + around)), CodeFault.PROVINCE
    else:
        # The district is not compared: communes kept their code when districts were redrawn (Huế in 2025).
        unit = next(unit for unit in rows.former_communes if unit.code == commune.code)
        today, fault = successors_of(unit, rows), None
    return CodePlace(parts, str(province or ""), str(commune or ""), today, fault)
