"""A cooperative ranked in 2023 has its dossier on paper only: scanned, taken apart on a phone, cited in the renewal; and
the leader signs two reports at once."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from playwright.sync_api import expect

from ratings.dossiers.models import Citation, CommuneReport, Dossier
from ratings.dossiers.states import Kind, State
from ratings.renewals.models import CutPaper
from registry.accounts.models import User
from tests import builders
from tests.cast import TRIEU_CO, cast
from tests.files import made
from tests.journeys.acting import PASSWORD, Site, accessible, fill, press, says
from tests.journeys.conftest import PHONE, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def with_passwords() -> None:
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()


def test_an_old_paper_dossier_becomes_the_base_of_a_renewal(transactional_db, live_server):
    draft = builders.a_draft(kind=Kind.RE_RANKING, filled=False)
    cast("hanh")
    with_passwords()
    with (
        time_machine.travel(dt.datetime(2026, 9, 20, 2, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
        Site(browser, live_server.url, clock).as_("hanh", PHONE) as page,
    ):
        page.goto(f"/dossiers/{draft.number}/renewal/")
        page.get_by_role("link", name="Lập hồ sơ gốc từ bản giấy").click()
        fill(page, {"label": "Hồ sơ năm 2023"})
        scan = {"name": "ho-so-2023.pdf", "mimeType": "application/pdf", "buffer": made.pdf(5)}
        page.set_input_files("[name=file]", scan)
        press(page)
        expect(page.locator("[data-page]")).to_have_count(5)
        page.locator("[data-page='2']").click()
        page.locator("[data-page='3']").click()
        expect(page.locator("[name=first_page]")).to_have_value("2")
        expect(page.locator("[name=last_page]")).to_have_value("3")
        expect(page.locator("[data-page][aria-pressed=true]")).to_have_count(2)
        fill(page, {"kind": "7", "number": "4-0345678"})
        accessible(page)
        press(page)
        says(page, "Sở hữu trí tuệ")
        expect(page.locator(".taken")).to_have_count(2)
        page.goto(f"/dossiers/{draft.number}/renewal/base/")
        accessible(page)
        press(page)
        says(page, "đã dẫn")
        page.goto(f"/dossiers/{draft.number}/renewal/")
        says(page, "Đang được dẫn ở tiêu chí")
    cut = CutPaper.objects.get()
    assert (cut.first_page, cut.last_page, cut.document.number) == (2, 3, "4-0345678")
    assert Citation.objects.filter(dossier=draft, version__document=cut.document, line__code="3.5").exists()


def test_the_leader_signs_two_reports_at_once_on_a_phone(transactional_db, live_server):
    dossiers = [
        builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE, name=name) for name in ("Nước mắm", "Ruốc Gia Đẳng")
    ]
    cast("duc")
    with_passwords()
    with (
        time_machine.travel(dt.datetime(2026, 10, 20, 2, tzinfo=dt.UTC), tick=True) as clock,
        running_chromium() as browser,
        Site(browser, live_server.url, clock).as_("duc", PHONE) as page,
    ):
        page.get_by_role("link", name="Sổ trình ký: 2 hồ sơ").click()
        accessible(page)
        page.locator("main form .btn-primary").click()
        expect(page.locator("#error-summary")).to_contain_text("Ghi số của báo cáo này")
        accessible(page)
        for place, one in enumerate(dossiers):
            fill(page, {f"number-{one.pk}": f"{60 + place}/BC-UBND"})
        fill(page, {"request_number": "130/UBND-KT"})
        press(page)
        says(page, "Đã ký, chờ công chức gửi đi")
        page.complaints.clear()  # the refused form
        page.goto(f"/dossiers/signing-book/{TRIEU_CO}/")
        accessible(page)
    assert sorted(CommuneReport.objects.values_list("report_number", flat=True)) == ["60/BC-UBND", "61/BC-UBND"]
    assert Dossier.objects.filter(commune_report__signed_by__username="duc").count() == 2
