"""The system administrator opens accounts and gives offices; nobody else does, and she gives herself none."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError

from registry.access.answers import Refused
from registry.access.roles import Role
from registry.accounts import actions, queries, rules
from registry.accounts.facts import Contact, Office
from registry.accounts.models import RoleAssignment, User
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from tests.cast import PEOPLE, QUANG_TRI, TRIEU_CO, cast, client_of, commune, province

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
DAY = AT.date()
MAI = Contact("Đặng Thị Mai", "dang.thi.mai", phone="0912345678", email="mai@example.vn")
WAYS_IN = ("/people/", "/people/new/")


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(AT, tick=False):
        yield


def mai() -> User:
    return actions.open_account(contact=MAI, actor=cast("quan_tri"), at=AT)


def officer(**changes) -> Office:
    values = {"role": Role.COMMUNE_OFFICER, "since": DAY, "commune": commune(TRIEU_CO)} | changes
    return Office(**values)


def entries() -> list[str]:
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def test_only_the_administrator_has_the_pages():
    for name in PEOPLE:
        expected = 200 if name == "quan_tri" else 403
        assert [client_of(name).get(way).status_code for way in WAYS_IN] == [expected] * 2, name
        assert queries.visible_to(cast(name)).exists() is (name == "quan_tri")
    assert "/account/login/" in client_of(None).get("/people/")["Location"]


@pytest.mark.parametrize("name", ["giang", "cuc", "quoc", "bo"])
def test_an_action_is_refused_to_everybody_else_and_changes_nothing(name):
    person, before = mai(), entries()
    attempts = [
        lambda who: actions.open_account(contact=Contact("X", "x"), actor=who, at=AT),
        lambda who: actions.change_contact(person=person, contact=Contact("X", "x"), actor=who, at=AT),
        lambda who: actions.give_office(person=person, office=officer(), actor=who, at=AT),
        lambda who: actions.close_account(person=person, actor=who, at=AT),
        lambda who: actions.password_link(person=person, actor=who, at=AT),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt(cast(name))
        assert refused.value.answer == rules.ONLY_ADMINISTRATORS
    assert User.objects.get(pk=person.pk).full_name == MAI.full_name
    assert not RoleAssignment.objects.filter(user=person).exists()
    assert entries() == before


def test_nobody_gives_herself_an_office_or_ends_her_own():
    administrator = cast("quan_tri")
    own = administrator.role_assignments.get()
    for attempt in (
        lambda: actions.give_office(person=administrator, office=officer(), actor=administrator, at=AT),
        lambda: actions.end_office(office=own, last_day=DAY, actor=administrator, at=AT),
        lambda: actions.close_account(person=administrator, actor=administrator, at=AT),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.answer == rules.NOT_ONESELF
    assert list(administrator.role_assignments.values_list("pk", "until")) == [(own.pk, None)]
    page = client_of("quan_tri").get(f"/people/{administrator.pk}/").content.decode()
    assert "Không ai tự giao vai trò cho mình" in page
    assert 'name="role"' not in page


def test_an_office_counts_from_its_first_to_its_last_day_and_the_person_is_told():
    person = mai()
    given = actions.give_office(person=person, office=officer(), actor=cast("quan_tri"), at=AT)
    assert [one.pk for one in User.objects.get(pk=person.pk).assignments] == [given.pk]
    told = Notification.objects.get(recipient=person, channel="in_app")
    assert (told.event, told.values["office"]) == ("office.given", "Công chức phụ trách OCOP cấp xã · Xã Triệu Cơ")
    actions.end_office(office=given, last_day=DAY, actor=cast("quan_tri"), at=AT)
    assert User.objects.get(pk=person.pk).assignments == [given]
    assert not RoleAssignment.objects.held_on(DAY + dt.timedelta(days=1)).filter(user=person).exists()
    assert entries() == ["account.opened", "office.given", "office.ended"]


def test_an_office_given_by_mistake_is_taken_back_and_stays_in_the_journal():
    person = mai()
    given = actions.give_office(person=person, office=officer(), actor=cast("quan_tri"), at=AT)
    actions.end_office(office=given, last_day=DAY - dt.timedelta(days=1), actor=cast("quan_tri"), at=AT)
    assert User.objects.get(pk=person.pk).assignments == []
    with pytest.raises(Refused) as refused:
        actions.end_office(office=given, last_day=DAY, actor=cast("quan_tri"), at=AT)
    assert refused.value.answer == actions.ENDED
    ended = JournalEntry.objects.get(action="office.ended")
    assert ended.payload["before"]["until"] == ""
    assert ended.payload["after"]["until"] == "2026-11-23"


@pytest.mark.parametrize(
    ("office", "answer"),
    [
        (officer, actions.ALREADY_HELD),
        (lambda: officer(since=DAY + dt.timedelta(days=400)), actions.ALREADY_HELD),
        (lambda: officer(commune=None), actions.WRONG_PLACE),
        (lambda: officer(province=province(QUANG_TRI)), actions.WRONG_PLACE),
        (lambda: officer(role=Role.PROVINCE_OFFICER), actions.WRONG_PLACE),
        (lambda: officer(role=Role.MINISTRY_OFFICER), actions.WRONG_PLACE),
        (lambda: officer(role=Role.COMMUNE_LEADER, until=DAY - dt.timedelta(days=1)), actions.BEFORE_IT_BEGAN),
    ],
)
def test_an_office_that_does_not_fit_is_refused(office, answer):
    person = mai()
    actions.give_office(person=person, office=officer(), actor=cast("quan_tri"), at=AT)
    with pytest.raises(Refused) as refused:
        actions.give_office(person=person, office=office(), actor=cast("quan_tri"), at=AT)
    assert refused.value.answer == answer
    assert person.role_assignments.count() == 1


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        (Contact("Khác", "Dang.Thi.Mai"), "Tên đăng nhập này đã thuộc một tài khoản khác."),
        (Contact("Khác", "khac", phone="0912345678"), "Số điện thoại này đã thuộc tài khoản khác."),
        (Contact("Khác", "khac", email="MAI@example.vn"), "E-mail này đã thuộc tài khoản khác."),
        (Contact("Khác", "mai@example.vn"), "Tên đăng nhập này đã thuộc một tài khoản khác."),
        (Contact("Khác", "0912345678"), "Tên đăng nhập là số điện thoại thì phải là số của chính người đó."),
    ],
)
def test_what_one_signs_in_with_belongs_to_one_person(contact, words):
    mai()
    with pytest.raises(Refused) as refused:
        actions.open_account(contact=contact, actor=cast("quan_tri"), at=AT)
    assert str(refused.value.answer.reason) == words
    assert User.objects.filter(full_name="Khác").count() == 0


def test_a_closed_account_signs_nobody_in_and_holds_no_office():
    person, administrator = mai(), cast("quan_tri")
    given = actions.give_office(person=person, office=officer(), actor=administrator, at=AT)
    with pytest.raises(Refused) as refused:
        actions.close_account(person=User.objects.get(pk=person.pk), actor=administrator, at=AT)
    assert refused.value.answer == actions.HOLDS_OFFICES
    browser = client_of(None)
    browser.force_login(person)
    assert browser.get("/home/").status_code == 200
    actions.end_office(office=given, last_day=DAY - dt.timedelta(days=1), actor=administrator, at=AT)
    actions.close_account(person=User.objects.get(pk=person.pk), actor=administrator, at=AT)
    assert "/account/login/" in browser.get("/home/")["Location"]
    closed = User.objects.get(pk=person.pk)
    for attempt in (
        lambda: actions.give_office(person=closed, office=officer(), actor=administrator, at=AT),
        lambda: actions.password_link(person=closed, actor=administrator, at=AT),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.answer == actions.CLOSED
    actions.reopen_account(person=closed, actor=administrator, at=AT)
    assert User.objects.get(pk=person.pk).is_active


def test_the_whole_way_in_the_browser_from_the_account_to_the_work_of_the_office():
    commune(TRIEU_CO)
    browser = client_of("quan_tri")
    typed = {"full_name": "Đặng Thị Mai", "username": "Mai Lớn", "phone": "12", "email": ""}
    wrong = browser.post("/people/new/", typed)
    assert (wrong.status_code, User.objects.filter(full_name="Đặng Thị Mai").count()) == (422, 0)
    assert 'value="Mai Lớn"' in wrong.content.decode()
    made = browser.post("/people/new/", typed | {"username": "mai", "phone": "0912 345 678"})
    person = User.objects.get(username="mai")
    assert (made["Location"], person.phone, person.has_usable_password()) == (
        f"/people/{person.pk}/", "0912345678", False,
    )  # fmt: skip
    office = {"role": "commune_officer", "since": "2026-11-23", "commune": ""}
    refused = browser.post(made["Location"], office)
    assert refused.status_code == 422
    assert "Vai trò này cần có địa bàn." in refused.content.decode()
    assert browser.post(made["Location"], office | {"commune": "trieu co"}).status_code == 302
    shown = browser.post(f"/people/{person.pk}/password/").content.decode()
    link = re.search(r"<code>https?://[^/]+(/[^<]+)</code>", shown)[1]
    herself = client_of(None)
    step = herself.get(link)
    form = herself.get(step["Location"])
    assert form.status_code == 200
    words = {"password1": "Con-Duong-2026", "password2": "Con-Duong-2026"}
    assert herself.post(step["Location"], words).status_code == 302
    assert herself.post("/account/login/", {"login": "0912345678", "password": "Con-Duong-2026"}).status_code == 302
    assert "Đặng Thị Mai" in herself.get("/producers/new/").content.decode()
    assert "đã được dùng" in client_of(None).get(link, follow=True).content.decode()
    assert browser.get(f"/people/?q={'dang mai'}").content.decode().count("<tr>") == 2


def test_the_list_costs_the_same_queries_whatever_its_rows(django_assert_num_queries):
    browser = client_of("quan_tri")
    browser.get("/people/")
    with django_assert_num_queries(7):
        assert browser.get("/people/").content.decode().count("<tr>") == 2
    for name in ("cuc", "giang"):
        cast(name)
    with django_assert_num_queries(7):
        assert browser.get("/people/").content.decode().count("<tr>") == 4


def test_the_first_administrator_is_made_on_the_command_line(capsys):
    call_command("create_administrator", "tri", "Lương Văn Trị", phone="0987654321")
    person = User.objects.get(username="tri")
    assert [one.role for one in person.assignments] == [Role.SYSTEM_ADMINISTRATOR]
    assert re.fullmatch(r"https?://\S+/account/password/reset/key/\S+\n", capsys.readouterr().out)
    with pytest.raises(CommandError, match="Tên đăng nhập"):
        call_command("create_administrator", "tri", "Người Khác")
    assert User.objects.count() == 1
