"""Registering a producer, its profile, its members and its years: what happens, and what is refused."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from registry.producers import actions, rules
from registry.producers.facts import ProducerFacts, Year
from registry.producers.models import Membership, Producer, YearFigures
from registry.producers.states import ProducerKind, Rank
from tests.cast import CUA_TUNG, MADE_AT, MY_THUY, TRIEU_CO, cast, commune, producer

pytestmark = pytest.mark.django_db


def facts(**changes):
    given = {
        "kind": ProducerKind.COOPERATIVE,
        "name": "HTX  Ném Hải Dương",
        "commune": commune(TRIEU_CO),
        "representative_name": "Lê Thị Ba",
    }
    return ProducerFacts(**{**given, **changes})


def facts_of(row, **changes):
    names = [field.name for field in dataclasses.fields(ProducerFacts)]
    return ProducerFacts(**{**{name: getattr(row, name) for name in names}, **changes})


def refused(action, **arguments):
    """The answer of a refused action; nothing was written, not even to the journal."""
    before = (JournalEntry.objects.count(), Notification.objects.count(), Producer.objects.count())
    with pytest.raises(Refused) as caught, transaction.atomic():
        action(**arguments)
    assert (JournalEntry.objects.count(), Notification.objects.count(), Producer.objects.count()) == before
    return caught.value.answer


def entries():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def test_an_officer_registers_a_producer_of_her_commune():
    made = actions.register_producer(facts=facts(), actor=cast("cuc"), at=MADE_AT)
    assert (made.name, made.folded, made.commune_id, made.created_by.username) == (
        "HTX Ném Hải Dương",
        "htx nem hai duong",
        TRIEU_CO,
        "cuc",
    )
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.object_id, entry.commune, entry.province) == (
        "producer.registered",
        str(made.pk),
        TRIEU_CO,
        "44",
    )


@pytest.mark.parametrize("name", ["hanh", "duc", "em", "giang", "bo", "quan_tri", "stranger"])
def test_nobody_else_registers_one_there(name):
    commune(CUA_TUNG)
    actor, given = cast(name), facts()
    assert refused(actions.register_producer, facts=given, actor=actor, at=MADE_AT) == rules.OTHER_COMMUNE


def test_one_registration_number_belongs_to_one_producer_of_a_commune():
    cuc = cast("cuc")
    actions.register_producer(facts=facts(registration_number="3007 A"), actor=cuc, at=MADE_AT)
    answer = refused(
        actions.register_producer, facts=facts(name="HTX Khác", registration_number="3007 A"), actor=cuc, at=MADE_AT
    )
    assert str(answer.reason) == "Số đăng ký này đã thuộc một chủ thể khác trong xã."


def test_what_does_not_concern_the_kind_is_left_empty():
    made = actions.register_producer(
        facts=facts(small_or_medium=True, local_capital_share=Decimal(51)), actor=cast("cuc"), at=MADE_AT
    )
    assert (made.small_or_medium, made.local_capital_share) == (None, None)
    company = actions.register_producer(
        facts=facts(
            kind=ProducerKind.JOINT_STOCK_COMPANY,
            name="Công ty CP",
            small_or_medium=True,
            local_capital_share=Decimal(51),
        ),
        actor=cast("cuc"),
        at=MADE_AT,
    )
    assert (company.small_or_medium, company.local_capital_share) == (True, Decimal(51))


def test_an_update_journals_what_changed_and_what_it_was():
    gia_dang, hanh = producer("gia_dang"), cast("hanh")
    changed = facts_of(gia_dang, phone="0987654321")
    actions.update_producer(producer=gia_dang, facts=changed, actor=hanh, at=MADE_AT)
    entry = JournalEntry.objects.get(action="producer.updated")
    assert (entry.payload["before"], entry.payload["after"]) == ({"phone": "0912345678"}, {"phone": "0987654321"})
    actions.update_producer(producer=gia_dang, facts=changed, actor=hanh, at=MADE_AT)
    assert entries().count("producer.updated") == 1


@pytest.mark.parametrize("name", ["bien", "em", "duc", "giang", "bo", "quan_tri", "stranger"])
def test_others_do_not_change_a_profile(name):
    gia_dang, actor = producer("gia_dang"), cast(name)
    changed = facts_of(gia_dang, phone="0987654321")
    answer = refused(actions.update_producer, producer=gia_dang, facts=changed, actor=actor, at=MADE_AT)
    assert answer == rules.NOT_YOURS
    gia_dang.refresh_from_db()
    assert gia_dang.phone == "0912345678"


def test_only_the_officer_moves_a_producer_to_another_commune():
    gia_dang, hanh, cuc = producer("gia_dang"), cast("hanh"), cast("cuc")
    moved = facts_of(gia_dang, commune=commune(MY_THUY))
    answer = refused(actions.update_producer, producer=gia_dang, facts=moved, actor=hanh, at=MADE_AT)
    assert answer == actions.ONLY_CLERKS_MOVE
    actions.update_producer(producer=gia_dang, facts=moved, actor=cuc, at=MADE_AT)
    assert Producer.objects.get().commune_id == MY_THUY


def test_a_new_member_is_told_and_can_be_ended_again():
    gia_dang, hanh, lan = producer("gia_dang"), cast("hanh"), cast("lan")
    membership = actions.add_member(producer=gia_dang, user=lan, rank=Rank.EDITOR, actor=hanh, at=MADE_AT)
    assert Notification.objects.filter(recipient=lan, event="producer.member_added").count() == 2
    answer = refused(actions.add_member, producer=gia_dang, user=lan, rank=Rank.VIEWER, actor=hanh, at=MADE_AT)
    assert answer == actions.ALREADY_MEMBER
    actions.end_membership(membership=membership, actor=hanh, at=MADE_AT)
    assert Membership.objects.get(pk=membership.pk).until is not None
    assert refused(actions.end_membership, membership=membership, actor=hanh, at=MADE_AT) == actions.NOT_A_MEMBER


def test_an_editor_does_not_choose_who_else_may():
    gia_dang, hanh, lan, minh = producer("gia_dang"), cast("hanh"), cast("lan"), cast("minh")
    actions.add_member(producer=gia_dang, user=lan, rank=Rank.EDITOR, actor=hanh, at=MADE_AT)
    answer = refused(actions.add_member, producer=gia_dang, user=minh, rank=Rank.OWNER, actor=lan, at=MADE_AT)
    assert answer == rules.ONLY_OWNERS


def test_the_last_representative_stays_unless_the_commune_ends_it():
    hanh, cuc = cast("hanh"), cast("cuc")
    membership = Membership.objects.get(user=hanh)
    assert refused(actions.end_membership, membership=membership, actor=hanh, at=MADE_AT) == rules.LAST_OWNER
    actions.end_membership(membership=membership, actor=cuc, at=MADE_AT)
    assert Membership.objects.get(user=hanh).until is not None


def test_a_year_is_recorded_once_and_corrected_in_place():
    gia_dang, hanh = producer("gia_dang"), cast("hanh")
    for workers in (12, 14):
        figures = Year(year=2025, workers=workers, local_workers=11, revenue=1_200_000_000)
        actions.record_year(producer=gia_dang, figures=figures, actor=hanh, at=MADE_AT)
    assert list(YearFigures.objects.values_list("year", "workers")) == [(2025, 14)]
    before = JournalEntry.objects.filter(action="producer.year_recorded").order_by("-pk")[0].payload["before"]
    assert before["workers"] == 12


@pytest.mark.parametrize(
    ("figures", "answer"),
    [
        (Year(year=2027, workers=5), actions.YEAR_NOT_OVER_YET),
        (Year(year=2025, workers=5, local_workers=6), actions.LOCAL_AMONG_ALL),
        (Year(year=2025, local_workers=1), actions.LOCAL_AMONG_ALL),
    ],
)
def test_impossible_figures_are_refused(figures, answer):
    gia_dang, hanh = producer("gia_dang"), cast("hanh")
    assert refused(actions.record_year, producer=gia_dang, figures=figures, actor=hanh, at=MADE_AT) == answer
    assert not YearFigures.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "bank"},
        {"small_or_medium": True},
        {"local_capital_share": Decimal(10)},
        {"representative_sex": "other"},
    ],
)
def test_the_database_refuses_what_the_law_does_not_know(wrong):
    gia_dang = producer("gia_dang")
    with pytest.raises(IntegrityError), transaction.atomic():
        Producer.objects.filter(pk=gia_dang.pk).update(**wrong)


def test_two_active_memberships_of_one_person_are_impossible():
    hanh = cast("hanh")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=hanh, producer=producer("gia_dang"), rank=Rank.VIEWER, since=dt.date(2026, 1, 1))
