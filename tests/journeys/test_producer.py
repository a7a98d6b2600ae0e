"""A producer on a phone: she joins, photographs a licence, writes through a lost connection, plans, files, answers a
return, and three years later renews by difference."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from playwright.sync_api import Page, expect

from ratings.dossiers.commune_actions import return_by_commune
from ratings.dossiers.models import Dossier
from ratings.dossiers.rules import Wanted
from ratings.dossiers.states import State
from registry.accounts.models import User
from registry.evidence.models import EvidenceVersion
from registry.producers.models import Membership
from tests import builders
from tests import decision_builders as decided
from tests.cast import cast
from tests.files import made
from tests.journeys.acting import PASSWORD, Site, choose, fill, press, says
from tests.journeys.conftest import PHONE, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NEW_PASSWORD = "con nước tháng tám"
START = dt.datetime(2026, 9, 14, 2, tzinfo=dt.UTC)


def with_passwords() -> None:
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()


@pytest.fixture
def place(transactional_db):
    """The cooperative and its product are registered; nobody acts for it yet."""
    builders.law()
    shown = builders.a_product()
    owner = shown.producer
    Membership.objects.all().delete()
    cast("cuc")
    with_passwords()
    return owner, shown


def test_from_joining_to_an_answered_return(place, live_server):
    owner, shown = place
    with time_machine.travel(START, tick=True) as clock, running_chromium() as browser:
        site = Site(browser, live_server.url, clock)
        joins(site, live_server.url)
        with site.as_("0912345678", PHONE, password=NEW_PASSWORD) as page:
            photographs_a_licence(page, owner.pk)
            number = opens(page, shown.public_id)
            writes_through_a_lost_connection(page, number)
            scores_and_plans(page, number)
            page.goto(f"/dossiers/{number}/file/")
            press(page)
            says(page, "Đã nộp, chờ tiếp nhận")
        dossier = Dossier.objects.get(number=number)
        wanted = [
            Wanted(subject="line:1.5", title="1.5. Bảo vệ môi trường", reason="Chưa có hồ sơ môi trường.", example="")
        ]
        return_by_commune(
            dossier=dossier, wanted=wanted, due_on=dt.date(2026, 9, 30), actor=cast("cuc"), at=dt.datetime.now(dt.UTC)
        )
        with site.as_("0912345678", PHONE, password=NEW_PASSWORD) as page:
            answers(page, number)
    dossier.refresh_from_db()
    assert dossier.current is State.FILED
    assert EvidenceVersion.objects.get(document__title="Giấy chứng nhận ATTP").pages == 2


def joins(site: Site, address: str) -> None:
    """An account by phone number, a request to act for the cooperative, and the officer's yes."""
    with site.as_(None, PHONE) as page:
        page.goto("/sign-up/")
        fill(
            page,
            {"full_name": "Lê Thị Hạnh", "phone": "0912 345 678", "password": NEW_PASSWORD, "again": NEW_PASSWORD},
        )
        press(page)
        assert page.url == f"{address}/join/"
        page.fill("main [name=q]", "gia dang")
        page.locator("main form[role=search] button").click()
        page.locator("#find").get_by_role("link", name="Xin tham gia").first.click()
        choose(page, '[name=rank][value="owner"]')
        press(page)
        says(page, "Chờ trả lời")
    with site.as_("cuc", PHONE) as page:
        page.goto("/join/requests/")
        press(page, 'main form[action$="/accept/"] button')
        expect(page.locator("main")).not_to_contain_text("0912345678")


def photographs_a_licence(page: Page, owner: int) -> None:
    page.goto(f"/producers/{owner}/evidence/new/")
    fill(page, {"kind": "2", "title": "Giấy chứng nhận ATTP", "number": "15/2026", "valid_until": "2029-05-01"})
    for at in range(2):
        photo = {"name": f"trang-{at}.jpg", "mimeType": "image/jpeg", "buffer": made.picture(size=(600, 800 + at))}
        page.set_input_files("[name=camera]", photo)
    expect(page.locator("[data-chosen]")).to_have_count(2)
    press(page)
    says(page, "Giấy chứng nhận ATTP")
    for kind, title in ((1, "Giấy đăng ký hợp tác xã"), (11, "Bản tự công bố"), (5, "Danh sách lao động")):
        page.goto(f"/producers/{owner}/evidence/new/")
        fill(page, {"kind": str(kind), "title": title})
        page.set_input_files(
            "main [name=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": made.pdf(kind)}
        )
        press(page)


def opens(page: Page, public_id: str) -> str:
    page.goto(f"/dossiers/new/?product={public_id}")
    press(page)
    return re.search(r"/dossiers/([\d-]+)/", page.url).group(1)


def writes_through_a_lost_connection(page: Page, number: str) -> None:
    """Half of the forms is typed without a connection; the phone gives the page up; everything is there and is sent."""
    address = f"/dossiers/{number}/forms/"
    page.goto(address)
    fill(page, {"materials_and_technology": "Cá cơm than, ủ chượp trong chum sành."})
    page.locator("[name=quality_change]").focus()
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    page.context.set_offline(True)
    fill(page, dict.fromkeys(("quality_change", "markets", "business_results", "plan"), "Gõ khi mất mạng."))
    page.locator("[name=markets]").focus()
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "offline")
    page.wait_for_timeout(600)
    page.goto("about:blank")
    page.context.set_offline(False)
    page.complaints.clear()  # the connection was taken away
    with page.expect_response(lambda answer: answer.request.method == "POST" and address in answer.url) as sent:
        page.goto(address)
    assert sent.value.status == 200
    expect(page.locator("[name=plan]")).to_have_value("Gõ khi mất mạng.")
    choose(page, "[name=pledged]")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    page.wait_for_load_state("networkidle")
    press(page)


def scores_and_plans(page: Page, number: str) -> None:
    address = f"/dossiers/{number}/self-score/"
    page.goto(address)
    lines = page.evaluate("[...document.querySelectorAll('[data-sheet-line]')].map((one) => one.id.slice(5))")
    for line in lines:
        radios = page.locator(f'[name="{line}"]')
        if not radios.count() or radios.first.is_disabled():
            continue
        with page.expect_response("**/self-score/"):
            choose(page, f'[name="{line}"] >> nth={max(radios.count() - 2, 0)}')
    expect(page.locator("#ahead")).to_contain_text("Cách ngắn nhất")
    page.goto(f"/dossiers/{number}/plan/")
    press(page, "main form:has(.btn-primary) .btn-primary")
    says(page, "Kế hoạch đã lưu")


def answers(page: Page, number: str) -> None:
    page.goto(f"/dossiers/{number}/answer/")
    page.locator("main textarea").first.fill("Đã bổ sung hồ sơ môi trường.")
    press(page, "main button[name=send]")
    says(page, "Đã nộp, chờ tiếp nhận")


def test_three_years_later_she_renews_by_difference(transactional_db, live_server):
    certificate = decided.recognised("D01")
    with_passwords()
    shown = certificate.product
    with (
        time_machine.travel(dt.datetime(2029, 7, 2, 2, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
        Site(browser, live_server.url, clock).as_("hanh", PHONE) as page,
    ):
        page.goto(f"/dossiers/new/?product={shown.public_id}")
        expect(page.locator('[name=kind][value="re_ranking"]')).to_be_checked()
        press(page)
        number = re.search(r"/dossiers/([\d-]+)/renewal/", page.url).group(1)
        says(page, "Điểm c khoản 1 Điều 6")
        subjects = page.evaluate("[...document.querySelectorAll('[id^=update-]')].map((one) => one.id.slice(7))")
        for at, subject in enumerate(subjects):
            choose(page, f'[name="{subject}-verdict"][value="{"changed" if at == 0 else "unchanged"}"]')
        page.locator(f"#update-{subjects[0]} textarea").fill("Mua thêm cá của 4 tàu mới.")
        press(page)
        page.goto(f"/dossiers/{number}/forms/")
        expect(page.locator("[name=markets]")).not_to_have_value("")
        page.fill("[name=markets]", "Bán thêm ở Hà Nội.")
        page.locator("[name=plan]").focus()
        expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
        page.wait_for_load_state("networkidle")
        page.goto(f"/dossiers/{number}/renewal/")
        differences = page.locator("#differences")
        expect(differences).to_contain_text("Bán thêm ở Hà Nội.")
    assert Dossier.objects.get(number=number).previous == certificate.dossier
