"""What waits is sent once; what fails is tried again, and at last shown."""

from __future__ import annotations

import datetime as dt
import smtplib
import threading

import pytest
from django.core import mail
from django.db import connection

from ocop.celery import app
from registry.calendar.today import now
from registry.notifications.actions import deliver, try_again
from registry.notifications.mailing import message_id
from registry.notifications.models import Notification
from registry.notifications.queries import failed
from registry.notifications.states import ATTEMPTS, BACK_OFF, Channel, Delivery
from registry.notifications.tasks import deliver_task, sweep_task
from tests.cast import cast
from tests.notifications.conftest import AT

LEASE = dt.timedelta(minutes=5)


class Provider:
    """A mail backend that fails as long as it is told to."""

    failing = True
    tried: list[str] = []

    def __init__(self, *args, **options):
        pass

    def open(self):
        return True

    def close(self):
        pass

    def send_messages(self, messages):
        for message in messages:
            type(self).tried.append(message.extra_headers["Message-ID"])
        if self.failing:
            raise smtplib.SMTPServerDisconnected("mất kết nối")
        return len(messages)


@pytest.fixture
def provider(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Provider"
    Provider.failing, Provider.tried = True, []
    return Provider


def _email():
    return Notification.objects.get(channel=Channel.EMAIL)


def _stand():
    row = _email()
    return row.state, row.attempts, row.due_at, row.leased_until, row.last_error


@pytest.mark.django_db
def test_a_mail_says_the_same_as_text_and_as_html_under_the_key_of_its_row(told, settings, time_machine):
    settings.PUBLIC_URL, settings.DEMO = "https://ocop.example.vn", False
    time_machine.move_to(AT, tick=False)
    told("hanh")
    assert deliver(clock=now) == 1

    [message] = mail.outbox
    html = message.alternatives[0].content
    key = f"dossier.return_by_commune/dossier/17/4/{cast('hanh').pk}/email"
    assert message.extra_headers["Message-ID"] == f"<{key}@ocop.example.vn>"
    assert (message.to, message.subject) == (["hanh@example.vn"], "Hồ sơ HS-17 cần bổ sung, hoàn thiện")
    assert message.body.splitlines()[:5] == [
        "Kính gửi ông/bà Lê Thị Hạnh,",
        "",
        "UBND xã Triệu Cơ yêu cầu bổ sung, hoàn thiện hồ sơ sản phẩm Nước mắm Gia Đẳng.",
        "Thời hạn: chậm nhất 20/11/2026.",
        "Thời hạn của xã tính lại từ ngày nhận đủ.",
    ]
    assert "Xem tại: https://ocop.example.vn/dossiers/HS-17/" in message.body
    assert html.count('<a href="https://ocop.example.vn/dossiers/HS-17/">') == 1
    assert "<p>Thời hạn: chậm nhất 20/11/2026.</p>" in html
    assert "MINH HỌA" not in message.body + html
    assert _stand() == (Delivery.SENT, 1, AT, None, "")
    assert _email().sent_at == AT


@pytest.mark.django_db
def test_a_mail_of_the_demonstration_says_that_it_is_one(told, settings):
    settings.DEMO = True
    told("hanh")
    deliver(clock=now)

    assert "MINH HỌA" in mail.outbox[0].body
    assert "MINH HỌA" in mail.outbox[0].alternatives[0].content


@pytest.mark.django_db
def test_names_are_escaped_in_html_and_not_in_text(told):
    told("hanh", values={"product": "<b>A & B</b>", "producer": "x", "by": "y"}, event="product.registered")
    deliver(clock=now)

    assert "<b>A & B</b>" in mail.outbox[0].body
    assert "<b>" not in mail.outbox[0].alternatives[0].content


@pytest.mark.django_db
def test_a_line_break_in_a_name_makes_no_header(told):
    told("hanh", values={"product": "A\r\nBcc: x@example.vn", "producer": "x", "by": "y"}, event="product.registered")
    deliver(clock=now)

    assert mail.outbox[0].message()["Bcc"] is None
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.django_db
def test_what_was_sent_is_not_sent_again(told):
    told("hanh", "cuc")
    sweep_task()
    deliver_task()
    sweep_task()

    assert sorted(message.to[0] for message in mail.outbox) == ["cuc@example.vn", "hanh@example.vn"]


@pytest.mark.django_db
def test_a_failure_is_tried_again_after_a_minute_then_ever_later_and_at_last_shown(told, provider, time_machine):
    time_machine.move_to(AT, tick=False)
    told("hanh")
    error, moment = "SMTPServerDisconnected: mất kết nối", AT

    for attempt, pause in enumerate(BACK_OFF, start=1):
        assert deliver(clock=now) == 1
        assert _stand() == (Delivery.WAITING, attempt, moment + pause, None, error)
        time_machine.move_to(moment + pause - dt.timedelta(seconds=1), tick=False)
        assert deliver(clock=now) == 0
        assert list(failed()) == []
        moment += pause
        time_machine.move_to(moment, tick=False)

    assert deliver(clock=now) == 1
    assert list(failed()) == [_email()]
    assert _stand()[:2] == (Delivery.FAILED, ATTEMPTS)
    assert _stand()[3:] == (None, error)
    time_machine.move_to(moment + dt.timedelta(days=30), tick=False)
    assert deliver(clock=now) == 0
    assert provider.tried == [message_id(_email().key)] * ATTEMPTS
    assert [str(pause) for pause in BACK_OFF] == ["0:01:00", "0:05:00", "0:30:00", "2:00:00", "12:00:00"]


@pytest.mark.django_db
def test_a_provider_that_comes_back_gets_the_mail(told, provider, time_machine):
    time_machine.move_to(AT, tick=False)
    told("hanh")
    deliver(clock=now)
    provider.failing = False
    time_machine.move_to(AT + BACK_OFF[0], tick=False)
    deliver(clock=now)

    assert _stand() == (Delivery.SENT, 2, AT + BACK_OFF[0], None, "")


@pytest.mark.django_db
def test_one_failure_does_not_hold_up_the_others(told, provider):
    told("hanh", "cuc", "giang")
    assert deliver(clock=now) == 3
    assert len(set(provider.tried)) == 3


@pytest.mark.django_db
def test_what_failed_can_be_put_back_once(told, provider, time_machine):
    time_machine.move_to(AT, tick=False)
    told("hanh")
    Notification.objects.filter(channel=Channel.EMAIL).update(state=Delivery.FAILED, last_error="x", attempts=ATTEMPTS)
    provider.failing = False

    assert [try_again(notification=_email(), at=AT) for _ in range(2)] == [True, False]
    deliver(clock=now)
    assert _stand()[:2] == (Delivery.SENT, 1)


@pytest.mark.django_db
def test_who_has_no_address_any_more_is_a_failure_at_once(told):
    told("hanh")
    person = cast("hanh")
    person.email = ""
    person.save()
    deliver(clock=now)

    assert _stand()[:2] == (Delivery.FAILED, 1)
    assert _stand()[4] == "the person has no e-mail address"


@pytest.mark.django_db
def test_a_row_held_by_another_worker_waits_for_the_end_of_the_lease(told, time_machine, settings):
    settings.OUTBOX_LEASE = LEASE
    time_machine.move_to(AT, tick=False)
    told("hanh")
    Notification.objects.filter(channel=Channel.EMAIL).update(
        state=Delivery.SENDING, attempts=1, leased_until=AT + LEASE
    )

    time_machine.move_to(AT + LEASE - dt.timedelta(seconds=1), tick=False)
    assert deliver(clock=now) == 0
    time_machine.move_to(AT + LEASE, tick=False)
    assert deliver(clock=now) == 1
    assert _stand()[:2] == (Delivery.SENT, 2)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_row_that_kills_every_worker_fails_at_last(told, time_machine):
    time_machine.move_to(AT, tick=False)
    told("hanh")
    Notification.objects.filter(channel=Channel.EMAIL).update(
        state=Delivery.SENDING, attempts=ATTEMPTS, leased_until=AT
    )
    assert deliver(clock=now) == 0
    assert [row.last_error for row in failed()] == ["cut off while being sent"]


@pytest.mark.django_db
def test_a_worker_that_was_too_slow_does_not_overwrite_what_another_one_did(told, provider, time_machine, settings):
    """The provider is so slow that the lease ends; another worker sends meanwhile."""
    settings.OUTBOX_LEASE = LEASE
    time_machine.move_to(AT, tick=False)
    told("hanh")

    def slow(_self, _messages):
        time_machine.move_to(AT + LEASE, tick=False)
        provider.send_messages = lambda _self, messages: len(messages)
        deliver(clock=now)
        raise TimeoutError

    original, provider.send_messages = provider.send_messages, slow
    try:
        deliver(clock=now)
    finally:
        provider.send_messages = original

    assert _stand() == (Delivery.SENT, 2, AT, None, "")


@pytest.mark.django_db
def test_a_run_ends_after_its_batch_and_the_next_one_goes_on(told):
    told("hanh", "cuc", "giang")
    assert [deliver(clock=now, limit=2), deliver(clock=now, limit=2), deliver(clock=now, limit=2)] == [2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_send_everything_once(told, provider):
    provider.failing = False
    for number in range(25):
        told("hanh", "cuc", key=f"dossier:{number}:1")
    errors = []

    def work():
        try:
            deliver(clock=now)
        except Exception as error:  # noqa: BLE001 - shown below
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert errors == []
    assert len(provider.tried) == len(set(provider.tried)) == 50
    assert set(Notification.objects.values_list("state", flat=True)) == {Delivery.SENT}


def test_the_sweeps_are_scheduled_under_the_names_that_tasks_have(settings):
    app.loader.import_default_modules()
    planned = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert planned["notifications.sweep"] == planned["journal.link"] == 30.0
    assert planned.keys() <= app.tasks.keys()
