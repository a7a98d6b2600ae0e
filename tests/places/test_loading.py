"""The lists of units in the database."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from registry.access.indexes import declared, missing_indexes
from registry.places.models import (
    Commune,
    FormerCommune,
    FormerDistrict,
    FormerProvince,
    Province,
    Succession,
)
from registry.places.states import Extent
from tests.places.lists import FOLDER

pytestmark = pytest.mark.django_db
TABLES = (Province, Commune, FormerProvince, FormerDistrict, FormerCommune, Succession)


def load():
    out = io.StringIO()
    call_command("load_places", stdout=out)
    return out.getvalue()


def test_the_nation_is_loaded_whole_and_again_without_change():
    load()
    counts = [table.objects.count() for table in TABLES]
    assert counts == [34, 3321, 63, 696, 10051, 10554]
    Commune.objects.filter(code="19654").update(name="Xã Khác", folded="xa khac")
    said = load()
    assert [table.objects.count() for table in TABLES] == counts
    assert (Commune.objects.get(code="19654").name, Commune.objects.get(code="19654").folded) == (
        "Xã Triệu Cơ",
        "xa trieu co",
    )
    assert FormerCommune.objects.filter(successions__isnull=True).count() == 28
    assert Commune.objects.filter(province="44").count() == 78
    assert FormerProvince.objects.get(code="44").name == "Tỉnh Quảng Bình"
    assert list(FormerProvince.objects.filter(successor="44").values_list("code", flat=True)) == ["44", "45"]
    for number in ("34", "3321", "63", "696", "10051", "10554", "28", "11"):
        assert f" {number} " in said.replace(",", " ").replace(";", " ").replace("\n", " ")


def test_every_commune_has_its_point_on_the_map():
    lines = (FOLDER / "commune-points.csv").read_text(encoding="utf-8").splitlines()
    assert (len(lines) - 1, lines[0]) == (3321, "code,lat,lng,km2")


@pytest.mark.usefixtures("quang_tri_and_hue")
def test_lists_stand_in_the_order_of_the_vietnamese_alphabet_by_name_without_kind():
    assert [str(province) for province in Province.objects.all()] == ["Thành phố Huế", "Tỉnh Quảng Trị"]
    assert [str(commune) for commune in Commune.objects.filter(province="44")[:9]] == [
        "Xã A Dơi",
        "Xã Ái Tử",
        "Phường Ba Đồn",
        "Xã Ba Lòng",
        "Phường Bắc Gianh",
        "Xã Bắc Trạch",
        "Xã Bến Hải",
        "Xã Bến Quan",
        "Xã Bố Trạch",
    ]


@pytest.mark.usefixtures("quang_tri_and_hue")
def test_a_succession_is_told_once_and_is_whole_or_a_part():
    former, commune = FormerCommune.objects.get(code="19666"), Commune.objects.get(code="19654")
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(former=former, commune=commune, extent=Extent.WHOLE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(former=former, commune_id="19414", extent="some")


def test_a_place_saved_alone_gets_its_columns_too():
    province = Province.objects.create(code="44", name="Tỉnh Quảng Trị", kind="tỉnh")
    assert province.folded == "tinh quang tri"
    assert province.sort_key


def test_postgresql_has_the_trigram_indexes():
    assert {"registry_commune_folded_trgm", "registry_formercommune_folded_trgm"} <= {
        index.name for index in declared()
    }
    if connection.vendor == "postgresql":
        assert missing_indexes() == []


@pytest.mark.postgresql
def test_the_planner_knows_the_places_as_soon_as_they_are_loaded():
    """Tables that were counted while empty made it join every commune with every other, for hours."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_commune")
        load()
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'registry_commune'::regclass")
        assert cursor.fetchone() == (Commune.objects.count(),)
