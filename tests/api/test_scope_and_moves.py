"""The API shows exactly what the pages show, and its moves are the pages' actions."""

from __future__ import annotations

import pytest

from ratings.dossiers.models import Dossier, Transition
from ratings.dossiers.states import State
from tests.builders import a_dossier_at
from tests.cast import cast, client_of, producer

pytestmark = pytest.mark.django_db


def rows(name: str | None, path: str) -> list[dict]:
    return client_of(name).get(f"/api/v1/{path}/").json()["results"]


@pytest.mark.parametrize(
    ("name", "seen"),
    [("hanh", 1), ("cuc", 1), ("duc", 1), ("giang", 1), ("bien", 0), ("em", 0), ("tam", 0), ("bo", 0)],
)
def test_a_dossier_is_listed_for_its_own_people_only(name, seen):
    dossier = a_dossier_at(State.FORWARDED)
    assert [row["number"] for row in rows(name, "dossiers")] == [dossier.number] * seen
    answer = client_of(name).get(f"/api/v1/dossiers/{dossier.number}/")
    assert answer.status_code == (200 if seen else 404)


def test_the_province_reads_nothing_before_the_commune_asks():
    dossier = a_dossier_at(State.RECEIVED)
    assert rows("giang", "dossiers") == []
    assert client_of("giang").get(f"/api/v1/dossiers/{dossier.number}/").status_code == 404


@pytest.mark.parametrize("path", ["dossiers", "producers", "products"])
def test_nobody_reads_inner_rows_without_an_account(path):
    producer("gia_dang")
    answer = client_of(None).get(f"/api/v1/{path}/")
    assert answer.status_code == 401
    assert answer.json()["detail"]


@pytest.mark.parametrize(("name", "seen"), [("hanh", 1), ("cuc", 1), ("giang", 1), ("em", 0), ("tam", 0)])
def test_producers_have_the_scope_of_their_pages(name, seen):
    found = producer("gia_dang")
    assert [row["id"] for row in rows(name, "producers")] == [found.pk] * seen


def test_a_move_calls_the_action_of_the_page():
    dossier = a_dossier_at(State.FORWARDED)
    answer = client_of("giang").post(f"/api/v1/dossiers/{dossier.number}/accept/")
    assert answer.json()["state"] == State.PROVINCE_CHECKING
    last = Transition.objects.filter(dossier=dossier).latest("revision")
    assert (last.move, last.actor) == ("accept", cast("giang"))


def test_a_refused_move_names_its_reason_and_changes_nothing():
    dossier = a_dossier_at(State.FORWARDED)
    answer = client_of("hanh").post(f"/api/v1/dossiers/{dossier.number}/accept/")
    assert answer.status_code == 409
    assert answer.json()["article"] == "điểm a khoản 3 Điều 7"
    assert Dossier.objects.get(pk=dossier.pk).state == State.FORWARDED


def test_a_move_on_a_strangers_dossier_finds_nothing():
    dossier = a_dossier_at(State.FORWARDED)
    assert client_of("tam").post(f"/api/v1/dossiers/{dossier.number}/accept/").status_code == 404
