"""How people write places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.places.writing import WrittenPlace, likeness, name_without_kind, province_keys, readings, written_place


@pytest.mark.parametrize("text", ["xã Mỹ Thủy", "Mỹ Thuỷ", "X. MỸ THỦY", "my thuy", "Xã  Mĩ Thủy", "Mỹ Thủy"])
def test_spellings_of_one_commune_share_a_key(text):
    assert "mithuy" in {reading.key for reading in readings(text)}


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("TT. Ái Tử", "thị trấn", "aitu"),
        ("thị trấn Ái Tử", "thị trấn", "aitu"),
        ("P5", "phường", "5"),
        ("P. 05", "phường", "5"),
        ("Q.1", "quận", "1"),
        ("TX Quảng Trị", "thị xã", "quangtri"),
        ("TP.Đông Hà", "thành phố", "dongha"),
        ("H. Đa Krông", "huyện", "dakrong"),
        ("Đắk Lắk", "", "daklak"),
        ("Đắc Lắc", "", "daklak"),
    ],
)
def test_kinds_and_abbreviations_are_read_off(text, kind, key):
    assert (readings(text)[0].kind, readings(text)[0].key) == (kind, key)


def test_a_first_letter_may_belong_to_the_name():
    assert {(reading.kind, reading.key) for reading in readings("H'Nol")} == {("huyện", "nol"), ("", "hnol")}


@pytest.mark.parametrize("text", ["TP.HCM", "TPHCM", "Thành phố Hồ Chí Minh", "sài gòn", "Tp. Hồ Chí Minh"])
def test_hochiminh_city_has_many_names(text):
    assert "hochiminh" in province_keys(text)


def test_thua_thien_hue_is_hue():
    assert province_keys("tỉnh Thừa Thiên - Huế") & province_keys("Thành phố Huế") == {"hue"}


@pytest.mark.parametrize(
    ("text", "commune", "district", "province"),
    [
        (
            "Thôn 1, xã Triệu Lăng, huyện Triệu Phong, tỉnh Quảng Trị",
            "xã Triệu Lăng",
            "huyện Triệu Phong",
            "tỉnh Quảng Trị",
        ),
        ("Triệu Lăng, Triệu Phong, Quảng Trị", "Triệu Lăng", "Triệu Phong", "Quảng Trị"),
        ("TT Ái Tử - Triệu Phong - Quảng Trị", "TT Ái Tử", "Triệu Phong", "Quảng Trị"),
        ("Xã Chân Mây - Lăng Cô, Thành phố Huế", "Xã Chân Mây - Lăng Cô", "", "Thành phố Huế"),
        ("12 Lê Lợi, P.5, TP. Đông Hà, Quảng Trị", "P.5", "TP. Đông Hà", "Quảng Trị"),
        ("Xã Triệu Cơ, Quảng Trị, Việt Nam", "Xã Triệu Cơ", "", "Quảng Trị"),
        ("thôn Gia Đẳng, Triệu Cơ, Quảng Trị", "Triệu Cơ", "", "Quảng Trị"),
        ("Sơ Pai, KBang, Gia Lai", "Sơ Pai", "KBang", "Gia Lai"),
        ("Triệu Cơ", "Triệu Cơ", "", ""),
        ("Quận 1, TP.HCM", "", "Quận 1", "TP.HCM"),
        (" , ; ", "", "", ""),
    ],
)
def test_an_address_of_one_line_is_taken_apart(text, commune, district, province):
    assert written_place(text) == WrittenPlace(commune, district, province)


@pytest.mark.parametrize(
    ("name", "alone"),
    [("Thị trấn Ái Tử", "Ái Tử"), ("Xã Triệu Cơ", "Triệu Cơ"), ("Đặc khu Cồn Cỏ", "Cồn Cỏ"), ("Phường 1", "1")],
)
def test_a_name_without_its_kind(name, alone):
    assert name_without_kind(name) == alone


@given(st.text(max_size=80))
def test_no_text_is_an_error(text):
    place = written_place(text)
    assert readings(place.commune)[-1].kind == ""
    assert likeness(readings(text)[0].key, readings(text)[0].key) == 1.0
