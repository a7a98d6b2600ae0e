"""The worker takes up what waits, once, and what another one left that died."""

import datetime as dt

import pytest
from celery import current_app

from ratings.catalogue.models import CatalogueEntry
from ratings.register_import import actions, work_actions, write_actions
from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.states import State, Verdict
from registry.products.models import Product
from tests.cast import cast
from tests.register_import.made import faulty_rows, once
from tests.register_import.steps import DAY, assigned, read, uploaded, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
LATER = DAY + work_actions.LEASE + dt.timedelta(seconds=1)


def work(at=DAY):
    return work_actions.work(now=lambda: at)


def test_the_tasks_named_here_exist():
    current_app.loader.import_default_modules()
    assert {actions.WORK_TASK, write_actions.SHOW_TASK} <= set(current_app.tasks)


def test_nothing_waits_twice():
    register = assigned(uploaded([once()]))
    assert (work(), work()) == (1, 0)
    register.refresh_from_db()
    assert (register.status, register.run, register.claimed_at) == (State.READ, "", None)


def test_what_a_dead_worker_left_is_read_anew_when_it_gave_no_sign_of_life():
    register = assigned(uploaded([once(), once(product="Mắm nêm")]))
    RegisterImport.objects.update(run="dead", claimed_at=DAY, attempts=1)
    ImportRow.objects.create(register_import=register, number=5, verdict=Verdict.BAD)
    assert work() == 0
    assert work(LATER) == 1
    assert verdicts(register) == {5: Verdict.GOOD, 6: Verdict.GOOD}


def test_who_was_taken_over_stops(monkeypatch):
    register = assigned(uploaded([once(product=f"Mắm {number}") for number in range(6)]))
    monkeypatch.setattr(work_actions, "BATCH", 2)
    claims = []

    def taken_over_in_between():
        claims.append(1)
        if len(claims) == 5:
            RegisterImport.objects.update(run="another")
        return DAY

    work_actions.work(now=taken_over_in_between)
    register.refresh_from_db()
    assert (register.status, register.run) == (State.READING, "another")
    assert ImportRow.objects.count() < 6


def test_a_workbook_at_which_workers_die_is_given_up_and_said_so():
    register = assigned(uploaded([once()]))
    RegisterImport.objects.update(attempts=work_actions.MOST_ATTEMPTS)
    work()
    register.refresh_from_db()
    assert register.status is State.FAILED
    other = read([once()])
    actions.start_writing(register=other, actor=cast("giang"), at=DAY)
    RegisterImport.objects.filter(pk=other.pk).update(attempts=work_actions.MOST_ATTEMPTS)
    work()
    other.refresh_from_db()
    assert (other.status, other.write_failed, Product.objects.count()) == (State.READ, True, 0)


def test_a_second_worker_writes_nothing_a_second_time():
    register = read([once()])
    actions.start_writing(register=register, actor=cast("giang"), at=DAY)
    RegisterImport.objects.update(run="one", claimed_at=DAY)
    register.refresh_from_db()
    first = write_actions.write_ready(register, at=DAY)
    second = write_actions.write_ready(register, at=DAY)
    assert (first.products, second, Product.objects.count()) == (1, None, 1)


def test_the_catalogue_shows_what_came_in(django_capture_on_commit_callbacks):
    from ratings.catalogue.tasks import sweep_task

    register = read([once()])
    actions.start_writing(register=register, actor=cast("giang"), at=DAY)
    with django_capture_on_commit_callbacks() as callbacks:
        work()
    assert any(write_actions.SHOW_TASK in str(getattr(one, "args", "")) for one in callbacks)
    sweep_task()
    assert [entry.name for entry in CatalogueEntry.objects.all()] == ["Nước mắm Gia Đẳng (minh họa)"]


def test_many_faulty_rows_come_in_and_again_without_a_trace():
    places = ["Xã Triệu Cơ", "Xã Cửa Tùng", "Xã Vĩnh Chấp, huyện Vĩnh Linh"]
    rows = list(faulty_rows(600, places))
    register = read(rows)
    ready = sum(verdict is Verdict.GOOD for verdict in verdicts(register).values())
    assert 500 < ready < 600
    actions.start_writing(register=register, actor=cast("giang"), at=DAY)
    work()
    register.refresh_from_db()
    assert register.products_added == Product.objects.count() == ready
    again = read(rows)
    assert [one for one in verdicts(again).values() if one is Verdict.GOOD] == []
