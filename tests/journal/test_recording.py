"""An entry is committed with the change it tells of, or not at all."""

from __future__ import annotations

import datetime as dt
import logging
from decimal import Decimal

import pytest
from celery import Celery, current_app
from django.db import IntegrityError, connection, transaction

from registry.journal.actions import NotInTransaction, erase, record
from registry.journal.digests import of_payload
from registry.journal.guards import ENTRIES, LINKS, UNCHANGED
from registry.journal.models import JournalEntry, JournalLink, UnlinkedEntry
from registry.journal.queries import history_of
from registry.journal.states import Audience
from registry.producers.models import Producer
from tests.cast import cast, producer
from tests.journal.conftest import AT
from tests.servers import free_port


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_which_object_when(written):
    entry = JournalEntry.objects.get(pk=written().pk)

    assert (entry.action, entry.object_type, entry.object_id, entry.at) == ("dossier.received", "dossier", "17", AT)
    assert (entry.actor, entry.actor_name, entry.label) == (cast("cuc"), "Trần Thị Cúc", "HS-17 Nước mắm Gia Đẳng")
    assert (entry.before, entry.after) == ({"state": "filed"}, {"state": "received", "due_on": "2026-12-01"})
    assert (entry.commune, entry.province, entry.audience) == ("19654", "44", Audience.OFFICE)


@pytest.mark.django_db
def test_the_system_acts_without_a_person(written):
    entry = written(actor=None)

    assert (entry.actor, entry.actor_name) == (None, "")


@pytest.mark.django_db
def test_the_same_words_have_another_digest_in_each_entry(written):
    first, second = written(), written()

    assert first.payload == second.payload
    assert first.payload_digest != second.payload_digest
    assert first.payload_digest == of_payload(first.payload, first.salt)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_of_a_transaction_is_refused():
    with pytest.raises(NotInTransaction):
        record(action="x", actor=None, at=AT, object_type="dossier", object_id=1)

    assert JournalEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_leaves_neither_change_nor_entry_nor_queue(written):
    cooperative, name = producer("gia_dang"), "Tên khác"
    entries, queue = JournalEntry.objects.count(), UnlinkedEntry.objects.count()

    def rename():
        Producer.objects.filter(pk=cooperative.pk).update(name=name)
        return written

    with pytest.raises(_Failed), transaction.atomic():
        _fail(rename(), object_type="producer", object_id=cooperative.pk)

    assert not Producer.objects.filter(name=name).exists()
    assert (JournalEntry.objects.count(), UnlinkedEntry.objects.count()) == (entries, queue)

    with transaction.atomic():
        rename()(object_type="producer", object_id=cooperative.pk)

    assert Producer.objects.filter(name=name).exists()
    assert (JournalEntry.objects.count(), UnlinkedEntry.objects.count()) == (entries + 1, queue + 1)


@pytest.mark.django_db
@pytest.mark.parametrize("value", [1.5, {"points": [79.6]}, (0.1,)])
def test_a_float_has_no_exact_text_and_is_refused(written, value):
    with pytest.raises(TypeError):
        written(after={"value": value})


@pytest.mark.django_db
def test_a_decimal_is_kept_to_its_last_digit(written):
    assert JournalEntry.objects.get(pk=written(after={"points": Decimal("79.60")}).pk).after == {"points": "79.60"}


@pytest.fixture
def asked(monkeypatch):
    """Names of the tasks that were started."""
    names = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **_options: names.append(name))
    return names


@pytest.mark.django_db(transaction=True)
def test_one_transaction_asks_for_the_linker_once_however_many_entries_it_writes(written, asked):
    with transaction.atomic():
        written()
        with transaction.atomic():
            written()
        with pytest.raises(_Failed):
            _fail(written)
        assert asked == []

    assert asked == ["journal.link"]


@pytest.mark.django_db(transaction=True)
def test_only_a_savepoint_that_stays_asks_for_the_linker(written, asked):
    cast("cuc")
    asked.clear()
    with transaction.atomic(), pytest.raises(_Failed):
        _fail(written)
    assert asked == []

    with transaction.atomic():
        with pytest.raises(_Failed):
            _fail(written)
        written()
    assert asked == ["journal.link"]


@pytest.fixture
def broker_down(settings):
    """A Celery application, current for this test, whose Redis does not answer."""
    before = current_app._get_current_object()
    app = Celery("down", broker=f"redis://127.0.0.1:{free_port()}/0", set_as_current=False)
    app.conf.broker_transport_options = settings.REDIS_BROKER_OPTIONS
    app.set_current()
    yield
    before.set_current()
    app.close()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_break_what_the_person_did(written, broker_down, caplog):
    with caplog.at_level(logging.ERROR):
        entry = written()

    assert JournalEntry.objects.get(action="dossier.received") == entry
    assert [record.getMessage() for record in caplog.records] == [
        "journal.link could not be started; its sweep will do the work"
    ]


class _Failed(Exception):
    pass


def _fail(written, **changes):
    """An action that writes an entry and then fails."""
    with transaction.atomic():
        written(**changes)
        raise _Failed


def _change(entry, **fields):
    with transaction.atomic():
        JournalEntry.objects.filter(pk=entry.pk).update(**fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"action": "dossier.retract"},
        {"payload": {}},
        {"salt": ""},
        {"payload": {}, "salt": ""},
        {"at": AT + dt.timedelta(days=1)},
        {"payload": {"actor": "Người khác"}, "salt": "", "erased_at": AT},
        {"payload": {}, "erased_at": AT},
        {"payload": {}, "salt": "", "erased_at": AT, "actor": None},
        {"payload": {}, "salt": "", "erased_at": AT, "object_id": "18"},
        {"payload": {}, "salt": "", "erased_at": AT, "digest": "0" * 64},
    ],
)
def test_the_database_refuses_every_change_but_an_erasure(written, fields):
    entry = written()
    rows = JournalEntry.objects.filter(pk=entry.pk)
    before = rows.values().get()
    with pytest.raises(IntegrityError):
        _change(entry, **fields)

    assert rows.values().get() == before
    _change(entry, payload={}, salt="", erased_at=AT)


@pytest.mark.django_db
def test_an_erased_entry_changes_no_more(written):
    entry = written()
    erase(entry=entry, reason="theo yêu cầu", actor=cast("quan_tri"), at=AT)
    with pytest.raises(IntegrityError):
        _change(entry, erased_at=AT + dt.timedelta(days=1))


@pytest.mark.django_db
@pytest.mark.parametrize("table", [ENTRIES, LINKS])
def test_the_database_refuses_removal(chained, table):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.django_db
def test_links_change_never(chained):
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalLink.objects.filter(position=2).update(digest="0" * 64)


def test_the_guard_names_every_column_that_an_erasure_leaves():
    columns = {field.column for field in JournalEntry._meta.concrete_fields}

    assert columns - set(UNCHANGED) == {"payload", "salt", "erased_at"}
    assert set(UNCHANGED) <= columns


@pytest.mark.django_db
def test_history_shows_an_audience_what_is_written_for_it_and_for_wider_ones(written):
    for audience in Audience:
        written(f"for.{audience}", audience=audience)
    written("of.another", object_id=18, audience=Audience.EVERYBODY)

    read = {audience: [entry.action for entry in history_of("dossier", 17, audience)] for audience in Audience}

    assert read == {
        Audience.EVERYBODY: ["for.everybody"],
        Audience.PRODUCER: ["for.everybody", "for.producer"],
        Audience.OFFICE: ["for.everybody", "for.producer", "for.office"],
        Audience.AUDIT: ["for.everybody", "for.producer", "for.office", "for.audit"],
    }
