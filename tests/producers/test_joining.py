"""A person makes an account, asks to act for a producer or proposes one; the commune answers."""

from __future__ import annotations

import datetime as dt

import pytest

from registry.access.answers import Refused
from registry.accounts.joining_views import BY_ADDRESS
from registry.accounts.models import User
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from registry.producers import joining_actions as actions
from registry.producers import queries, rules
from registry.producers.actions import ALREADY_MEMBER
from registry.producers.joining_actions import Proposal
from registry.producers.models import JoinRequest, Membership, Producer
from registry.producers.states import ProducerKind, Rank
from tests.cast import PEOPLE, TRIEU_CO, cast, client_of, commune, producer

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 9, 14, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
TYPED = {"full_name": "Đặng Thị Mai", "phone": "0912 345 678", "password": "Con-Duong-2026", "again": "Con-Duong-2026"}
PROPOSED = {"kind": "cooperative", "name": "HTX Ruốc Mỹ Thủy (minh họa)", "commune": TRIEU_CO}


def asked(rank: Rank = Rank.EDITOR, by: str = "stranger") -> JoinRequest:
    return actions.ask_to_join(producer=producer("gia_dang"), rank=rank, note="Kế toán", actor=cast(by), at=AT)


def proposed(by: str = "stranger") -> JoinRequest:
    proposal = Proposal(ProducerKind.COOPERATIVE, PROPOSED["name"], commune(TRIEU_CO), "3007 MT")
    return actions.propose_producer(proposal=proposal, note="", actor=cast(by), at=AT)


def ranks(name: str) -> list[tuple[str, str]]:
    rows = Membership.objects.filter(user=cast(name), until=None)
    return list(rows.values_list("producer__name", "rank").order_by("pk"))


def test_an_account_of_ones_own_opens_no_door_but_the_one_to_ask():
    producer("gia_dang")
    browser = client_of(None)
    assert "/sign-up/" in browser.get("/account/login/").content.decode()
    answer = browser.post("/sign-up/", TYPED)
    person = User.objects.get(full_name="Đặng Thị Mai")
    assert (answer["Location"], person.phone, person.username) == ("/join/", "0912345678", "0912345678")
    assert (person.assignments, ranks_of(person)) == ([], [])
    home = browser.get("/home/").content.decode()
    assert "Ông/bà chưa thay mặt chủ thể nào" in home
    for list_page in ("/dossiers/", "/products/", "/producers/", "/certificates/"):
        assert "Gia Đẳng" not in browser.get(list_page).content.decode()
    again = client_of(None)
    assert again.post("/account/login/", {"login": "+84 912 345 678", "password": TYPED["password"]}).status_code == 302


def ranks_of(person: User) -> list[str]:
    return list(person.memberships.values_list("rank", flat=True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"phone": ""}, "Nhập số điện thoại hoặc email."),
        ({"phone": "12"}, "Số điện thoại chưa đúng, ví dụ: 0912 345 678."),
        ({"again": "khác"}, "Hai mật khẩu không giống nhau."),
        ({"password": "0912345678", "again": "0912345678"}, "mật khẩu"),
        ({"password": "ngan", "again": "ngan"}, "mật khẩu"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(changes, words):
    answer = client_of(None).post("/sign-up/", TYPED | changes)
    page = answer.content.decode()
    assert (answer.status_code, User.objects.count()) == (422, 0)
    assert words in page
    assert 'value="Đặng Thị Mai"' in page
    assert "Con-Duong" not in page


def test_a_phone_belongs_to_one_account_and_an_address_makes_only_a_few():
    client_of(None).post("/sign-up/", TYPED)
    taken = client_of(None).post("/sign-up/", TYPED | {"full_name": "Người Khác"})
    assert (taken.status_code, User.objects.count()) == (409, 1)
    for _time in range(BY_ADDRESS.most):
        client_of(None).post("/sign-up/", TYPED)
    other = TYPED | {"phone": "0987654321"}
    assert "quá nhiều tài khoản" in client_of(None).post("/sign-up/", other).content.decode()
    assert User.objects.count() == 1


def test_a_producer_is_found_by_words_without_accents_or_by_its_number_and_never_leafed_through():
    mine = producer("gia_dang")
    for text in ("nuoc mam gia dang", "3007 gd-01", "Gia Đẳng"):
        assert list(queries.findable(text)) == [mine]
    for text in ("", "gi", "%%%", "khong co"):
        assert list(queries.findable(text)) == []
    page = client_of("stranger").get("/join/?q=gia dang").content.decode()
    assert mine.name in page
    assert mine.representative_name not in page
    assert mine.phone == "" or mine.phone not in page


def test_who_asks_is_let_in_by_the_representative_or_the_commune_and_told():
    cast("hanh")
    join = asked()
    told = Notification.objects.filter(event="producer.join_asked", channel="in_app")
    assert {row.recipient.username for row in told} == {"cuc", "hanh"}
    page = client_of("hanh").get("/home/").content.decode()
    assert "Trả lời đề nghị tham gia" in page
    assert client_of("hanh").post(f"/join/requests/{join.pk}/accept/")["Location"] == "/join/requests/"
    assert ranks("stranger") == [(producer("gia_dang").name, "editor")]
    assert Notification.objects.filter(event="producer.member_added", recipient=cast("stranger")).exists()
    actions_of = list(JournalEntry.objects.filter(action__startswith="producer.").values_list("action", flat=True))
    assert actions_of[-3:] == ["producer.join_asked", "producer.join_accepted", "producer.member_added"]
    assert "Đã chấp nhận" in client_of("stranger").get("/join/").content.decode()


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in {"cuc", "dung", "hanh"}])
def test_nobody_else_sees_or_answers_a_request(name):
    join = asked(by="khoa")
    browser = client_of(name)
    assert "Trần Đăng Khoa" not in browser.get("/join/requests/").content.decode().split("<main")[1]
    for step in ("accept", "refuse"):
        assert browser.post(f"/join/requests/{join.pk}/{step}/", {"reason": "không"}).status_code == 404
    with pytest.raises(Refused) as refused:
        actions.accept_join(join=join, actor=cast(name), at=AT)
    assert refused.value.answer == rules.OTHER_OFFICE
    assert JoinRequest.objects.get().outcome == ""
    assert ("HTX Nước mắm Gia Đẳng (minh họa)", "editor") not in ranks("khoa")


def test_who_represents_a_producer_is_confirmed_by_the_commune_alone():
    join = asked(Rank.OWNER)
    assert client_of("hanh").post(f"/join/requests/{join.pk}/accept/").status_code == 404
    with pytest.raises(Refused) as refused:
        actions.accept_join(join=join, actor=cast("hanh"), at=AT)
    assert refused.value.answer == rules.ONLY_THE_COMMUNE_CONFIRMS_OWNERS
    assert client_of("cuc").post(f"/join/requests/{join.pk}/accept/").status_code == 302
    assert ranks("stranger") == [(producer("gia_dang").name, "owner")]


def test_one_answer_counts():
    join = asked()
    actions.refuse_join(join=join, reason="Không phải xã viên.", actor=cast("cuc"), at=AT)
    with pytest.raises(Refused) as refused:
        actions.accept_join(join=join, actor=cast("hanh"), at=AT)
    assert refused.value.answer == rules.ALREADY_DECIDED
    assert ranks("stranger") == []
    assert "Không phải xã viên." in client_of("stranger").get("/join/").content.decode()
    assert asked().pk != join.pk


def test_one_asks_once_and_not_for_what_one_has():
    asked()
    with pytest.raises(Refused, match="xin chờ trả lời"):
        asked()
    with pytest.raises(Refused) as refused:
        asked(by="hanh")
    assert refused.value.answer == ALREADY_MEMBER
    proposed()
    with pytest.raises(Refused, match="xin chờ UBND xã trả lời"):
        proposed()
    assert JoinRequest.objects.count() == 2


def test_a_refusal_needs_a_reason_and_keeps_the_page():
    join = asked()
    answer = client_of("cuc").post(f"/join/requests/{join.pk}/refuse/", {"reason": " "})
    assert answer.status_code == 422
    assert "<details open>" in answer.content.decode()
    assert JoinRequest.objects.get().outcome == ""


def test_a_proposed_producer_is_registered_from_its_papers_and_gets_its_representative():
    cast("cuc")
    browser = client_of("stranger")
    wrong = browser.post("/join/propose/", {"name": PROPOSED["name"]})
    assert wrong.status_code == 422
    assert f'value="{PROPOSED["name"]}"' in wrong.content.decode()
    assert browser.post("/join/propose/", PROPOSED).status_code == 302
    join = JoinRequest.objects.get()
    officer = client_of("cuc")
    way = officer.post(f"/join/requests/{join.pk}/accept/")["Location"]
    form = officer.get(way).content.decode()
    assert f'value="{PROPOSED["name"]}"' in form
    assert "Người Lạ đề nghị đăng ký chủ thể này" in form
    typed = PROPOSED | {"representative_name": "Người Lạ", "registration_number": "3007 MT-09"}
    assert officer.post(way, typed).status_code == 302
    made = Producer.objects.get(registration_number="3007 MT-09")
    assert ranks("stranger") == [(made.name, "owner")]
    join.refresh_from_db()
    assert (join.producer, join.outcome, join.decided_by) == (made, "accepted", cast("cuc"))
    assert officer.get(way).status_code == 404
    assert client_of("em").get(way).status_code == 404
