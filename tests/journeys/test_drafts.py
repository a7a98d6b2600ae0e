"""Typing is never lost: the connection goes, the tab is closed, another person edits; and nobody else reads it."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import contextmanager

import pytest
import time_machine
from playwright.sync_api import Page, expect

from ratings.dossiers.actions import save_forms
from ratings.dossiers.models import Dossier
from registry.accounts.models import User
from registry.producers.models import Producer
from tests import builders
from tests.cast import cast
from tests.journeys.acting import PASSWORD, Site, choose, fill
from tests.journeys.conftest import PHONE, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length"


@pytest.fixture
def draft(transactional_db):
    builders.law()
    dossier = builders.a_draft()
    for name in ("cuc", "dung"):
        cast(name)
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    return dossier


@contextmanager
def site(live_server):
    with (
        time_machine.travel(dt.datetime(2026, 9, 20, 2, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
    ):
        yield Site(browser, live_server.url, clock)


def kept(page: Page, many: int) -> None:
    """Wait until so many drafts lie on the device."""
    for _ in range(200):
        if page.evaluate(KEPT) == many:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.evaluate(KEPT)} drafts, not {many}")


def shot(page: Page, name: str) -> None:
    if "SHOTS" in os.environ:
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)


def test_a_form_typed_without_a_connection_outlives_the_tab_and_is_sent_later(draft, live_server):
    with site(live_server) as here, here.as_("cuc", PHONE) as page:
        page.goto("/producers/new/")
        page.context.set_offline(True)
        fill(page, {"name": "Hộ Lê Thị Mận", "representative_name": "Lê Thị Mận"})
        page.locator("main .btn-primary").last.click()
        expect(page.locator("#toasts")).to_contain_text("Mất kết nối")
        expect(page.locator(".draft-state")).to_be_visible()
        kept(page, 1)
        shot(page, "draft-offline")
        page.goto("about:blank")  # the phone gave the tab up
        page.context.set_offline(False)
        page.goto("/producers/new/")
        expect(page.locator("[name=name]")).to_have_value("Hộ Lê Thị Mận")
        expect(page.locator(".draft-back")).to_contain_text("chưa gửi")
        shot(page, "draft-back")
        assert "Mận" not in page.evaluate("Object.entries(localStorage).flat().join()"), "sealed"
        page.locator(".draft-back").get_by_role("button", name="Bỏ nội dung").click()
        expect(page.locator("[name=name]")).to_have_value("")
        kept(page, 0)
        typed = {"kind": "producing_household", "name": "Hộ Lê Thị Mận", "representative_name": "Lê Thị Mận"}
        fill(page, {**typed, "registration_number": "30A8000999", "registered_on": "2019-05-20"})
        page.context.set_offline(True)
        page.locator("main .btn-primary").last.click()
        expect(page.locator("#toasts")).to_contain_text("gửi khi có mạng lại")
        with page.expect_navigation():
            page.context.set_offline(False)
        expect(page.locator("main h1")).to_contain_text("Hộ Lê Thị Mận")
        kept(page, 0)
        page.complaints.clear()  # the connection was taken away
        assert Producer.objects.filter(name="Hộ Lê Thị Mận").count() == 1


def test_a_page_that_saves_by_itself_sends_after_a_reload_what_it_could_not_send(draft, live_server):
    with site(live_server) as here, here.as_("hanh", PHONE) as page:
        address = f"/dossiers/{draft.number}/self-score/"
        page.goto(address)
        wanted = []
        page.context.set_offline(True)
        for line in ("1.1", "1.2"):
            value = page.locator(f'[name="{line}"]:not(:checked)').first.get_attribute("value")
            wanted.append(f'[name="{line}"][value="{value}"]')
            choose(page, wanted[-1])
        expect(page.locator("[data-save-state]").first).to_have_attribute("data-state", "offline")
        kept(page, 1)
        page.complaints.clear()  # the connection was taken away
        page.goto("about:blank")
        page.context.set_offline(False)
        with page.expect_response(lambda answer: answer.request.method == "POST" and address in answer.url) as sent:
            page.goto(address)
        assert sent.value.status == 200
        kept(page, 0)
        page.reload()
        for selector in wanted:
            expect(page.locator(selector)).to_be_checked()


def test_a_save_that_arrived_while_its_answer_got_lost_is_no_conflict_with_oneself(draft, live_server):
    with site(live_server) as here, here.as_("hanh", PHONE) as page:
        address = f"/dossiers/{draft.number}/forms/"
        page.goto(address)
        state = page.locator("[data-save-state]").first

        def swallow(route):
            if route.request.method != "POST":
                return route.continue_()
            route.fetch()  # the server has it
            return route.abort("connectionfailed")

        page.route(f"**{address}", swallow)
        page.fill("[name=markets]", "Chợ Triệu Lăng")
        page.locator("[name=markets]").blur()
        expect(state).to_have_attribute("data-state", "offline")
        page.unroute(f"**{address}")
        page.complaints.clear()  # the answer was taken away
        page.fill("[name=markets]", "Chợ Triệu Lăng và siêu thị ở Đông Hà")
        page.locator("[name=markets]").blur()
        expect(state).to_have_attribute("data-state", "saved")
        kept(page, 0)
    assert Dossier.objects.get().markets == "Chợ Triệu Lăng và siêu thị ở Đông Hà"


def test_two_editors_keep_both_their_fields_and_choose_where_both_wrote(draft, live_server):
    with site(live_server) as here, here.as_("hanh", PHONE) as page:
        address = f"/dossiers/{draft.number}/forms/"
        page.goto(address)
        names = page.evaluate("[...document.querySelectorAll('#forms textarea')].map((one) => one.name)")
        both, only_mine, only_theirs = names[:3]
        page.fill(f"[name={both}]", "Bà Hạnh viết")
        page.fill(f"[name={only_mine}]", "Chỉ bà Hạnh viết")
        save_forms(  # her officer, at another desk, before her page saves
            dossier=Dossier.objects.get(),
            forms_revision=Dossier.objects.get().forms_revision,
            values={both: "Bà Sáu viết", only_theirs: "Chỉ bà Sáu viết"},
            actor=cast("hanh"),
            at=dt.datetime(2026, 9, 20, 3, tzinfo=dt.UTC),
        )
        page.locator(f"[name={only_theirs}]").focus()
        again = page.locator("#messages").get_by_role("link", name="Mở lại trang")
        again.wait_for(timeout=60_000)
        page.complaints.clear()  # 409 is the answer that was asked for
        with page.expect_response(lambda answer: answer.request.method == "POST"):  # what only she wrote
            again.click()
        expect(page.locator(".draft-both li")).to_have_count(1)
        shot(page, "draft-both")
        expect(page.locator(f"[name={both}]")).to_have_value("Bà Sáu viết")
        expect(page.locator(f"[name={only_mine}]")).to_have_value("Chỉ bà Hạnh viết")
        expect(page.locator(f"[name={only_theirs}]")).to_have_value("Chỉ bà Sáu viết")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_role("button", name="Dùng nội dung của tôi").click()
        kept(page, 0)
    dossier = Dossier.objects.get()
    assert [getattr(dossier, name) for name in (both, only_mine, only_theirs)] == [
        "Bà Hạnh viết", "Chỉ bà Hạnh viết", "Chỉ bà Sáu viết",
    ]  # fmt: skip


def test_signing_out_says_what_is_wiped_and_wipes_it_and_cancel_gives_up(draft, live_server):
    with site(live_server) as here, here.as_("cuc", PHONE) as page:
        page.goto("/producers/new/")
        fill(page, {"name": "Hộ bỏ dở"})
        kept(page, 1)
        page.locator("main .actions").get_by_role("link", name="Hủy").click()
        page.wait_for_url("**/producers/")
        kept(page, 0)
        page.goto("/producers/new/")
        expect(page.locator("[name=name]")).to_have_value("")
        fill(page, {"name": "Hộ gõ dở"})
        kept(page, 1)
        page.locator("details.menu summary").last.click()
        page.locator(".menu-panel").get_by_role("button", name="Đăng xuất").click()
        expect(page.locator("#confirm")).to_contain_text("chưa gửi")
        page.click("#confirm-yes")
        page.wait_for_url(f"{live_server.url}/")
        kept(page, 0)
