"""The producer frames the place on the page that proves a line; her officer opens it by one click."""

from __future__ import annotations

import datetime as dt
import os

import pytest
import time_machine
from playwright.sync_api import expect

from ratings.dossiers.models import Citation
from registry.accounts.models import User
from tests import builders
from tests.cast import cast
from tests.journeys.acting import PASSWORD, Site, press
from tests.journeys.conftest import PHONE, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_frame_is_drawn_with_the_finger_and_seen_by_the_officer(transactional_db, live_server):
    builders.law()
    dossier = builders.a_draft()
    row = Citation.objects.filter(dossier=dossier).first()
    for name in ("cuc", "hanh"):
        cast(name)
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    address = f"/dossiers/{dossier.number}/citations/{row.pk}/"
    with (
        time_machine.travel(dt.datetime(2026, 9, 26, 2, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
    ):
        site = Site(browser, live_server.url, clock)
        with site.as_("hanh", PHONE) as page:
            page.goto(address)
            box = page.locator("[data-region] img").bounding_box()
            start = (box["x"] + 0.1 * box["width"], box["y"] + 0.2 * box["height"])
            page.mouse.move(*start)
            page.mouse.down()
            page.mouse.move(start[0] + 0.5 * box["width"], start[1] + 0.1 * box["height"], steps=4)
            page.mouse.up()
            expect(page.locator("[name=part][value=drawn]")).to_be_checked()
            page.locator("main .btn-primary").scroll_into_view_if_needed()
            press(page)
            expect(page.locator("[data-region] svg.region rect")).to_have_count(1)
            if "SHOTS" in os.environ:
                page.screenshot(path=f"{os.environ['SHOTS']}/region-390.png", full_page=True)
        row.refresh_from_db()
        drawn = row.region
        assert [abs(one - other) <= 6 for one, other in zip(
            (drawn.left, drawn.top, drawn.width, drawn.height), (100, 200, 500, 100), strict=True
        )] == [True] * 4  # fmt: skip
        builders.file(dossier)
        with site.as_("cuc", {"width": 1280, "height": 800}) as page:
            page.goto(f"/dossiers/{dossier.number}/evidence/")
            page.locator(f'a[href="{address}"]').first.click()
            rect = page.locator("svg.region rect")
            expect(rect).to_have_attribute("x", str(drawn.left))
            if "SHOTS" in os.environ:
                page.screenshot(path=f"{os.environ['SHOTS']}/region-1280.png", full_page=True)
