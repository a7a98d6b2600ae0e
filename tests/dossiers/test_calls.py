"""A producer whom no message reaches is called by the commune, and it is noted whom it told."""

from __future__ import annotations

import pytest
import time_machine

from ratings.dossiers import actions, call_actions, queries
from ratings.dossiers.models import CallTask
from ratings.dossiers.states import State
from ratings.worklist.queries import home_of
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from tests import builders
from tests.builders import D01_DAYS, at
from tests.cast import cast, client_of

CUA_TUNG = ("cua_tung", "Nước mắm Cửa Tùng")
"""Biển has a phone and no e-mail; his commune's officer is Em."""


def call_of(dossier):
    return next((call for call in queries.calls_of(dossier) if call.called_at is None), None)


@pytest.mark.django_db
def test_each_move_of_an_office_asks_for_a_call_and_makes_the_earlier_one_needless():
    dossier = builders.a_dossier_at(State.FILED, *CUA_TUNG)
    assert call_of(dossier) is None
    builders.receive(dossier)
    first = call_of(dossier)
    assert first.transition.move == "receive_complete"
    builders.return_to_producer(dossier)
    assert call_of(dossier).transition.move == "return_by_commune"
    assert CallTask.objects.get(pk=first.pk).dropped_at == D01_DAYS.returned


@pytest.mark.django_db
def test_who_has_an_e_mail_is_not_called():
    dossier = builders.a_dossier_at(State.RECEIVED)
    assert not CallTask.objects.exists()
    assert client_of("cuc").get(f"/dossiers/{dossier.number}/call/").status_code == 404


@pytest.mark.django_db
def test_what_the_producer_does_itself_needs_no_call():
    dossier = builders.a_dossier_at(State.RECEIVED, *CUA_TUNG)
    assert call_of(dossier) is not None
    actions.retract(dossier=dossier, reason="Đổi bao bì.", actor=cast("bien"), at=at(1, 10))
    assert [call.transition.move for call in CallTask.objects.filter(dropped_at=None)] == ["receive_complete"]


@pytest.mark.django_db
def test_the_officer_reads_what_to_say_and_notes_whom_she_told():
    dossier = builders.a_dossier_at(State.RECEIVED, *CUA_TUNG)
    with time_machine.travel(at(1, 10), tick=False):
        em, address = client_of("em"), f"/dossiers/{dossier.number}/call/"
        verbs = [str(row.verb) for row in home_of(cast("em"), today=at(1, 10).date()).mine]
        assert verbs == ["Kiểm tra, lập Báo cáo Mẫu số 03", "Gọi điện báo chủ thể"]
        page = em.get(address).content.decode()
        assert 'href="tel:' in page
        assert "đã nhận đủ hồ sơ ngày 30/09/2026" in page
        assert em.post(address, {"spoke_to": " ", "note": ""}).status_code == 422
        assert em.post(address, {"spoke_to": "Vợ ông Biển", "note": ""}).status_code == 302
        assert call_of(dossier) is None
        again = em.post(address, {"spoke_to": "Ông Biển", "note": ""})
        assert "Vợ ông Biển" in again.content.decode()
        overview = em.get(f"/dossiers/{dossier.number}/").content.decode()
        assert "Đã báo lúc 09:00 01/10/2026 cho Vợ ông Biển" in " ".join(overview.split())
        assert "Vợ ông Biển" not in client_of("bien").get(f"/dossiers/{dossier.number}/").content.decode()
    assert JournalEntry.objects.get(action="dossier.producer_called").actor == cast("em")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bien", "giang", "cuc", "sen", "stranger"])
def test_nobody_but_the_desk_of_the_commune_notes_a_call(name):
    task = call_of(builders.a_dossier_at(State.RECEIVED, *CUA_TUNG))
    with pytest.raises(Refused):
        call_actions.record_call(task=task, spoke_to="Ông Biển", note="", actor=cast(name), at=at(1, 10))
    call_actions.record_call(task=task, spoke_to="Ông Biển", note="", actor=cast("em"), at=at(1, 10))
    with pytest.raises(Refused, match="đã được ghi nhận"):
        call_actions.record_call(task=task, spoke_to="Bà Sáu", note="", actor=cast("em"), at=at(1, 10))
    assert CallTask.objects.get().spoke_to == "Ông Biển"


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_the_same_for_one_call_and_for_three(rows, django_assert_num_queries):
    for number in range(rows):
        builders.a_dossier_at(State.RECEIVED, "cua_tung", f"Nước mắm {number}")
    em = cast("em")
    home_of(em, today=at(1, 10).date())
    with django_assert_num_queries(5):
        assert len(home_of(em, today=at(1, 10).date()).mine) == 2 * rows
