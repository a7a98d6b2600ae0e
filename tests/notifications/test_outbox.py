"""A row is written with the change it tells of, once per event, person and channel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from registry.journal.actions import NotInTransaction
from registry.notifications.actions import notify
from registry.notifications.kinds import MissingValue, UnknownEvent
from registry.notifications.models import Notification
from registry.notifications.states import Channel, Delivery
from tests.cast import cast
from tests.notifications.conftest import AT, VALUES


def _keys():
    return sorted(Notification.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_everybody_is_told_on_the_site_and_by_mail_where_there_is_an_address(told):
    hanh, bien = cast("hanh"), cast("bien")
    answer = told("hanh", "bien")

    assert (answer.in_app, answer.by_email, answer.to_call) == ((hanh, bien), (hanh,), (bien,))
    rows = Notification.objects.order_by("key").values_list("recipient", "channel", "state", "sent_at", "due_at")
    assert set(rows) == {
        (hanh.pk, Channel.IN_APP, Delivery.SENT, AT, AT),
        (hanh.pk, Channel.EMAIL, Delivery.WAITING, None, AT),
        (bien.pk, Channel.IN_APP, Delivery.SENT, AT, AT),
    }


@pytest.mark.django_db
def test_the_key_names_event_occurrence_person_and_channel(told):
    told("hanh")

    pk = cast("hanh").pk
    assert _keys() == [
        f"dossier.return_by_commune:dossier:17:4:{pk}:email",
        f"dossier.return_by_commune:dossier:17:4:{pk}:in_app",
    ]


@pytest.mark.django_db
def test_telling_the_same_twice_tells_once(told):
    told("hanh", "hanh")
    keys = _keys()
    told("hanh")
    assert _keys() == keys

    told("hanh", key="dossier:17:5")
    told("hanh", event="dossier.answer_commune")
    assert len(_keys()) == 3 * len(keys)


@pytest.mark.django_db
def test_the_database_refuses_a_second_row_with_the_same_key(told):
    told("hanh")
    row = Notification.objects.first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_tells_nobody(told):
    class Failed(Exception):
        pass

    def action():
        with transaction.atomic():
            told("hanh")
            raise Failed

    cast("hanh")
    with pytest.raises(Failed):
        action()
    assert _keys() == []


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_nobody_is_told():
    with pytest.raises(NotInTransaction):
        notify(event="product.registered", key="x:1", recipients=[], values={}, path="/", at=AT)


@pytest.mark.django_db
def test_who_has_left_is_not_told(told):
    person = cast("hanh")
    person.is_active = False
    answer = told(recipients=[person])

    assert (answer.in_app, answer.by_email, answer.to_call) == ((), (), ())
    assert _keys() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"event": "dossier.unheard_of"}, UnknownEvent),
        ({"values": {"number": "HS-17"}}, MissingValue),
        ({"values": {**VALUES, "points": Decimal("79.60")}}, TypeError),
        ({"values": {**VALUES, "reason": gettext_lazy("Reason")}}, TypeError),
        ({"values": {**VALUES, "at": AT}}, TypeError),
        ({"key": "dossier 17"}, ValueError),
        ({"key": "dossier/17"}, ValueError),
        ({"key": "dossier:17\r\nBcc: x"}, ValueError),
        ({"path": "https://example.com/"}, ValueError),
        ({"path": "//example.com/"}, ValueError),
    ],
)
def test_what_could_not_be_said_or_sent_is_refused_where_it_is_written(told, changes, error):
    with pytest.raises(error):
        told("hanh", **changes)
    assert _keys() == []


@pytest.mark.django_db
def test_a_date_is_kept_as_text(told):
    told("hanh", values={**VALUES, "due_on": dt.date(2026, 11, 20)})
    assert Notification.objects.first().values["due_on"] == "2026-11-20"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"channel": "pigeon"},
        {"state": "lost"},
        {"state": Delivery.SENT},
        {"sent_at": AT},
        {"state": Delivery.SENDING},
        {"leased_until": AT},
        {"state": Delivery.FAILED},
        {"read_at": AT},
        {"channel": Channel.IN_APP},
    ],
)
def test_the_database_refuses_an_impossible_row(told, fields):
    told("hanh")
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.filter(channel=Channel.EMAIL).update(**fields)
