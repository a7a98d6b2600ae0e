"""Registering products and their photos: what happens, and what is refused with nothing changed."""

import pytest
from django.db import IntegrityError, transaction

from registry.access.answers import Refused
from registry.files.models import PictureSize
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from registry.producers import rules as producer_rules
from registry.producers.models import Producer
from registry.producers.states import ProducerKind
from registry.products import actions, queries, rules
from registry.products.facts import ProductFacts
from registry.products.models import OldCode, Product, ProductPhoto
from tests.cast import MADE_AT, MY_THUY, PEOPLE, cast, commune, picture_file, producer, product

pytestmark = pytest.mark.django_db


def refused(action, **arguments):
    counted = (JournalEntry, Notification, Product, ProductPhoto, OldCode)
    before = [model.objects.count() for model in counted]
    with pytest.raises(Refused) as caught, transaction.atomic():
        action(**arguments)
    assert [model.objects.count() for model in counted] == before
    return caught.value.answer


def fish_sauce(**changes):
    return ProductFacts(**{"name": "Nước  mắm Gia Đẳng", "set_number": 9, **changes})


def test_a_product_is_registered_where_its_producer_is_and_its_people_are_told():
    hanh = cast("hanh")
    made = actions.register_product(
        producer=producer("gia_dang"), facts=fish_sauce(), actor=cast("cuc"), at=MADE_AT, photo=picture_file()
    )
    assert (made.name, made.folded, made.commune_id) == ("Nước mắm Gia Đẳng", "nuoc mam gia dang", "19654")
    assert made.photos.count() == 1
    assert Notification.objects.filter(event="product.registered", recipient=hanh).exists()
    assert JournalEntry.objects.filter(action="product.registered", object_id=str(made.pk)).count() == 1


@pytest.mark.parametrize("name", ["bien", "em", "duc", "giang", "bo", "quan_tri", "stranger"])
def test_others_register_nothing_for_a_producer(name):
    gia_dang, actor = producer("gia_dang"), cast(name)
    answer = refused(actions.register_product, producer=gia_dang, facts=fish_sauce(), actor=actor, at=MADE_AT)
    assert answer == producer_rules.NOT_YOURS


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"kind": ProducerKind.FAMILY_HOUSEHOLD, "registration_number": ""}, producer_rules.HOUSEHOLD_UNREGISTERED),
        ({"kind": ProducerKind.LIMITED_COMPANY}, producer_rules.NOT_SMALL_OR_MEDIUM),
        ({"kind": ProducerKind.ASSOCIATION}, producer_rules.TOURISM_SERVICES_ONLY),
    ],
)
def test_whom_the_law_bars_registers_no_product(change, answer):
    Producer.objects.filter(pk=producer("gia_dang").pk).update(**change)
    barred, cuc = Producer.objects.select_related("commune").get(), cast("cuc")
    got = refused(actions.register_product, producer=barred, facts=fish_sauce(), actor=cuc, at=MADE_AT)
    assert (got, got.article) == (answer, "khoản 3 Điều 2")


def test_an_association_cannot_slip_out_of_set_26_later():
    Producer.objects.filter(pk=producer("gia_dang").pk).update(kind=ProducerKind.ASSOCIATION)
    tour, cuc = product("Du lịch làng biển", set_number=26), cast("cuc")
    facts = ProductFacts(name="Du lịch làng biển", set_number=9)
    answer = refused(actions.update_product, product=tour, facts=facts, actor=cuc, at=MADE_AT)
    assert answer == producer_rules.TOURISM_SERVICES_ONLY


@pytest.mark.parametrize("typed", ["nuoc mam gia dang", "NƯỚC MẮM GIA ĐẲNG 40 độ", "Mắm Gia Đẳng"])
def test_a_name_nearly_the_same_is_refused_until_confirmed(typed):
    first, cuc = product(), cast("cuc")
    facts = fish_sauce(name=typed)
    arguments = {"producer": first.producer, "facts": facts, "actor": cuc, "at": MADE_AT}
    assert queries.possible_duplicates(typed, among=queries.visible_to(cuc)) == [first]
    assert refused(actions.register_product, **arguments) == rules.POSSIBLE_DUPLICATE


def test_confirming_helps_with_another_name_and_not_with_the_same():
    first, cuc = product(), cast("cuc")
    arguments = {"producer": first.producer, "actor": cuc, "at": MADE_AT, "duplicates_confirmed": True}
    actions.register_product(facts=fish_sauce(name="Mắm Gia Đẳng"), **arguments)
    answer = refused(actions.register_product, facts=fish_sauce(name="nuoc mam GIA DANG"), **arguments)
    assert str(answer.reason) == "Chủ thể đã có sản phẩm tên này."


def test_another_name_is_no_duplicate():
    first = product()
    assert queries.possible_duplicates("Chuối sấy dẻo", among=Product.objects.all()) == []
    assert queries.possible_duplicates(first.name, among=Product.objects.all(), except_for=first) == []


def test_duplicates_of_another_commune_are_not_shown_to_a_commune():
    product("Nước mắm Cửa Tùng", of="cua_tung")
    gia_dang = producer("gia_dang")
    assert queries.possible_duplicates("Nước mắm Cửa Tùng", among=queries.same_place(cast("cuc"), gia_dang)) == []


def test_the_same_place_of_production_stays_once_the_code_is_issued():
    row, cuc = product(), cast("cuc")
    actions.update_product(product=row, facts=fish_sauce(commune=commune(MY_THUY)), actor=cuc, at=MADE_AT)
    actions.issue_code(product=row, actor=cuc, at=MADE_AT)
    back = fish_sauce(commune=commune("19654"))
    answer = refused(actions.update_product, product=row, facts=back, actor=cuc, at=MADE_AT)
    assert answer == actions.CODE_FIXES_PLACE


def test_the_rule_for_one_product_and_the_query_for_lists_agree_for_everybody():
    rows = [product(), product("Mắm nêm", of="cua_tung"), product("Tinh dầu tràm", of="hue", set_number=20)]
    commune(MY_THUY)
    moved = product("Mắm ruốc")
    Product.objects.filter(pk=moved.pk).update(commune="19414")
    rows.append(Product.objects.select_related("producer").get(pk=moved.pk))
    for name in PEOPLE:
        person = cast(name)
        by_rule = {row.name for row in rows if rules.may_edit(person, row)}
        assert by_rule == {row.name for row in queries.editable_by(person)}, name


def test_a_product_made_in_another_commune_is_seen_by_both():
    row = product()
    Product.objects.filter(pk=row.pk).update(commune=commune("19414"))
    assert {name for name in PEOPLE if queries.visible_to(cast(name)).exists()} == {
        "hanh", "cuc", "dung", "duc", "em", "giang", "hung", "thu", "quoc", "bo", "bo_truong",
    }  # fmt: skip


def photo_of(row, words, **options):
    return actions.add_photo(product=row, photo=picture_file(words=words), actor=cast("hanh"), at=MADE_AT, **options)


def test_photos_are_added_ordered_and_removed():
    row, hanh = product(), cast("hanh")
    first, second, third = (photo_of(row, words) for words in ("một", "hai", "ba"))
    assert PictureSize.objects.filter(picture=first.picture).count() == 3
    order = [third.pk, first.pk, second.pk]
    actions.reorder_photos(product=row, order=order, actor=hanh, at=MADE_AT)
    assert list(queries.photos(row).values_list("pk", flat=True)) == order
    actions.remove_photo(photo=third, actor=hanh, at=MADE_AT)
    assert queries.for_lists(Product.objects.all()).get().cover_id == first.pk
    assert (
        refused(actions.remove_photo, photo=third_again(third, order[0]), actor=hanh, at=MADE_AT)
        == actions.OTHER_PHOTOS
    )


def third_again(photo, key):
    """The removed photo as another person's page still holds it."""
    photo.pk = key
    return photo


def test_an_order_of_other_photos_is_refused():
    row, hanh = product(), cast("hanh")
    photo = photo_of(row, "một")
    for order in ([], [photo.pk, photo.pk], [photo.pk, 987]):
        answer = refused(actions.reorder_photos, product=row, order=order, actor=hanh, at=MADE_AT)
        assert answer == actions.OTHER_PHOTOS


def test_a_thirteenth_photo_is_refused(monkeypatch):
    monkeypatch.setattr(rules, "MOST_PHOTOS", 1)
    row, hanh = product(), cast("hanh")
    photo_of(row, "một")
    answer = refused(actions.add_photo, product=row, photo=picture_file(), actor=hanh, at=MADE_AT)
    assert answer == rules.TOO_MANY_PHOTOS


@pytest.mark.parametrize("name", ["bien", "em", "duc", "giang", "bo", "quan_tri", "stranger"])
def test_others_leave_a_product_as_it_is(name):
    row, actor = product(), cast(name)
    photo = photo_of(row, "một")
    for action, arguments in (
        (actions.update_product, {"product": row, "facts": fish_sauce(name="Khác")}),
        (actions.add_photo, {"product": row, "photo": picture_file()}),
        (actions.reorder_photos, {"product": row, "order": [photo.pk]}),
        (actions.remove_photo, {"photo": photo}),
        (actions.add_old_code, {"product": row, "text": "45-464-19414-3-2024"}),
    ):
        assert refused(action, **arguments, actor=actor, at=MADE_AT) == producer_rules.NOT_YOURS


def test_an_old_code_finds_its_product_and_belongs_to_no_other():
    row, other, cuc = product(), product("Mắm ruốc"), cast("cuc")
    actions.add_old_code(product=row, text="45-464-19414-3-2024", actor=cuc, at=MADE_AT)
    assert list(queries.matching(Product.objects.all(), "45–464–19414–3–2024")) == [row]
    refused(actions.add_old_code, product=other, text="45-464-19414-3-2024", actor=cuc, at=MADE_AT)


def test_the_photos_of_a_product_open_and_close_with_its_recognition():
    row, quoc = product(), cast("quoc")
    for shown in (True, True, False):
        actions.set_public(product=row, public=shown, actor=quoc, at=MADE_AT)
    assert JournalEntry.objects.filter(action="product.public").count() == 2
    assert Product.objects.get().public is False


def test_the_database_knows_26_sets():
    row = product()
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=row.pk).update(set_number=27)
