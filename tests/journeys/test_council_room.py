"""Three people and the wall in one session: the secretary turns the room, every other screen follows by itself."""

from __future__ import annotations

import os

import pytest
import time_machine
from playwright.sync_api import expect

from ratings.scoring import actions as scoring
from registry.accounts.models import User
from tests import builders
from tests import council_builders as built
from tests.cast import cast
from tests.criteria.demo_sheets import D01, council, sheet_of
from tests.journeys.acting import PASSWORD, Site, accessible, press, says
from tests.journeys.conftest import DESKTOP, PHONE, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WALL = {"width": 1920, "height": 1080}


def shot(page, name):
    if "SHOTS" in os.environ:
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)


def test_every_screen_follows_the_secretary_and_the_wall_names_nobody(transactional_db, live_server):
    builders.law()
    dossier = built.on_agenda(built.on_the_desk())
    built.on_agenda(built.on_the_desk("Mắm ruốc"), recused=())
    session = built.a_session()
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    room = f"/councils/{session.council_id}/sessions/{session.number}/"
    with time_machine.travel(built.AT_SESSION, tick=True) as clock, running_chromium() as browser:
        site = Site(browser, live_server.url, clock)
        with (
            site.as_("thu", DESKTOP) as secretary,
            site.as_("tv2", PHONE) as member,
            site.as_("tv7", PHONE) as recused,
            site.as_("thu", WALL) as wall,
        ):
            member.goto(room)
            member.click("text=Vào phòng họp")
            recused.goto(f"{room}live/")
            wall.goto(f"{room}projector/")
            for page in (member, recused):
                says(page, "Chưa có sản phẩm nào được đưa ra xem xét")
            accessible(member)
            secretary.goto(f"{room}live/")
            press(secretary, "text=Đưa sản phẩm đầu tiên ra xem xét")
            says(secretary, "Sản phẩm 1 trong 2")
            accessible(secretary)
            says(member, "Nước mắm Gia Đẳng")
            says(member, "Khai báo ngay")
            says(recused, "Ông/bà không tham gia đánh giá sản phẩm này")
            expect(wall.locator("h1")).to_have_text("Nước mắm Gia Đẳng")
            built.declared(dossier, "tv2")
            secretary.click("text=Điều hành sản phẩm này")
            press(secretary, "text=Bắt đầu chấm")
            says(member, "Đang chấm lần 1")
            expect(wall.locator(".wall-stage")).to_have_text("Đang chấm lần 1")

            member.context.set_offline(True)
            expect(member.locator("[data-follow-lost]")).to_be_visible()
            running = dossier.scoring_rounds.get()
            built.fill_all(running, council(sheet_of(9), D01))
            dossier.refresh_from_db()
            scoring.open_sheets(dossier, actor=cast("tv1"), at=built.OPENED)
            member.context.set_offline(False)
            expect(member.locator("[data-follow-lost]")).to_be_hidden()
            says(member, "79,60")
            expect(wall.locator("main")).to_contain_text("79,60")
            accessible(member)
            accessible(wall)
            for page, name in ((member, "room-390"), (wall, "wall-1920"), (recused, "room-recused-390")):
                shot(page, name)
            assert "79,60" not in recused.content()

            secretary.goto(f"{room}live/")
            shot(secretary, "room-1280")
            press(secretary, "text=Sản phẩm tiếp theo")
            for page in (member, recused):
                says(page, "Mắm ruốc")
            member.complaints = [text for text in member.complaints if "ERR_INTERNET_DISCONNECTED" not in text]
