"""Pages of certificates for those who work with them: scope, order, days left, the PDF, parts."""

import datetime as dt

import pytest
import time_machine

from ratings.certificates.models import Certificate
from tests import decision_builders as built
from tests.builders import VN
from tests.cast import cast, client_of, product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_23_11_2026():
    with time_machine.travel(dt.datetime(2026, 11, 23, 12, 0, tzinfo=VN), tick=False):
        yield


def names(who: str, **query: object) -> list[str]:
    return [row.product_name for row in client_of(who).get("/certificates/", query).context["page"]]


def three() -> None:
    built.old_certificate(product("Sắp hết"), on=dt.date(2023, 12, 12), code="44-19654-1-2023")
    built.old_certificate(product("Còn lâu"), stars=4, on=dt.date(2025, 6, 1), code="44-19654-2-2025")
    built.old_certificate(product("Đã hết"), on=dt.date(2022, 6, 1), code="44-19654-3-2022")


def test_those_in_force_come_first_and_of_them_those_that_end_first():
    three()
    assert names("giang") == ["Sắp hết", "Còn lâu", "Đã hết"]
    html = client_of("giang").get("/certificates/").content.decode()
    assert "còn 19 ngày" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "in_force"}, ["Sắp hết", "Còn lâu"]),
        ({"state": "ending"}, ["Sắp hết"]),
        ({"state": "expired"}, ["Đã hết"]),
        ({"state": "withdrawn"}, []),
        ({"stars": 4}, ["Còn lâu"]),
        ({"q": "con lau"}, ["Còn lâu"]),
        ({"q": "44-19654-3-2022"}, ["Sắp hết", "Còn lâu", "Đã hết"]),
        ({"set_number": 1}, []),
        ({"state": "x", "stars": "x"}, ["Sắp hết", "Còn lâu", "Đã hết"]),
    ],
)
def test_filters_narrow(query, found):
    three()
    if "44-" in str(query.get("q", "")):
        found = ["Đã hết"]
    assert names("giang", **query) == found


def test_each_sees_the_certificates_of_her_own_scope():
    built.old_certificate(product("Của Gia Đẳng"), code="44-19654-1-2024")
    built.old_certificate(product("Của Cửa Tùng", of="cua_tung"), code="44-19414-1-2024")
    seen = {who: sorted(names(who)) for who in ("hanh", "bien", "cuc", "em", "giang", "quoc", "tam", "bo", "stranger")}
    both = ["Của Cửa Tùng", "Của Gia Đẳng"]
    assert seen == {
        "hanh": ["Của Gia Đẳng"], "bien": ["Của Cửa Tùng"], "cuc": ["Của Gia Đẳng"], "em": ["Của Cửa Tùng"],
        "giang": both, "quoc": both, "tam": [], "bo": both, "stranger": [],
    }  # fmt: skip


def test_the_record_says_dates_window_history_and_the_public_address():
    old = built.old_certificate(product(), on=dt.date(2023, 12, 12), code="44-19654-1-2023")
    row = built.old_certificate(product(), stars=4, on=dt.date(2025, 6, 1), code="44-19654-1-2025")
    html = client_of("hanh").get(f"/certificates/{row.code}/").content.decode()
    for said in ("44-19654-1-2025", "01/06/2025 đến hết 01/06/2028", "04/12/2027 – 02/02/2028", f"/v/{row.code}",
                 f'href="/certificates/{old.code}/"', "Được thay thế"):  # fmt: skip
        assert said in html


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (dt.date(2024, 5, 1), "Đang trong thời gian nộp hồ sơ phân hạng lại"),
        (dt.date(2023, 12, 12), "Đã quá hạn nộp phân hạng lại"),
    ],
)
def test_the_window_for_re_ranking_is_said(on, said):
    row = built.old_certificate(product(), on=on, code="44-19654-1-2023")
    with time_machine.travel(dt.datetime(2026, 11, 23, 12, tzinfo=VN), tick=False):
        assert said in client_of("hanh").get(f"/certificates/{row.code}/").content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("hanh", 200),
        ("cuc", 200),
        ("giang", 200),
        ("bo", 200),
        ("bien", 404),
        ("em", 404),
        ("tam", 404),
        ("stranger", 404),
    ],
)
@pytest.mark.usefixtures("law")
def test_the_pdf_goes_out_to_those_who_see_the_certificate(who, status):
    row = built.recognised("D01")
    response = client_of(who).get(f"/certificates/{row.code}/pdf/")
    assert response.status_code == status
    assert client_of(who).get(f"/certificates/{row.code}/").status_code == status
    if status == 200:
        assert response["Content-Type"] == "application/pdf"
        assert response.getvalue() == row.pdf.read()


def test_the_public_has_no_way_to_the_inner_pages(client):
    row = built.old_certificate(product())
    for path in ("/certificates/", f"/certificates/{row.code}/", f"/certificates/{row.code}/pdf/"):
        assert client.get(path)["Location"].startswith("/account/login/")


@pytest.mark.usefixtures("law")
def test_parts_show_the_certificates_of_a_product_and_of_a_dossier():
    row = built.recognised("D01")
    htmx = {"hx-request": "true"}
    for path in (
        f"/products/{row.product.public_id}/certificates/",
        f"/dossiers/{row.dossier.number}/certificate/",
    ):
        part = client_of("hanh").get(path, headers=htmx).content.decode()
        assert f'href="/certificates/{row.code}/"' in part
        assert "<html" not in part
        assert "<html" in client_of("hanh").get(path).content.decode()
        assert client_of("bien").get(path, headers=htmx).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(django_assert_num_queries):
    built.old_certificate(product("A"), code="44-19654-9-2024")
    giang = client_of("giang")
    giang.get("/certificates/")
    with django_assert_num_queries(8):
        giang.get("/certificates/")
    three()
    with django_assert_num_queries(8):
        giang.get("/certificates/")
    assert Certificate.objects.count() == 4
    assert cast("giang")
