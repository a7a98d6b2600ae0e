"""People sign in by any of their names and hold offices for a period."""

import datetime as dt

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, connection

from registry.access.roles import Role
from registry.accounts.models import RoleAssignment, User
from registry.accounts.phones import normalise_phone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("written", ["0912 345 678", "+84 912.345.678", "84912345678", "0912-345-678"])
def test_a_phone_is_understood_as_people_write_it(written):
    assert normalise_phone(written) == "0912345678"


@pytest.mark.parametrize("name", ["hanh", "HANH", "0912 345 678", "Hanh@example.vn"])
def test_one_person_signs_in_by_name_phone_or_e_mail(name):
    hanh = User.objects.create_user(
        "hanh", "mat-khau-dai", full_name="Hạnh", phone="0912345678", email="hanh@example.vn"
    )
    assert authenticate(None, username=name, password="mat-khau-dai") == hanh
    assert authenticate(None, username=name, password="khac") is None


def test_an_office_ends_with_its_period():
    user = User.objects.create_user("bo", "mat-khau-dai", full_name="Mười")
    RoleAssignment.objects.create(
        user=user, role=Role.MINISTRY_OFFICER, since=dt.date(2026, 1, 1), until=dt.date(2026, 11, 23)
    )
    held = user.role_assignments.held_on
    assert [held(dt.date(2026, 11, day)).count() for day in (22, 23)] == [1, 0]


def test_a_commune_office_needs_its_commune():
    user = User.objects.create_user("cuc", "mat-khau-dai", full_name="Cúc")
    with pytest.raises(IntegrityError):
        RoleAssignment.objects.create(user=user, role=Role.COMMUNE_OFFICER, since=dt.date(2026, 1, 1))


def test_the_database_is_the_one_asked_for():
    import os

    assert connection.vendor == os.environ.get("TEST_DATABASE", connection.vendor)
