"""Addresses on decisions and certificates name the units of today beside those that papers still carry."""

from __future__ import annotations

import pytest

from ratings.decisions.printed import address_of
from registry.places.models import Commune, Province
from registry.producers.models import Producer

TRIEU_CO = Commune(code="19654", name="Xã Triệu Cơ", province=Province(code="44", name="Tỉnh Quảng Trị", kind="tỉnh"))
TODAY = "xã Triệu Cơ, tỉnh Quảng Trị"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("", TODAY),
        ("Thôn Gia Đẳng", f"Thôn Gia Đẳng, {TODAY}"),
        ("Thôn Gia Đẳng, xã Triệu Cơ", f"Thôn Gia Đẳng, {TODAY}"),
        ("Thôn 1, Xã TRIỆU CƠ, Quảng Trị.", "Thôn 1, Xã TRIỆU CƠ, Quảng Trị"),
        (
            "Thôn Gia Đẳng, xã Triệu Lăng, huyện Triệu Phong",
            f"Thôn Gia Đẳng, xã Triệu Lăng, huyện Triệu Phong (nay là {TODAY})",
        ),
    ],
)
def test_an_address_says_where_that_is_today(written, printed):
    assert address_of(Producer(address=written, commune=TRIEU_CO)) == printed
