"""Nước mắm Gia Đẳng, from its registration by the commune to a certificate that anybody can check (D01)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from playwright.sync_api import expect

from registry.accounts.models import User
from tests import builders
from tests.cast import PEOPLE, cast, commune, picture_file
from tests.council_builders import a_council
from tests.criteria.demo_sheets import D01, sheet_of, tick_for
from tests.files.made import pdf
from tests.journeys.acting import PASSWORD, Site, choose, fill, press, says
from tests.journeys.conftest import DESKTOP, PHONE, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAPERS = {
    1: "Giấy đăng ký hợp tác xã",
    2: "Giấy chứng nhận an toàn thực phẩm",
    5: "Danh sách lao động",
    11: "Bản tự công bố sản phẩm",
}
ROWS = [row.split() for row in D01.strip().splitlines()]


def ticks_of(member: int) -> dict[str, int]:
    """The positions that member tv1 to tv5 ticks, by line."""
    return {row[0]: tick_for(sheet_of(9), row[0], row[member]) for row in ROWS}


@pytest.fixture
def people(transactional_db):
    """Offices, the confirmed council and the law; nobody has registered anything yet."""
    builders.law()
    commune("19654")
    User.objects.create_user("hanh", full_name=PEOPLE["hanh"].full_name, phone="0900000001", email="hanh@example.vn")
    for name in ("cuc", "dung", "duc", "giang", "quoc"):
        cast(name)
    a_council()
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()


def test_from_registration_to_a_certificate_that_anybody_can_check(people, live_server):
    start = dt.datetime(2026, 9, 14, 2, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=True) as clock, running_chromium() as browser:
        site = Site(browser, live_server.url, clock)
        product = register(site)
        number = write_and_file(site, product)
        through_the_commune(site, number)
        to_the_session(site, number)
        score(site)
        conclude(site)
        code = decide(site)
        verify(site, code)


# ---------------------------------------------------------------- commune and producer, on phones


def register(site: Site) -> str:
    """Cúc registers producer, its representative and the product; returns the product's public address."""
    with site.as_("cuc", PHONE) as page:
        page.goto("/producers/new/")
        fill(
            page,
            {
                "kind": "cooperative",
                "name": "HTX Nước mắm Gia Đẳng (minh họa)",
                "commune": "19654",
                "address": "Thôn Gia Đẳng, xã Triệu Lăng",
                "registration_number": "3007E-MH01",
                "registered_on": "2019-05-20",
                "registration_issuer": "Phòng Tài chính - Kế hoạch",
                "representative_name": "Lê Thị Hạnh",
                "representative_position": "Giám đốc",
                "representative_sex": "female",
                "representative_ethnicity": "Kinh",
                "representative_residence": "Xã Triệu Cơ",
                "phone": "0900 000 001",
                "history": "Thành lập năm 2019.",
                "structure": "Hai tổ sản xuất.",
            },
        )
        press(page)
        producer = page.url
        page.goto(f"{producer}members/")
        fill(page, {"person": "0900 000 001", "rank": "owner"})
        press(page)
        says(page, "Lê Thị Hạnh")
        page.goto(f"/products/new/?producer={producer.rstrip('/').rsplit('/', 1)[-1]}")
        fill(page, {"name": "Nước mắm Gia Đẳng"})
        page.fill("[name=wanted_set]", "nuoc mam")
        page.wait_for_load_state("networkidle")
        expect(page.locator("#sets")).not_to_contain_text("Rượu trắng")
        choose(page, '[name=set_number][value="9"]')
        photo = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": picture_file(words="d01").read()}
        page.set_input_files("[name=photo]", photo)
        fill(
            page,
            {
                "specification": "Chai thủy tinh 500 ml",
                "standard": "TCCS 01:2026/GĐ",
                "description": "Nước mắm cá cơm ủ chượp 12 tháng.",
                "story": "Người Gia Đẳng muối cá theo con nước.",
            },
        )
        press(page)
        says(page, "Nước mắm Gia Đẳng")
        return page.url.rstrip("/").rsplit("/", 1)[-1]


def write_and_file(site: Site, product: str) -> str:
    """Hạnh brings papers, fills the forms, scores herself, cites a paper and files; returns the dossier's number."""
    with site.as_("hanh", PHONE) as page:
        page.goto(f"/products/{product}/")
        producer = re.search(r"/producers/(\d+)/", page.content()).group(1)
        for kind, title in PAPERS.items():
            page.goto(f"/producers/{producer}/evidence/new/")
            page.select_option("[name=kind]", str(kind))
            paper = {"name": "giay.pdf", "mimeType": "application/pdf", "buffer": pdf(kind)}
            page.set_input_files("main [name=file]", paper)
            fill(page, {"title": title, "number": f"{kind}/2026"})
            press(page)
        page.goto(f"/dossiers/new/?product={product}")
        press(page)
        number = re.search(r"/dossiers/([\d-]+)/", page.url).group(1)

        page.goto(f"/dossiers/{number}/forms/")
        texts = ("materials_and_technology", "quality_change", "markets", "business_results", "plan")
        fill(page, dict.fromkeys(texts, "Cá cơm than, ủ chượp trong chum sành.") | {"pledged": "on"})
        expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
        page.wait_for_load_state("networkidle")
        press(page)

        page.goto(f"/dossiers/{number}/self-score/")
        for line, position in ticks_of(2).items():
            with page.expect_response("**/self-score/"):
                choose(page, f'[name="{line}"] >> nth={position - 1}')
        expect(page.locator("#total-foot")).to_contain_text("82")
        site.on(28, 9)
    with site.as_("hanh", PHONE) as page:
        page.goto(f"/dossiers/{number}/file/")
        press(page)
        says(page, "Đã nộp, chờ tiếp nhận")
        return number


def through_the_commune(site: Site, number: str) -> None:
    """Dũng receives, Cúc drafts Form 03, Đức signs, Cúc sends it to the province."""
    site.on(30, 9, 10)
    with site.as_("dung", PHONE) as page:
        says(page, "Nước mắm Gia Đẳng")
        page.goto(f"/dossiers/{number}/receive/")
        fill(page, {"received_on": "2026-09-30", "slip_number": "07/PĐK-44-19654-2026"})
        press(page)
        says(page, "21/10/2026")
    site.on(15, 10)
    with site.as_("cuc", PHONE) as page:
        page.goto(f"/dossiers/{number}/form-03/")
        matters = ("local_materials", "local_labour", "idea_origin", "local_identity")
        fill(page, dict.fromkeys(matters, "Đúng như hồ sơ, đã kiểm tra tại cơ sở."))
        press(page, "main button[name=submit]")
        press(page)
        says(page, "Đã trình lãnh đạo UBND xã ký")
    site.on(16, 10)
    with site.as_("duc", PHONE) as page:
        page.goto(f"/dossiers/{number}/sign/")
        fill(
            page,
            {
                "report_number": "45/BC-UBND",
                "report_date": "2026-10-16",
                "request_number": "112/UBND-KT",
                "request_date": "2026-10-16",
            },
        )
        press(page)
    with site.as_("cuc", PHONE) as page:
        page.goto(f"/dossiers/{number}/forward/")
        press(page)
        says(page, "Đợt 2/2026")


# ---------------------------------------------------------------- province and council, at desks


def to_the_session(site: Site, number: str) -> None:
    """Giang accepts and hands over, Lan reports, Thư plans the session, one member steps back, another is absent."""
    site.on(20, 10)
    with site.as_("giang", DESKTOP) as page:
        page.goto(f"/dossiers/{number}/accept/")
        press(page)
        page.goto(f"/dossiers/{number}/")
        press(page, 'main form[action$="/appraisal/"] button')
        says(page, "Tổ tư vấn đang đánh giá hồ sơ")
    site.on(12, 11)
    with site.as_("lan", DESKTOP) as page:
        page.goto(f"/councils/dossiers/{number}/")
        fill(page, {"number": "07/BC-TTV", "reported_on": "2026-11-12", "text": "Hồ sơ đầy đủ."})
        press(page, 'main form[action*="report"] .btn-primary')
    with site.as_("thu", DESKTOP) as page:
        page.goto("/councils/")
        page.locator("main").get_by_role("link", name="Hội đồng OCOP tỉnh 2026 (minh họa)").first.click()
        page.locator('main a[href$="/sessions/new/"]').click()
        page.locator("[name=evaluation_round]").select_option(label="Đợt 2/2026")
        fill(page, {"held_on": "2026-11-18", "place": "Phòng họp số 2"})
        press(page)
        press(page, 'main form[action$="/agenda/"] button')
        says(page, "Nước mắm Gia Đẳng")
    with site.as_("tv7", DESKTOP) as page:
        room(page)
        page.locator("#recusal summary, [id=recusal] summary").first.click()
        fill(page, {"reason": "Đã hướng dẫn lập hồ sơ này."}, 'form[action*="/recusal/"]')
        press(page, 'form[action*="/recusal/"] button[type=submit]')
    site.on(18, 11, 8)
    with site.as_("thu", DESKTOP) as page:
        to_session(page)
        for row in page.locator(".presence > li").all():
            absent = "Cao Thị Sáu" in row.inner_text()
            row.get_by_text("Vắng mặt" if absent else "Có mặt", exact=True).click()
            if absent:
                row.locator("input[type=text]").fill("Đi công tác")
        press(page, 'main form[action*="/presence/"] .btn-primary')
        room(page)
        press(page, 'main form[action$="/start/"] button')
        says(page, "5")


def to_session(page) -> None:
    page.goto("/councils/")
    page.locator("main").get_by_role("link", name="Hội đồng OCOP tỉnh 2026 (minh họa)").first.click()
    page.locator('main a[href*="/sessions/1/"]').first.click()


def room(page) -> None:
    """From the list of councils to the dossier in the room of session 1."""
    to_session(page)
    page.locator("main").get_by_role("link", name="Nước mắm Gia Đẳng").first.click()


def score(site: Site) -> None:
    """tv1 scores by the keyboard alone; the others send theirs through the page's own form at once."""
    for member in (1, 2, 3, 4, 5):
        with site.as_(f"tv{member}", DESKTOP) as page:
            page.goto("/scoring/")
            page.locator('main a[href^="/scoring/"]').first.click()
            declares(page)
            by_keyboard(page, ticks_of(member)) if member == 1 else at_once(page, ticks_of(member))
            press(page)
            assert "/send" not in page.url


AT_HOME = """() => window.htmx && document.querySelector("#score")?.["htmx-internal-data"]
  && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")"""
"""htmx has taken the new line in hand: on a busy machine a script presses keys before that, no hand does."""


def by_keyboard(page, ticks) -> None:
    """Digits choose, the arrow goes on."""
    for place, (line, position) in enumerate(ticks.items()):
        expect(page.locator(f'#score input[name="line"][value="{line}"]')).to_have_count(1)
        page.wait_for_function(AT_HOME)
        with page.expect_response("**/save/"):
            page.keyboard.press(str(position))
        if place < len(ticks) - 1:
            with page.expect_response("**/save/"):
                page.keyboard.press("ArrowRight")
    page.locator("#total-foot").get_by_role("button").click()
    page.wait_for_url("**/send/")


def at_once(page, ticks) -> None:
    """Post every answer with the token and the revision of the member's own page."""
    sheet = page.url.split("?")[0]
    form = {
        "csrfmiddlewaretoken": page.locator("#score [name=csrfmiddlewaretoken]").input_value(),
        "revision": page.locator("#score [name=revision]").input_value(),
        "line": "1.1",
        **{f"tick-{line}": str(position) for line, position in ticks.items()},
    }
    answer = page.request.post(f"{sheet}save/", form=form, headers={"referer": sheet})
    assert answer.status == 200
    page.goto(f"{sheet}send/")


def conclude(site: Site) -> None:
    site.on(18, 11, 10)
    with site.as_("tv1", DESKTOP) as page:
        room(page)
        press(page, 'main form[action$="/open/"] button')
        says(page, "79,60")
        press(page, 'main form[action$="/conclude/"] button')
        says(page, "Hội đồng đã kết luận")
        says(page, "34,00")
        says(page, "18,60")
        says(page, "27,00")


# ---------------------------------------------------------------- decision and certificate


def decide(site: Site) -> str:
    """Giang prepares, Quốc signs; returns the code printed on the certificate."""
    site.on(19, 11, 15)
    with site.as_("giang", DESKTOP) as page:
        page.goto("/decisions/new/?kind=recognition")
        choose(page, 'main input[name="dossier"]')
        press(page)
        says(page, "Nước mắm Gia Đẳng")
    site.on(20, 11)
    with site.as_("quoc", DESKTOP) as page:
        page.goto("/decisions/")
        page.locator('main a[href^="/decisions/"]:not([href*="new"])').first.click()
        page.locator('main a[href$="/sign/"]').click()
        fill(
            page,
            {
                "number": "3456/QĐ-UBND",
                "issued_on": "2026-11-20",
                "signer_name": "Trịnh Quốc Chín",
                "signer_capacity": "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH",
            },
        )
        press(page)
    with site.as_("hanh", PHONE) as page:
        page.goto("/certificates/")
        found = re.search(r"/certificates/([0-9A-Z]{10})/", page.content())
        return found.group(1)


def verify(site: Site, code: str) -> None:
    """Anybody, on a phone, with and without a day."""
    with site.as_(None, PHONE) as page:
        page.goto(f"/v/{code}")
        says(page, "Nước mắm Gia Đẳng")
        says(page, "44-19654-1-2026")
        says(page, "20/11/2029")
        page.goto(f"/v/{code}?on=2026-11-19")
        says(page, "Giấy chứng nhận có giá trị từ 20/11/2026")


def declares(page) -> None:
    """Before her first look at the product a member says that no interest links her with it."""
    says(page, "Khai báo xung đột lợi ích")
    choose(page, 'main [value="none"]')
    press(page)
