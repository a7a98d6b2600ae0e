"""The chain shows every later change, and an erasure does not break it."""

from __future__ import annotations

import datetime as dt
import json
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from registry.access.guards import lifted
from registry.journal.actions import erase, link, record
from registry.journal.digests import BEGINNING
from registry.journal.models import JournalEntry, JournalLink, UnlinkedEntry
from registry.journal.queries import unlinked
from registry.journal.verification import verify
from tests.cast import cast
from tests.journal.conftest import AT


def _tamper(sql, *values):
    """Change what the guards refuse, as somebody with the database's password can."""
    connection.check_constraints()  # PostgreSQL drops no trigger while deferred checks wait
    with lifted(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        connection.check_constraints()


def _broken(capsys):
    with pytest.raises(CommandError) as error:
        call_command("journal_verify")
    assert error.value.returncode == 1
    return str(error.value)


@pytest.mark.django_db
def test_entries_are_chained_one_after_the_other_from_the_beginning(chained):
    links = list(JournalLink.objects.order_by("position"))

    assert [one.position for one in links] == [1, 2, 3, 4, 5]
    assert [one.entry_id for one in links] == [entry.pk for entry in chained]
    assert [one.previous for one in links] == [BEGINNING, *(one.digest for one in links[:-1])]
    assert UnlinkedEntry.objects.count() == 0


@pytest.mark.django_db
def test_the_linker_goes_on_where_it_stopped_and_links_nothing_twice(chained, written):
    assert link(at=AT) == 0
    late = written(object_id=6)
    assert link(at=AT) == 1

    last = JournalLink.objects.order_by("-position").first()
    assert (last.position, last.entry) == (6, late)
    assert verify(at=AT).broken == ""


@pytest.mark.django_db
def test_a_sound_journal_says_its_head(chained, capsys):
    head = JournalLink.objects.get(position=5).digest
    call_command("journal_verify")

    assert capsys.readouterr().out.splitlines() == ["5 links, 0 erased entries", f"sound up to 5:{head}"]


@pytest.mark.django_db
def test_an_empty_journal_is_sound(capsys):
    call_command("journal_verify")

    assert capsys.readouterr().out.splitlines() == ["0 links, 0 erased entries", f"sound up to 0:{BEGINNING}"]


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["action", "object_type", "object_id", "commune", "province", "payload_digest"])
def test_a_changed_fact_is_found_and_its_place_named(chained, capsys, column):
    place = chained[2].pk
    _tamper(f"UPDATE registry_journalentry SET {column} = %s WHERE id = %s", "x", place)  # noqa: S608

    assert _broken(capsys) == f"broken at position 3, entry {place}: what the entry tells was changed"


@pytest.mark.django_db
def test_changed_words_are_found(chained, capsys):
    place = chained[1].pk
    payload = json.dumps({**chained[1].payload, "after": {"state": "recognised"}})
    _tamper("UPDATE registry_journalentry SET payload = %s WHERE id = %s", payload, place)

    assert _broken(capsys) == f"broken at position 2, entry {place}: what the entry tells was changed"


@pytest.mark.django_db
def test_the_first_of_two_broken_places_is_named(chained, capsys):
    for entry in (chained[3], chained[1]):
        _tamper("UPDATE registry_journalentry SET action = 'x' WHERE id = %s", entry.pk)

    assert _broken(capsys).startswith(f"broken at position 2, entry {chained[1].pk}:")


@pytest.mark.django_db
def test_a_changed_entry_with_a_digest_made_to_fit_breaks_its_link(chained, written, capsys):
    other = written(action="dossier.retract")
    _tamper(
        "UPDATE registry_journalentry SET digest = %s, action = %s, payload = %s, salt = %s, payload_digest = %s, "
        "object_id = %s WHERE id = %s",
        other.digest,
        other.action,
        json.dumps(other.payload),
        other.salt,
        other.payload_digest,
        other.object_id,
        chained[2].pk,
    )

    assert _broken(capsys) == (f"broken at position 3, entry {chained[2].pk}: its digest covers another entry")


@pytest.mark.django_db
def test_a_removed_link_is_found(chained, capsys):
    _tamper("DELETE FROM registry_journallink WHERE position = 3")

    assert _broken(capsys) == f"broken at position 4, entry {chained[3].pk}: the link at position 3 is missing"


@pytest.mark.django_db
def test_an_end_that_was_cut_off_is_found_by_a_head_seen_before(chained, capsys):
    seen = f"5:{JournalLink.objects.get(position=5).digest}"
    call_command("journal_verify", seen=seen)
    _tamper("DELETE FROM registry_journallink WHERE position = 5")
    _tamper("DELETE FROM registry_journalentry WHERE id = %s", chained[4].pk)

    call_command("journal_verify")
    with pytest.raises(CommandError, match=f"the chain does not hold {seen}"):
        call_command("journal_verify", seen=seen)


@pytest.mark.django_db
def test_an_entry_changed_before_it_was_linked_is_found(chained, written, capsys):
    place = written(object_id=6).pk
    _tamper("UPDATE registry_journalentry SET action = 'x' WHERE id = %s", place)

    assert _broken(capsys) == f"broken at entry {place}, not linked: what the entry tells was changed"
    link(at=AT)
    assert _broken(capsys) == f"broken at position 6, entry {place}: what the entry tells was changed"


@pytest.mark.django_db
def test_an_erasure_empties_the_words_and_keeps_the_chain(chained, capsys):
    entry, head = chained[1], JournalLink.objects.get(position=5).digest
    trace = erase(entry=entry, reason="theo yêu cầu của chủ thể", actor=cast("quan_tri"), at=AT)
    link(at=AT)

    kept = JournalEntry.objects.get(pk=entry.pk)
    assert (kept.payload, kept.salt, kept.label, kept.actor_name, kept.after) == ({}, "", "", "", {})
    assert (kept.digest, kept.payload_digest) == (entry.digest, entry.payload_digest)
    assert (trace.actor, trace.object_id) == (cast("quan_tri"), str(entry.pk))
    assert trace.after == {"reason": "theo yêu cầu của chủ thể"}
    call_command("journal_verify", seen=f"5:{head}")
    assert capsys.readouterr().out.splitlines()[0] == "6 links, 1 erased entries"


@pytest.mark.django_db
def test_erasing_twice_records_once(chained):
    first = erase(entry=chained[1], reason="theo yêu cầu", actor=cast("quan_tri"), at=AT)
    second = erase(entry=chained[1], reason="theo yêu cầu", actor=cast("quan_tri"), at=AT)

    assert first == second
    assert JournalEntry.objects.filter(action="journal.erased").count() == 1


@pytest.mark.django_db
def test_an_erasure_that_nobody_recorded_is_found(chained, capsys):
    entry = chained[1]
    JournalEntry.objects.filter(pk=entry.pk).update(payload={}, salt="", erased_at=AT)

    assert _broken(capsys) == f"broken at position 2, entry {entry.pk}: it was erased and no entry says by whom"


@pytest.mark.django_db
def test_entries_without_a_link_for_over_a_minute_are_reported(chained, written, capsys):
    entry = written(object_id=6)
    recorded = entry.recorded_at

    assert list(unlinked(at=recorded + dt.timedelta(seconds=59))) == []
    assert list(unlinked(at=recorded + dt.timedelta(seconds=61))) == [entry]
    assert verify(at=recorded + dt.timedelta(seconds=61)).late == [entry.pk]

    link(at=AT)
    assert list(unlinked(at=recorded + dt.timedelta(days=1))) == []


@pytest.mark.django_db
def test_the_report_of_late_entries_is_no_break(written, capsys, time_machine):
    time_machine.move_to(AT - dt.timedelta(minutes=5))
    entry = written()
    time_machine.move_to(AT)
    call_command("journal_verify")

    assert capsys.readouterr().out.splitlines()[1] == (
        f"1 entries have waited over a minute for their link (is a worker running?): {entry.pk}"
    )


@pytest.mark.django_db(transaction=True)
def test_writers_and_linkers_at_once_make_one_chain():
    """Four people write, two linkers link: every entry is linked once and no place is taken twice."""
    person, each, errors = cast("cuc"), 15, []
    written = threading.Event()

    def run(work):
        try:
            work()
        except Exception as error:  # noqa: BLE001 - shown below
            errors.append(error)
        finally:
            connection.close()

    def write():
        for number in range(each):
            with transaction.atomic():
                record(action="x", actor=person, at=AT, object_type="dossier", object_id=number)

    def chain():
        while not written.wait(0.01):
            link(at=AT)

    writers = [threading.Thread(target=run, args=(write,)) for _ in range(4)]
    linkers = [threading.Thread(target=run, args=(chain,)) for _ in range(2)]
    for thread in writers + linkers:
        thread.start()
    for thread in writers:
        thread.join()
    written.set()
    for thread in linkers:
        thread.join()
    link(at=AT)

    assert errors == []
    assert list(JournalLink.objects.values_list("position", flat=True)) == list(range(1, 4 * each + 1))
    assert (JournalEntry.objects.filter(link=None).count(), UnlinkedEntry.objects.count()) == (0, 0)
    assert verify(at=AT).broken == ""


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_linker_that_finds_another_at_work_leaves_it_alone(written):
    """PostgreSQL answers at once; on SQLite the second one waits for the first one's transaction."""
    written()
    done = []

    def other():
        try:
            done.append(link(at=AT))
        finally:
            connection.close()

    with transaction.atomic():
        link(at=AT)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()

    assert done == [0]
    assert JournalLink.objects.count() == 1
