"""What a browser fetches for a page, compressed: at most 150 kB on the first visit, 30 kB later.

Chromium says which files a page really needs (a font is fetched only when a sign of it is drawn) and which it has
already. The page itself is compressed here, as the proxy in front of an installation does.
"""

from __future__ import annotations

import base64
import gzip
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, CDPSession, sync_playwright

from bench import rows
from bench.measure import Measure
from bench.project import gather_static_files, make_tables
from bench.server import serving
from ratings.scoring.models import MemberSheet
from tests.cast import client_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FIRST_KB, LATER_KB = 150, 30
ROWS = 4


@dataclass(frozen=True, slots=True)
class Visit:
    """A page as a person opens it (nobody: the public), and one of the same site that she saw ``before``."""

    page: str
    address: str
    before: str
    name: str = ""


@dataclass
class Load:
    """Files that came over the network while one page was loaded, in bytes."""

    sizes: dict[str, int] = field(default_factory=dict)

    @property
    def kilobytes(self) -> float:
        return sum(self.sizes.values()) / 1000

    @property
    def heaviest(self) -> str:
        found = sorted(self.sizes.items(), key=lambda pair: -pair[1])[:3]
        return ", ".join(f"{_name(url)} {size / 1000:.1f}" for url, size in found)


def _name(url: str) -> str:
    """Return the last part of the path, without the digest that static files carry."""
    last = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"\.[0-9a-f]{12}\.", ".", last)


def run() -> Iterator[Measure]:
    if CHROMIUM is None:
        raise RuntimeError("Chromium is missing (Debian: apt-get install chromium)")
    make_tables()
    gather_static_files()
    for number in range(1, ROWS + 1):
        rows.make(number)
    sheet = MemberSheet.objects.filter(person__user__username="tv1", sent_at=None).order_by("pk").values("pk")[:1].get()
    visits = [
        Visit("home", reverse("home"), reverse("dossiers"), "hanh"),
        Visit("score sheet", reverse("sheet", args=[sheet["pk"]]), reverse("home"), "tv1"),
        Visit("catalogue", reverse("catalogue"), reverse("account_login")),
    ]
    sessions = {visit.name: client_of(visit.name).cookies["sessionid"].value for visit in visits if visit.name}
    with serving() as port:
        loads = _loads(f"http://127.0.0.1:{port}", visits, sessions)
    for visit, (first, later) in loads.items():
        yield Measure(f"first load of {visit.page}", first.kilobytes, FIRST_KB, "kB", detail=first.heaviest)
        yield Measure(f"later load of {visit.page}", later.kilobytes, LATER_KB, "kB", detail=later.heaviest)


def _loads(site: str, visits: list[Visit], sessions: dict[str, str]) -> dict[Visit, tuple[Load, Load]]:
    """Load every page with an empty cache, and with what a browser keeps of another page of the site."""
    found = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        for visit in visits:
            cookies = [{"name": "sessionid", "value": sessions[visit.name], "url": site}] if visit.name else []
            with _phone(chromium, cookies) as fresh:
                first = _load(fresh, site + visit.address)
            with _phone(chromium, cookies) as known:
                _load(known, site + visit.before)
                found[visit] = first, _load(known, site + visit.address)
        chromium.close()
    return found


def _phone(chromium: Browser, cookies: list[Any]) -> BrowserContext:
    context = chromium.new_context(locale="vi-VN", viewport={"width": 390, "height": 844})
    context.add_cookies(cookies)
    return context


def _load(context: BrowserContext, address: str) -> Load:
    page = context.new_page()
    network = context.new_cdp_session(page)
    answers: dict[str, dict[str, Any]] = {}
    finished: dict[str, float] = {}
    kept: set[str] = set()
    network.on("Network.responseReceived", lambda event: answers.update({event["requestId"]: event["response"]}))
    network.on(
        "Network.loadingFinished", lambda event: finished.update({event["requestId"]: event["encodedDataLength"]})
    )
    network.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
    network.send("Network.enable")
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200, (address, answer.status)
    load = Load()
    for request, response in answers.items():
        fetched = request in finished and request not in kept and not response["fromDiskCache"]
        if fetched and response["url"].startswith("http"):
            load.sizes[response["url"]] = _size(network, request, response, finished[request])
    page.close()
    return load


def _size(network: CDPSession, request: str, response: dict[str, Any], encoded: float) -> int:
    """Return what came over the wire; a text that came as it is counts as a proxy would compress it."""
    headers = {name.lower() for name in response["headers"]}
    if "content-encoding" in headers or not response["mimeType"].startswith(("text/", "image/svg", "application/json")):
        return int(encoded)
    body = network.send("Network.getResponseBody", {"requestId": request})
    data = base64.b64decode(body["body"]) if body["base64Encoded"] else body["body"].encode()
    return len(gzip.compress(data, 6))
