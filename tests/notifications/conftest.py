from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from registry.notifications.actions import notify
from tests.cast import cast
from tests.servers import redis_url  # noqa: F401 - a fixture

AT = dt.datetime(2026, 11, 9, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
VALUES = {
    "number": "HS-17",
    "product": "Nước mắm Gia Đẳng",
    "producer": "HTX Nước mắm Gia Đẳng",
    "commune": "Xã Triệu Cơ",
}


@pytest.fixture
def told():
    """Tell people of a return, in a transaction of its own, as an action does."""

    def tell(*names, **changes):
        with transaction.atomic():
            return notify(
                **{
                    "event": "dossier.return_by_commune",
                    "key": "dossier:17:4",
                    "recipients": [cast(name) for name in names],
                    "values": {**VALUES, "due_on": "2026-11-20"},
                    "path": "/dossiers/HS-17/",
                    "at": AT,
                    **changes,
                }
            )

    return tell
