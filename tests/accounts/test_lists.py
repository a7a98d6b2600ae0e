"""Above every list: its order, one's own filters, and exactly what is shown as a workbook."""

from __future__ import annotations

import html
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from ratings.dossiers.states import State
from registry.accounts.models import SavedFilter
from registry.accounts.saved_actions import MOST, keep_filter
from registry.accounts.states import ListPage
from registry.producers.models import Producer
from tests import builders
from tests import decision_builders as built
from tests.cast import MADE_AT, cast, client_of, producer, product

pytestmark = pytest.mark.django_db


def body(answer):
    return html.unescape(answer.content.decode())


def rows_of(answer):
    """What the workbook shows below its headings."""
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Cache-Control"] == "private, no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    start = next(at for at, line in enumerate(lines) if sum(value is not None for value in line) > 1)
    return lines[start], lines[start + 1 :]


@pytest.fixture
def lists():
    """Something on each of the four lists, for the offices of Quảng Trị; others have theirs."""
    built.recognised("D01")
    builders.a_dossier_at(State.RECEIVED, name="Mắm nêm")
    product("Nước mắm Cửa Tùng", of="cua_tung", set_number=9)
    product("Tinh dầu tràm", of="hue", set_number=9)


@pytest.mark.parametrize("page", ListPage.values)
@pytest.mark.parametrize("who", ["cuc", "giang", "hanh", "bien", "stranger"])
def test_the_workbook_holds_exactly_the_rows_of_the_list_for_everybody(lists, page, who):
    client = client_of(who)
    shown = body(client.get(reverse(page)))
    headings, rows = rows_of(client.get(reverse(page) + "?as=xlsx"))
    named = [line[1] if page == "dossiers" else line[0] for line in rows]
    count = re.search(r'<span class="secondary figures">(\d+) dòng</span>', shown)
    assert len(rows) == int(count[1])
    assert all(name in shown for name in named)
    assert len(headings) == len(set(headings))
    if who == "stranger":
        assert rows == []


@pytest.mark.parametrize(
    ("page", "query", "expected"),
    [
        ("products", "q=mam+nem", ["Mắm nêm"]),
        ("products", "set_number=26", []),
        ("dossiers", "state=received", ["Mắm nêm"]),
        ("certificates", "stars=5", []),
        ("producers", "q=gia+dang", ["HTX Nước mắm Gia Đẳng (minh họa)"]),
    ],
)
def test_filters_narrow_the_workbook_as_they_narrow_the_page(lists, page, query, expected):
    _headings, rows = rows_of(client_of("cuc").get(f"{reverse(page)}?{query}&as=xlsx"))
    assert [line[1] if page == "dossiers" else line[0] for line in rows] == expected


def test_what_somebody_wrote_is_never_computed():
    row = producer("gia_dang")
    Producer.objects.filter(pk=row.pk).update(representative_name='=HYPERLINK("http://x")', phone="+84905")
    _headings, rows = rows_of(client_of("cuc").get(reverse("producers") + "?as=xlsx"))
    assert rows[0][4:6] == ['\'=HYPERLINK("http://x")', "'+84905"]


def test_a_list_stands_in_the_order_that_was_asked_for_and_in_no_other():
    for name, number in (("Bún khô", 6), ("Áo dài", 18), ("Cà phê", 2)):
        product(name, of="gia_dang", set_number=number)
    client = client_of("cuc")

    def order(asked):
        _headings, rows = rows_of(client.get(reverse("products") + f"?as=xlsx&sort={asked}"))
        return [line[0] for line in rows]

    assert order("") == ["Áo dài", "Bún khô", "Cà phê"]
    assert order("set") == ["Cà phê", "Bún khô", "Áo dài"]
    assert order("producer__created_by__password") == order("")
    page = body(client.get(reverse("products") + "?sort=set"))
    assert '<option value="set" selected>' in page
    assert page.index("Cà phê</a>") < page.index("Bún khô</a>") < page.index("Áo dài</a>")


def test_a_filter_is_kept_under_a_name_opened_and_removed():
    client = client_of("cuc")
    query = "q=&state=received&sort=due&page=3&as=xlsx"
    kept = client.post(reverse("filter-keep"), {"page": "dossiers", "name": "Đang thẩm định", "query": query})
    assert kept.url == reverse("dossiers") + "?state=received&sort=due"
    row = SavedFilter.objects.get()
    page = body(client.get(kept.url))
    assert f'href="{kept.url}" aria-current="true"' in page.replace("&amp;", "&")
    assert "Đang thẩm định" not in body(client_of("dung").get(reverse("dossiers"))), "one's own"
    assert client_of("dung").post(reverse("filter-drop", args=[row.pk])).status_code == 404
    client.post(reverse("filter-drop", args=[row.pk]))
    assert SavedFilter.objects.count() == 0


def test_the_same_name_replaces_and_twelve_are_enough():
    for at in range(MOST):
        keep_filter(page=ListPage.PRODUCTS, name=f"Lọc {at}", query=f"q={at}", actor=cast("cuc"), at=MADE_AT)
    keep_filter(page=ListPage.PRODUCTS, name="Lọc 1", query="q=khác", actor=cast("cuc"), at=MADE_AT)
    assert SavedFilter.objects.get(name="Lọc 1").query == "q=kh%C3%A1c"
    client = client_of("cuc")
    refused = client.post(reverse("filter-keep"), {"page": "products", "name": "Lọc 13", "query": "q=a"}, follow=True)
    assert "Quý vị đã lưu 12 bộ lọc cho danh sách này." in body(refused)
    keep_filter(page=ListPage.DOSSIERS, name="Lọc 13", query="q=a", actor=cast("cuc"), at=MADE_AT)
    assert SavedFilter.objects.count() == MOST + 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": "Trống", "query": "page=2&q="}, "Chưa lọc gì nên chưa có gì để lưu."),
        ({"name": "", "query": "q=a"}, "Đặt tên bộ lọc, tối đa 60 ký tự."),
        ({"name": "x" * 61, "query": "q=a"}, "Đặt tên bộ lọc, tối đa 60 ký tự."),
    ],
)
def test_what_cannot_be_kept_says_why(sent, words):
    answer = client_of("cuc").post(reverse("filter-keep"), {"page": "products", **sent}, follow=True)
    assert words in body(answer)
    assert SavedFilter.objects.count() == 0


def test_a_list_that_does_not_exist_has_no_filters():
    answer = client_of("cuc").post(reverse("filter-keep"), {"page": "people", "name": "a", "query": "q=a"})
    assert (answer.status_code, SavedFilter.objects.count()) == (404, 0)
