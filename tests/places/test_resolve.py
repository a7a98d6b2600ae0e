"""Old addresses on the real lists of 2025."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.places.folding import fold
from registry.places.resolve import Places, resolve, resolve_line
from registry.places.states import Ground, Outcome
from registry.places.writing import WrittenPlace, written_place
from tests.places.lists import all_places


def meant(text):
    return resolve_line(written_place(text), all_places())


def names(resolution):
    return [all_places().commune_of[each.code].name for each in resolution.candidates]


@pytest.mark.parametrize(
    ("address", "commune"),
    [
        ("xã Triệu Trung, huyện Triệu Phong, tỉnh Quảng Trị", "Xã Triệu Cơ"),
        ("Triệu Trung, Triệu Phong, Quảng Trị", "Xã Triệu Cơ"),
        ("XÃ TRIỆU HÒA, HUYỆN TRIỆU PHONG, QUẢNG TRỊ", "Xã Triệu Bình"),
        ("xã Triệu Hoà, h. Triệu Phong, Quảng Trị", "Xã Triệu Bình"),
        ("trieu hoa, trieu phong, quang tri", "Xã Triệu Bình"),
        ("Phường 5, thành phố Đông Hà, tỉnh Quảng Trị", "Phường Nam Đông Hà"),
        ("12 Lê Lợi, P5, TP.Đông Hà, Quảng Trị", "Phường Nam Đông Hà"),
        ("xã Cam Tuyền, huyện Cam Lộ, Quảng Trị", "Xã Hiếu Giang"),
        ("Hải An, Hải Lăng, Quảng Trị", "Xã Mỹ Thủy"),
        ("xã Triệu Cơ, Quảng Trị", "Xã Triệu Cơ"),
        ("Thôn 1, Triệu Cơ, Quảng Trị", "Xã Triệu Cơ"),
        ("Bản Mới, Triệu Cơ, Quảng Trị", "Xã Triệu Cơ"),
        ("xã Nam Cửa Việt, huyện Triệu Phong, Quảng Trị", "Xã Nam Cửa Việt"),
        ("thị trấn Hoàn Lão, huyện Bố Trạch, tỉnh Quảng Bình", "Xã Hoàn Lão"),
        ("thị trấn Hoàn Lão, huyện Bố Trạch, tỉnh Quảng Trị", "Xã Hoàn Lão"),
        ("Đặc khu Cồn Cỏ, Quảng Trị", "Đặc khu Cồn Cỏ"),
        ("xã Cư Dliê M'nông, huyện Cư M'gar, Đắc Lắc", "Xã Ea Tul"),
        ("Phường 01, Quận 3, TP.HCM", "Phường Bàn Cờ"),
    ],
)
def test_an_address_as_people_write_it_leads_to_one_commune(address, commune):
    resolution = meant(address)
    assert (resolution.outcome, names(resolution)) == (Outcome.ONE, [commune])
    assert resolution.commune == resolution.candidates[0].code


@pytest.mark.parametrize(
    "address",
    [
        "xã Triệu Lăng, huyện Triệu Phong, tỉnh Quảng Trị",
        "Triệu Lăng, Triệu Phong, Quảng Trị",
        "Thôn 1, Triệu Lăng, Triệu Phong, Quảng Trị",
        "xã Triệu Lăng, tỉnh Quảng Trị",
    ],
)
def test_a_commune_that_is_in_neither_list_ends_in_a_choice_of_those_near_it(address):
    resolution = meant(address)
    assert resolution.outcome is Outcome.UNKNOWN
    assert resolution.commune == ""
    assert sorted(names(resolution)) == [
        "Xã Nam Cửa Việt",
        "Xã Triệu Bình",
        "Xã Triệu Cơ",
        "Xã Triệu Phong",
        "Xã Ái Tử",
    ]


def test_kind_of_unit_decides_between_namesakes_of_two_times():
    assert names(meant("thị trấn Ái Tử, Quảng Trị")) == ["Xã Triệu Phong"]
    assert names(meant("xã Ái Tử, Quảng Trị")) == ["Xã Ái Tử"]
    assert names(meant("xã Ái Tử, huyện Triệu Phong, Quảng Trị")) == ["Xã Ái Tử"]


def test_a_district_dates_an_address_and_without_it_two_meanings_are_a_choice():
    assert names(meant("Ái Tử, Triệu Phong, Quảng Trị")) == ["Xã Triệu Phong"]
    either = meant("Ái Tử, Quảng Trị")
    assert (either.outcome, names(either)) == (Outcome.SEVERAL, ["Xã Ái Tử", "Xã Triệu Phong"])
    assert [each.ground for each in either.candidates] == [Ground.NAME_OF_TODAY, Ground.WHOLE]


def test_a_split_commune_is_a_choice_of_its_parts():
    split = next(unit for unit in all_places().former_communes if unit.code == "00016")
    assert {extent for _code, extent in split.successors} == {"part"}
    resolution = meant("Phường Ngọc Hà, Quận Ba Đình, Hà Nội")
    assert resolution.outcome is Outcome.SEVERAL
    assert [each.code for each in resolution.candidates] == [code for code, _extent in split.successors]
    assert {each.ground for each in resolution.candidates} == {Ground.PART}


def test_a_former_commune_without_successor_is_never_certain():
    resolution = meant("xã Mỹ Hưng, huyện Quảng Hòa, tỉnh Cao Bằng")
    assert resolution.outcome is Outcome.UNKNOWN
    assert {all_places().commune_of[each.code].parent for each in resolution.candidates} == {"04"}


@pytest.mark.parametrize(
    "address",
    ["xã Triệu Trung, huyện Triệu Phong, tỉnh Quảng Chị", "xã Triệu Trung, huyện Triệu Fong, tỉnh Quảng Trị"],
)
def test_a_misspelt_province_or_district_is_never_certain(address):
    resolution = meant(address)
    assert resolution.outcome is Outcome.UNKNOWN
    assert "Xã Triệu Cơ" in names(resolution)


def test_a_district_alone_offers_its_communes():
    resolution = resolve(WrittenPlace("", "Cam Lộ", "Quảng Trị"), all_places())
    assert (resolution.outcome, sorted(names(resolution))) == (Outcome.UNKNOWN, ["Xã Cam Lộ", "Xã Hiếu Giang"])


@pytest.mark.slow
def test_every_former_commune_written_in_full_leads_to_its_successors():
    places = all_places()
    provinces = {unit.code: unit.name for unit in places.former_provinces}
    districts = {unit.code: unit.name for unit in places.former_districts}
    counted = dict.fromkeys(Outcome, 0)
    wrong = []
    for unit in places.former_communes:
        written = WrittenPlace(unit.name, districts[unit.district], provinces[unit.parent])
        resolution = resolve(written, places)
        counted[resolution.outcome] += 1
        if unit.successors and {each.code for each in resolution.candidates} != {code for code, _ in unit.successors}:
            wrong.append(written)
        if not unit.successors and resolution.outcome is not Outcome.UNKNOWN:
            wrong.append(written)
    assert wrong == []
    assert counted == {Outcome.ONE: 9450, Outcome.SEVERAL: 440, Outcome.UNKNOWN: 161}


def test_every_commune_of_today_is_among_the_answers_to_its_name():
    places = all_places()
    provinces = {unit.code: unit.name for unit in places.provinces}
    missing = []
    for unit in places.communes:
        for name in (unit.name, fold(unit.name)):
            resolution = resolve(WrittenPlace(name, "", provinces[unit.parent]), places)
            if unit.code not in [each.code for each in resolution.candidates]:
                missing.append(name)
    assert missing == []


@pytest.mark.no_cover
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_address_is_an_error(commune, district, province):
    resolution = resolve(WrittenPlace(commune, district, province), all_places())
    codes = [each.code for each in resolution.candidates]
    assert len(codes) == len(set(codes))
    assert (resolution.outcome is Outcome.ONE) == bool(resolution.commune)


def test_without_any_list_everything_is_unknown():
    assert resolve(WrittenPlace("Triệu Cơ", "", "Quảng Trị"), Places()).outcome is Outcome.UNKNOWN
