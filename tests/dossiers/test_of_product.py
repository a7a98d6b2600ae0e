"""A product's page leads to its dossiers, and to opening the next one."""

import pytest

from ratings.dossiers.states import State
from tests import builders
from tests.cast import client_of

pytestmark = pytest.mark.django_db
OPENS = "/dossiers/new/?product="


def part(name, product, **headers):
    return client_of(name).get(f"/products/{product.public_id}/dossiers/", headers=headers)


def test_a_product_without_dossier_offers_to_open_one():
    product = builders.a_product()
    text = part("cuc", product).content.decode()
    assert "Sản phẩm chưa có hồ sơ." in text
    assert f"{OPENS}{product.public_id}" in text


def test_an_open_dossier_is_listed_with_whose_turn_it_is_and_no_second_one_is_offered():
    dossier = builders.a_draft()
    text = part("hanh", dossier.product).content.decode()
    assert dossier.number in text
    assert "Đang soạn" in text
    assert "Đang chờ" in text
    assert OPENS not in text


def test_who_only_reads_is_not_offered_to_open_one():
    dossier = builders.a_dossier_at(State.RETRACTED)
    assert OPENS in part("hanh", dossier.product).content.decode()
    text = part("duc", dossier.product).content.decode()
    assert dossier.number in text
    assert OPENS not in text


@pytest.mark.parametrize("name", ["em", "stranger", "tv1"])
def test_to_others_the_part_does_not_exist(name):
    assert part(name, builders.a_draft().product).status_code == 404


def test_the_page_of_the_product_brings_it_as_a_part():
    product = builders.a_product()
    place = f"/products/{product.public_id}/"
    assert f'hx-get="{place}dossiers/"' in client_of("cuc").get(place).content.decode()
    assert "<html" not in part("cuc", product, **{"HX-Request": "true"}).content.decode()
    assert "<html" in part("cuc", product).content.decode()
