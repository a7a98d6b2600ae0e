"""A scan on a bad connection: the network goes in the middle, typing goes on, nothing is sent twice, the paper arrives."""

from __future__ import annotations

import datetime as dt
import os

import pytest
import time_machine
from playwright.sync_api import expect

from registry.accounts.models import User
from registry.evidence.models import EvidenceVersion
from registry.files.models import Upload
from tests.cast import cast, producer
from tests.files import made
from tests.journeys.acting import PASSWORD, Site, fill, press
from tests.journeys.conftest import PHONE, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ATTENTION = "#content .upload-item"


def test_a_scan_survives_a_lost_connection_and_a_reload(live_server):
    cast("hanh")
    address = f"/producers/{producer('gia_dang').pk}/evidence/new/"
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    data = made.heavy_pdf(2_000_000, pages=2)
    chosen = {"name": "phieu-kiem-nghiem.pdf", "mimeType": "application/pdf", "buffer": data}
    with (
        time_machine.travel(dt.datetime(2026, 9, 20, 2, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
        Site(browser, live_server.url, clock).as_("hanh", PHONE) as page,
    ):
        pieces = []
        lost = []

        def on_the_way(route):
            pieces.append(int(route.request.url.rpartition("=")[2]))
            if len(pieces) == 3 and not lost:
                lost.append(1)
                page.context.set_offline(True)
                route.abort("internetdisconnected")
            else:
                route.continue_()

        page.route("**/uploads/*/?from=*", on_the_way)
        page.goto(address)
        page.set_input_files("[name=file]", chosen)
        item = page.locator(ATTENTION)
        expect(item).to_contain_text("Mất kết nối")
        page.locator("main").screenshot(path=f"{os.environ['SHOTS']}/upload-390.png") if "SHOTS" in os.environ else None
        fill(page, {"kind": "9", "title": "Phiếu kiểm nghiệm"})  # typing goes on
        reached = Upload.objects.get().received
        assert 0 < reached < len(data)
        page.complaints.clear()  # the browser complains of the connection that was taken away
        page.context.set_offline(False)
        expect(item).to_contain_text("Đã gửi lên", timeout=15_000)
        assert pieces == sorted(pieces), "nothing is sent again"
        page.reload()
        again = len(pieces)
        page.set_input_files("[name=file]", chosen)
        expect(page.locator(ATTENTION)).to_contain_text("Đã gửi lên")
        assert len(pieces) == again, "known by its digest"
        fill(page, {"kind": "9", "title": "Phiếu kiểm nghiệm"})
        press(page)
        expect(page.locator("main h1")).to_contain_text("Phiếu kiểm nghiệm")
    assert EvidenceVersion.objects.get().file.read() == data
    assert Upload.objects.count() == 0


def test_a_form_waits_for_its_file_and_a_refusal_stands_beside_the_file(live_server):
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
        too_large = {"name": "to.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 " + bytes(21 * 1024 * 1024)}
        page.set_input_files("[name=file]", too_large)
        item = page.locator(ATTENTION)
        expect(item).to_contain_text("20 MB")
        page.complaints.clear()  # 422 is the answer that was asked for
        item.get_by_role("button").click()
        expect(item).to_have_count(0)
        held = []
        page.route("**/uploads/*/?from=*", lambda route: held.append(route) if not held else route.continue_())
        page.set_input_files(
            "[name=file]", {**too_large, "name": "vua.pdf", "buffer": made.heavy_pdf(700_000, pages=2)}
        )
        fill(page, {"kind": "9", "title": "Phiếu kiểm nghiệm"})
        page.locator("main .btn-primary").click()
        expect(page.locator("#toasts")).to_contain_text("Biểu mẫu")
        with page.expect_navigation(wait_until="domcontentloaded"):
            held[0].continue_()
        expect(page.locator("main h1")).to_contain_text("Phiếu kiểm nghiệm")
    assert EvidenceVersion.objects.get().pages == 2
