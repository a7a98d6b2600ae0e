"""What anybody reads at /v/<code>: verdicts, days, headers, what is kept and for how long."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from ratings.certificates.codes import check_sign, grouped, new_code
from ratings.certificates.models import Certificate, End
from registry.products.models import Product
from tests import decision_builders as built
from tests.builders import VN
from tests.cast import cast, client_of, product

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=VN)


@pytest.fixture(autouse=True)
def _on_23_11_2026():
    with time_machine.travel(NOON, tick=False):
        yield


def page(code: str, **query: str):
    response = Client().get(f"/v/{code}", query)
    return response, response.content.decode()


def verdict(html: str) -> str:
    return html.split('<h1 id="verdict">')[1].split("</h1>", maxsplit=1)[0]


def in_force(**more: object) -> Certificate:
    return built.old_certificate(product(), **more)


@pytest.mark.parametrize(
    ("on", "said", "line"),
    [
        ("", "CÒN HIỆU LỰC · 3 sao", "Hạng 3 sao, còn hiệu lực đến hết 21/06/2027."),
        ("2027-01-31", "CÒN HIỆU LỰC · 3 sao", "Hạng 3 sao, còn hiệu lực đến hết 21/06/2027."),
        ("2027-06-21", "CÒN HIỆU LỰC · 3 sao", "Hạng 3 sao, còn hiệu lực đến hết 21/06/2027."),
        ("2027-06-22", "HẾT HIỆU LỰC · 3 sao", "Đã hết hiệu lực từ 22/06/2027."),
        ("2024-06-20", "CHƯA CÓ HIỆU LỰC · 3 sao", "Giấy chứng nhận có giá trị từ 21/06/2024."),
        ("21/06/2024", "CÒN HIỆU LỰC · 3 sao", "Hạng 3 sao, còn hiệu lực đến hết 21/06/2027."),
    ],
)
def test_the_verdict_comes_first_today_and_on_a_given_day(on, said, line):
    response, html = page(in_force().code, **({"on": on} if on else {}))
    assert response.status_code == 200
    assert verdict(html) == said
    assert line in html
    for fact in ("Nước mắm Gia Đẳng", "HTX Nước mắm Gia Đẳng (minh họa)", "Xã Triệu Cơ, tỉnh Quảng Trị",
                 "45-464-19414-3-2024", "412/QĐ-UBND"):  # fmt: skip
        assert fact in html
    assert html.index(said) < html.index("HTX Nước mắm")
    assert ("theo dữ liệu đến hôm nay" in html) == on.startswith("2027")


def test_withdrawn_superseded_extended_and_expired_are_said_in_capitals():
    withdrawn = in_force(withdrawn_on=dt.date(2026, 8, 12), withdrawal_number="2901/QĐ-UBND")
    old = built.old_certificate(product("A"), on=dt.date(2023, 12, 10), code="44-19654-5-2023")
    new = built.old_certificate(product("A"), stars=4, on=dt.date(2025, 8, 1), code="44-19654-5-2025")
    extended = built.old_certificate(
        product("B"), on=dt.date(2023, 8, 18), code="44-19654-6-2023", extended_until=dt.date(2027, 2, 15)
    )
    expired = built.old_certificate(product("C"), on=dt.date(2022, 8, 18), code="44-19654-7-2022")
    said = {
        withdrawn.code: ("ĐÃ THU HỒI · 3 sao", "Thu hồi theo Quyết định số 2901/QĐ-UBND ngày 12/08/2026."),
        old.code: (
            "ĐƯỢC THAY THẾ · 3 sao",
            f"Được thay bằng giấy chứng nhận {grouped(new.code)}, hạng 4 sao, từ 01/08/2025.",
        ),
        new.code: ("CÒN HIỆU LỰC · 4 sao", "Hạng 4 sao, còn hiệu lực đến hết 01/08/2028."),
        extended.code: ("KÉO DÀI HIỆU LỰC · 3 sao", "Được kéo dài đến khi có kết quả, không quá 14/02/2027."),
        expired.code: ("HẾT HIỆU LỰC · 3 sao", "Không được dùng nhãn hiệu OCOP cho lô hàng mới."),
    }
    for code, (head, line) in said.items():
        html = page(code)[1]
        assert verdict(html) == head
        assert line in html


def test_a_day_before_the_withdrawal_was_in_force_and_says_how_it_is_today():
    html = page(in_force(withdrawn_on=dt.date(2026, 8, 12), withdrawal_number="2901/QĐ-UBND").code, on="2026-08-11")[1]
    assert verdict(html) == "CÒN HIỆU LỰC · 3 sao"
    assert "Hôm nay: Đã thu hồi." in html


def test_the_history_of_the_product_is_listed_with_links():
    old = built.old_certificate(product(), on=dt.date(2023, 12, 10), code="44-19654-5-2023")
    new = built.old_certificate(product(), stars=4, on=dt.date(2025, 8, 1), code="44-19654-5-2025")
    html = page(new.code)[1]
    listed = html.split("Các giấy chứng nhận của sản phẩm")[1].split("</ul>")[0]
    assert [part for part in ("4 sao", "3 sao", f'href="/v/{old.code}"', "Được thay thế") if part not in listed] == []


def test_a_mistyped_code_says_so_and_an_unknown_one_is_not_found():
    code = in_force().code
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for typed in (wrong, code[:9], "O0I1" + code[:6]):
        response, html = page(typed)
        assert (response.status_code, verdict(html)) == (404, "MÃ GÕ SAI")
        assert "Nước mắm" not in html
    response, html = page(new_code())
    assert (response.status_code, verdict(html)) == (404, "KHÔNG TÌM THẤY MÃ")


def test_a_code_may_be_typed_in_any_case_with_hyphen_and_blanks():
    code = in_force().code
    for typed in (code.lower(), grouped(code), f" {code[:5]} {code[5:]}"):
        assert verdict(page(typed)[1]) == "CÒN HIỆU LỰC · 3 sao"


def test_a_bad_day_says_so_and_shows_today():
    response, html = page(in_force().code, on="hôm qua")
    assert response.status_code == 400
    assert "“hôm qua” không phải là ngày." in html
    assert verdict(html) == "CÒN HIỆU LỰC · 3 sao"


def test_what_is_typed_is_never_markup():
    code = in_force().code
    html = page(code, on="<b>x</b>")[1] + page("<script>alert(1)</script>")[1]
    assert "<b>x" not in html
    assert "<script" not in html


def test_json_says_the_same_facts():
    certificate = in_force()
    data = Client().get(f"/v/{certificate.code}.json", {"on": "2027-06-22"}).json()
    assert data == {
        "code": grouped(certificate.code),
        "on": "2027-06-22",
        "status": "expired",
        "in_force": False,
        "verdict": "HẾT HIỆU LỰC",
        "line": "Đã hết hiệu lực từ 22/06/2027. Không được dùng nhãn hiệu OCOP cho lô hàng mới.",
        "status_today": "in_force",
        "stars": 3,
        "product": "Nước mắm Gia Đẳng",
        "product_code": "45-464-19414-3-2024",
        "producer": "HTX Nước mắm Gia Đẳng (minh họa)",
        "place": "Xã Triệu Cơ, tỉnh Quảng Trị",
        "decision": "412/QĐ-UBND",
        "authority": "Ủy ban nhân dân huyện Vĩnh Linh",
        "issued_on": "2024-06-21",
        "valid_from": "2024-06-21",
        "last_day": "2027-06-21",
        "extended_to": None,
        "history": [
            {
                "code": grouped(certificate.code),
                "stars": 3,
                "valid_from": "2024-06-21",
                "last_day": "2027-06-21",
                "status": "in_force",
            }
        ],
    }
    unknown = Client().get(f"/v/{new_code()}.json")
    assert (unknown.status_code, unknown.json()["status"]) == (404, "unknown")
    assert Client().get(f"/v/{certificate.code}.json", {"on": "x"}).status_code == 400


def test_english_is_asked_for_in_the_address():
    code = in_force().code
    response, html = page(code, lang="en")
    assert verdict(html) == "IN FORCE · 3 stars"
    assert response["Content-Language"] == "en"
    assert (
        verdict(Client(headers={"accept-language": "en"}).get(f"/v/{code}").content.decode()) == "CÒN HIỆU LỰC · 3 sao"
    )


@pytest.mark.parametrize("required", ["offered", "required"])
def test_no_cookie_is_set_or_asked_for_whoever_looks(settings, required):
    settings.SECOND_FACTOR = required
    code = in_force().code
    for client in (Client(), client_of("giang")):
        for path in ("/v/", f"/v/{code}", f"/v/{code}.json", f"/v/?code={code}"):
            response = client.get(path)
            assert "Set-Cookie" not in response
            assert not response.cookies
            assert "cookie" not in response.get("Vary", "").lower()
    assert "giang" not in client_of("giang").get(f"/v/{code}").content.decode().lower()


def test_the_page_is_small_and_needs_no_script():
    html = page(in_force().code)[1]
    assert len(html.encode()) < 15_000
    assert "<script" not in html
    assert "hx-" not in html


def test_an_answer_costs_one_query_and_none_while_it_is_kept(django_assert_num_queries):
    code = in_force().code
    Product.objects.update(public=True)
    with django_assert_num_queries(1):
        page(code)
    with django_assert_num_queries(0):
        page(code)
        page(grouped(code).lower())
    with django_assert_num_queries(0):
        page(code[:-1] + check_sign("222222222"))
    with django_assert_num_queries(1):
        page(new_code())


def test_queries_stay_the_same_however_long_the_history(django_assert_num_queries):
    for year in (2015, 2018, 2021):
        last = built.old_certificate(product(), on=dt.date(year, 1, 10), code=f"45-464-19414-3-{year}")
    with django_assert_num_queries(1):
        assert page(last.code)[1].count("<time>") == 6


def test_an_answer_is_kept_for_sixty_seconds():
    row = in_force()
    with time_machine.travel(NOON, tick=False) as clock:
        first, _html = page(row.code)
        assert first["Cache-Control"] == "public, max-age=60"
        day = dt.date(2026, 11, 1)
        Certificate.objects.filter(pk=row.pk).update(
            end=End.WITHDRAWN, ended_on=day, valid_until=day, end_decision_number="1/QĐ"
        )
        clock.shift(59)
        kept, html = page(row.code)
        assert (kept["Cache-Control"], verdict(html)) == ("public, max-age=1", "CÒN HIỆU LỰC · 3 sao")
        clock.shift(1)
        assert verdict(page(row.code)[1]) == "ĐÃ THU HỒI · 3 sao"


def test_no_answer_outlives_midnight_in_viet_nam():
    row = built.old_certificate(product(), on=dt.date(2023, 11, 23), code="44-19654-9-2023")
    last_minute = dt.datetime(2026, 11, 23, 23, 59, 30, tzinfo=VN)
    with time_machine.travel(last_minute, tick=False) as clock:
        response, html = page(row.code)
        assert (response["Cache-Control"], verdict(html)) == ("public, max-age=30", "CÒN HIỆU LỰC · 3 sao")
        clock.shift(29)
        assert verdict(page(row.code)[1]) == "CÒN HIỆU LỰC · 3 sao"
        clock.shift(1)
        assert verdict(page(row.code)[1]) == "HẾT HIỆU LỰC · 3 sao"


def test_a_typed_code_leads_to_its_page_and_a_pasted_address_too():
    code = in_force().code
    for typed in (code, grouped(code).lower(), f"https://ocop.example/v/{grouped(code)}?on=2027-01-31"):
        response = Client().get("/v/", {"code": typed})
        assert (response.status_code, response["Location"]) == (302, f"/v/{grouped(code)}")
    assert Client().get("/v/", {"code": code, "lang": "en"})["Location"] == f"/v/{grouped(code)}?lang=en"
    assert Client().get("/v/", {"code": "///"}).status_code == 200
    assert Client().get("/v/", {"code": "abc"})["Location"] == "/v/ABC"


def test_the_photo_is_shown_only_when_the_product_is_public():
    from tests.cast import picture_file

    of = product("Mắm có ảnh", photo=picture_file())
    row = built.old_certificate(of)
    assert "/photos/" not in page(row.code)[1]
    Product.objects.filter(pk=of.pk).update(public=True)
    from ratings.certificates import kept_answers

    kept_answers.forget()
    assert f"/photos/{of.photos.get().pk}/480/" in page(row.code)[1]


def test_misuse_is_reported_to_the_commune_and_the_province():
    assert "UBND xã Triệu Cơ hoặc cơ quan tham mưu quản lý OCOP tỉnh Quảng Trị" in page(in_force().code)[1]


@pytest.mark.usefixtures("law")
def test_d01_can_be_verified_the_moment_it_is_signed():
    cast("giang")
    certificate = built.recognised("D01")
    html = page(certificate.code)[1]
    assert verdict(html) == "CÒN HIỆU LỰC · 4 sao"
    for said in ("44-19654-1-2026", "20/11/2029", "Số 3456/QĐ-UBND ngày 20/11/2026"):
        assert said in html
