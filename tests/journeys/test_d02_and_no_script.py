"""D02 ends at three stars with its sentence on the page; and the core works in a browser without script."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from registry.accounts.models import User
from tests import builders
from tests import council_builders as councils
from tests import decision_builders as built
from tests.builders import a_dossier_at, a_draft
from tests.cast import cast
from tests.criteria.demo_sheets import D02, council, sheet_of
from tests.journeys.acting import PASSWORD, Site, fill, press, says
from tests.journeys.conftest import DESKTOP, PHONE, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SENTENCE = (
    "Tổng điểm trung bình 72,20 thuộc hạng 4 sao, nhưng không đạt yêu cầu tối thiểu hạng 4 sao tại tiêu chí 9 "
    "(Đảm bảo chất lượng sản phẩm): cần chứng nhận quản lý chất lượng theo tiêu chuẩn quốc gia (ISO, HACCP). "
    "Xếp hạng 3 sao."
)


@pytest.fixture
def law(transactional_db):
    return builders.law()


def let_everybody_sign_in() -> None:
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()


def test_d02_is_concluded_with_three_stars_and_says_why(law, live_server):
    dossier = a_dossier_at(built.State.PROVINCE_CHECKING, name="Mắm ruốc", table=D02)
    scoring_round = councils.opened(dossier, council(sheet_of(9), D02))
    place = f"/councils/{scoring_round.session.council_id}/sessions/{scoring_round.session.number}/{dossier.number}/"
    let_everybody_sign_in()
    with (
        time_machine.travel(dt.datetime(2026, 11, 18, 3, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
    ):
        site = Site(browser, live_server.url, clock)
        with site.as_("tv1", DESKTOP) as page:
            page.goto(place)
            says(page, "72,20")
            press(page, 'main form[action$="/conclude/"] button')
            says(page, SENTENCE)
        site.on(19, 11)
        with site.as_("giang", DESKTOP) as page:
            page.goto(f"/dossiers/{dossier.number}/")
            says(page, SENTENCE)


def test_without_script_one_signs_in_files_receives_and_verifies(law, live_server):
    certificate = built.recognised("D01")
    number = a_draft(name="Mắm nêm").number
    cast("dung")
    let_everybody_sign_in()
    with (
        time_machine.travel(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
    ):
        site = Site(browser, live_server.url, clock)
        with site.as_("hanh", PHONE, java_script_enabled=False) as page:
            page.goto(f"/dossiers/{number}/")
            page.goto(f"/dossiers/{number}/file/")
            press(page)
            says(page, "Đã nộp, chờ tiếp nhận")
        with site.as_("dung", PHONE, java_script_enabled=False) as page:
            says(page, "Mắm nêm")
            page.goto(f"/dossiers/{number}/receive/")
            fill(page, {"received_on": "2026-11-23", "slip_number": "08/PĐK-44-19654-2026"})
            press(page)
            says(page, "UBND xã đang kiểm tra, đánh giá")
        with site.as_(None, PHONE, java_script_enabled=False) as page:
            page.goto("/v/")
            page.fill("main [name=code]", certificate.code.lower())
            press(page, "main form button")
            says(page, "Nước mắm Gia Đẳng")
            says(page, "20/11/2029")
