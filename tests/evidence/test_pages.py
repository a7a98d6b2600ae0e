"""Pages of the vault and the files behind them: scope by page, by file and by page picture."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from registry.evidence.actions import add_version, check_against_original
from registry.evidence.models import EvidenceDocument, EvidenceVersion, OriginalCheck
from tests.cast import MADE_AT, PEOPLE, body_of, cast, client_of, evidence, picture_file, producer, status_of
from tests.files.made import pdf
from tests.producers.test_pages import SEEING

pytestmark = pytest.mark.django_db


def address(page, document):
    version = document.versions.first()
    return {
        "evidence": reverse("evidence", args=[document.pk]),
        "evidence-file": reverse("evidence-file", args=[version.pk]),
        "evidence-page": reverse("evidence-page", args=[version.pk, 1]),
    }[page]


@pytest.mark.parametrize("page", ["evidence", "evidence-file", "evidence-page"])
def test_a_paper_and_its_file_open_only_for_those_who_see_the_producer(page):
    documents = {key: evidence(of=key) for key in SEEING}
    opened = {key: set() for key in SEEING}
    for name in PEOPLE:
        browser = client_of(name)
        for key, document in documents.items():
            answer = browser.get(address(page, document))
            assert answer.status_code in {200, 404}
            if answer.status_code == 200:
                assert body_of(answer)
                opened[key].add(name)
    assert opened == SEEING


@pytest.mark.parametrize("page", ["evidence", "evidence-file", "evidence-page"])
def test_the_public_reaches_no_paper(page):
    answer = client_of(None).get(address(page, evidence()))
    assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)


@pytest.mark.parametrize("page", ["evidence", "evidence-file"])
def test_a_guessed_number_is_not_found(page):
    assert client_of("cuc").get(reverse(page, args=[987654])).status_code == 404


def test_the_list_names_all_fifteen_kinds_and_the_papers_under_theirs():
    evidence()
    answer = client_of("hanh").get(reverse("evidence-list", args=[producer("gia_dang").pk]))
    assert [(shelf.kind.no, len(shelf.papers)) for shelf in answer.context["full"]] == [(1, 1)]
    assert [shelf.kind.no for shelf in answer.context["empty"]] == list(range(2, 16))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_paper_and_for_three(count, django_assert_num_queries):
    for number in range(count):
        evidence(f"Giấy {number}", kind=number + 1)
    browser = client_of("cuc")
    page = reverse("evidence-list", args=[producer("gia_dang").pk])
    with django_assert_num_queries(8):
        answer = browser.get(page)
    assert len(answer.context["full"]) == count


def typed(**changes):
    return {
        "kind": "2",
        "title": "Giấy chứng nhận ATTP",
        "number": "12/2025/ATTP",
        "valid_until": "2027-03-01",
        **changes,
    }


def test_a_producer_photographs_a_paper_with_the_phone():
    page = reverse("evidence-new", args=[producer("gia_dang").pk])
    sent = picture_file("IMG_0001.heic", size=(640, 480))
    answer = client_of("hanh").post(page, {**typed(), "camera": sent})
    document = EvidenceDocument.objects.get()
    assert answer["Location"] == reverse("evidence", args=[document.pk])
    stored = document.versions.get().file
    assert (stored.media_type, stored.width, stored.height) == ("image/jpeg", 640, 480)


def test_bad_input_keeps_what_was_typed_and_the_file():
    page = reverse("evidence-new", args=[producer("gia_dang").pk])
    browser = client_of("hanh")
    answer = browser.post(page, {**typed(title="", valid_until="2020-01-01", issued_on="2021-01-01"), "file": scan()})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"title", "valid_until"}
    assert 'value="12/2025/ATTP"' in answer.content.decode()
    assert not EvidenceDocument.objects.exists()
    browser.post(page, {**typed(), "kept": answer.context["kept_token"]})
    assert EvidenceVersion.objects.get().pages == 3


def test_a_kept_file_serves_only_the_person_who_sent_it():
    page = reverse("evidence-new", args=[producer("gia_dang").pk])
    token = client_of("hanh").post(page, {**typed(title=""), "file": scan()}).context["kept_token"]
    answer = client_of("cuc").post(page, {**typed(), "kept": token})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"file"})
    assert not EvidenceDocument.objects.exists()


def test_a_missing_or_foreign_file_is_named():
    page = reverse("evidence-new", args=[producer("gia_dang").pk])
    browser = client_of("hanh")
    assert set(browser.post(page, typed()).context["form"].errors) == {"file"}
    wrong = browser.post(page, {**typed(), "file": SimpleUploadedFile("a.pdf", b"MZ")})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"file"})
    assert not EvidenceDocument.objects.exists()


def scan(pages=3):
    return SimpleUploadedFile("quet.pdf", pdf(pages))


def test_a_new_version_stands_first_and_the_older_one_stays_reachable():
    document = evidence()
    browser = client_of("hanh")
    browser.post(reverse("evidence-version-new", args=[document.pk]), {"file": scan()})
    page = browser.get(reverse("evidence", args=[document.pk]))
    assert [version.number for version in page.context["versions"]] == [2, 1]
    assert page.context["shown"].number == 2
    assert browser.get(f"{reverse('evidence', args=[document.pk])}?version=1").context["shown"].number == 1


def test_the_file_comes_as_an_attachment_under_the_name_of_the_paper():
    document = evidence()
    answer = client_of("hanh").get(address("evidence-file", document))
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert Image.open(io.BytesIO(body_of(answer))).size == (320, 240)


def test_pages_are_pictures_of_ours_and_there_are_only_as_many_as_there_are():
    document = evidence()
    version = add_version(document=document, file=scan(2), actor=cast("hanh"), at=MADE_AT)
    browser = client_of("hanh")
    answer = browser.get(reverse("evidence-page", args=[version.pk, 2]))
    assert (answer["Content-Type"], Image.open(io.BytesIO(body_of(answer))).width) == ("image/webp", 1400)
    small = browser.get(f"{reverse('evidence-page', args=[version.pk, 2])}?size=small")
    assert Image.open(io.BytesIO(body_of(small))).width == 240
    assert [status_of(browser, reverse("evidence-page", args=[version.pk, page])) for page in (0, 3)] == [404, 404]


def test_the_officer_ticks_the_comparison_on_the_page():
    document = evidence()
    browser = client_of("cuc")
    page = reverse("evidence", args=[document.pk])
    assert "Đã đối chiếu bản chính" in browser.get(page).content.decode()
    browser.post(reverse("evidence-check", args=[document.versions.get().pk]))
    assert OriginalCheck.objects.get().checked_by.username == "cuc"
    assert "Trần Thị Cúc đối chiếu ngày" in browser.get(page).content.decode()


@pytest.mark.parametrize(("name", "status"), [("hanh", 409), ("giang", 409), ("em", 404), ("stranger", 404)])
def test_others_cannot_tick_it(name, status):
    version = evidence().versions.get()
    answer = client_of(name).post(reverse("evidence-check", args=[version.pk]))
    assert (answer.status_code, OriginalCheck.objects.exists()) == (status, False)


def test_a_second_tick_is_refused_in_words():
    version = evidence().versions.get()
    check_against_original(version=version, actor=cast("cuc"), at=MADE_AT)
    answer = client_of("dung").post(reverse("evidence-check", args=[version.pk]))
    assert answer.status_code == 409
    assert "Phiên bản này đã được đối chiếu bản chính." in answer.content.decode()


@pytest.mark.parametrize("page", ["evidence-edit", "evidence-version-new"])
def test_only_editors_reach_the_forms_of_a_paper(page):
    document = evidence()
    reached = {name for name in PEOPLE if client_of(name).get(reverse(page, args=[document.pk])).status_code == 200}
    assert reached == {"hanh", "cuc", "dung"}


def test_particulars_are_corrected():
    document = evidence()
    page = reverse("evidence-edit", args=[document.pk])
    client_of("hanh").post(page, typed(kind="1", title="Giấy đăng ký hộ kinh doanh"))
    document.refresh_from_db()
    assert (document.title, document.number) == ("Giấy đăng ký hộ kinh doanh", "12/2025/ATTP")
