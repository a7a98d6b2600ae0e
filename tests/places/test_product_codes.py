"""Codes of two generations: 44 was Quảng Bình, 45 Quảng Trị; today 44 is Quảng Trị."""

from __future__ import annotations

import pytest

from registry.places.product_codes import parse
from registry.places.queries import candidates_of, resolve_product_code
from registry.places.states import CodeFault, Generation, Outcome

pytestmark = pytest.mark.usefixtures("quang_tri_and_hue")


def today(place):
    return [str(commune) for commune in candidates_of(place.today)]


@pytest.mark.parametrize(
    ("code", "generation", "province", "commune", "now"),
    [
        ("44-19654-1-2026", Generation.TODAY, "Tỉnh Quảng Trị", "Xã Triệu Cơ", "Xã Triệu Cơ"),
        ("45-464-19414-3-2024", Generation.BEFORE_2025, "Tỉnh Quảng Trị", "Thị trấn Cửa Tùng", "Xã Cửa Tùng"),
        ("44-455-19111-1-2021", Generation.BEFORE_2025, "Tỉnh Quảng Bình", "Thị trấn Hoàn Lão", "Xã Hoàn Lão"),
        ("44-19111-1-2025", Generation.TODAY, "Tỉnh Quảng Trị", "Xã Hoàn Lão", "Xã Hoàn Lão"),
        ("45-469-19666-2-2025", Generation.BEFORE_2025, "Tỉnh Quảng Trị", "Xã Triệu Trung", "Xã Triệu Cơ"),
        # The district numbers of Huế were redrawn in January 2025; the commune kept its own.
        ("46-474-19762-1-2022", Generation.BEFORE_2025, "Thành phố Huế", "Phường Thuận Hòa", "Phường Phú Xuân"),
    ],
)
def test_a_code_is_read_in_the_list_of_its_own_time(code, generation, province, commune, now):
    place = resolve_product_code(code)
    assert place.fault is None
    assert place.parts.generation is generation
    assert (place.province, place.commune, place.today.outcome, today(place)) == (province, commune, Outcome.ONE, [now])


@pytest.mark.parametrize(
    ("code", "fault", "offered"),
    [
        ("45-469-19651-1-2022", CodeFault.COMMUNE, 5),
        ("45-455-19111-1-2021", CodeFault.PROVINCE, None),
        ("46-19654-1-2026", CodeFault.PROVINCE, 1),
        ("44-99999-1-2026", CodeFault.COMMUNE, 0),
        ("99-999-99999-1-2022", CodeFault.COMMUNE, 0),
        ("44-19654-1-2023", CodeFault.YEAR, 1),
        ("45-464-19414-3-2026", CodeFault.YEAR, 1),
        ("Gia Đẳng", CodeFault.SHAPE, 0),
        ("", CodeFault.SHAPE, 0),
    ],
)
def test_a_code_that_contradicts_itself_names_no_place_for_certain(code, fault, offered):
    place = resolve_product_code(code)
    assert (place.fault, place.today.outcome, place.today.commune) == (fault, Outcome.UNKNOWN, "")
    if offered is not None:
        assert len(place.today.candidates) == offered


def test_a_commune_in_another_province_is_offered_first():
    place = resolve_product_code("45-464-19111-1-2021")
    assert place.fault is CodeFault.PROVINCE
    assert today(place)[0] == "Xã Hoàn Lão"
    assert len(today(place)) == len(set(today(place)))


@pytest.mark.parametrize("text", ["45 - 464 - 19414 – 3 - 2024", "45.464.19414.3.2024", "45-464-19414-03-2024"])
def test_dashes_blanks_and_zeros_do_not_matter(text):
    assert parse(text) == parse("45-464-19414-3-2024")


def test_leading_zeros_come_back():
    parts = parse("1-00004-1-2026")
    assert (parts.province, parts.district, parts.commune, parts.serial, parts.year) == ("01", "", "00004", 1, 2026)
