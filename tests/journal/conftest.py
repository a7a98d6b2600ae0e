from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from registry.journal.actions import link, record
from tests.cast import cast

AT = dt.datetime(2026, 11, 9, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture
def written():
    """Record an entry in a transaction of its own, as an action does."""

    def write(action="dossier.received", **changes):
        with transaction.atomic():
            return record(
                **{
                    "action": action,
                    "actor": cast("cuc"),
                    "at": AT,
                    "object_type": "dossier",
                    "object_id": 17,
                    "label": "HS-17 Nước mắm Gia Đẳng",
                    "before": {"state": "filed"},
                    "after": {"state": "received", "due_on": dt.date(2026, 12, 1)},
                    "commune": "19654",
                    "province": "44",
                    **changes,
                }
            )

    return write


@pytest.fixture
def chained(written):
    """Five entries and their chain."""
    entries = [written(object_id=number) for number in range(1, 6)]
    link(at=AT)
    return entries
