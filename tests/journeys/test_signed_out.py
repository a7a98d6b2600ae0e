"""The session ends while somebody writes: nothing reads as saved, and what was typed comes back after signing in."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from playwright.sync_api import Page, expect

from registry.accounts.models import User
from tests import builders
from tests.cast import cast
from tests.journeys.acting import PASSWORD, Site, choose, fill, press
from tests.journeys.conftest import PHONE, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


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


def end_session(page: Page) -> None:
    for cookie in page.context.cookies():
        if "session" in cookie["name"]:
            page.context.clear_cookies(name=cookie["name"])


def sign_in(page: Page, name: str) -> None:
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    press(page)
    page.wait_for_load_state("networkidle")


def test_what_was_typed_outlives_the_session_and_only_for_its_writer(draft, live_server):
    with (
        time_machine.travel(dt.datetime(2026, 9, 20, 2, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
    ):
        site = Site(browser, live_server.url, clock)
        with site.as_("cuc", PHONE) as page:
            typed = {"name": "Hợp tác xã gõ dở", "kind": "cooperative", "registered_on": "2019-05-20"}
            page.goto("/producers/new/")
            fill(page, typed)
            end_session(page)
            press(page)
            sign_in(page, "cuc")
            assert page.url == f"{live_server.url}/producers/new/"
            for name, value in typed.items():
                expect(page.locator(f"main [name={name}]")).to_have_value(value)

            end_session(page)
            press(page)
            sign_in(page, "dung")
            assert page.url == f"{live_server.url}/producers/new/"
            expect(page.locator("main [name=name]")).to_have_value("")


def test_an_answer_that_was_not_saved_says_so_and_is_saved_after_signing_in(draft, live_server):
    with (
        time_machine.travel(dt.datetime(2026, 9, 20, 2, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
    ):
        site = Site(browser, live_server.url, clock)
        with site.as_("hanh", PHONE) as page:
            page.goto(f"/dossiers/{draft.number}/self-score/")
            other = page.locator('[name="1.1"]:not(:checked)').first.get_attribute("value")
            answer = f'[name="1.1"][value="{other}"]'
            end_session(page)
            choose(page, answer)
            expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "failed")
            page.complaints.clear()  # the browser says that it was refused, and should be
            page.click("#confirm-yes")
            page.wait_for_url("**/account/login/**")
            with page.expect_response("**/self-score/", timeout=60_000):
                sign_in(page, "hanh")
            expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
            page.reload()
            expect(page.locator(answer)).to_be_checked()
