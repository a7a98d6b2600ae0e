"""A last failure is seen by the administrator, who can try again."""

import pytest

from registry.calendar.today import now
from registry.notifications.models import Notification
from registry.notifications.states import Channel, Delivery
from tests.cast import cast, client_of

pytestmark = pytest.mark.django_db


def a_failure() -> Notification:
    return Notification.objects.create(
        recipient=cast("hanh"),
        event="dossier.accept",
        key="k1",
        channel=Channel.EMAIL,
        values={"number": "19654-2026-00001", "product": "Nước mắm", "commune": "Xã Triệu Cơ", "producer": "HTX"},
        path="/",
        created_at=now(),
        due_at=now(),
        state=Delivery.FAILED,
        attempts=6,
        last_error="SMTPServerDisconnected",
    )


def test_the_administrator_sees_the_failure_and_tries_again():
    row = a_failure()
    browser = client_of("quan_tri")
    assert "SMTPServerDisconnected" in browser.get("/notifications/failed/").content.decode()
    browser.post(f"/notifications/{row.pk}/again/")
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Delivery.WAITING, 0)


@pytest.mark.parametrize("name", ["cuc", "giang", "hanh", "bo"])
def test_nobody_else_does(name):
    row = a_failure()
    assert client_of(name).get("/notifications/failed/").status_code == 403
    assert client_of(name).post(f"/notifications/{row.pk}/again/").status_code == 403
    row.refresh_from_db()
    assert row.state == Delivery.FAILED
