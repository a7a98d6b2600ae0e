"""Loading the lists of units from the files of ``fixtures/places``."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.db import connection, transaction

from registry.places.models import (
    Commune,
    FormerCommune,
    FormerDistrict,
    FormerProvince,
    NamedPlace,
    Province,
    Succession,
)

Place = TypeVar("Place", bound=NamedPlace)
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows in each table after loading, and what the source leaves open."""

    provinces: int
    communes: int
    former_provinces: int
    former_districts: int
    former_communes: int
    successions: int
    without_successor: int
    """Former communes for which the source names no successor."""
    unlisted: int
    """Successions of former communes that the list of former communes does not have: they cannot be kept."""


@transaction.atomic
def load_places(*, folder: Path) -> Loaded:
    """Write the units of today and of before July 2025 with their successions; running it again changes nothing.

    Rows are updated by code, so a corrected name arrives with the next load; nothing is ever removed, because products
    and producers point to communes. No journal entry: these lists are published data, not somebody's decision.
    """
    rows = {path.stem: _read(path) for path in folder.glob("*.csv")}
    _upsert(Province, (Province(code=r["code"], name=r["name"], kind=r["kind"]) for r in rows["provinces"]), ())
    _upsert(
        Commune,
        (
            Commune(code=r["code"], name=r["name"], kind=r["kind"], province_id=r["province_code"])
            for r in rows["communes"]
        ),
        ("province",),
    )
    former, successors = rows["communes-before-2025-07"], rows["commune-successors"]
    became = _province_of_today(former, successors, rows["communes"])
    _upsert(
        FormerProvince,
        (
            FormerProvince(code=r["code"], name=r["name"], kind=r["kind"], successor_id=became[r["code"]])
            for r in rows["provinces-before-2025-07"]
        ),
        ("successor",),
    )
    _upsert(
        FormerDistrict,
        (
            FormerDistrict(code=r["code"], name=r["name"], kind=r["kind"], province_id=r["province_code"])
            for r in rows["districts-before-2025-07"]
        ),
        ("province",),
    )
    _upsert(
        FormerCommune,
        (
            FormerCommune(
                code=r["code"],
                name=r["name"],
                kind=r["kind"],
                district_id=r["district_code"],
                province_id=r["province_code"],
            )
            for r in former
        ),
        ("district", "province"),
    )
    known = {r["code"] for r in former}
    kept = [r for r in successors if r["old_code"] in known]
    Succession.objects.bulk_create(
        [Succession(former_id=r["old_code"], commune_id=r["new_code"], extent=r["extent"]) for r in kept],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["former", "commune"],
        update_fields=["extent"],
    )
    _count_for_the_planner()
    return Loaded(
        provinces=Province.objects.count(),
        communes=Commune.objects.count(),
        former_provinces=FormerProvince.objects.count(),
        former_districts=FormerDistrict.objects.count(),
        former_communes=FormerCommune.objects.count(),
        successions=Succession.objects.count(),
        without_successor=FormerCommune.objects.filter(successions__isnull=True).count(),
        unlisted=len(successors) - len(kept),
    )


def _count_for_the_planner() -> None:
    """Tell PostgreSQL how many places there are now.

    Until its own collector comes round, it may still take the tables for empty, and walk every commune for every row
    of every join: what is loaded next would take hours instead of seconds.
    """
    if connection.vendor == "postgresql":
        tables = (Province, Commune, FormerProvince, FormerDistrict, FormerCommune, Succession)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE " + ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _upsert(table: type[Place], places: Iterable[Place], parents: Iterable[str]) -> None:
    listed = list(places)
    for place in listed:
        place.derive()
    derived = ["folded", *(("sort_key",) if hasattr(table, "sort_key") else ())]
    table.objects.bulk_create(  # type: ignore[attr-defined]
        listed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind", *derived, *parents],
    )


def _province_of_today(
    former: Iterable[dict[str, str]], successors: Iterable[dict[str, str]], communes: Iterable[dict[str, str]]
) -> dict[str, str]:
    """Return the province of today of each former one: where its communes went (each went whole into one)."""
    before = {r["code"]: r["province_code"] for r in former}
    now = {r["code"]: r["province_code"] for r in communes}
    went: dict[str, Counter[str]] = {}
    for r in successors:
        if r["old_code"] in before:
            went.setdefault(before[r["old_code"]], Counter())[now[r["new_code"]]] += 1
    return {code: counts.most_common(1)[0][0] for code, counts in went.items()}
