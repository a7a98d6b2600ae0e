"""A real Chromium for journeys. Where it is missing they say so; on the build server they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 60_000
"""Milliseconds: build servers are slow, and nothing here measures time."""
expect.set_options(timeout=PATIENCE)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start Chromium for the length of a block.

    Playwright's loop makes Django believe that the work beside it runs asynchronously: Django then uses another
    connection than before, so a test that lives in a transaction touches no row inside the block.
    """
    if not CHROMIUM:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing on the build server: .ci/run installs it")
        pytest.skip("*** NO CHROMIUM ON THIS MACHINE: THE JOURNEYS DID NOT RUN (apt-get install chromium) ***")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
            )
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def a_page(browser: Browser, viewport: dict[str, int], **options: object) -> Page:
    """A window of its own that collects what the browser complains of."""
    page = browser.new_context(locale="vi-VN", viewport=viewport, **options).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    return page
