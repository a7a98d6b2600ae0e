"""Catalogue search over a million products on PostgreSQL, as the page asks it: the first page and the capped count.

Each search is timed in turns against hand-written SQL for the same answer (the fastest of several ways) and against
itself over a tenth of the rows. Rows are made up of real communes; OCOP_BENCH_ROWS lowers their number. What the form
around the search and the template cost is not in it: that does not grow with the rows.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.measure import Measure, compare, timed
from bench.project import make_tables
from ratings.catalogue.filters import CatalogueFilter
from ratings.catalogue.queries import MOST_FOUND, CappedPaginator, shown_on
from ratings.catalogue.views import PAGE
from registry.calendar.today import today
from registry.places.folding import fold
from registry.places.models import Commune
from registry.places.sortkey import sort_key

ROWS = int(os.environ.get("OCOP_BENCH_ROWS", "1000000"))
TABLE = "ratings_catalogueentry"
SMALL = "tenth"
"""Schema with the same table and a tenth of its rows."""
KINDS = (
    "Nước mắm", "Mắm ruốc", "Mắm tôm", "Cà phê rang xay", "Chè xanh", "Mật ong", "Gạo thơm", "Bún khô", "Miến dong",
    "Bánh tráng", "Bánh đa nem", "Tiêu đen", "Hạt điều", "Sầu riêng", "Bưởi da xanh", "Cam sành", "Xoài cát", "Chả cá",
    "Giò lụa", "Lạp xưởng", "Thịt trâu gác bếp", "Cá khô", "Tôm khô", "Rượu nếp", "Rượu cần", "Tinh dầu tràm",
    "Cao cà gai leo", "Trà sâm", "Đông trùng hạ thảo", "Nấm linh chi", "Nấm sò", "Rau sạch", "Măng khô", "Tương ớt",
    "Dầu lạc", "Kẹo lạc", "Mứt gừng", "Muối tôm", "Đường phèn", "Thổ cẩm", "Gốm", "Nón lá", "Chiếu cói", "Mây tre đan",
    "Hoa lan", "Du lịch cộng đồng", "Trứng vịt", "Gà đồi", "Sữa chua", "Yến sào",
)  # fmt: skip
OWNERS = ("HTX Nông nghiệp", "Hộ kinh doanh", "Công ty TNHH", "Tổ hợp tác", "HTX Dịch vụ")
SEARCHES: dict[str, dict[str, str]] = {
    "everything": {},
    "one kind": {"q": "nước mắm"},
    "kind and place": {"q": "nuoc mam trieu co"},
    "one part of a word": {"q": "ca"},
    "nothing": {"q": "khong co dau"},
    "code": {"q": "44-19654-007-2026"},
    "kind in a province": {"q": "mật ong", "province": "44", "stars": "4"},
}


def run() -> Iterator[Measure]:
    make_tables()
    call_command("load_places", stdout=io.StringIO())
    _fill()
    for name, asked in SEARCHES.items():
        yield from _measured(name, asked)


def _measured(name: str, asked: dict[str, str]) -> Iterator[Measure]:
    rows = CatalogueFilter(asked, shown_on(today())).found

    def page() -> tuple[list[int], int]:
        found = CappedPaginator(rows.all(), PAGE).get_page(1)
        return [entry.pk for entry in found.object_list], found.paginator.count

    answer = page()
    ways = _by_hand(asked)
    for way in ways:
        assert way() == answer, (name, way(), answer)
    best = min(ways, key=lambda way: min(timed(way) for _attempt in range(5)))
    found = compare(page, best, rounds=9)
    detail = f"{found.one * 1000:.1f} ms by {found.other * 1000:.1f} ms, {answer[1]} found"
    yield Measure(f"search {name}, by best SQL", found.ratio, 2, "times", detail=detail)

    def small() -> object:
        with _tenth():
            return page()

    grown = compare(page, small, rounds=9)
    detail = f"{grown.one * 1000:.1f} ms over {ROWS:,} rows, {grown.other * 1000:.1f} ms over {ROWS // 10:,}"
    yield Measure(f"search {name}, 10 times the rows", grown.ratio, 1.5, "times", detail=detail)


# ---------------------------------------------------------------- the same answer by hand


def _by_hand(asked: dict[str, str]) -> list[Callable[[], tuple[list[int], int]]]:
    """Return ways to ask for the first page and the count up to the cap."""
    where, values = _where(asked)
    matches = f"SELECT id, sort_key FROM {TABLE} e WHERE {where}"
    page = f"SELECT e.* FROM {TABLE} e WHERE {where} ORDER BY sort_key, id LIMIT {PAGE}"
    count = f"SELECT count(*) FROM (SELECT 1 FROM {TABLE} e WHERE {where} LIMIT {MOST_FOUND + 1}) found"
    once = (
        f"WITH matches AS MATERIALIZED ({matches}), "
        f"capped AS (SELECT count(*) AS found FROM (SELECT 1 FROM matches LIMIT {MOST_FOUND + 1}) few), "
        f"first AS (SELECT id FROM matches ORDER BY sort_key, id LIMIT {PAGE}) "
        f"SELECT e.*, capped.found FROM capped LEFT JOIN (first JOIN {TABLE} e USING (id)) ON true "
        "ORDER BY e.sort_key, e.id"
    )
    return [
        lambda: _two(page, count, values),
        lambda: _two(page, count, values, "SET enable_bitmapscan = off"),
        lambda: _two(page, count, values, "SET enable_indexscan = off"),
        lambda: _one(once, values),
    ]


def _where(asked: dict[str, str]) -> tuple[str, list[Any]]:
    day = today()
    where = ["valid_from <= %s", "valid_until > %s"]
    values: list[Any] = [day, day]
    text = fold(asked.get("q", ""))
    for word in [text] if "-" in asked.get("q", "") else text.split():
        where.append("folded LIKE %s")
        values.append(f"%{word}%")
    for column, name in (("stars", "stars"), ("province_id", "province")):
        if name in asked:
            where.append(f"{column} = %s")
            values.append(asked[name])
    return " AND ".join(where), values


def _two(page: str, count: str, values: Sequence[Any], setting: str = "") -> tuple[list[int], int]:
    with connection.cursor() as cursor:
        if setting:
            cursor.execute(setting)
        try:
            cursor.execute(page, values)
            keys = [row[0] for row in cursor.fetchall()]
            cursor.execute(count, values)
            return keys, min(cursor.fetchone()[0], MOST_FOUND)
        finally:
            if setting:
                cursor.execute("RESET ALL")


def _one(sql: str, values: Sequence[Any]) -> tuple[list[int], int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    return [row[0] for row in rows if row[0] is not None], min(rows[0][-1], MOST_FOUND)


# ---------------------------------------------------------------- rows


_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename = %s AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


def _fill() -> None:
    """Load both tables by COPY, their indexes put back afterwards: as fast, and as well packed, as a restore."""
    communes = list(Commune.objects.select_related("province").order_by("code"))
    with connection.cursor() as cursor:
        # The products behind the rows play no part in searching, so they are left out with the checks of keys.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(_INDEXES, [TABLE])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(f"CREATE SCHEMA {SMALL}")
        cursor.execute(f"CREATE TABLE {SMALL}.{TABLE} (LIKE public.{TABLE} INCLUDING ALL)")
        _copy(cursor, f"{SMALL}.{TABLE}", ROWS // 10, communes)
        _copy(cursor, f"public.{TABLE}", ROWS, communes)
        for _name, definition in indexes:
            cursor.execute(definition)
            cursor.execute(definition.replace("public.", f"{SMALL}."))
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE public." + TABLE)
        cursor.execute(f"VACUUM ANALYZE {SMALL}.{TABLE}")


def _copy(cursor: Any, table: str, rows: int, communes: Sequence[Commune]) -> None:
    columns = (
        "product_id", "public_id", "name", "producer_name", "place", "province_id", "commune_id", "set_number", "stars",
        "certificate_code", "valid_from", "valid_until", "story", "folded", "sort_key",
    )  # fmt: skip
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        made = _entries(rows, communes)
        while some := "".join(islice(made, 5000)):
            copy.write(some)


def _entries(rows: int, communes: Sequence[Commune]) -> Iterator[str]:
    """Make rows as lines of COPY; one in twenty is out of force."""
    chance, day = random.Random(2026), today()
    places = [
        (row.code, row.province_id, row.name, row.province.name, fold(row.name), fold(row.province.name), sort_key(row.name))
        for row in communes
    ]  # fmt: skip
    kinds = [(kind, fold(kind), sort_key(kind)) for kind in KINDS]
    owners = [(owner, fold(owner)) for owner in OWNERS]
    for number in range(rows):
        kind, kind_folded, kind_key = chance.choice(kinds)
        owner, owner_folded = chance.choice(owners)
        commune, province, place, region, place_folded, region_folded, place_key = chance.choice(places)
        begin = day - dt.timedelta(days=chance.randrange(1150))
        end = begin + dt.timedelta(days=1096)
        code = f"{province}-{commune}-{number % 1000:03d}-{begin.year}"
        yield (
            f"{number}\tp{number}\t{kind} {place} {number}\t{owner} {place}\t{place}, {region}\t{province}\t{commune}\t"
            f"{chance.randrange(1, 27)}\t{chance.choice((3, 3, 3, 4, 4, 5))}\tC{number}\t{begin}\t{end}\t\t"
            f"{kind_folded} {place_folded} {number} {owner_folded} {place_folded} {place_folded} {region_folded} "
            f"{code.replace('-', ' ')}\t{kind_key}{place_key}{sort_key(str(number))}\n"
        )


@contextmanager
def _tenth() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {SMALL}, public")
        try:
            yield
        finally:
            cursor.execute("RESET search_path")
