"""A paper photographed page by page on a phone: shots gather, a blurred one is taken away, one PDF is kept."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from playwright.sync_api import expect

from registry.accounts.models import User
from registry.evidence.models import EvidenceVersion
from tests.cast import cast, producer
from tests.files import made
from tests.journeys.acting import PASSWORD, Site, fill, press
from tests.journeys.conftest import PHONE, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def shot(name, size=(600, 800)):
    return {"name": name, "mimeType": "image/jpeg", "buffer": made.picture(size=size)}


def test_shots_of_the_camera_gather_into_one_paper(live_server):
    cast("hanh")
    address = f"/producers/{producer('gia_dang').pk}/evidence/new/"
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    with (
        time_machine.travel(dt.datetime(2026, 9, 20, 2, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
        Site(browser, live_server.url, clock).as_("hanh", PHONE) as page,
    ):
        page.goto(address)
        fill(page, {"kind": "2", "title": "Giấy chứng nhận ATTP"})
        for name in ("trang-1.jpg", "mo.jpg", "trang-2.jpg"):
            page.set_input_files("[name=camera]", shot(name))
        chosen = page.locator("[data-chosen]")
        expect(chosen).to_have_count(3)
        page.get_by_role("button", name="Gỡ: mo.jpg").click()
        expect(chosen).to_contain_text(["trang-1.jpg", "trang-2.jpg"])
        page.get_by_role("button", name="Lên một chỗ: trang-2.jpg").click()
        expect(chosen).to_contain_text(["trang-2.jpg", "trang-1.jpg"])
        expect(page.get_by_role("button", name="Gỡ: trang-2.jpg")).to_be_focused()
        expect(chosen.first.locator("[data-earlier]")).to_be_hidden()
        press(page)
        expect(page.locator("main h1")).to_contain_text("Giấy chứng nhận ATTP")
    version = EvidenceVersion.objects.get()
    assert (version.pages, version.file.extension) == (2, "pdf")
