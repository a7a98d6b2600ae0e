"""Fifty bad files at every door: each is told what is wrong with it, what was typed stays, and nothing is kept."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registry.evidence.models import EvidenceDocument
from registry.files.models import Picture, StoredFile
from registry.products.models import ProductPhoto
from tests.cast import client_of, producer, product
from tests.decision_builders import concluded, prepared
from tests.files import bad
from tests.files.test_uploads import sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NAMES = ("giay.pdf", "anh.jpg")
"""Names are never asked: every file comes once as a document and once as a photo."""


@pytest.fixture
def store_is_empty():
    before = kept()
    yield
    assert kept() == before


def kept():
    root = Path(settings.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file()), StoredFile.objects.count()


def said(answer):
    return html.unescape(answer.content.decode())


def test_there_are_fifty_of_them_and_no_two_are_the_same():
    files = [data for _name, data, _sentence in bad.all_of_them()]
    assert len(set(files)) == len(files) >= 50


@pytest.mark.parametrize("name", bad.FILES)
def test_the_vault_refuses_it_and_keeps_what_was_typed(name, store_is_empty):
    make, sentence = bad.FILES[name]
    data = make()
    address = reverse("evidence-new", args=[producer("gia_dang").pk])
    client = client_of("hanh")
    for called in NAMES:
        form = {"kind": "9", "title": "Phiếu kiểm nghiệm số 7", "file": SimpleUploadedFile(called, data)}
        answer = client.post(address, form)
        assert answer.status_code == 422
        # Of a file without content the form itself says so, in Django's words.
        assert sentence in said(answer) or (sentence == bad.EMPTY and "rỗng" in said(answer))
        assert 'value="Phiếu kiểm nghiệm số 7"' in said(answer)
    assert EvidenceDocument.objects.count() == 0


@pytest.mark.parametrize("name", [name for name, (_make, sentence) in bad.FILES.items() if sentence != bad.EMPTY])
def test_the_gallery_of_a_product_refuses_it(name, store_is_empty):
    make, sentence = bad.FILES[name]
    address = reverse("product-photo-add", args=[product("Nước mắm", of="gia_dang", set_number=9).public_id])
    answer = client_of("hanh").post(address, {"photo": SimpleUploadedFile("anh.jpg", make())}, follow=True)
    assert bad.as_photo(sentence) in said(answer)
    assert (ProductPhoto.objects.count(), Picture.objects.count()) == (0, 0)


def test_the_scan_of_a_signed_decision_is_looked_into_as_well():
    decision = prepared(concluded("D01"))
    client = client_of("hung")
    address = reverse("decision-sign", args=[decision.pk])
    before = kept()
    missed = []
    for name, data, sentence in bad.all_of_them():
        answer = client.post(address, {"number": "1/QĐ-UBND", "scan": SimpleUploadedFile("quyet-dinh.pdf", data)})
        if answer.status_code != 422 or (sentence != bad.EMPTY and sentence not in said(answer)):
            missed.append((name, answer.status_code))
    decision.refresh_from_db()
    assert (missed, kept(), decision.issued_on) == ([], before, None)


def test_in_pieces_a_bad_file_is_no_better(store_is_empty):
    address = reverse("evidence-new", args=[producer("gia_dang").pk])
    client = client_of("hanh")
    missed = []
    for name, data, sentence in bad.all_of_them():
        if sentence in {bad.EMPTY, bad.TOO_LARGE}:
            continue  # refused before the first piece, as test_uploads shows
        answer = client.post(address, {"kind": "9", "title": "Phiếu", "file_sent": sent(client, data)})
        if answer.status_code != 422 or sentence not in said(answer):
            missed.append(name)
    assert missed == []
