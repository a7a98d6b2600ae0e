"""Who may register under khoản 3 Điều 2, and who may act for a producer."""

import datetime as dt

import pytest

from registry.access.answers import ALLOWED
from registry.producers import queries, rules
from registry.producers.models import Membership, Producer
from registry.producers.similar import likeness, most_alike
from registry.producers.states import ENTERPRISES, HOUSEHOLDS, TOURISM_ONLY, ProducerKind, Rank
from tests.cast import PEOPLE, SINCE, cast, producer


def a(kind, **facts):
    return Producer(kind=kind, **facts)


REGISTERED = {"registration_number": "30E8", "registered_on": dt.date(2020, 1, 1)}


@pytest.mark.parametrize("kind", sorted(HOUSEHOLDS))
@pytest.mark.parametrize("missing", ["registration_number", "registered_on"])
def test_a_household_without_registration_is_refused_with_the_article(kind, missing):
    facts = {**REGISTERED, missing: "" if missing == "registration_number" else None}
    assert rules.may_register(a(kind, **facts), 9) == rules.HOUSEHOLD_UNREGISTERED
    assert rules.HOUSEHOLD_UNREGISTERED.article == "khoản 3 Điều 2"
    assert rules.may_register(a(kind, **REGISTERED), 9) == ALLOWED


@pytest.mark.parametrize("kind", sorted(ENTERPRISES))
@pytest.mark.parametrize("size", [None, False])
def test_an_enterprise_must_be_small_or_medium(kind, size):
    assert rules.may_register(a(kind, small_or_medium=size), 9) == rules.NOT_SMALL_OR_MEDIUM
    assert rules.may_register(a(kind, small_or_medium=True), 9) == ALLOWED


@pytest.mark.parametrize("kind", sorted(TOURISM_ONLY))
def test_associations_and_their_like_register_tourism_only(kind):
    answers = {number: rules.may_register(a(kind), number) for number in range(1, 27)}
    assert {number for number, answer in answers.items() if answer} == {26}
    assert {answer for number, answer in answers.items() if number != 26} == {rules.TOURISM_SERVICES_ONLY}


@pytest.mark.parametrize("kind", [ProducerKind.COOPERATIVE, ProducerKind.COOPERATIVE_GROUP, ProducerKind.FARM])
def test_cooperatives_groups_and_farms_register_everything(kind):
    assert all(rules.may_register(a(kind), number) == ALLOWED for number in range(1, 27))


def test_a_producer_that_has_ended_registers_nothing():
    assert rules.may_register(a(ProducerKind.COOPERATIVE, active=False), 9) == rules.NOT_ACTIVE


@pytest.mark.django_db
def test_the_rule_for_one_producer_and_the_query_for_lists_agree_for_everybody():
    rows = [producer(name) for name in ("gia_dang", "cua_tung", "hue")]
    for name in PEOPLE:
        cast(name)
    editing = {
        name: {row.name for row in queries.editable_by(cast(name))}
        for name in PEOPLE
        if queries.editable_by(cast(name))
    }
    asked = {
        name: allowed for name in PEOPLE if (allowed := {row.name for row in rows if rules.may_edit(cast(name), row)})
    }
    gia_dang, cua_tung, hue = (row.name for row in rows)
    assert editing == asked
    assert editing == {
        "hanh": {gia_dang},
        "bien": {cua_tung},
        "khoa": {hue},
        "cuc": {gia_dang},
        "dung": {gia_dang},
        "em": {cua_tung},
        "sen": {hue},
    }


@pytest.mark.django_db
def test_who_sees_which_producers():
    names = {key: producer(key).name for key in ("gia_dang", "cua_tung", "hue")}
    for name in PEOPLE:
        cast(name)
    seen = {
        name: {key for key in names if names[key] in {row.name for row in queries.visible_to(cast(name))}}
        for name in PEOPLE
    }
    quang_tri, everything = {"gia_dang", "cua_tung"}, set(names)
    expected = {
        "hanh": {"gia_dang"},
        "bien": {"cua_tung"},
        "khoa": {"hue"},
        "cuc": {"gia_dang"},
        "dung": {"gia_dang"},
        "duc": {"gia_dang"},
        "em": {"cua_tung"},
        "sen": {"hue"},
        "giang": quang_tri,
        "hung": quang_tri,
        "thu": quang_tri,
        "quoc": quang_tri,
        "tam": {"hue"},
        "bo": everything,
        "bo_truong": everything,
    }
    assert seen == {name: expected.get(name, set()) for name in PEOPLE}


@pytest.mark.django_db
def test_a_viewer_sees_and_does_not_edit_and_a_former_member_sees_nothing():
    gia_dang, lan, minh = producer("gia_dang"), cast("lan"), cast("minh")
    Membership.objects.create(user=lan, producer=gia_dang, rank=Rank.VIEWER, since=SINCE)
    Membership.objects.create(
        user=minh, producer=gia_dang, rank=Rank.OWNER, since=SINCE, until=SINCE + dt.timedelta(days=1)
    )
    assert [list(queries.visible_to(person)) for person in (lan, minh)] == [[gia_dang], []]
    assert [bool(rules.may_edit(person, gia_dang)) for person in (lan, minh)] == [False, False]


def test_likeness_is_complete_for_the_same_words_and_none_for_other_ones():
    assert likeness("nuoc mam gia dang", "nuoc mam gia dang") == 1.0
    assert likeness("nuoc mam", "chuoi say") == 0.0
    assert likeness("", "chuoi say") == 0.0


def test_the_most_alike_come_first_and_strangers_not_at_all():
    names = ["nuoc mam cua tung", "mam gia dang", "nuoc mam gia dang", "chuoi say"]
    assert most_alike("nuoc mam gia dang", [(name, name) for name in names]) == ["nuoc mam gia dang", "mam gia dang"]
