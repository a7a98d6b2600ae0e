"""Verification of a certificate by its code, against an empty view behind the same middleware of the same server."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import statistics
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from bench.load import ask_all, get
from bench.measure import Measure
from bench.project import gather_static_files, make_tables
from bench.server import serving
from ratings.certificates.codes import grouped
from registry.calendar.today import today
from tests.decision_builders import recognised

CLIENTS, ROUNDS = 2, 7
EMPTY, CACHED, UNCACHED = 300, 300, 80
"""Requests of one client in one round; three kinds take turns, so that whatever else the machine does falls on all."""


def run() -> Iterator[Measure]:
    make_tables()
    gather_static_files()
    page = f"/v/{grouped(recognised().code)}"
    with serving() as port:
        head, body = get(port, page)
        # The second answer may be another than the first: it comes from the cache.
        again, _body = get(port, page)
        yield Measure("verification page", len(body) / 1000, 15, "kB")
        headers = (head + b"\r\n" + again).lower().split(b"\r\n")
        cookies = [line for line in headers if line.startswith((b"set-cookie", b"vary")) and b"cookie" in line]
        yield Measure("verification, Set-Cookie and Vary: Cookie", len(cookies), 0, "headers")
        yield Measure("verification, scripts", body.count(b"<script"), 0, "elements")
        yield from _rates(port, page)


def _rates(port: int, page: str) -> Iterator[Measure]:
    days = (today() + dt.timedelta(days=number) for number in range(1, 100_000))
    empty, cached, uncached = [], [], []
    with ProcessPoolExecutor(CLIENTS, mp_context=multiprocessing.get_context("spawn")) as pool:
        for _round in range(ROUNDS + 1):
            empty.append(_rate(pool, port, [["/empty"] * EMPTY] * CLIENTS))
            cached.append(_rate(pool, port, [[page] * CACHED] * CLIENTS))
            fresh = [[f"{page}?on={next(days)}" for _number in range(UNCACHED)] for _client in range(CLIENTS)]
            uncached.append(_rate(pool, port, fresh))
    # The first round warms clients and server.
    for name, rates, limit in (("cached", cached, 0.5), ("uncached", uncached, 0.2)):
        ratio = statistics.median(rate / base for rate, base in zip(rates[1:], empty[1:], strict=True))
        detail = f"{statistics.median(rates[1:]):.0f} by {statistics.median(empty[1:]):.0f} requests a second"
        yield Measure(f"verification {name} by empty view", ratio, limit, "times", least=True, detail=detail)


def _rate(pool: ProcessPoolExecutor, port: int, paths: Sequence[Sequence[str]]) -> float:
    """Return requests a second over all clients, which ask at the same time."""
    spans = list(pool.map(ask_all, [port] * len(paths), paths))
    wall = max(end for _begin, end in spans) - min(begin for begin, _end in spans)
    return sum(map(len, paths)) / wall
