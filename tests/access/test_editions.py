"""Two people edit one record: the second is told, sees what is saved now, and replaces it only knowingly."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from registry.access.answers import Refused
from registry.access.editions import OVERTAKEN, edition_of
from registry.producers.actions import edition, update_producer
from registry.producers.facts import ProducerFacts
from registry.producers.forms import ProducerForm
from registry.products.forms import ProductForm
from tests.cast import MADE_AT, cast, client_of, producer, product

pytestmark = pytest.mark.django_db


def seen_on(page):
    return re.search(r'name="seen" value="([0-9a-f]{20})"', page.content.decode())[1]


def posted(form_class, row, **changes):
    """What a browser sends of a form filled from ``row``, with some fields typed anew."""
    values = {}
    for name, value in (form_class.initial_of(row) | changes).items():
        plain = getattr(value, "pk", value)
        if plain not in (None, "", False):
            values[name] = plain.isoformat() if hasattr(plain, "isoformat") else plain
    return values


CASES = {
    "producer": (
        lambda: producer("gia_dang"),
        ProducerForm,
        lambda row: reverse("producer-edit", args=[row.pk]),
        "history",
    ),
    "product": (
        lambda: product("Nước mắm", of="gia_dang", set_number=9),
        ProductForm,
        lambda row: reverse("product-edit", args=[row.public_id]),
        "story",
    ),
}


@pytest.mark.parametrize("which", CASES)
def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten_unseen(which):
    make, form_class, address_of, field = CASES[which]
    row = make()
    address = address_of(row)
    hanh, cuc = client_of("hanh"), client_of("cuc")
    seen = seen_on(hanh.get(address))
    assert seen_on(cuc.get(address)) == seen

    first = hanh.post(address, {**posted(form_class, row, **{field: "Bà Hạnh viết."}), "seen": seen})
    assert first.status_code == 302
    second = cuc.post(address, {**posted(form_class, row, **{field: "Cán bộ viết."}), "seen": seen})
    assert second.status_code == 409
    row.refresh_from_db()
    assert getattr(row, field) == "Bà Hạnh viết."
    page = html.unescape(second.content.decode())
    assert "Người khác vừa lưu nội dung này." in page
    saved_now = re.findall(r'<dt>([^<]+)</dt>\s*<dd>\s*<span class="prose">([^<]*)</span>', page)
    assert [words for _label, words in saved_now] == ["Bà Hạnh viết."]
    assert "Cán bộ viết.</textarea>" in page

    knowing = cuc.post(address, {**posted(form_class, row, **{field: "Cán bộ viết."}), "seen": seen_on(second)})
    assert knowing.status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "Cán bộ viết."


@pytest.mark.parametrize("which", CASES)
def test_who_edits_alone_is_never_told_so(which):
    make, form_class, address_of, field = CASES[which]
    row = make()
    address = address_of(row)
    hanh = client_of("hanh")
    for words in ("Lần một.", "Lần hai."):
        answer = hanh.post(address, {**posted(form_class, row, **{field: words}), "seen": seen_on(hanh.get(address))})
        assert answer.status_code == 302
        row.refresh_from_db()
        assert getattr(row, field) == words


def test_a_program_that_saw_no_edition_is_not_held_back_and_one_with_an_old_edition_is():
    row = producer("gia_dang")
    facts = {name: value for name, value in ProducerForm.initial_of(row).items() if name in ProducerFacts.__slots__}
    before = edition(row)
    update_producer(producer=row, facts=ProducerFacts(**facts | {"history": "Một"}), actor=cast("cuc"), at=MADE_AT)
    with pytest.raises(Refused) as refused:
        update_producer(
            producer=row, facts=ProducerFacts(**facts | {"history": "Hai"}), actor=cast("cuc"), at=MADE_AT, seen=before
        )
    assert refused.value.answer is OVERTAKEN
    row.refresh_from_db()
    assert row.history == "Một"


def test_the_same_values_are_the_same_edition_whatever_their_order():
    assert edition_of({"a": 1, "b": "x"}) == edition_of({"b": "x", "a": 1}) != edition_of({"a": "1", "b": "x"})
