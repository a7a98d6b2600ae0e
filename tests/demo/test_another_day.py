"""Where the demonstration puts its days when it is loaded on another day, and that it is loaded whole or not at all.

This file comes before the others of the folder: it needs a register without people.
"""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from ratings.certificates.models import Certificate
from ratings.councils.models import Session
from ratings.dossiers.models import Dossier, ReturnRequest
from ratings.dossiers.states import State
from ratings.management.demo import register
from ratings.management.demo.days import WRITTEN_FOR, Days
from ratings.management.demo.loading import load
from registry.accounts.models import RoleAssignment, User
from registry.calendar.working_days import WorkingCalendar
from registry.journal.models import JournalEntry
from registry.producers.models import Producer

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
LATER = dt.date(2027, 3, 1)
CALENDAR = WorkingCalendar()


def test_on_its_own_day_every_day_stays():
    days = Days(WRITTEN_FOR)
    open_days = [WRITTEN_FOR + dt.timedelta(days=n) for n in range(-120, 60)]
    assert [days.open(day) for day in open_days] == open_days
    assert days.next_session == dt.date(2026, 12, 8)
    assert days.issued_to_end_in(210) == dt.date(2024, 6, 21)


@pytest.mark.parametrize("today", [dt.date(2026, 11, 24), dt.date(2026, 11, 22), dt.date(2026, 1, 5)])
def test_a_holiday_after_it_or_a_day_before_it_reads_as_its_own_day(today):
    assert Days(today).open(dt.date(2026, 11, 9)) == dt.date(2026, 11, 9)
    assert Days(today).next_session == dt.date(2026, 12, 8)


@pytest.mark.parametrize("today", [LATER, dt.date(2027, 2, 14), dt.date(2027, 5, 3), dt.date(2028, 6, 17)])
@pytest.mark.parametrize("day", [dt.date(2026, 11, 3), dt.date(2026, 11, 9), dt.date(2026, 11, 20)])
def test_as_many_working_days_lie_between_as_before(today, day):
    days = Days(today)
    placed = days.open(day)
    assert CALENDAR.is_working(placed)
    assert CALENDAR.working_days_between(placed, days.anchor) == CALENDAR.working_days_between(day, WRITTEN_FOR)
    assert CALENDAR.working_days_left(days.anchor, CALENDAR.add_working_days(placed, 15)) == (
        CALENDAR.working_days_left(WRITTEN_FOR, CALENDAR.add_working_days(day, 15))
    )


def test_a_step_that_fails_leaves_nothing_behind(ground, monkeypatch):
    def refuse(*_):
        raise RuntimeError("no")

    before = JournalEntry.objects.count()
    monkeypatch.setattr(register, "_record_years", refuse)
    with pytest.raises(RuntimeError, match="no"):
        load(today=WRITTEN_FOR)
    assert (User.objects.count(), Producer.objects.count(), JournalEntry.objects.count()) == (0, 0, before)


def test_a_register_with_people_is_left_alone(ground):
    User.objects.create_user("ai_do", full_name="Ai Đó")
    people = User.objects.count()
    call_command("load_demo", if_empty=True)
    with pytest.raises(CommandError, match="hệ thống trống"):
        call_command("load_demo")
    assert User.objects.count() == people


def test_without_people_only_the_address_is_printed(ground):
    out = io.StringIO()
    call_command("demo_sign_ins", address="http://127.0.0.1:8123", stdout=out)
    assert out.getvalue().split() == ["OCOP", "đang", "chạy", "tại", "http://127.0.0.1:8123/"]


@pytest.fixture(scope="module")
def later(ground):
    with transaction.atomic():
        place = transaction.savepoint()
        yield load(today=LATER)
        transaction.savepoint_rollback(place)


@pytest.mark.slow
def test_history_keeps_its_days_and_open_clocks_keep_what_is_left(later):
    def due(name):
        return Dossier.objects.get(product=later.products[name]).due_on

    assert due("D01") == dt.date(2026, 10, 21)
    assert Certificate.objects.get(product=later.products["D01"]).valid_until == dt.date(2029, 11, 21)
    left = {name: CALENDAR.working_days_left(LATER, due(name)) for name in ("D04", "D05")}
    assert left == {"D04": 5, "D05": 1}
    asked = ReturnRequest.objects.get(dossier__product=later.products["D12"])
    assert CALENDAR.working_days_left(LATER, asked.due_on) == 3


@pytest.mark.slow
def test_session_round_certificate_and_stand_in_follow_the_day_of_loading(later):
    session = Session.objects.get(council__name="Hội đồng OCOP tỉnh 2026 (minh họa)", number=2)
    assert CALENDAR.working_days_between(LATER, session.held_on) == 10
    assert str(session.evaluation_round) == "Đợt 1/2027"
    rounds = {
        name: str(Dossier.objects.get(product=later.products[name]).evaluation_round) for name in ("D13", "D21", "D22")
    }
    assert rounds == {"D13": "Đợt 1/2027", "D21": "Đợt 1/2027", "D22": "Đợt 2/2027"}
    ending = Certificate.objects.get(product=later.products["D10"])
    assert (ending.valid_until - dt.timedelta(days=1) - LATER).days == 210
    stand_in = RoleAssignment.objects.get(user__username="dung", role="commune_officer")
    assert stand_in.since < LATER < stand_in.until


@pytest.mark.slow
def test_every_dossier_ends_in_the_same_state_on_another_day(later):
    states = {name: Dossier.objects.get(pk=pk).current for name, pk in later.dossiers.items()}
    assert states["D16"] is State.ON_AGENDA
    assert states["D04"] is State.RECEIVED
    assert states["D22"] is State.POSTPONED
