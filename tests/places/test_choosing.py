"""Searching and choosing a commune, with and without script."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.utils import translation

from registry.places.forms import CommuneField
from registry.places.models import Commune
from registry.places.queries import communes_formerly, communes_matching, offers
from tests.cast import client_of

pytestmark = pytest.mark.usefixtures("quang_tri_and_hue")


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def found(text, province=None):
    return [str(commune) for commune in communes_matching(text, province)]


@pytest.mark.parametrize(
    "text", ["Triệu Cơ", "TRIỆU CƠ", "trieu co", "xã Triệu Cơ", "Cơ Triệu", "19654", "trieu co quang tri"]
)
def test_a_commune_is_found_however_it_is_typed(text):
    assert found(text) == ["Xã Triệu Cơ"]


def test_names_that_begin_with_the_text_come_first_and_the_province_narrows():
    assert found("Hải") == [
        "Xã Hải Lăng",
        "Xã Bến Hải",
        "Xã Nam Hải Lăng",
    ]
    assert found("Phú Xuân") == ["Phường Phú Xuân"]
    assert found("Phú Xuân", "44") == []
    assert len(found("", "44")) == 78


def test_a_former_name_finds_what_took_it_over():
    assert found("Cam Tuyền") == []
    assert [str(row.commune) for row in communes_formerly("cam tuyen")] == ["Xã Hiếu Giang"]
    assert [(str(offer.commune), offer.formerly) for offer in offers("Cam Tuyền")] == [
        ("Xã Hiếu Giang", "Xã Cam Tuyền, Huyện Cam Lộ")
    ]
    assert list(communes_formerly("  ")) == []


@pytest.mark.parametrize(("text", "queries"), [("triệu", 1), ("cam tuyen", 2), ("khong co", 2)])
def test_a_search_costs_at_most_two_queries(text, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        [str(offer.commune.province) for offer in offers(text)]


def options(response):
    return re.findall(r'<option value="(\d*)">([^<]*)</option>', response.content.decode())


def test_the_list_that_follows_the_typing():
    client = client_of("cuc")
    assert options(client.get("/places/communes?q=cua")) == [
        ("", "Chọn xã, phường"),
        ("19414", "Xã Cửa Tùng, Tỉnh Quảng Trị"),
        ("19496", "Xã Cửa Việt, Tỉnh Quảng Trị"),
        ("19639", "Xã Nam Cửa Việt, Tỉnh Quảng Trị"),
    ]
    alone = client.get("/places/communes?field=commune&commune=trieu co&province=44")
    assert options(alone) == [("19654", "Xã Triệu Cơ, Tỉnh Quảng Trị")]
    assert set(alone["Cache-Control"].split(", ")) == {"private", "max-age=300"}
    assert options(client.get("/places/communes?q=cam tuyen")) == [
        ("19603", "Xã Hiếu Giang, Tỉnh Quảng Trị (trước tháng 7/2025: Xã Cam Tuyền, Huyện Cam Lộ)")
    ]
    assert options(client.get("/places/communes?q=xyz")) == [("", "Không có xã tên này")]
    assert options(client.get("/places/communes")) == [("", "Gõ tên để tìm")]
    assert len(options(client.get("/places/communes?province=44"))) == 31


def test_the_list_is_for_people_with_an_account_and_only_read():
    assert client_of(None).get("/places/communes?q=cua").status_code == 302
    assert client_of("stranger").get("/places/communes?q=cua").status_code == 200
    assert client_of("stranger").post("/places/communes").status_code == 405


class Form(forms.Form):
    commune = CommuneField()


class FormOfQuangTri(forms.Form):
    commune = CommuneField(province="44")


@pytest.mark.parametrize(
    "data",
    [
        {"commune_choice": "19654", "commune": "trieu"},
        {"commune": "19654"},
        {"commune": "Xã Triệu Cơ, Tỉnh Quảng Trị (19654)"},
        {"commune": "trieu co"},
        {"commune": "Xã Triệu Cơ, Quảng Trị"},
        {"commune": "xã Triệu Trung, huyện Triệu Phong, Quảng Trị"},
    ],
)
def test_a_commune_is_accepted_by_choice_code_name_or_former_name(data):
    form = Form(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["commune"] == Commune.objects.get(code="19654")


def test_a_label_that_was_changed_by_hand_counts_as_written():
    form = Form({"commune": "Xã Cửa Tùng, Tỉnh Quảng Trị (19654)"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["commune"].pk == "19414"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ái Tử, Quảng Trị", "Có thể là nhiều xã: Xã Ái Tử, Tỉnh Quảng Trị (19669); Xã Triệu Phong"),
        ("xã Triệu Lăng, Triệu Phong, Quảng Trị", "Chưa xác định chắc chắn. Gần nhất là: Xã Ái Tử"),
        ("19655", "Không có xã nào ghi như vậy"),
        ("qqqq", "Không có xã nào ghi như vậy"),
    ],
)
def test_what_is_not_certain_comes_back_with_the_nearest_in_the_list(text, said):
    form = Form({"commune": text})
    assert not form.is_valid()
    assert said in form.errors["commune"][0]
    listed = dict(re.findall(r'<option value="(\d+)">([^<]*)</option>', str(form["commune"])))
    assert ("19669" in listed) == (text not in {"19655", "qqqq"})


def test_a_field_of_one_province_lists_it_and_refuses_the_others():
    fresh = str(FormOfQuangTri()["commune"])
    assert len(re.findall(r'<option value="\d{5}">', fresh)) == 78
    assert 'hx-get="/places/communes?field=commune&amp;province=44"' in fresh
    assert not FormOfQuangTri({"commune_choice": "19753"}).is_valid()
    assert Form({"commune_choice": "19753"}).is_valid()


def test_a_known_commune_is_shown_by_its_label_and_stays_when_nothing_is_touched():
    shown = str(Form(initial={"commune": Commune.objects.get(code="19654")})["commune"])
    assert 'value="Xã Triệu Cơ, Tỉnh Quảng Trị (19654)"' in shown
    assert re.findall(r"<option[^>]*>([^<]*)</option>", shown) == ["Như đã ghi trong ô"]
    form = Form({"commune": "Xã Triệu Cơ, Tỉnh Quảng Trị (19654)", "commune_choice": ""}, initial={"commune": "19654"})
    assert form.is_valid()
    assert not form.has_changed()


def test_nothing_written_is_missing():
    assert Form({}).errors.as_data()["commune"][0].code == "required"
    assert Form({"commune": ""}).errors.as_data()["commune"][0].code == "required"
