"""What script adds to a page, seen in a real browser; and the same page without it."""

import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.look import urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.look.urls")]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def browser(monkeypatch):
    if not CHROMIUM:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing on the build server: .ci/run installs it")
        pytest.skip("no Chromium on this machine: pages were NOT seen in a browser")
    with sync_playwright() as playwright:
        # Playwright's loop makes Django believe that the flush after the test runs asynchronously.
        monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def address(live_server, settings):
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], settings.BASE_DIR / "tests/look/templates"]}
    ]
    urls.received.clear()
    return f"{live_server.url}/look/"


def opened(browser, address, **options):
    page = browser.new_page(locale="vi-VN", **options)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    return page


def test_a_confirmation_names_the_consequence_and_nothing_happens_without_it(browser, address):
    page = opened(browser, address)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Sau khi nộp thì không sửa được.")
    dialog.get_by_role("button", name="Quay lại").click()
    expect(dialog).to_be_hidden()
    assert urls.received == []
    page.get_by_role("button", name="Nộp hồ sơ").click()
    with page.expect_response("**/save/**"):
        dialog.get_by_role("button", name="Đồng ý").click()
    assert urls.received == ["file"]
    assert page.complaints == []


def test_what_is_typed_is_saved_and_said_to_be_saved(browser, address):
    page = opened(browser, address)
    page.get_by_label("Ghi chú").fill("ủ chượp 12 tháng")
    page.keyboard.press("Tab")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-save-state]")).to_have_text("Đã lưu", use_inner_text=True)
    assert urls.received == ["ủ chượp 12 tháng"]


def test_without_a_connection_it_is_kept_and_sent_when_the_connection_returns(browser, address):
    page = opened(browser, address)
    page.context.set_offline(True)
    page.get_by_label("Ghi chú").fill("giữ lại")
    page.keyboard.press("Tab")
    state = page.locator("[data-save-state]")
    expect(state).to_have_attribute("data-state", "offline")
    expect(page.get_by_label("Ghi chú")).to_have_value("giữ lại")
    page.context.set_offline(False)
    expect(state).to_have_attribute("data-state", "saved")
    assert urls.received == ["giữ lại"]


def test_a_button_waits_for_the_save_that_is_on_its_way_and_asks_nothing(browser, address):
    page = opened(browser, address)
    asked, held = [], []
    page.on("dialog", lambda dialog: asked.append(dialog.message) or dialog.dismiss())
    page.route("**/save/**", lambda route: route.continue_() if held else held.append(route))
    page.get_by_label("Ghi chú").fill("ủ chượp 12 tháng")
    page.keyboard.press("Tab")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "waiting")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.get_by_role("dialog").get_by_role("button", name="Đồng ý").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert (len(held), urls.received) == (1, [])
    with page.expect_response("**/save/?move=file"):
        held[0].continue_()
    assert urls.received == ["ủ chượp 12 tháng", "file"]
    assert asked == []


def test_a_refusal_is_shown_with_its_reason_and_the_page_stays(browser, address):
    page = opened(browser, address)
    page.get_by_label("Ghi chú").fill("trễ")
    page.keyboard.press("Tab")
    expect(page.locator("#messages")).to_contain_text("đã khóa.")
    expect(page.locator("#messages")).to_contain_text("liên hệ UBND xã.")
    expect(page.get_by_label("Ghi chú")).to_have_value("trễ")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "failed")
    assert page.locator("main").count() == 1


def test_without_script_the_same_button_still_works(browser, address):
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    assert urls.received == ["file"]


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_components_is_wider_than_its_screen(browser, address, width):
    page = opened(browser, address.replace("/look/", "/components/"), viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.complaints == []
