"""The public catalogue: what appears, how it is found, how it is kept up to date."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from ratings.catalogue import actions
from ratings.catalogue.models import CatalogueEntry
from ratings.catalogue.tasks import refresh_task
from ratings.certificates.models import Certificate, End
from registry.access.indexes import missing_indexes
from registry.journal.models import JournalEntry
from registry.products.models import Product
from registry.products.queries import photos_visible_to
from tests import decision_builders as built
from tests.builders import VN
from tests.cast import HUE, QUANG_TRI, TRIEU_CO, cast, client_of, picture_file, product

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=VN)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def shown(name: str, *, stars: int = 3, of: str = "gia_dang", **more: object) -> Certificate:
    """A product in the catalogue, recognised before the system."""
    item = product(name, of=of, set_number=int(more.pop("set_number", 9)), photo=more.pop("photo", None))
    more.setdefault("on", dt.date(2025, 6, 21))
    who = cast("tam") if of == "hue" else cast("giang")
    certificate = built.record_issued(
        item,
        issued=built.Issued(stars, "412/QĐ-UBND", "UBND huyện", more.pop("on"), f"44-19654-{item.pk}-2025", **more),
        actor=who,
        at=built.at(1, 9),
    )
    actions.refresh(item.pk, at=NOON)
    return certificate


def names(client, **query: object) -> list[str]:
    response = client.get("/catalogue/", query)
    assert response.status_code == 200
    return [entry.name for entry in response.context["page"]]


def test_words_are_found_without_accents_capitals_and_order(client):
    for name in ("Nước mắm cá cơm", "Mắm nêm"):
        shown(name, of="hue")
    shown("Mắm ruốc")
    assert names(client, q="nuoc mam", province=HUE) == ["Nước mắm cá cơm"]
    assert names(client, q="MẮM NƯỚC", province=HUE) == ["Nước mắm cá cơm"]
    assert names(client, q="gia dang") == ["Mắm ruốc"]
    assert names(client, q="trieu co") == ["Mắm ruốc"]
    assert names(client, q="phú xuân") == ["Mắm nêm", "Nước mắm cá cơm"]
    assert names(client, q="rượu") == []


def test_a_product_code_finds_its_product(client):
    certificate = shown("Mắm nêm")
    shown("Mắm ruốc")
    assert names(client, q=certificate.product_code) == ["Mắm nêm"]


def test_the_order_is_that_of_the_vietnamese_alphabet(client):
    for name in ("Ớt", "Đậu xanh", "Dầu lạc", "Ổi", "Ong", "Ăn vặt", "An xoa", "Ân tình"):
        shown(name)
    assert names(client) == ["An xoa", "Ăn vặt", "Ân tình", "Dầu lạc", "Đậu xanh", "Ong", "Ổi", "Ớt"]


def test_star_set_province_and_commune_narrow(client):
    shown("A", stars=4)
    shown("B", stars=3, set_number=10)
    shown("C", stars=5, of="hue")
    assert names(client, stars=4) == ["A"]
    assert names(client, set_number=10) == ["B"]
    assert names(client, province=HUE) == ["C"]
    assert names(client, province=QUANG_TRI, commune=TRIEU_CO) == ["A", "B"]
    assert names(client, province=QUANG_TRI, stars=5) == []
    assert names(client, stars="x", set_number="99", province="zz", page="x") == ["A", "B", "C"]


def test_only_what_is_in_force_today_appears_even_before_the_sweep(client, clock):
    shown("Ngắn", on=dt.date(2023, 11, 23))
    shown("Dài")
    assert names(client) == ["Dài", "Ngắn"]
    clock.move_to(dt.datetime(2026, 11, 24, 0, 0, 1, tzinfo=VN))
    assert names(client) == ["Dài"]
    gone = Product.objects.get(name="Ngắn")
    assert client.get(f"/catalogue/{gone.public_id}/").status_code == 404
    assert "Ngắn" not in client.get("/").content.decode()


def test_products_without_recognition_never_appear(client):
    product("Chưa công nhận")
    actions.rebuild(at=NOON)
    assert names(client) == []
    assert "Chưa có sản phẩm nào" in client.get("/catalogue/").content.decode()


def test_extended_products_appear_until_their_extension_ends(client):
    shown("Kéo dài", on=dt.date(2023, 8, 18), extended_until=dt.date(2027, 2, 15))
    assert names(client) == ["Kéo dài"]
    assert CatalogueEntry.objects.get().valid_until == dt.date(2027, 2, 15)


def test_a_sweep_finds_what_was_lost_changed_and_expired():
    lost, changed, gone = shown("A"), shown("B"), shown("C", on=dt.date(2023, 11, 23))
    CatalogueEntry.objects.filter(product=lost.product_id).delete()
    Certificate.objects.filter(pk=changed.pk).update(
        end=End.WITHDRAWN, ended_on=dt.date(2026, 11, 20), valid_until=dt.date(2026, 11, 20)
    )
    midnight = dt.datetime(2026, 11, 24, 0, 1, tzinfo=VN)
    assert actions.sweep(at=midnight) == 3
    assert [entry.name for entry in CatalogueEntry.objects.all()] == ["A"]
    assert actions.sweep(at=midnight) == 0
    assert not Product.objects.get(pk=gone.product_id).public


def test_photos_open_with_recognition_and_close_with_its_end(client):
    certificate = shown("Mắm có ảnh", photo=picture_file())
    [photo] = certificate.product.photos.all()
    assert CatalogueEntry.objects.get().photo_id == photo.pk
    assert list(photos_visible_to(AnonymousUser())) == [photo]
    Certificate.objects.filter(pk=certificate.pk).update(
        end=End.WITHDRAWN, ended_on=dt.date(2026, 11, 1), valid_until=dt.date(2026, 11, 1)
    )
    actions.sweep(at=NOON)
    assert client.get(f"/photos/{photo.pk}/480/").status_code == 404
    assert [entry.actor_id for entry in JournalEntry.objects.filter(action="product.public")] == [None, None]


def test_a_rebuild_takes_over_stories_and_counts_what_is_shown(capsys):
    certificate = shown("A")
    shown("B")
    Product.objects.filter(pk=certificate.product_id).update(story="Chuyện mới.")
    call_command("rebuild_catalogue")
    assert capsys.readouterr().out == "2 products are shown.\n"
    assert CatalogueEntry.objects.get(name="A").story == "Chuyện mới."


def test_a_rebuild_costs_the_same_for_one_and_for_three(django_assert_num_queries):
    shown("A")
    with django_assert_num_queries(8):
        actions.rebuild(at=NOON)
    shown("B")
    shown("C")
    with django_assert_num_queries(8):
        actions.rebuild(at=NOON)


def test_pages_cost_the_same_for_one_and_for_three(client, django_assert_num_queries):
    counts = {"/catalogue/?q=mam": 3, "/catalogue/?province=44": 5, "/": 2}
    shown("Mắm A")
    for path, count in counts.items():
        with django_assert_num_queries(count):
            client.get(path)
    shown("Mắm B")
    shown("Mắm C")
    for path, count in counts.items():
        with django_assert_num_queries(count):
            client.get(path)


def test_a_page_holds_24_and_keeps_the_search(client):
    for number in range(25):
        shown(f"Mắm {number}")
    first = client.get("/catalogue/", {"q": "mam"})
    assert len(first.context["page"]) == 24
    assert "q=mam&amp;page=2" in first.content.decode()
    assert names(client, q="mam", page=2) == ["Mắm 24"]


def test_htmx_gets_the_rows_alone(client):
    shown("Mắm A")
    part = client.get("/catalogue/?q=mam", headers={"hx-request": "true"}).content.decode()
    assert "Mắm A" in part
    assert "<html" not in part


@pytest.mark.usefixtures("law")
def test_the_product_page_says_how_the_star_was_earned_by_part(client):
    certificate = built.recognised("D01")
    refresh_task(certificate.product_id)
    html = client.get(f"/catalogue/{certificate.product.public_id}/").content.decode()
    for said in (
        "Nước mắm Gia Đẳng", "79,60", "34,00 / 40", "18,60 / 25", "27,00 / 35", "4 sao", "Chuyện người Gia Đẳng muối cá.",
        "đến hết 20/11/2029", "Quyết định số 3456/QĐ-UBND ngày 20/11/2026", f"/v/{certificate.code}", "44-19654-1-2026",
    ):  # fmt: skip
        assert said in html
    for secret in ("Hồ Văn Một", "Phan Thị Hai", "0912345678", "Lê Thị Hạnh"):
        assert secret not in html


@pytest.mark.usefixtures("law")
def test_nothing_is_public_before_the_signature(client):
    dossier = built.concluded("D01")
    decision = built.prepared(dossier)
    actions.rebuild(at=NOON)
    for viewer in (client, client_of("hanh"), client_of("cuc")):
        assert viewer.get(f"/catalogue/{dossier.product.public_id}/").status_code == 404
        assert "Nước mắm Gia Đẳng" not in viewer.get("/catalogue/").content.decode()
        assert "Nước mắm Gia Đẳng" not in viewer.get("/").content.decode()
    built.signed(decision)
    actions.sweep(at=NOON)
    assert names(client) == ["Nước mắm Gia Đẳng"]


def test_the_front_page_counts_by_stars(client):
    for name, stars in (("A", 3), ("B", 3), ("C", 4)):
        shown(name, stars=stars)
    response = client.get("/")
    assert (response.context["total"], response.context["figures"]) == (3, {5: 0, 4: 1, 3: 2})


def test_a_search_for_nothing_known_shows_a_way_on(client):
    shown("A")
    html = client.get("/catalogue/", {"q": "không có đâu"}).content.decode()
    assert "Không có sản phẩm nào phù hợp" in html
    assert 'href="/catalogue/"' in html


def test_the_index_of_the_search_is_there():
    assert [name for name in missing_indexes() if name.startswith("ratings_catalogue")] == []
