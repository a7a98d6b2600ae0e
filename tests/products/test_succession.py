"""A household becomes a company, production ends: products go along, codes and history stay, nothing is guessed."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from django.urls import reverse

from registry.access.answers import Refused
from registry.notifications.models import Notification
from registry.producers.models import Producer
from registry.producers.rules import may_register
from registry.products.actions import issue_code
from registry.products.succession_actions import end_activity, resume_activity
from tests.cast import cast, client_of, producer, product, status_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
TODAY = NOW.date()


@pytest.fixture
def household():
    cast("hanh")
    return producer("gia_dang")


@pytest.fixture
def company(household):
    made = Producer.objects.get(pk=household.pk)
    made.pk, made.registration_number, made.name, made.folded = (
        None,
        "3200999999",
        "Công ty Gia Đẳng",
        "cong ty gia dang",
    )
    made.save()
    return made


def ended(one, successor=None, who="cuc", on=TODAY, reason="Hộ đã thành lập công ty"):
    return end_activity(producer=one, reason=reason, on=on, successor=successor, actor=cast(who), at=NOW)


def reason_of(act):
    with pytest.raises(Refused) as raised:
        act()
    return str(raised.value.answer.reason)


def test_products_pass_to_the_company_under_their_codes(household, company):
    sauce = product("Nước mắm", of="gia_dang", set_number=9)
    code = issue_code(product=sauce, actor=cast("cuc"), at=NOW)
    ended(household, company)
    sauce.refresh_from_db()
    company.refresh_from_db()
    assert (sauce.producer, sauce.code, company.predecessor) == (company, code, household)
    assert not may_register(household, 9)
    page = html.unescape(client_of("cuc").get(reverse("producer", args=[household.pk])).content.decode())
    assert f'href="{reverse("producer", args=[company.pk])}"' in page
    assert "Hộ đã thành lập công ty" in page
    told = Notification.objects.filter(event="producer.ended", channel="in_app").values_list(
        "recipient__username", flat=True
    )
    assert set(told) == {"hanh"}


def test_production_that_ended_can_be_resumed_and_one_with_a_successor_cannot(household, company):
    ended(household, reason="Ngừng sản xuất")
    assert reason_of(lambda: ended(household)) == "Chủ thể đã ngừng hoạt động."
    resume_activity(producer=household, actor=cast("cuc"), at=NOW)
    household.refresh_from_db()
    assert (household.active, household.ended_on, household.ended_reason) == (True, None, "")
    assert (
        reason_of(lambda: resume_activity(producer=household, actor=cast("cuc"), at=NOW)) == "Chủ thể đang hoạt động."
    )
    ended(household, company)
    assert reason_of(lambda: resume_activity(producer=household, actor=cast("cuc"), at=NOW)).startswith(
        "Chủ thể đã chuyển"
    )


@pytest.mark.parametrize("who", ["hanh", "em", "duc", "giang", "stranger"])
def test_only_the_desk_of_the_commune_records_it(household, who):
    assert reason_of(lambda: ended(household, who=who)).startswith("Chủ thể thuộc xã")
    household.refresh_from_db()
    assert household.active
    assert status_of(client_of(who), reverse("producer-end", args=[household.pk])) in {403, 404}


def test_what_does_not_fit_changes_nothing_at_all(household, company):
    sauce = product("Nước mắm", of="gia_dang", set_number=9)
    twin = type(sauce).objects.get(pk=sauce.pk)
    twin.pk, twin.public_id, twin.producer = None, "abcdefghjk", company
    twin.save()
    other = producer("cua_tung")
    tomorrow = NOW.date() + dt.timedelta(days=1)
    for act, words in (
        (lambda: ended(household, company), "Chủ thể kế thừa đã có sản phẩm cùng tên."),
        (lambda: ended(household, household), "Chủ thể đã ngừng hoạt động hoặc đã chuyển thành chủ thể khác."),
        (lambda: ended(household, other), None),
        (lambda: ended(household, on=tomorrow), "Ngày ở phía sau hôm nay."),
        (lambda: ended(household, reason=" "), "Chưa nêu lý do."),
    ):
        said = reason_of(act)
        assert words is None or said == words
        household.refresh_from_db()
        sauce.refresh_from_db()
        assert (household.active, sauce.producer) == (True, household)


def test_the_page_keeps_what_was_typed(household):
    form = {"on": "2026-11-20", "reason": "", "successor": ""}
    answer = client_of("cuc").post(reverse("producer-end", args=[household.pk]), form)
    assert (answer.status_code, 'value="2026-11-20"' in answer.content.decode()) == (422, True)
    done = client_of("cuc").post(reverse("producer-end", args=[household.pk]), {**form, "reason": "Ngừng sản xuất"})
    assert done.url == reverse("producer", args=[household.pk])
