"""Pages of products: who reaches which, search, registration on a phone, photos."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from registry.producers.models import Producer
from registry.products.actions import add_old_code, add_photo, issue_code
from registry.products.models import Product, ProductPhoto
from tests.cast import (
    MADE_AT,
    PEOPLE,
    TRIEU_CO,
    body_of,
    cast,
    client_of,
    picture_file,
    producer,
    product,
    status_of,
)
from tests.files.made import exif, picture
from tests.producers.test_pages import SEEING

pytestmark = pytest.mark.django_db

NAMES = {"gia_dang": "Nước mắm Gia Đẳng", "cua_tung": "Mắm nêm Bến Hải", "hue": "Tinh dầu tràm"}


def rows():
    return {key: product(name, of=key) for key, name in NAMES.items()}


def photo_of(row, name="anh.jpg", data=None):
    upload = picture_file(name, words=row.name)
    if data is not None:
        upload.file = io.BytesIO(data)
        upload.size = len(data)
    return add_photo(product=row, photo=upload, actor=row.created_by, at=MADE_AT)


def test_a_product_opens_for_those_who_see_it_and_is_not_found_by_others():
    made = rows()
    opened = {key: set() for key in SEEING}
    for name in PEOPLE:
        browser = client_of(name)
        for key, row in made.items():
            answer = browser.get(reverse("product", args=[row.public_id]))
            assert answer.status_code in {200, 404}
            if answer.status_code == 200:
                assert row.name in answer.content.decode()
                opened[key].add(name)
    assert opened == SEEING


def test_the_list_shows_each_person_exactly_her_products():
    made = rows()
    for name in PEOPLE:
        text = client_of(name).get(reverse("products")).content.decode()
        assert {key for key, row in made.items() if row.name in text} == {
            key for key, people in SEEING.items() if name in people
        }, name


def test_the_search_lets_nobody_over_the_fence():
    made = rows()
    issue_code(product=made["hue"], actor=cast("sen"), at=MADE_AT)
    add_old_code(product=made["hue"], text="46-474-19762-1-2022", actor=cast("sen"), at=MADE_AT)
    browser = client_of("cuc")
    for words in ("tinh dau", "46-474-19762-1-2022", "46-19753-1-2026", "Huế"):
        assert list(browser.get(reverse("products"), {"q": words}).context["page"]) == [], words
        assert list(client_of("bo").get(reverse("products"), {"q": words}).context["page"]) == [made["hue"]], words


def test_the_public_sees_neither_list_nor_product():
    for page in (reverse("products"), reverse("product", args=[product().public_id]), reverse("product-new")):
        answer = client_of(None).get(page)
        assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "gia dang"}, ["Nước mắm Gia Đẳng"]),
        ({"q": "NƯỚC MẮM"}, ["Mắm nêm Bến Hải", "Nước mắm Gia Đẳng"]),
        ({"q": "44-19654-1-2026"}, ["Nước mắm Gia Đẳng"]),
        ({"set_number": "9"}, ["Mắm nêm Bến Hải", "Nước mắm Gia Đẳng"]),
        ({"set_number": "7"}, []),
        ({"commune": "19414"}, ["Mắm nêm Bến Hải"]),
    ],
    ids=["name", "producer's name too", "code", "set", "empty set", "commune"],
)
def test_the_list_is_narrowed(query, found):
    issue_code(product=rows()["gia_dang"], actor=cast("cuc"), at=MADE_AT)
    answer = client_of("giang").get(reverse("products"), query)
    assert [row.name for row in answer.context["page"]] == found


def test_htmx_gets_the_rows_only():
    product()
    text = client_of("cuc").get(reverse("products"), headers={"hx-request": "true"}).content.decode()
    assert "Nước mắm Gia Đẳng" in text
    assert "<html" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(count, django_assert_num_queries):
    for row in list(rows().values())[:count]:
        photo_of(row)
    Product.objects.exclude(pk__in=[row.pk for row in Product.objects.order_by("pk")[:count]]).delete()
    browser = client_of("bo")
    with django_assert_num_queries(9):
        answer = browser.get(reverse("products"))
    assert len(answer.context["page"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_products_of_a_producer_cost_the_same_for_one_and_for_three(count, django_assert_num_queries):
    for word in ("mắm", "muối", "khoai")[:count]:
        photo_of(product(f"Sản phẩm {word}"))
    browser = client_of("cuc")
    page = reverse("producer-products", args=[producer("gia_dang").pk])
    with django_assert_num_queries(7):
        answer = browser.get(page)
    assert len(answer.context["rows"]) == count


def test_only_editors_reach_the_form_of_a_product():
    row = product()
    reached = {
        name for name in PEOPLE if client_of(name).get(reverse("product-edit", args=[row.public_id])).status_code == 200
    }
    assert reached == {"hanh", "cuc", "dung"}


@pytest.mark.parametrize("name", ["bien", "em", "duc", "giang", "stranger"])
def test_others_cannot_register_for_a_producer_by_its_number(name):
    page = f"{reverse('product-new')}?producer={producer('gia_dang').pk}"
    browser = client_of(name)
    assert [browser.get(page).status_code, browser.post(page, typed()).status_code] == [404, 404]
    assert not Product.objects.exists()


def typed(**changes):
    return {
        "name": "Nước mắm Gia Đẳng",
        "set_number": "9",
        "commune": TRIEU_CO,
        "specification": "Chai 500 ml",
        **changes,
    }


def new_page(of="gia_dang"):
    return f"{reverse('product-new')}?producer={producer(of).pk}"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("IMG_0001.jpg", picture(size=(64, 48), exif=exif(orientation=6))),
        ("IMG_0001.heic", picture("HEIF", size=(48, 64))),
    ],
    ids=["turned by EXIF", "HEIC"],
)
def test_a_photo_from_the_phone_comes_upright_and_without_place(name, data):
    upload = picture_file(name)
    upload.file, upload.size = io.BytesIO(data), len(data)
    answer = client_of("cuc").post(new_page(), {**typed(), "camera": upload})
    made = Product.objects.get()
    assert answer["Location"] == reverse("product", args=[made.public_id])
    photo = ProductPhoto.objects.get(product=made)
    shown = client_of("hanh").get(reverse("photo", args=[photo.pk, 480]))
    image = Image.open(io.BytesIO(body_of(shown)))
    assert (image.size, dict(image.getexif())) == ((48, 64), {})
    original = Image.open(io.BytesIO(photo.picture.original.read()))
    assert dict(original.getexif()) == {}


def test_bad_input_keeps_what_was_typed_and_the_photo():
    browser = client_of("hanh")
    answer = browser.post(new_page(), {**typed(name="", set_number="9"), "photo": picture_file()})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"name"})
    text = answer.content.decode()
    assert "Chai 500 ml" in text
    assert 'value="9" checked' in text
    browser.post(new_page(), {**typed(), "kept": answer.context["kept_token"]})
    assert ProductPhoto.objects.get().product.name == "Nước mắm Gia Đẳng"


def test_what_is_no_picture_is_named_and_nothing_is_registered():
    upload = picture_file()
    upload.file, upload.size = io.BytesIO(b"MZ"), 2
    answer = client_of("hanh").post(new_page(), {**typed(), "photo": upload})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"photo"})
    assert not Product.objects.exists()


def test_a_near_name_is_warned_of_and_registered_only_with_the_tick():
    first = product()
    browser = client_of("cuc")
    answer = browser.post(new_page(), typed(name="nuoc mam gia dang loai 1"))
    assert (answer.status_code, answer.context["duplicates"], Product.objects.count()) == (409, [first], 1)
    text = answer.content.decode()
    assert 'name="confirmed"' in text
    assert reverse("product", args=[first.public_id]) in text
    browser.post(new_page(), typed(name="nuoc mam gia dang loai 1", confirmed="on"))
    assert Product.objects.count() == 2


def test_the_warning_comes_while_typing():
    first = product()
    page = reverse("product-duplicates")
    answer = client_of("hanh").get(page, {"producer": first.producer_id, "name": "mam gia dang"})
    assert first.name in answer.content.decode()
    assert client_of("em").get(page, {"producer": first.producer_id, "name": "mam gia dang"}).status_code == 404


def test_sets_are_found_while_typing_and_without_script():
    browser = client_of("hanh")
    answer = browser.get(reverse("product-sets"), {"name": "Chuối sấy Chánh Nhung", "set_number": "9"})
    assert [each.number for each in answer.context["found"]] == [9, 7]
    page = browser.post(new_page(), typed(set_number="", wanted_set="mật ong", find="1"))
    assert page.status_code == 200
    assert [each.number for each in page.context["found"]] == [4, 8]
    assert "Chai 500 ml" in page.content.decode()
    assert not Product.objects.exists()


def test_an_unregistered_household_reads_the_article_instead_of_a_form():
    household = producer("cua_tung")
    Producer.objects.filter(pk=household.pk).update(registration_number="")
    answer = client_of("em").get(new_page("cua_tung"))
    text = answer.content.decode()
    assert "Hộ chưa có giấy đăng ký kinh doanh." in text
    assert "khoản 3 Điều 2" in text
    assert 'name="set_number"' not in text
    posted = client_of("em").post(new_page("cua_tung"), typed(commune="19414"))
    assert (posted.status_code, Product.objects.exists()) == (409, False)


def test_an_association_outside_set_26_is_refused_with_the_article():
    Producer.objects.filter(pk=producer("gia_dang").pk).update(kind="association")
    answer = client_of("cuc").post(new_page(), typed())
    text = answer.content.decode()
    assert (answer.status_code, Product.objects.exists()) == (409, False)
    assert "khoản 3 Điều 2" in text
    assert "Chai 500 ml" in text


def test_a_person_of_one_producer_is_not_asked_which():
    producer("gia_dang")
    assert client_of("hanh").get(reverse("product-new")).context["producer"].name.startswith("HTX Nước mắm")
    assert "form" not in client_of("stranger").get(reverse("product-new")).context


def test_a_product_is_edited():
    row = product()
    page = reverse("product-edit", args=[row.public_id])
    answer = client_of("hanh").post(page, typed(name="Nước mắm nhĩ Gia Đẳng", story="Làng biển"))
    row.refresh_from_db()
    assert (answer.status_code, row.name, row.folded, row.story) == (
        302,
        "Nước mắm nhĩ Gia Đẳng",
        "nuoc mam nhi gia dang",
        "Làng biển",
    )


def test_photos_are_added_put_first_and_removed_on_the_page():
    row = product()
    browser = client_of("hanh")
    for word in ("một", "hai"):
        browser.post(reverse("product-photo-add", args=[row.public_id]), {"photo": picture_file(words=word)})
    first, second = ProductPhoto.objects.order_by("position")
    browser.post(reverse("product-photo-first", args=[row.public_id, second.pk]))
    assert [photo.pk for photo in browser.get(reverse("product", args=[row.public_id])).context["photos"]] == [
        second.pk,
        first.pk,
    ]
    browser.post(reverse("product-photo-remove", args=[row.public_id, second.pk]))
    assert [photo.pk for photo in ProductPhoto.objects.all()] == [first.pk]


@pytest.mark.parametrize("name", ["bien", "em", "giang", "stranger"])
def test_others_touch_no_photo(name):
    photo = photo_of(product())
    key = photo.product.public_id
    browser = client_of(name)
    for page in (
        reverse("product-photo-add", args=[key]),
        reverse("product-photo-first", args=[key, photo.pk]),
        reverse("product-photo-remove", args=[key, photo.pk]),
    ):
        assert browser.post(page, {"photo": picture_file()}).status_code == 404
    assert ProductPhoto.objects.count() == 1


def test_a_photo_of_another_product_cannot_be_removed_through_ones_own():
    mine, foreign = product(), photo_of(product("Mắm nêm", of="cua_tung"))
    answer = client_of("hanh").post(reverse("product-photo-remove", args=[mine.public_id, foreign.pk]))
    assert (answer.status_code, ProductPhoto.objects.count()) == (404, 1)


def test_a_photo_is_for_those_who_see_the_product_until_it_is_public():
    photo = photo_of(product())
    page = reverse("photo", args=[photo.pk, 480])
    seen = {name for name in [*PEOPLE, None] if status_of(client_of(name), page) == 200}
    assert seen == SEEING["gia_dang"]
    assert "private" in cache_control("hanh", page)
    Product.objects.update(public=True)
    seen = {name for name in [*PEOPLE, None] if status_of(client_of(name), page) == 200}
    assert seen == {*PEOPLE, None}
    assert "public" in cache_control(None, page)


def cache_control(name, page):
    answer = client_of(name).get(page)
    body_of(answer)
    return answer["Cache-Control"]


def test_a_photo_comes_in_three_sizes_only():
    photo = photo_of(product())
    browser = client_of("hanh")
    assert [status_of(browser, reverse("photo", args=[photo.pk, width])) for width in (160, 480, 1200, 99)] == [
        200,
        200,
        200,
        404,
    ]


def test_the_record_shows_the_code_and_what_the_set_asks_for():
    row = product()
    issue_code(product=row, actor=cast("cuc"), at=MADE_AT)
    text = client_of("hanh").get(reverse("product", args=[row.public_id])).content.decode()
    assert "44-19654-1" in text
    assert "9. Tương, nước mắm, gia vị dạng lỏng khác" in text
