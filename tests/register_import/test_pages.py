"""Each step of bringing a register in as its officer sees it; nobody else sees it at all."""

import io

import openpyxl
import pytest
from django.core import mail
from django.urls import reverse

from ratings.register_import import work_actions
from ratings.register_import.models import RegisterImport, RememberedHeading
from ratings.register_import.states import HEADINGS, Field, State, Verdict
from registry.products.models import Product
from tests.cast import CUA_TUNG, TRIEU_CO, client_of
from tests.files.made import pdf
from tests.register_import.made import once, upload, workbook
from tests.register_import.steps import DAY, assigned, brought_in, read, the_row, uploaded, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
TRIEU_LANG = {"commune": "Xã Triệu Lăng", "address": "Thôn 4, xã Triệu Lăng, huyện Triệu Phong"}


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def address(register, name="register-import", **more):
    return reverse(name, kwargs={"pk": register.pk, **more})


def form_of(register, number):
    """Return what the form of a row sends when nothing is changed."""
    row = the_row(register, number)
    return {**row.values, "revision": str(row.revision)}


def test_the_first_page_says_what_is_wanted_and_where_an_empty_register_is():
    page = text(client_of("giang").get("/register-import/"))
    assert "Nhập danh sách sản phẩm đã công nhận" in page
    assert "Chưa có tệp nào." in page
    assert reverse("register-template") in page
    assert 'enctype="multipart/form-data"' in page


def test_an_upload_leads_to_its_columns_with_headings_samples_and_the_guess():
    browser = client_of("giang")
    answer = browser.post("/register-import/", {"workbook": upload(workbook([once()]))})
    register = RegisterImport.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address(register, "register-import-columns"))
    page = text(browser.get(answer["Location"]))
    assert "Tiêu đề cột ở dòng 3 đến 4." in page
    assert "Công nhận lần đầu – Số sao" in page
    assert '<option value="first_stars" selected>' in page
    assert "<div>Nước mắm Gia Đẳng (minh họa)</div>" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf(1), "Đây không phải tệp Excel (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "Tệp Excel đòi mật khẩu."),
        (workbook([once()])[:900], "Tệp Excel bị hỏng"),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_what_to_do(data, sentence):
    answer = client_of("giang").post("/register-import/", {"workbook": upload(data)})
    assert answer.status_code == 409
    assert sentence in text(answer)
    assert "Cần làm:" in text(answer)
    assert RegisterImport.objects.count() == 0


def test_without_a_file_the_form_says_so():
    answer = client_of("giang").post("/register-import/", {})
    assert answer.status_code == 422
    assert "Đề nghị sửa các mục sau" in text(answer)


def test_a_corrected_column_is_remembered_for_the_province():
    browser = client_of("giang")
    odd = {Field.PRODUCER: ("", "Bên làm ra"), Field.PRODUCT: ("", "Tên gọi của sản phẩm")}
    data = workbook([once()], headings={**HEADINGS, **odd})
    register = uploaded(data)
    assert Field.PRODUCER.value not in register.columns
    at = {field.value: number for number, field in enumerate(HEADINGS)}
    chosen = {f"column_{at[name]}": name for name in at}
    answer = browser.post(address(register, "register-import-columns"), chosen)
    assert (answer.status_code, answer["Location"]) == (302, address(register))
    assert RememberedHeading.objects.get(heading="ben lam ra").field == "producer"
    assert uploaded(data).columns["producer"] == at["producer"]
    assert "producer" not in uploaded(data, who="tam", province="46").columns


def test_a_field_given_twice_and_one_forgotten_are_named():
    browser = client_of("giang")
    register = uploaded([once()])
    at = dict(register.columns)
    chosen = {f"column_{index}": name for name, index in at.items()}
    twice = browser.post(address(register, "register-import-columns"), {**chosen, f"column_{at['note']}": "product"})
    assert twice.status_code == 422
    assert "Cột B đã được ghép với nội dung này." in text(twice)
    forgotten = browser.post(address(register, "register-import-columns"), {**chosen, f"column_{at['first_date']}": ""})
    assert forgotten.status_code == 409
    assert "Chưa có cột nào ghép với: Công nhận lần đầu: ngày." in text(forgotten)


def test_while_it_is_read_the_page_shows_how_far_it_is_and_asks_again_by_itself():
    browser = client_of("giang")
    register = assigned(uploaded([once(), once(product="Mắm nêm")]))
    RegisterImport.objects.update(rows_read=1, rows_expected=2)
    page = text(browser.get(address(register)))
    assert '<progress max="100" value="50"' in page
    assert "1 trên khoảng 2 dòng (50 %)." in page
    assert f'hx-get="{address(register)}" hx-trigger="every 2s"' in page
    assert f'<a href="{address(register)}">Xem lại</a>' in page  # without script
    polled = browser.get(address(register), headers={"hx-request": "true", "hx-target": "working"})
    assert text(polled).startswith('<section class="card working"')
    work_actions.work(now=lambda: DAY)
    done = browser.get(address(register), headers={"hx-request": "true", "hx-target": "working"})
    assert (done["HX-Refresh"], done.content) == ("true", b"")


def test_the_preview_names_every_problem_and_is_narrowed_by_tab_problem_and_words():
    browser = client_of("giang")
    register = read(
        [once(), once(product="Mắm nêm", first_decision="#REF!"), once(product="Mắm ruốc", **TRIEU_LANG),
         once(product="Mắm tôm", first_authority=None)]
    )  # fmt: skip
    page = text(browser.get(address(register)))
    assert "Nhập 1 dòng sẵn sàng" in page
    assert "<b>Cột Q</b> · Công nhận lần đầu: số quyết định: có lỗi Excel #REF!" in page
    assert "3 dòng chưa nhập được." in page
    assert ("Mắm nêm" in page, "Mắm ruốc" in page, "Mắm tôm" in page) == (True, False, True)
    choice = text(browser.get(address(register), {"verdict": "choice"}))
    assert "“Xã Triệu Lăng, huyện Triệu Phong” không có trong danh mục xã, phường" in choice
    assert "Mắm nêm" not in choice
    narrowed = browser.get(
        address(register), {"verdict": "bad", "problem": "missing"}, headers={"hx-request": "true", "hx-target": "rows"}
    )
    assert ("Mắm tôm" in text(narrowed), "Mắm nêm" in text(narrowed), "<html" in text(narrowed)) == (True, False, False)
    assert "Không có dòng nào phù hợp" in text(browser.get(address(register), {"verdict": "bad", "q": "rượu"}))
    assert "Mắm nêm" in text(
        browser.get(address(register), {"verdict": "?", "problem": "?", "page": "x", "q": "mam nem"})
    )


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_much_for_three_rows_as_for_one(count, django_assert_num_queries):
    browser = client_of("giang")
    registers = [
        read([once(product=f"Mắm {number}", first_date="31/02/2024") for number in range(count)])
        for _one in range(count)
    ]
    browser.get("/register-import/")
    with django_assert_num_queries(8):
        page = browser.get("/register-import/")
    assert text(page).count("Sổ theo dõi OCOP.xlsx</a>") == count
    with django_assert_num_queries(9):
        page = browser.get(address(registers[0]))
    assert text(page).count("“31/02/2024” không phải là ngày") == count


def test_a_row_shows_its_problem_beside_the_field_and_comes_in_when_corrected():
    browser = client_of("giang")
    register = read([once(first_date="31/02/2024"), once(product="Mắm nêm", first_authority=None)])
    page = browser.get(address(register, "register-import-row", row=5))
    assert page.status_code == 200
    assert '<a href="#id_first_date">Công nhận lần đầu: ngày: “31/02/2024” không phải là ngày' in text(page)
    assert 'name="first_date" value="31/02/2024"' in text(page)
    answer = browser.post(
        address(register, "register-import-row", row=5),
        {**form_of(register, 5), "first_date": "21/06/2024"},
        follow=True,
    )
    assert answer.redirect_chain == [(address(register, "register-import-row", row=6), 302)]  # the next one that waits
    assert "Đã lưu dòng 5, sẵn sàng nhập." in text(answer)
    still = browser.post(address(register, "register-import-row", row=6), form_of(register, 6), follow=True)
    assert "Đã lưu dòng 6; còn điểm được đánh dấu nên chưa nhập được." in text(still)
    assert verdicts(register) == {5: Verdict.GOOD, 6: Verdict.BAD}


def test_a_place_is_chosen_from_candidates_or_from_the_whole_province():
    browser = client_of("giang")
    register = read(
        [once(**TRIEU_LANG), once(product="Mắm nêm", **TRIEU_LANG), once(product="Mắm ruốc", commune="Xã Lạ")]
    )
    here = address(register, "register-import-row", row=5)
    page = text(browser.get(here))
    assert f'<input type="radio" name="place" value="{TRIEU_CO}"' in page
    assert 'name="everywhere"' in page
    browser.post(here, {**form_of(register, 5), "place": TRIEU_CO, "everywhere": "on"})
    assert verdicts(register) == {5: Verdict.GOOD, 6: Verdict.GOOD, 7: Verdict.CHOICE}
    there = address(register, "register-import-row", row=7)
    unclear = browser.post(there, {**form_of(register, 7), "other_place": "Xã không có"})
    assert unclear.status_code == 422
    browser.post(there, {**form_of(register, 7), "other_place_choice": CUA_TUNG})
    assert the_row(register, 7).facts["commune"] == CUA_TUNG


def test_a_choice_is_ticked_and_what_was_ticked_stays():
    browser = client_of("giang")
    register = read([once(first_year=2023, stars_now=5)])
    here = address(register, "register-import-row", row=5)
    page = text(browser.get(here))
    assert "Ngày ghi đúng, năm ghi sai." in page
    browser.post(here, {**form_of(register, 5), "confirmed": ["year_differs", "stars_differ"]})
    assert verdicts(register) == {5: Verdict.GOOD}
    assert 'value="year_differs" id="id_confirmed_0" checked' in text(browser.get(here))


def test_somebody_elses_correction_is_not_overwritten():
    browser = client_of("giang")
    register = read([once(first_date="31/02/2024")])
    stale = form_of(register, 5)
    client_of("hung").post(address(register, "register-import-row", row=5), {**stale, "first_date": "21/06/2024"})
    answer = browser.post(address(register, "register-import-row", row=5), {**stale, "first_date": "22/06/2024"})
    assert answer.status_code == 409
    assert "Có người vừa sửa dòng này." in text(answer)
    assert 'value="22/06/2024"' in text(answer)
    assert the_row(register, 5).values["first_date"] == "21/06/2024"


def test_a_row_is_left_out_by_one_click():
    register = read([once(), once(product="Mắm nêm", first_authority=None)])
    answer = client_of("giang").post(address(register, "register-import-row-leave", row=6), follow=True)
    assert "Đã bỏ qua dòng 6." in text(answer)
    assert verdicts(register) == {5: Verdict.GOOD, 6: Verdict.LEFT_OUT}


def test_ready_rows_are_written_by_the_worker_and_the_page_says_what_came_in():
    browser = client_of("giang")
    register = read([once(), once(product="Mắm nêm", first_authority=None)])
    answer = browser.post(address(register, "register-import-write"), follow=True)
    assert "Đang ghi các dòng vào hệ thống" in text(answer)
    assert "Đang ghi 1 dòng." in text(answer)
    again = browser.post(address(register, "register-import-write"))
    assert again.status_code == 409
    assert "Tệp đang được đọc hoặc đang được ghi." in text(again)
    work_actions.work(now=lambda: DAY)
    page = text(browser.get(address(register)))
    assert "1 dòng: đã thêm 1 chủ thể, 1 sản phẩm và 1 giấy chứng nhận." in page
    assert Product.objects.count() == 1
    assert mail.outbox == []


def test_the_rows_that_wait_are_fetched_as_a_workbook():
    register = brought_in([once(), once(product="Mắm nêm", first_authority=None)])
    answer = client_of("giang").get(address(register, "register-import-remaining"))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert "attachment" in answer["Content-Disposition"]
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [page.cell(3, at).value for at in (2, 26)] == ["Mắm nêm", "R (Công nhận lần đầu: cơ quan): để trống."]


def test_the_empty_register_is_fetched():
    page = openpyxl.load_workbook(io.BytesIO(client_of("giang").get(reverse("register-template")).content)).active
    assert page.cell(1, 2).value == "Tên sản phẩm"


def test_a_workbook_that_cannot_be_read_says_so_on_its_page():
    register = uploaded([once()])
    RegisterImport.objects.update(state=State.FAILED)
    page = text(client_of("giang").get(address(register)))
    assert "Chưa đọc được:" in page
    assert "Chưa có nội dung nào của tệp này được ghi vào hệ thống." in page


PAGES = ("register-import", "register-import-columns", "register-import-remaining", "register-import-write")


@pytest.mark.parametrize(
    ("who", "status"),
    [("tam", 404), ("cuc", 403), ("hanh", 403), ("quoc", 403), ("bo", 403), ("stranger", 403), (None, 302)],
)
def test_an_import_of_quang_tri_exists_for_its_own_officers_only(who, status):
    register = read([once(first_authority=None)])
    ours, theirs = client_of("hung"), client_of(who)
    for name in PAGES:
        ask = "post" if name.endswith("write") else "get"
        assert getattr(ours, ask)(address(register, name)).status_code in {200, 409}
        assert getattr(theirs, ask)(address(register, name)).status_code == status, name
    row = address(register, "register-import-row", row=5)
    assert (ours.get(row).status_code, theirs.get(row).status_code) == (200, status)
    assert theirs.post(row, form_of(register, 5)).status_code == status
    assert theirs.post(address(register, "register-import-row-leave", row=5)).status_code == status
    assert verdicts(register) == {5: Verdict.BAD}


def test_the_list_of_another_province_is_empty_and_the_navigation_is_the_officers():
    read([once()])
    other = text(client_of("tam").get("/register-import/"))
    assert ("Thành phố Huế" in other, "Sổ theo dõi OCOP.xlsx" in other) == (True, False)
    assert 'href="/register-import/"' in text(client_of("giang").get("/products/"))
    assert 'href="/register-import/"' not in text(client_of("cuc").get("/products/"))
