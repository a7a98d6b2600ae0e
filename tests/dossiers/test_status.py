"""Where a dossier stands, without an account: with number and digits, nothing personal, and guessing ends soon."""

import pytest
import time_machine

from ratings.dossiers.states import State
from ratings.dossiers.status_views import BY_ADDRESS, BY_DOSSIER
from tests import builders
from tests.cast import client_of

pytestmark = pytest.mark.django_db
PAGE = "/status/"


def asked(number, digits, **headers):
    return client_of(None).post(PAGE, {"number": number, "digits": digits}, **headers)


def test_number_and_digits_tell_stage_turn_and_day_and_nothing_personal():
    dossier = builders.a_dossier_at(State.RECEIVED)
    with time_machine.travel(builders.at(12, 10), tick=False):
        answer = asked(dossier.number, "5678")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert dossier.number in page
    assert str(State.RECEIVED.label) in page
    assert "21/10/2026" in page
    assert "Xã Triệu Cơ" in page
    assert "UBND xã Triệu Cơ" in page or "Ủy ban nhân dân xã Triệu Cơ" in page
    for personal in ("Gia Đẳng", "Lê Thị Hạnh", "Trần Thị Cúc", "0912345678"):
        assert personal not in page
    assert "no-store" in answer["Cache-Control"]


def test_a_wrong_digit_and_an_unknown_number_read_alike():
    dossier = builders.a_dossier_at(State.FILED)
    wrong, unknown = asked(dossier.number, "0000"), asked("99999-2026-00009", "5678")
    assert wrong.status_code == unknown.status_code == 422
    said = "Không có hồ sơ nào khớp số hồ sơ và 4 số cuối điện thoại này."
    assert said in wrong.content.decode()
    assert said in unknown.content.decode()
    assert f'value="{dossier.number}"' in wrong.content.decode()


def test_what_is_no_number_is_said_beside_its_field():
    page = asked("44-1965", "12").content.decode()
    assert "Số hồ sơ có dạng 19654-2026-00001." in page
    assert "Nhập đủ 4 chữ số cuối" in page


def test_guessing_one_dossier_ends_whoever_asks():
    dossier = builders.a_dossier_at(State.FILED)
    with time_machine.travel(builders.at(12, 10), tick=False) as clock:
        for number in range(BY_DOSSIER.most):
            assert asked(dossier.number, f"{number:04d}", REMOTE_ADDR=f"10.0.0.{number}").status_code == 422
        last = asked(dossier.number, "5678", REMOTE_ADDR="10.0.1.1")
        assert last.status_code == 429
        assert "Thử lại sau một giờ" in last.content.decode()
        clock.shift(3600)
        assert asked(dossier.number, "5678", REMOTE_ADDR="10.0.1.1").status_code == 200


def test_one_address_cannot_try_many_dossiers():
    dossier = builders.a_dossier_at(State.FILED)
    with time_machine.travel(builders.at(12, 10), tick=False):
        for number in range(BY_ADDRESS.most):
            assert asked(f"19654-2026-{number + 100:05d}", "0000").status_code == 422
        assert asked(dossier.number, "5678").status_code == 429
        assert asked(dossier.number, "5678", REMOTE_ADDR="10.0.1.1").status_code == 200
