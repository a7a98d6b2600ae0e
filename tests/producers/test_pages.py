"""Pages of producers: who reaches which, what they show, and that nothing typed is lost."""

import pytest
from django.urls import reverse

from registry.journal.models import JournalEntry
from registry.producers.models import Membership, Producer, YearFigures
from registry.producers.states import ProducerKind
from tests.cast import MADE_AT, PEOPLE, TRIEU_CO, cast, client_of, commune, producer

pytestmark = pytest.mark.django_db

OBJECT_PAGES = ["producer", "producer-products", "evidence-list", "producer-members", "producer-years"]
SEEING = {
    "gia_dang": {"hanh", "cuc", "dung", "duc", "giang", "hung", "thu", "quoc", "bo", "bo_truong"},
    "cua_tung": {"bien", "em", "giang", "hung", "thu", "quoc", "bo", "bo_truong"},
    "hue": {"khoa", "sen", "tam", "bo", "bo_truong"},
}


@pytest.mark.parametrize("page", OBJECT_PAGES)
def test_a_record_opens_for_those_who_see_it_and_is_not_found_by_others(page):
    rows = {key: producer(key) for key in SEEING}
    opened = {key: set() for key in SEEING}
    for name in PEOPLE:
        browser = client_of(name)
        for key, row in rows.items():
            answer = browser.get(reverse(page, args=[row.pk]))
            assert answer.status_code in {200, 404}
            if answer.status_code == 200:
                assert row.name in answer.content.decode()
                opened[key].add(name)
            else:
                assert row.name not in answer.content.decode()
    assert opened == SEEING


@pytest.mark.parametrize("page", ["producers", "producer-new"])
def test_the_public_is_asked_to_sign_in(page):
    answer = client_of(None).get(reverse(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", [*OBJECT_PAGES, "producer-edit"])
def test_the_public_learns_nothing_of_one_producer(page):
    answer = client_of(None).get(reverse(page, args=[producer("gia_dang").pk]))
    assert answer.status_code == 302


def test_the_list_shows_each_person_exactly_her_producers():
    rows = {key: producer(key) for key in SEEING}
    for name in PEOPLE:
        text = client_of(name).get(reverse("producers")).content.decode()
        shown = {key for key, row in rows.items() if row.name in text}
        assert shown == {key for key, people in SEEING.items() if name in people}, name


def test_a_guessed_number_is_not_found():
    assert client_of("cuc").get(reverse("producer", args=[987654])).status_code == 404


def test_only_editors_reach_the_form_of_a_profile():
    gia_dang = producer("gia_dang")
    reached = {
        name for name in PEOPLE if client_of(name).get(reverse("producer-edit", args=[gia_dang.pk])).status_code == 200
    }
    assert reached == {"hanh", "cuc", "dung"}


def test_only_clerks_reach_the_registration():
    reached = {name for name in PEOPLE if client_of(name).get(reverse("producer-new")).status_code == 200}
    assert reached == {"cuc", "dung", "em", "sen"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=gia dang", ["HTX Nước mắm Gia Đẳng (minh họa)"]),
        ("q=ĐẲNG", ["HTX Nước mắm Gia Đẳng (minh họa)"]),
        ("q=30E8", ["Hộ kinh doanh Nước mắm Cửa Tùng (minh họa)"]),
        ("kind=cooperative", ["HTX Nước mắm Gia Đẳng (minh họa)"]),
        ("commune=19414", ["Hộ kinh doanh Nước mắm Cửa Tùng (minh họa)"]),
        ("q=tinh dau", []),
        ("commune=19753", ["Hộ kinh doanh Nước mắm Cửa Tùng (minh họa)", "HTX Nước mắm Gia Đẳng (minh họa)"]),
    ],
    ids=["without accents", "capitals", "number", "kind", "commune", "another province", "foreign commune"],
)
def test_the_list_is_narrowed(query, found):
    for key in SEEING:
        producer(key)
    answer = client_of("giang").get(f"{reverse('producers')}?{query}")
    assert [row.name for row in answer.context["page"]] == found


def test_htmx_gets_the_rows_only():
    producer("gia_dang")
    answer = client_of("cuc").get(reverse("producers"), headers={"hx-request": "true"})
    text = answer.content.decode()
    assert "HTX Nước mắm Gia Đẳng" in text
    assert "<html" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(count, django_assert_num_queries):
    for key in list(SEEING)[:count]:
        producer(key)
    browser = client_of("bo")
    with django_assert_num_queries(8):
        answer = browser.get(reverse("producers"))
    assert len(answer.context["page"]) == count


def typed(**changes):
    given = {
        "kind": ProducerKind.FAMILY_HOUSEHOLD.value,
        "name": "Cơ sở Ném Triệu Cơ",
        "commune": TRIEU_CO,
        "representative_name": "Lê Thị Ba",
        "phone": "0912 345 678",
        "registered_on": "2020-02-03",
    }
    return {**given, **changes}


def test_an_officer_registers_a_household_and_reads_what_is_missing():
    answer = client_of("cuc").post(reverse("producer-new"), typed(), follow=True)
    made = Producer.objects.get(name="Cơ sở Ném Triệu Cơ")
    assert answer.redirect_chain == [(reverse("producer", args=[made.pk]), 302)]
    text = answer.content.decode()
    assert "Hộ chưa có giấy đăng ký kinh doanh." in text
    assert "khoản 3 Điều 2" in text
    assert (made.phone, str(made.registered_on)) == ("0912345678", "2020-02-03")


def test_bad_input_keeps_what_was_typed_and_registers_nothing():
    answer = client_of("cuc").post(reverse("producer-new"), typed(kind="", phone="12", history="Làng nghề trăm năm"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"kind", "phone"}
    text = answer.content.decode()
    assert "Làng nghề trăm năm" in text
    assert 'value="Cơ sở Ném Triệu Cơ"' in text
    assert not Producer.objects.exists()


def test_another_commune_is_not_even_offered():
    commune("19414")
    answer = client_of("cuc").post(reverse("producer-new"), typed(commune="19414"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"commune"}


def test_a_name_nearly_registered_is_warned_of_until_it_is_confirmed():
    producer("gia_dang")
    browser = client_of("cuc")
    alike = typed(kind="cooperative", name="htx nuoc mam gia dang")
    answer = browser.post(reverse("producer-new"), alike)
    assert [row.name for row in answer.context["duplicates"]] == ["HTX Nước mắm Gia Đẳng (minh họa)"]
    assert (answer.status_code, Producer.objects.count()) == (422, 1)
    browser.post(reverse("producer-new"), {**alike, "confirmed": "on"})
    assert Producer.objects.count() == 2


def test_a_taken_registration_number_is_explained_and_nothing_is_lost():
    first = producer("gia_dang")
    answer = client_of("cuc").post(
        reverse("producer-new"), typed(kind="farm", registration_number=first.registration_number)
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Số đăng ký này đã thuộc một chủ thể khác trong xã." in text
    assert 'value="Cơ sở Ném Triệu Cơ"' in text


def test_a_representative_edits_her_profile():
    gia_dang = producer("gia_dang")
    browser = client_of("hanh")
    page = browser.get(reverse("producer-edit", args=[gia_dang.pk]))
    shown = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    changed = {name: value for name, value in shown.items() if value not in (None, False)}
    changed |= {"commune": gia_dang.commune_id, "structure": "Ban giám đốc, hai tổ sản xuất"}
    answer = browser.post(reverse("producer-edit", args=[gia_dang.pk]), changed)
    assert answer.status_code == 302
    gia_dang.refresh_from_db()
    assert (gia_dang.structure, gia_dang.registration_number) == ("Ban giám đốc, hai tổ sản xuất", "3007 GD-01")


def test_a_stranger_posts_into_the_void():
    gia_dang = producer("gia_dang")
    browsers = {name: client_of(name) for name in ("em", "bien", "giang", "stranger", "quan_tri")}
    written = JournalEntry.objects.count()
    for name, browser in browsers.items():
        for page in ("producer-edit", "producer-members", "producer-years"):
            answer = browser.post(
                reverse(page, args=[gia_dang.pk]), typed(person="lan", rank="owner", year="2025", workers="3")
            )
            assert answer.status_code in {404, 409}, (name, page)
    assert (JournalEntry.objects.count(), YearFigures.objects.count()) == (written, 0)
    assert list(Membership.objects.values_list("user__username", flat=True)) == ["bien"]


def test_members_are_added_by_phone_and_ended():
    gia_dang, lan = producer("gia_dang"), cast("lan")
    browser = client_of("hanh")
    page = reverse("producer-members", args=[gia_dang.pk])
    browser.post(page, {"person": f"+84{lan.phone[1:]}", "rank": "editor"})
    row = Membership.objects.get(user=lan)
    assert (row.producer, row.rank) == (gia_dang, "editor")
    assert "Đỗ Thị Lan" in browser.get(page).content.decode()
    browser.post(reverse("producer-member-end", args=[gia_dang.pk, row.pk]))
    assert [row.user.username for row in browser.get(page).context["members"]] == ["hanh"]


def test_an_unknown_person_is_named_as_such_and_the_field_keeps_her():
    answer = client_of("hanh").post(
        reverse("producer-members", args=[producer("gia_dang").pk]), {"person": "0900111222", "rank": "viewer"}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Không có tài khoản nào dùng số điện thoại" in text
    assert 'value="0900111222"' in text


def test_a_membership_of_another_producer_cannot_be_ended_through_ones_own():
    cast("bien")
    foreign = Membership.objects.get(user__username="bien")
    answer = client_of("hanh").post(reverse("producer-member-end", args=[producer("gia_dang").pk, foreign.pk]))
    foreign.refresh_from_db()
    assert (answer.status_code, foreign.until) == (404, None)


def test_figures_of_a_year_are_recorded_and_shown():
    gia_dang = producer("gia_dang")
    browser = client_of("hanh")
    page = reverse("producer-years", args=[gia_dang.pk])
    browser.post(page, {"year": "2025", "workers": "14", "local_workers": "12", "revenue": "1250000000"})
    text = browser.get(page).content.decode()
    assert "1.250.000.000" in text
    answer = browser.post(page, {"year": "2025", "workers": "3", "local_workers": "5"})
    assert (answer.status_code, YearFigures.objects.get().workers) == (409, 14)


def test_the_profile_shows_its_history():
    gia_dang = producer("gia_dang")
    answer = client_of("hanh").get(reverse("producer", args=[gia_dang.pk]))
    events = answer.context["events"]
    assert [(str(event.title), event.who, event.at) for event in events] == [
        ("Đăng ký chủ thể", "Trần Thị Cúc", MADE_AT)
    ]
