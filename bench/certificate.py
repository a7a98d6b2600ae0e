"""Certificates as PDF: at least 20 a second a core."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.measure import Measure
from tests.documents.samples import CERTIFICATE


def run() -> Iterator[Measure]:
    CERTIFICATE.pdf()
    made, begin = 0, time.process_time()
    while time.process_time() - begin < 3:
        CERTIFICATE.pdf()
        made += 1
    spent = time.process_time() - begin
    yield Measure("certificate PDF", made / spent, 20, "a CPU second", least=True)
