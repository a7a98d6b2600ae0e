"""Days that an administrator declares."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from registry.calendar.actions import declare_day, withdraw_day
from registry.calendar.models import DayOverride
from registry.calendar.queries import overrides, working_calendar

pytestmark = pytest.mark.django_db
WORKED_SATURDAY, FREE_MONDAY = dt.date(2026, 12, 5), dt.date(2026, 12, 7)


def test_a_declared_day_changes_the_calendar_at_once(django_capture_on_commit_callbacks):
    assert working_calendar().is_working(FREE_MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        declare_day(day=FREE_MONDAY, working=False, reason="Công văn 1 (minh họa)")
        declare_day(day=WORKED_SATURDAY, working=True, reason="Công văn 1 (minh họa)")
    assert overrides() == {WORKED_SATURDAY: True, FREE_MONDAY: False}
    assert overrides(FREE_MONDAY, FREE_MONDAY) == {FREE_MONDAY: False}
    assert overrides(until=WORKED_SATURDAY) == {WORKED_SATURDAY: True}
    assert not working_calendar().is_working(FREE_MONDAY)


def test_a_day_declared_again_is_replaced_and_withdrawn_it_is_ordinary(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        declare_day(day=FREE_MONDAY, working=False, reason="Công văn 1 (minh họa)")
        declare_day(day=FREE_MONDAY, working=True, reason="Công văn 2 (minh họa)")
    assert list(DayOverride.objects.values_list("day", "working", "reason")) == [
        (FREE_MONDAY, True, "Công văn 2 (minh họa)")
    ]
    with django_capture_on_commit_callbacks(execute=True):
        assert withdraw_day(day=FREE_MONDAY)
        assert not withdraw_day(day=FREE_MONDAY)
    assert overrides() == {}


def test_asking_again_costs_no_query(django_assert_num_queries):
    DayOverride.objects.create(day=FREE_MONDAY, working=False, reason="Công văn 1 (minh họa)")
    with django_assert_num_queries(1):
        assert overrides() == {FREE_MONDAY: False}
        assert overrides() == {FREE_MONDAY: False}


def test_a_day_is_declared_once_and_with_a_reason():
    with pytest.raises(IntegrityError), transaction.atomic():
        DayOverride.objects.create(day=FREE_MONDAY, working=False, reason="")
    DayOverride.objects.create(day=FREE_MONDAY, working=False, reason="Công văn 1 (minh họa)")
    with pytest.raises(IntegrityError), transaction.atomic():
        DayOverride.objects.create(day=FREE_MONDAY, working=True, reason="Công văn 2 (minh họa)")


def test_known_days_are_loaded_once_and_leave_what_was_declared():
    new_year, worked = dt.date(2026, 1, 2), dt.date(2026, 1, 10)
    DayOverride.objects.create(day=worked, working=False, reason="Tỉnh không làm bù (minh họa)")
    call_command("load_calendar", stdout=io.StringIO())
    call_command("load_calendar", stdout=io.StringIO())
    assert list(DayOverride.objects.values_list("day", "working")) == [(new_year, False), (worked, False)]
