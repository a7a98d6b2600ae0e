"""Queries of every list page, with 1 row and with 30: at most 12, and as many for 30 as for 1.

Each page is opened by people who see its rows; the figure is the highest among them. The first visit fills what a
process keeps (the published law, the file cache) and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from bench import rows
from bench.measure import Measure
from bench.project import gather_static_files, make_tables
from tests.cast import client_of

PUBLIC = ""
PAGES = {
    "home": ("hanh", "cuc", "giang", "tv1", "quoc"),
    "dossiers": ("hanh", "cuc", "giang"),
    "products": ("hanh", "cuc", "giang"),
    "producers": ("cuc", "giang"),
    "certificates": ("hanh", "cuc", "giang"),
    "decisions": ("giang", "quoc"),
    "councils": ("giang",),
    "scoring": ("tv1",),
    "notifications": ("hanh", "cuc", "giang"),
    "catalogue": (PUBLIC, "giang"),
}
MANY, LIMIT = 30, 12


def run() -> Iterator[Measure]:
    make_tables()
    gather_static_files()
    missing = [name for name in PAGES if _address(name) is None]
    if missing:
        yield Measure("list pages that do not exist", len(missing), 0, "pages", detail=", ".join(missing))
    rows.make(1)
    clients = {name: client_of(name or None) for names in PAGES.values() for name in names}
    visits = [(page, name) for page, names in PAGES.items() if page not in missing for name in names]
    one = {visit: _visit(clients[visit[1]], visit[0]) for visit in visits}
    for number in range(2, MANY + 1):
        rows.make(number)
    many = {visit: _visit(clients[visit[1]], visit[0]) for visit in visits}
    # A page that did not grow did not list the rows, and proves nothing.
    silent = [visit for visit in visits if many[visit][1] <= one[visit][1]]
    assert not silent, silent
    for page in PAGES:
        if page not in missing:
            own = [visit for visit in visits if visit[0] == page]
            most = max(one[visit][0] for visit in own), max(many[visit][0] for visit in own)
            yield Measure(
                f"queries of {page}", max(most), LIMIT, "queries", detail=f"1 row {most[0]}, 30 rows {most[1]}"
            )
    grown = {visit: many[visit][0] - one[visit][0] for visit in visits if many[visit][0] != one[visit][0]}
    detail = ", ".join(f"{page} of {name}: {more:+d}" for (page, name), more in grown.items())
    yield Measure("pages whose queries follow the rows", len(grown), 0, "pages", detail=detail)


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _visit(client: Client, page: str) -> tuple[int, int]:
    """Return queries and bytes of the second visit."""
    address = _address(page)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, (page, answer.status_code)
    return len(captured), len(answer.content)
