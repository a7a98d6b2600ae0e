"""axe looks at every kind of page of the demonstration as each person sees it, on a phone; it must find nothing.

Django's own test client answers first, inside the test's transaction; then the browser is given those answers.
"""

from __future__ import annotations

import mimetypes
import re
from collections import Counter
from html import unescape
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve

from registry.accounts.models import User
from tests.demo import loaded
from tests.demo.crawling import STARTS, pages
from tests.journeys.acting import AXE, RUN_AXE
from tests.journeys.conftest import PHONE, a_page, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.slow]
SITE = "http://localhost"
HTMX = "htmx "
PEOPLE = [None, "hanh", "cuc", "giang", "tv1", "duc", "quoc", "lan", "thu", "bo", "bien", "tv7", "quan_tri"]
OFTEN = 2
"""A kind of page is looked at as two people see it; everybody's home as each sees hers."""
SEEN: Counter[str] = Counter()
_ASKED = re.compile(r'(\ssrc|hx-get)="(/[^"]+)"')
Given = tuple[int, dict[str, str], bytes]


def given_to(name: str | None) -> tuple[list[str], dict[str, Given]]:
    """Return the pages to look at, and every answer that they ask for."""
    client = Client()
    if name:
        client.force_login(User.objects.get(username=name))
    answers: dict[str, Given] = {}

    def keep(address: str, answer) -> bytes:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answers[address] = answer.status_code, {key.lower(): value for key, value in answer.items()}, body
        return body

    looked_at = []
    for address, answer in pages(client, *STARTS, each=1):
        kind = resolve(urlsplit(address).path).view_name
        if b"<html" in keep(address, answer) and answer.status_code == 200 and SEEN[kind] < OFTEN:
            SEEN[kind] += kind != "home"
            looked_at.append(address)
    for address in looked_at:
        for how, found in _ASKED.findall(answers[address][2].decode()):
            asked = unescape(found)
            if how == "hx-get":
                keep(HTMX + asked, client.get(asked, headers={"hx-request": "true"}))
            elif not asked.startswith("/static/"):
                keep(asked, client.get(asked))
    return looked_at, answers


def answering(answers: dict[str, Given]):
    """Answer the browser from static files and from what is kept."""

    def answer(route):
        address = route.request.url.removeprefix(SITE)
        path = urlsplit(address).path
        if path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(path=finders.find(path.removeprefix("/static/")), content_type=kind)
        elif (kept := HTMX * ("hx-request" in route.request.headers) + address) in answers:
            status, headers, body = answers[kept]
            route.fulfill(status=status, headers=headers, body=body)
        else:
            route.fulfill(status=204)

    return answer


@pytest.mark.parametrize("name", PEOPLE)
def test_axe_finds_nothing_on_a_phone(demo, name):
    with time_machine.travel(loaded.NOW, tick=False):
        looked_at, answers = given_to(name)
    found, wide = {}, {}
    with running_chromium() as browser:
        page = a_page(browser, PHONE, reduced_motion="reduce")
        page.route(f"{SITE}/**", answering(answers))
        for address in looked_at:
            page.goto(SITE + address)
            page.evaluate(AXE)
            if violations := page.evaluate(RUN_AXE):
                found[address] = violations
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                wide[address] = width
    assert looked_at
    assert found == {}
    assert wide == {}
    assert page.complaints == []
