"""Whether an interest links a member is asked for each dossier before anything of it is shown."""

import html

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ratings.councils.models import Declaration, Recusal
from ratings.councils.queries import asked, chamber_of, signs_between
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import State
from ratings.scoring import actions as scoring
from ratings.scoring.models import MemberSheet
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from tests import council_builders as built
from tests.cast import cast, client_of, status_of
from tests.criteria.demo_sheets import D01, council, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def session_day():
    with time_machine.travel(built.AT_SESSION, tick=False):
        yield


@pytest.fixture
def running(law):
    return built.in_scoring(built.on_the_desk(), recused=())


def page_of(scoring_round):
    session = scoring_round.session
    return f"/councils/{session.council_id}/sessions/{session.number}/declaration/"


def sheet(scoring_round, name):
    return built.sheet_of_member(scoring_round, name, asked=False)


def test_nothing_of_the_dossier_is_shown_before_she_has_declared(running):
    own = sheet(running, "tv3")
    client = client_of("tv3")
    for address in (f"/scoring/{own.pk}/", f"/scoring/{own.pk}/send/", f"/scoring/{own.pk}/dossier/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"{page_of(running)}?sheet={own.pk}")
    assert status_of(client, f"/scoring/{own.pk}/evidence/1/1/") == 404
    with pytest.raises(Refused, match="chưa khai báo"):
        scoring.save_ticks(own, revision=0, actor=cast("tv3"), ticks={"1.1": 1})
    ticks = council(sheet_of(9), D01)[0]
    with pytest.raises(Refused, match="chưa khai báo"):
        scoring.send_sheet(own, revision=0, actor=cast("tv3"), at=built.AT_SESSION)
    page = html.unescape(client.get(page_of(running)).content.decode())
    dossier = running.dossier
    assert dossier.product.name in page
    answer = client.post(page_of(running), {f"say-{dossier.pk}": "none", "sheet": own.pk})
    assert (answer.status_code, answer["Location"]) == (302, f"/scoring/{own.pk}/")
    assert client.get(f"/scoring/{own.pk}/").status_code == 200
    assert scoring.save_ticks(sheet(running, "tv3"), revision=0, actor=cast("tv3"), ticks=ticks.ticks).revision == 1
    assert JournalEntry.objects.filter(action="dossier.no_interest", actor=cast("tv3")).count() == 1


def test_the_councils_own_door_and_a_save_are_closed_to_her_too(running):
    dossier, own = running.dossier, sheet(running, "tv3")
    client, door = client_of("tv3"), f"/councils/dossiers/{running.dossier.number}/"
    assert client.get(door)["Location"] == page_of(running)
    assert status_of(client, f"{door}evidence/1/1/") == 404
    saved = client.post(f"/scoring/{own.pk}/save/", {"revision": 0, "line": "1.1", "tick-1.1": "1"})
    assert saved["Location"] == f"{page_of(running)}?sheet={own.pk}"
    htmx = client.post(f"/scoring/{own.pk}/save/", {"revision": 0}, headers={"hx-request": "true"})
    assert (htmx.status_code, htmx.content, "declaration" in htmx["HX-Redirect"]) == (204, b"", True)
    for who in ("thu", "lan"):
        assert status_of(client_of(who), door) == 200, "secretary and team are not asked"
    built.declared(dossier, "tv3")
    assert status_of(client, door) == 200


def test_whoever_comes_only_to_the_second_scoring_declares_then(running):
    dossier = running.dossier
    Dossier.objects.filter(pk=dossier.pk).update(state=State.RESCORING)
    own = sheet(running, "tv3")
    assert client_of("tv3").get(f"/scoring/{own.pk}/").status_code == 302
    answer = client_of("tv3").post(page_of(running), {f"say-{dossier.pk}": "none", "sheet": own.pk})
    assert (answer.status_code, client_of("tv3").get(f"/scoring/{own.pk}/").status_code) == (302, 200)


def test_asked_and_none_is_different_from_not_asked_and_an_interest_is_a_recusal(running):
    dossier = running.dossier
    client_of("tv3").post(page_of(running), {f"say-{dossier.pk}": "none"})
    answer = client_of("tv4").post(
        page_of(running), {f"say-{dossier.pk}": "some", f"why-{dossier.pk}": "Em gái là kế toán của hợp tác xã"}
    )
    assert answer.status_code == 302
    seats = {name: built.person(name).pk for name in ("tv3", "tv4", "tv5")}
    said = asked(seats.values(), [dossier.pk])
    assert said == {(seats["tv3"], dossier.pk), (seats["tv4"], dossier.pk)}
    assert Recusal.objects.get().person_id == seats["tv4"]
    assert MemberSheet.objects.get(person=seats["tv4"]).void_at is not None
    assert chamber_of(running.session, [dossier.pk]).quorum(dossier.pk).entitled == 6, "one of seven stepped back"
    session = f"/councils/{running.session.council_id}/sessions/{running.session.number}/"
    page = html.unescape(client_of("thu").get(session).content.decode())
    assert page.count("đã khai báo 1 trên 1 sản phẩm") == 2
    assert "Còn 1 sản phẩm ông/bà chưa khai báo" in html.unescape(client_of("tv5").get(session).content.decode())
    assert "chưa khai báo" not in html.unescape(client_of("tv3").get(session).content.decode())


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Chọn câu trả lời cho ít nhất một sản phẩm"),
        ({"say": "some"}, "Ghi rõ mối liên hệ"),
        ({"say": "none", "why": "Bà con"}, "Đã ghi mối liên hệ nhưng"),
    ],
)
def test_half_an_answer_is_asked_again_and_what_was_typed_stays(running, form, words):
    dossier = running.dossier
    answer = client_of("tv3").post(page_of(running), {f"{name}-{dossier.pk}": text for name, text in form.items()})
    page = html.unescape(answer.content.decode())
    assert (answer.status_code, words in page) == (422, True)
    assert not form.get("why") or 'value="Bà con"' in page
    assert not Declaration.objects.exists()
    assert not Recusal.objects.exists()


def test_only_a_scoring_member_declares_and_only_for_herself(running):
    for who in ("thu", "lan", "giang", "hanh", "stranger"):
        assert status_of(client_of(who), page_of(running)) == 404
    with pytest.raises(Refused, match="tự khai báo"):
        built.councils.declare_no_interest(
            running.dossier, person=built.person("tv3"), actor=cast("tv4"), at=built.AT_SESSION
        )
    with pytest.raises(Refused, match="Chỉ thành viên chấm điểm"):
        built.councils.declare_no_interest(
            running.dossier, person=built.person("thu"), actor=cast("thu"), at=built.AT_SESSION
        )
    for _ in range(2):
        built.declared(running.dossier, "tv3")
    assert Declaration.objects.count() == 1, "twice is one"


def test_a_declaration_can_still_become_a_recusal_and_never_disappears(running):
    built.declared(running.dossier, "tv3")
    scoring.recuse(
        running.dossier, person=built.person("tv3"), reason="Nhớ ra có góp vốn", actor=cast("tv3"), at=built.AT_SESSION
    )
    with pytest.raises(Refused, match="không tham gia"):
        built.declared(running.dossier, "tv3")
    with pytest.raises(DatabaseError), transaction.atomic():
        Declaration.objects.all().delete()
    assert status_of(client_of("tv3"), f"/scoring/{sheet(running, 'tv3').pk}/") == 404


def test_signs_are_shown_to_the_member_and_asked_in_a_constant_number_of_queries(running):
    dossier = running.dossier
    member = cast("tv3")
    member.phone = dossier.producer.phone = "0977000111"
    member.save()
    dossier.producer.save()
    page = html.unescape(client_of("tv3").get(page_of(running)).content.decode())
    assert "trùng số điện thoại của chủ thể" in page
    people = [built.person(name) for name in built.SEATS]
    with CaptureQueriesContext(connection) as one:
        assert list(signs_between(people, [dossier])) == [(built.person("tv3").pk, dossier.pk)]
    other = built.on_the_desk("Ruốc Gia Đẳng")
    with CaptureQueriesContext(connection) as two:
        signs_between(people, [dossier, other])
    assert len(two) <= len(one)


def test_home_asks_before_the_session(law):
    dossier = built.on_agenda(built.on_the_desk(), recused=())
    with time_machine.travel(built.REPORTED, tick=False):
        page = html.unescape(client_of("tv3").get("/home/").content.decode())
        assert "Khai báo xung đột lợi ích" in page
        built.declared(dossier, "tv3")
        assert "Khai báo xung đột lợi ích" not in html.unescape(client_of("tv3").get("/home/").content.decode())
        assert "Khai báo xung đột lợi ích" not in html.unescape(client_of("thu").get("/home/").content.decode())
