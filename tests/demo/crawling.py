"""Every page that a person reaches by links, a few of each kind."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

STARTS = ("/home/", "/", "/v/", "/catalogue/", "/notifications/", "/products/", "/producers/", "/dossiers/")
NEVER = ("/static/", "/account/logout", "/language/", "/api/", "/photos/")
EACH = 3
"""Pages of one kind (one name of the URL list) that are opened for each person, if nothing else is asked."""
_LINK = re.compile(r'(?:href|hx-get)="([^"#]+)')


def pages(client: Client, *starts: str, each: int = EACH) -> Iterator[tuple[str, HttpResponseBase]]:
    """Open pages from ``starts`` on and yield each with its answer."""
    seen: set[str] = set()
    opened: Counter[str] = Counter()
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        path = urlsplit(address).path
        if path in seen or not path.startswith("/") or path.startswith(NEVER):
            continue
        seen.add(path)
        try:
            name = str(resolve(path).view_name)
        except Resolver404:
            name = "?"
        if opened[name] >= each:
            continue
        opened[name] += 1
        answer = client.get(address)
        yield address, answer
        if answer.status_code in {301, 302}:
            waiting.append(answer["Location"])
        elif not answer.streaming and "html" in answer.get("Content-Type", ""):
            waiting.extend(unescape(found) for found in _LINK.findall(answer.content.decode()))
