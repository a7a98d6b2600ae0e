"""Queries of every list page, with 1 row and with 30: at most 12, and as many for 30 as for 1.

Each page is opened by people who see its rows; the figure is the highest among them. The first visit fills what a
process keeps (the published law, the file cache) and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

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
    rows.make(1)
    clients = {name: client_of(name or None) for names in PAGES.values() for name in names}
    visits = [(page, name) for page, names in PAGES.items() for name in names]
    one = {visit: _visit(clients[visit[1]], reverse(visit[0])) for visit in visits}
    for number in range(2, MANY + 1):
        rows.make(number)
    many = {visit: _visit(clients[visit[1]], reverse(visit[0])) for visit in visits}
    # A page that did not grow did not list the rows, and proves nothing.
    silent = [visit for visit in visits if many[visit][1] <= one[visit][1]]
    assert not silent, silent
    for page, names in PAGES.items():
        most = max(one[page, name][0] for name in names), max(many[page, name][0] for name in names)
        detail = f"1 row {most[0]}, {MANY} rows {most[1]}"
        yield Measure(f"queries of {page}", max(most), LIMIT, "queries", detail=detail)
    grown = {visit: many[visit][0] - one[visit][0] for visit in visits if many[visit][0] != one[visit][0]}
    detail = ", ".join(f"{page} of {name}: {more:+d}" for (page, name), more in grown.items())
    yield Measure("pages whose queries follow the rows", len(grown), 0, "pages", detail=detail)


def _visit(client: Client, address: str) -> tuple[int, int]:
    """Return queries and bytes of the second visit."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(captured), len(answer.content)
