"""From an address as written, of any time, to a commune of today. Pure over rows that the caller has read.

The answer is one commune, several to choose from (a split unit, a name that means two things), or "unknown: a person
must choose" with the nearest names. It is never an error: xã Triệu Lăng, named in papers to 2024, is in neither list
because it was merged before the list of 2025 was made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from registry.places.states import Extent, Ground, Outcome
from registry.places.writing import (
    DISTRICT_KINDS,
    Reading,
    WrittenPlace,
    bare,
    kind_written,
    likeness,
    province_keys,
    readings,
)

Row = TypeVar("Row", bound="Unit")
MOST_CANDIDATES = 12
LEAST_LIKENESS = 0.3


@dataclass(frozen=True)
class Unit:
    """A unit of today or before: ``parent`` is the code of its province, for a former province its successor."""

    code: str
    name: str
    kind: str
    parent: str = ""

    @cached_property
    def reading(self) -> Reading:
        return bare(self.name)


@dataclass(frozen=True)
class FormerUnit(Unit):
    """A commune before July 2025 with ``(code, extent)`` of those that took it over."""

    district: str = ""
    successors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Places:
    """The rows to look in. They may be narrowed to some provinces; ``provinces`` and ``former_provinces`` never."""

    provinces: Sequence[Unit] = ()
    communes: Sequence[Unit] = ()
    former_provinces: Sequence[Unit] = ()
    former_districts: Sequence[Unit] = ()
    former_communes: Sequence[FormerUnit] = ()
    _meant: dict[str, Provinces] = field(default_factory=dict, init=False, repr=False, compare=False)
    _districts: dict[tuple[str, Provinces], list[Unit]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def provinces_meant(self, text: str) -> Provinces:
        """As the function ``provinces_meant``, remembered: an import asks for the same province thousands of times."""
        if text not in self._meant:
            self._meant[text] = provinces_meant(text, self)
        return self._meant[text]

    def districts_meant(self, text: str, provinces: Provinces) -> list[Unit]:
        """Return the former districts that ``text`` may mean in these provinces, remembered likewise."""
        if (text, provinces) not in self._districts:
            self._districts[text, provinces] = _districts_meant(text, provinces, self)
        return self._districts[text, provinces]

    @cached_property
    def commune_of(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.communes}

    @cached_property
    def by_key(self) -> dict[str, list[Unit]]:
        """Communes of today by the key of their name."""
        return _by(self.communes, lambda unit: unit.reading.key)

    @cached_property
    def former_by_key(self) -> dict[str, list[FormerUnit]]:
        return _by(self.former_communes, lambda unit: unit.reading.key)

    @cached_property
    def former_by_district(self) -> dict[str, list[FormerUnit]]:
        return _by(self.former_communes, lambda unit: unit.district)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A commune of today and why it is offered; ``former`` is the code of the unit it took over, where there is one."""

    code: str
    ground: Ground
    former: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an address means today. Candidates are different communes, the most likely first."""

    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()

    @property
    def commune(self) -> str:
        """The code of the commune when there is no doubt, else ""."""
        return self.candidates[0].code if self.outcome is Outcome.ONE else ""


@dataclass(frozen=True, slots=True)
class _Found:
    """Communes found by name; not ``complete`` when one of the former units has no successor in the source."""

    candidates: Sequence[Candidate] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Provinces:
    """Which provinces a written name may mean: ``then`` first, ``then_widely`` where that finds nothing."""

    named: bool = False
    then: frozenset[str] = field(default=frozenset())
    then_widely: frozenset[str] = field(default=frozenset())
    now: frozenset[str] = field(default=frozenset())
    old_name_only: bool = False

    @property
    def unknown(self) -> bool:
        return self.named and not self.now


def provinces_meant(text: str, places: Places) -> Provinces:
    """Return the provinces that ``text`` may mean, in both lists.

    "Quảng Trị" with a district is the province before July 2025; only when the unit is not found there is it read as
    today's province, which holds Quảng Bình too. "Quảng Bình" is found only in the list of before.
    """
    if not text.strip():
        return Provinces()
    keys = province_keys(text)
    now = {unit.code for unit in places.provinces if unit.reading.key in keys}
    then = {unit.code for unit in places.former_provinces if unit.reading.key in keys}
    successors = {unit.parent for unit in places.former_provinces if unit.code in then}
    widely = {unit.code for unit in places.former_provinces if unit.parent in now}
    return Provinces(
        named=True,
        then=frozenset(then),
        then_widely=frozenset(then | widely),
        now=frozenset(now | successors),
        old_name_only=bool(then) and not now,
    )


def resolve(written: WrittenPlace, places: Places) -> Resolution:
    """Return what ``written`` means today.

    A district dates an address before July 2025, when districts were given up, so with one the list of before is read
    first. Without one both lists are read, and two different answers are a choice. The kind of unit, where written,
    decides between namesakes ("thị trấn Ái Tử" was one commune, "xã Ái Tử" is another); so do accents. A province or
    district that is in no list never leads to a certain answer.
    """
    provinces = places.provinces_meant(written.province)
    names = readings(written.commune) if written.commune.strip() else ()
    districts = places.districts_meant(written.district, provinces)
    misread = provinces.unknown or (bool(written.district.strip()) and not districts)
    if not names:
        found = _Found()
    elif districts:
        found = _found_in_districts(names, {unit.code for unit in districts}, places)
    else:
        found = _found_in_both_lists(names, provinces, places)
    if found.candidates:
        certain = found.complete and not misread
        return _answer(found.candidates) if certain else Resolution(Outcome.UNKNOWN, distinct(found.candidates))
    wanted = names or (readings(written.district) if written.district.strip() else ())
    return Resolution(Outcome.UNKNOWN, nearest(wanted, {unit.code for unit in districts}, provinces.now, places))


def resolve_line(written: WrittenPlace, places: Places) -> Resolution:
    """As ``resolve`` for an address taken apart from one line, where a hamlet may stand in the commune's place.

    "Bản Mới, Triệu Cơ, Quảng Trị" has no district: when what stands before the province is no former district and is
    not called one, it is read as the commune. "Triệu Lăng, Triệu Phong, Quảng Trị" is not: there was such a district.
    """
    resolution = resolve(written, places)
    district = written.district.strip()
    if resolution.outcome is not Outcome.UNKNOWN or not district or kind_written(district) in DISTRICT_KINDS:
        return resolution
    if places.districts_meant(written.district, places.provinces_meant(written.province)):
        return resolution
    shorter = resolve(WrittenPlace(written.district, "", written.province), places)
    return resolution if shorter.outcome is Outcome.UNKNOWN else shorter


def successors_of(former: FormerUnit, places: Places) -> Resolution:
    """Return what became of a former commune that is known by its code."""
    candidates = _succeeding(former, places)
    if candidates:
        return _answer(candidates)
    return Resolution(Outcome.UNKNOWN, nearest((former.reading,), {former.district}, frozenset(), places))


def nearest(
    names: Sequence[Reading], districts: Iterable[str], provinces: frozenset[str], places: Places
) -> tuple[Candidate, ...]:
    """Return communes for a person to choose from: all that took over the district, else those named alike."""
    scores: dict[str, tuple[float, Candidate]] = {}

    def offer(score: float, candidate: Candidate) -> None:
        known = scores.get(candidate.code)
        if known is None or known[0] < score:
            scores[candidate.code] = (score, candidate)

    pool = [unit for code in districts for unit in places.former_by_district.get(code, ())]
    for former in pool or places.former_communes:
        score = _likeness(names, former)
        for code, _extent in former.successors:
            if code in places.commune_of and _in(places.commune_of[code].parent, provinces):
                ground = Ground.SIMILAR_NAME if score >= LEAST_LIKENESS else Ground.SAME_DISTRICT
                offer(score, Candidate(code, ground, former.code))
    for unit in places.communes:
        if (unit.code in scores) if pool else _in(unit.parent, provinces):
            offer(_likeness(names, unit), Candidate(unit.code, Ground.SIMILAR_NAME))
    ranked = sorted(scores.values(), key=lambda pair: (-pair[0], pair[1].code))
    if not pool:
        ranked = [pair for pair in ranked if pair[0] >= LEAST_LIKENESS][:MOST_CANDIDATES]
    return tuple(candidate for _score, candidate in ranked)


def _districts_meant(text: str, provinces: Provinces, places: Places) -> list[Unit]:
    if not text.strip():
        return []
    wanted = readings(text)
    for allowed in (provinces.then, provinces.then_widely) if provinces.named else (frozenset[str](),):
        if provinces.named and not allowed:
            continue
        pool = [unit for unit in places.former_districts if _in(unit.parent, allowed)]
        if matching := _matching(wanted, pool):
            return matching
    return []


def _found_in_districts(names: Sequence[Reading], districts: set[str], places: Places) -> _Found:
    former = [unit for code in sorted(districts) for unit in places.former_by_district.get(code, ())]
    inherited = {code for unit in former for code, _extent in unit.successors}
    then = _matching(names, former)
    now = _matching(names, [places.commune_of[code] for code in sorted(inherited) if code in places.commune_of])
    if then and not (now and _kind_fits(names, now) and not _kind_fits(names, then)):
        return _found_before(then, places)
    return _Found([Candidate(unit.code, Ground.NAME_OF_TODAY) for unit in now])


def _found_in_both_lists(names: Sequence[Reading], provinces: Provinces, places: Places) -> _Found:
    keys = sorted({name.key for name in names})
    former = [unit for key in keys for unit in places.former_by_key.get(key, ())]
    then: list[FormerUnit] = []
    for allowed in (provinces.then, provinces.then_widely):
        if not then and (allowed or not provinces.named or provinces.unknown):
            then = _matching(names, [unit for unit in former if _in(unit.parent, allowed)])
    communes = [unit for key in keys for unit in places.by_key.get(key, ())]
    now = _matching(names, [unit for unit in communes if _in(unit.parent, provinces.now)])
    if then and now and _kind_fits(names, then) != _kind_fits(names, now):
        then, now = (then, []) if _kind_fits(names, then) else ([], now)
    before = _found_before(then, places)
    if provinces.old_name_only and then:
        return before
    today = [Candidate(unit.code, Ground.NAME_OF_TODAY) for unit in now]
    if len(now) == 1 and len(then) == 1 and now[0].code in {code for code, _extent in then[0].successors}:
        # Today's commune goes on with the name and at least a part of the former one, and no district dates the
        # address: it is today's.
        return _Found(today)
    return _Found([*today, *before.candidates], complete=before.complete)


def _found_before(former: Sequence[FormerUnit], places: Places) -> _Found:
    became = [_succeeding(unit, places) for unit in former]
    return _Found([candidate for each in became for candidate in each], complete=all(became))


def _matching(names: Sequence[Reading], pool: Iterable[Row]) -> list[Row]:
    """Return the units that bear one of the names: those whose kind fits, and of these those whose accents fit."""
    keys = {name.key for name in names}
    found = [unit for unit in pool if unit.reading.key in keys]
    kinds = {name.kind for name in names if name.kind}
    found = [unit for unit in found if unit.kind in kinds] or found
    accents = {name.accents for name in names}
    return [unit for unit in found if unit.reading.accents in accents] or found


def _kind_fits(names: Sequence[Reading], units: Iterable[Unit]) -> bool:
    kinds = {name.kind for name in names if name.kind}
    return not kinds or any(unit.kind in kinds for unit in units)


def _succeeding(former: FormerUnit, places: Places) -> list[Candidate]:
    return [
        Candidate(code, Ground.WHOLE if extent == Extent.WHOLE else Ground.PART, former.code)
        for code, extent in former.successors
        if code in places.commune_of
    ]


def _answer(found: Sequence[Candidate]) -> Resolution:
    candidates = distinct(found)
    if len(candidates) > 1:
        return Resolution(Outcome.SEVERAL, candidates)
    # A part with no other part listed: the rest went somewhere that the source does not say (132 former communes).
    only_a_part = candidates[0].ground is Ground.PART
    return Resolution(Outcome.UNKNOWN if only_a_part else Outcome.ONE, candidates)


def distinct(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates without those whose commune was already offered on a better ground."""
    first: dict[str, Candidate] = {}
    for candidate in found:
        first.setdefault(candidate.code, candidate)
    return tuple(first.values())


def _likeness(names: Sequence[Reading], unit: Unit) -> float:
    return max((likeness(name.key, unit.reading.key) for name in names), default=0.0)


def _in(code: str, codes: frozenset[str]) -> bool:
    """Return whether ``code`` is among ``codes``, where no codes at all mean that any will do."""
    return not codes or code in codes


def _by(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)
