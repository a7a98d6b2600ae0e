"""The officer stands in a yard without a network: the page opens again, notes and photos wait, and arrive at home."""

from __future__ import annotations

import datetime as dt
import os

import pytest
import time_machine
from playwright.sync_api import expect

from ratings.dossiers.models import FieldPhoto, FieldVisit
from ratings.dossiers.states import State
from registry.accounts.models import User
from tests import builders
from tests.cast import cast
from tests.files import made
from tests.journeys.acting import PASSWORD, Site
from tests.journeys.conftest import PHONE, running_chromium
from tests.journeys.plug import plugged

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_notes_and_photos_of_a_yard_without_network_arrive_later(transactional_db, live_server):
    dossier = builders.a_dossier_at(State.RECEIVED)
    cast("cuc")
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    address = f"/dossiers/{dossier.number}/field/"
    with (
        time_machine.travel(dt.datetime(2026, 10, 19, 2, tzinfo=dt.UTC), tick=True) as clock,
        plugged(live_server.url) as network,
        running_chromium() as browser,
        Site(browser, network.address, clock).as_("cuc", PHONE) as page,
    ):
        page.goto(address)
        expect(page.locator("[data-kept]")).to_be_visible(timeout=20_000)
        network.pull()
        page.context.set_offline(True)
        page.goto(address)  # the phone had given the page up
        expect(page.locator("main h1")).to_contain_text("thực địa")
        page.fill("[name=local_materials]", "Mua cá của 6 tàu ở bến Triệu Lăng")
        page.locator("#id_seen_local_materials").check()
        for _ in range(2):
            page.set_input_files(
                "[data-matter=local_materials]",
                {"name": "ca.jpg", "mimeType": "image/jpeg", "buffer": made.picture(size=(900, 1200))},
            )
        expect(page.locator("[data-key]")).to_have_count(2)
        expect(page.locator("[data-waiting]")).to_contain_text("2")
        expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "offline")
        page.wait_for_timeout(600)  # typing is kept after a short silence
        if "SHOTS" in os.environ:
            page.screenshot(path=f"{os.environ['SHOTS']}/field-390.png", full_page=True)
        page.goto(address)
        expect(page.locator("[name=local_materials]")).to_have_value("Mua cá của 6 tàu ở bến Triệu Lăng")
        expect(page.locator("[data-key]")).to_have_count(2)
        assert (FieldVisit.objects.count(), FieldPhoto.objects.count()) == (0, 0)
        network.push()
        page.context.set_offline(False)
        page.goto(address)
        expect(page.locator("[data-waiting]")).to_be_hidden(timeout=20_000)
        expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
        for _ in range(100):
            if FieldVisit.objects.filter(seen_local_materials=True).exists():
                break
            page.wait_for_timeout(100)
        page.complaints.clear()  # the network was taken away
        page.goto(address)
        expect(page.locator(".field-photos img")).to_have_count(2)
    visit = FieldVisit.objects.get()
    assert (visit.local_materials, visit.seen_local_materials) == ("Mua cá của 6 tàu ở bến Triệu Lăng", True)
    assert FieldPhoto.objects.filter(matter="local_materials").count() == 2
