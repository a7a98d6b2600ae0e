"""People at their browsers: sign in, fill in what a page asks, press its main button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import time_machine
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import a_page

VN = dt.timezone(dt.timedelta(hours=7))
PASSWORD = "minh-hoa-2026"
MAIN = "main form:has(.btn-primary) .btn-primary"
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(
  v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' | ' + n.html.slice(0, 120)).join(' ;; ')))"""


class Site:
    """One installation, its address, and the clock of its server."""

    def __init__(self, browser: Browser, address: str, clock: time_machine.Coordinates) -> None:
        self.browser, self.address, self.clock = browser, address, clock

    def on(self, day: int, month: int, hour: int = 9) -> None:
        """Let the server live on this day of 2026."""
        self.clock.move_to(dt.datetime(2026, month, day, hour, tzinfo=VN))

    @contextmanager
    def as_(
        self, name: str | None, viewport: dict[str, int], *, password: str = PASSWORD, **options: object
    ) -> Iterator[Page]:
        """A browser in which ``name`` is signed in, by the form; None is anybody."""
        page = a_page(self.browser, viewport, base_url=self.address, **options)
        if name:
            page.goto("/account/login/")
            page.fill("[name=login]", name)
            page.fill("[name=password]", password)
            press(page)
            assert page.url == f"{self.address}/home/"
        yield page
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{page.url} is {width} wide"
        assert page.complaints == [], page.complaints  # type: ignore[attr-defined]
        page.context.close()


def press(page: Page, selector: str = MAIN) -> None:
    """Press the main button, agree where the page asks, and wait for the next page, which refuses nothing."""
    button = page.locator(selector).first
    button.wait_for()
    page.wait_for_load_state("domcontentloaded")  # a button is there before the script that asks
    asks = button.get_attribute("data-confirm") and page.evaluate("Boolean(window.htmx)")
    before = page.url
    # Pictures of paper pages are drawn while one looks; nobody waits for them before reading.
    with page.expect_navigation(wait_until="domcontentloaded") as arrived:
        button.click()
        if asks:
            page.click("#confirm-yes")
    status = arrived.value.status if arrived.value else 0
    if status != 200:
        raise AssertionError(f"{before}: {status}: {page.locator('main').inner_text()[:900]}")


def fill(page: Page, values: Mapping[str, str], within: str = "main") -> None:
    """Fill fields by name; a list takes the option of this value, a box or a radio is ticked."""
    for name, value in values.items():
        field = page.locator(f'{within} [name="{name}"]')
        tag, kind = field.first.evaluate("one => [one.tagName, one.type]")
        if tag == "SELECT":
            field.select_option(value)
        elif kind == "radio":
            choose(page, f'{within} [name="{name}"][value="{value}"]')
        elif kind == "checkbox":
            choose(page, f'{within} [name="{name}"]')
        else:
            field.fill(value)


def choose(page: Page, selector: str) -> None:
    """Tick a box or radio as a finger does: on its label."""
    box = page.locator(selector).first
    label = box.locator("xpath=ancestor::label[1]")
    if not label.count():
        label = page.locator(f'label[for="{box.get_attribute("id")}"]')
    label.click()
    expect(box).to_be_checked()


def accessible(page: Page) -> None:
    """axe finds nothing wrong with the page as it stands."""
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE)
    assert found == [], f"{page.url}: {found}"


def says(page: Page, words: str) -> None:
    """The page shows ``words``, wherever its lines break."""
    expect(page.locator("main")).to_contain_text(words)
