"""Photos of the pages of one paper become one PDF; a bad page is named and nothing is kept."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image

from registry.access.answers import Refused
from registry.evidence.models import EvidenceDocument
from registry.files.actions import render_page, store_photographed
from registry.files.foreign import PROGRAM
from registry.files.inspect import NO_DOCUMENT_HERE, PICTURE_BROKEN, TOO_MANY_PHOTOS
from registry.files.kinds import MAX_PHOTOS, MediaType
from registry.files.models import StoredFile
from registry.files.photographed import PAGE_LONGEST
from tests.cast import MADE_AT, cast, client_of, producer
from tests.files import made

pytestmark = pytest.mark.django_db

RED, GREEN, BLUE = (220, 20, 20), (20, 180, 20), (20, 20, 220)


def photo(colour=RED, size=(1000, 1400), kind="JPEG", **options):
    return made.upload(made.picture(kind, size, colour=colour, **options), f"{kind}.bin")


def together(*photos):
    return store_photographed(photos, actor=cast("hanh"), at=MADE_AT)


def middle(stored, page):
    drawn = render_page(stored, page=page, at=MADE_AT)
    with Image.open(io.BytesIO(drawn.picture.read())) as picture:
        return picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))


def near(pixel, colour):
    return all(abs(one - other) < 25 for one, other in zip(pixel, colour, strict=True))


def test_every_photo_is_a_page_in_its_order_whatever_its_kind():
    stored = together(photo(RED), photo(GREEN, kind="PNG"), photo(BLUE, kind="HEIF"))
    assert (stored.kind, stored.page_count) == (MediaType.PDF, 3)
    assert [near(middle(stored, page), colour) for page, colour in ((1, RED), (2, GREEN), (3, BLUE))] == [True] * 3


def test_a_page_lies_as_the_photo_lies_and_is_no_larger_than_needed():
    stored = together(photo(), photo(size=(3000, 2000)), photo(exif=made.exif(orientation=6)))
    with pikepdf.open(io.BytesIO(stored.read())) as document:
        boxes = [[int(side) for side in page.MediaBox] for page in document.pages]
        images = [next(iter(page.get_images().values())) for page in document.pages]
    assert boxes == [[0, 0, 595, 842], [0, 0, 842, 595], [0, 0, 842, 595]]
    assert max(int(images[1].Width), int(images[1].Height)) == PAGE_LONGEST


def test_the_same_photos_are_one_file_and_nothing_of_the_place_is_left():
    first = together(photo(exif=made.exif()), photo(GREEN))
    assert together(photo(exif=made.exif()), photo(GREEN)) == first
    assert b"Exif" not in first.read()


@pytest.mark.parametrize(
    ("bad", "answer"),
    [
        (lambda: made.upload(made.pdf()), NO_DOCUMENT_HERE),
        (lambda: made.upload(made.picture()[:400]), PICTURE_BROKEN),
        (lambda: made.upload(b"MZ" + b"\0" * 400, "trang.jpg"), PROGRAM),
    ],
    ids=["a PDF among photos", "cut off", "a program"],
)
def test_one_bad_page_refuses_the_paper_and_keeps_nothing(bad, answer):
    with pytest.raises(Refused) as refused:
        together(photo(), bad())
    assert (refused.value.answer, StoredFile.objects.count()) == (answer, 0)


def test_forty_photos_are_taken_and_no_more():
    assert together(*(photo(size=(60, 80)) for _ in range(MAX_PHOTOS))).page_count == MAX_PHOTOS
    with pytest.raises(Refused) as refused:
        together(*(photo(size=(60, 80)) for _ in range(MAX_PHOTOS + 1)))
    assert refused.value.answer == TOO_MANY_PHOTOS


def test_the_vault_takes_photos_as_one_paper():
    page = reverse("evidence-new", args=[producer("gia_dang").pk])
    answer = client_of("hanh").post(
        page, {"kind": "2", "title": "Giấy chứng nhận ATTP", "file": [photo(RED), photo(GREEN)], "camera": photo(BLUE)}
    )
    assert answer.status_code == 302
    version = EvidenceDocument.objects.get().versions.get()
    assert (version.pages, near(middle(version.file, 3), BLUE)) == (3, True)


def test_a_bad_page_leaves_what_was_typed_in_the_form():
    page = reverse("evidence-new", args=[producer("gia_dang").pk])
    answer = client_of("hanh").post(
        page, {"kind": "2", "title": "Giấy gõ rồi", "file": [photo(), made.upload(made.pdf())]}
    )
    assert (answer.status_code, answer.context["form"]["title"].value()) == (422, "Giấy gõ rồi")
    assert str(NO_DOCUMENT_HERE.reason) in answer.content.decode()
    assert EvidenceDocument.objects.count() == 0
