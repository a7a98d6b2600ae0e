"""Files that come in pieces: each piece once, in order, only the owner's, and a form takes them as if they had come with it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import threading

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.access.answers import Refused
from registry.evidence.models import EvidenceDocument
from registry.files import uploads
from registry.files.inspect import EMPTY, TOO_LARGE
from registry.files.kinds import MAX_BYTES
from registry.files.models import StoredFile, Upload, UploadPiece
from registry.files.tasks import forget_uploads_task
from tests.cast import MADE_AT, cast, client_of, producer
from tests.files import made

pytestmark = pytest.mark.django_db


def begun(size, *, name="quet.pdf", sha256="", who="hanh", at=MADE_AT):
    return uploads.begin(name=name, size=size, sha256=sha256, owner=cast(who), at=at)


def sent(client, data, *, name="quet.pdf", piece=uploads.PIECE):
    """Send ``data`` as a browser does; return its key."""
    digest = hashlib.sha256(data).hexdigest()
    answer = client.post(reverse("upload-begin"), {"name": name, "size": len(data), "sha256": digest})
    assert answer.status_code == 201
    key, received = answer.json()["key"], answer.json()["received"]
    while received < len(data):
        part = put(client, key, received, data[received : received + piece])
        assert part.status_code == 200
        received = part.json()["received"]
    return key


def put(client, key, start, data):
    address = f"{reverse('upload-piece', args=[key])}?from={start}"
    return client.put(address, data, content_type="application/octet-stream")


@pytest.fixture
def hanh():
    return client_of("hanh")


def paper(**more):
    return {"kind": "2", "title": "Giấy chứng nhận ATTP", **more}


def evidence_new():
    return reverse("evidence-new", args=[producer("gia_dang").pk])


def test_a_form_takes_a_file_that_came_in_pieces(hanh):
    data = made.heavy_pdf(600_000)
    key = sent(hanh, data)
    answer = hanh.post(evidence_new(), paper(file_sent=key))
    document = EvidenceDocument.objects.get()
    assert answer.url == reverse("evidence", args=[document.pk])
    assert document.versions.get().file.read() == data
    assert (Upload.objects.count(), UploadPiece.objects.count()) == (0, 0)


def test_photos_stand_in_the_order_in_which_they_were_chosen(hanh):
    keys = [sent(hanh, made.picture(size=size)) for size in ((1000, 800), (800, 1000))]
    hanh.post(evidence_new(), paper(file_sent=keys[::-1]))
    version = EvidenceDocument.objects.get().versions.get()
    with pikepdf.open(io.BytesIO(version.file.read())) as document:
        upright = [page.MediaBox[2] < page.MediaBox[3] for page in document.pages]
    assert upright == [True, False]


def test_a_refused_form_keeps_its_upload_and_the_next_takes_it(hanh):
    key = sent(hanh, made.pdf(1))
    refused = hanh.post(evidence_new(), {"kind": "2", "title": "", "file_sent": key})
    assert refused.status_code == 422
    assert Upload.objects.filter(pk=key).exists()
    hanh.post(evidence_new(), paper(file_sent=key))
    assert EvidenceDocument.objects.get().versions.get().pages == 1


def test_another_person_reaches_neither_the_pieces_nor_the_file(hanh):
    data = made.pdf(1)
    key = sent(hanh, data)
    stranger = client_of("cuc")
    assert put(stranger, key, 0, data).status_code == 404
    own = producer("cua_tung")
    address = reverse("evidence-new", args=[own.pk])
    answer = client_of("bien").post(address, paper(file_sent=key))
    assert answer.status_code == 422
    assert (EvidenceDocument.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_an_unfinished_file_or_a_word_is_no_file(hanh):
    upload = begun(5000)
    for word in (str(upload.pk), "không phải khoá", "0" * 32):
        answer = hanh.post(evidence_new(), paper(file_sent=word))
        assert answer.status_code == 422
    assert EvidenceDocument.objects.count() == 0


@pytest.mark.parametrize("name", ["", ".", "../../etc/passwd", "C:\\quét\\tệp.pdf", "x" * 900])
def test_a_name_is_never_a_path(hanh, name):
    key = sent(hanh, made.pdf(1), name=name)
    hanh.post(evidence_new(), paper(file_sent=key))
    assert EvidenceDocument.objects.get().versions.get().pages == 1


def test_without_an_account_nothing_begins():
    assert Client().post(reverse("upload-begin"), {"size": 10}).status_code == 302
    assert Upload.objects.count() == 0


def test_a_piece_that_came_twice_is_told_where_to_go_on(hanh):
    data = b"a" * 300_000
    upload = begun(len(data))
    assert put(hanh, upload.pk, 0, data[:200_000]).json() == {"received": 200_000}
    again = put(hanh, upload.pk, 0, data[:200_000])
    assert (again.status_code, again.json()) == (409, {"received": 200_000})
    assert put(hanh, upload.pk, 200_000, data[200_000:]).json() == {"received": 300_000}


def test_after_a_reload_the_same_file_goes_on_where_it_stood(hanh):
    data = made.heavy_pdf(600_000)
    digest = hashlib.sha256(data).hexdigest()
    about = {"name": "a.pdf", "size": len(data), "sha256": digest}
    first = hanh.post(reverse("upload-begin"), about).json()
    put(hanh, first["key"], 0, data[: first["piece"]])
    again = hanh.post(reverse("upload-begin"), about).json()
    assert (again["key"], again["received"]) == (first["key"], first["piece"])
    other = client_of("cuc").post(reverse("upload-begin"), about).json()
    assert (other["key"] != first["key"], other["received"]) == (True, 0)


def test_a_file_that_is_not_what_was_announced_is_thrown_away(hanh):
    upload = begun(10, sha256="0" * 64)
    answer = put(hanh, upload.pk, 0, b"0123456789")
    assert (answer.status_code, answer.json()) == (422, {"refusal": uploads.NOT_AS_SENT.in_one_line})
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    ("start", "length"), [(0, 0), (0, 11), (5, 6)], ids=["nothing", "more than the file", "past its end"]
)
def test_a_piece_must_lie_within_the_file(hanh, start, length):
    upload = begun(10)
    assert put(hanh, upload.pk, start, b"x" * length).status_code == 422
    assert Upload.objects.get().received == 0


def test_a_piece_larger_than_a_piece_is_refused(hanh):
    upload = begun(uploads.PIECE * 3)
    assert put(hanh, upload.pk, 0, b"x" * (uploads.PIECE + 1)).status_code == 422


@pytest.mark.parametrize(("size", "answer"), [(0, EMPTY), (MAX_BYTES + 1, TOO_LARGE)], ids=["empty", "too large"])
def test_the_size_is_refused_before_anything_is_sent(hanh, size, answer):
    asked = hanh.post(reverse("upload-begin"), {"name": "a", "size": size})
    assert (asked.status_code, asked.json()) == (422, {"refusal": answer.in_one_line})
    assert begun(MAX_BYTES).size == MAX_BYTES


def test_one_person_cannot_fill_the_disk():
    for _ in range(uploads.MAX_WAITING // MAX_BYTES):
        begun(MAX_BYTES)
    with pytest.raises(Refused) as refused:
        begun(1)
    assert refused.value.answer is uploads.TOO_MUCH_WAITING
    assert begun(1, who="cuc").size == 1


def test_what_nobody_came_back_for_is_forgotten_after_a_day(time_machine):
    old, young = begun(10), begun(10, at=MADE_AT + dt.timedelta(seconds=1))
    uploads.receive(old, start=0, data=b"0123456789")
    time_machine.move_to(MADE_AT + uploads.KEPT, tick=False)
    forget_uploads_task()
    assert list(Upload.objects.all()) == [young]
    assert UploadPiece.objects.count() == 0


class AnyWayItComes(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        st.binary(min_size=1, max_size=400),
        st.lists(st.tuples(st.integers(0, 450), st.integers(1, 120)), max_size=12),
    )
    def test_the_whole_is_what_was_sent_however_pieces_are_lost_and_repeated(self, data, tries):
        upload = uploads.begin(name="a", size=len(data), sha256="", owner=cast("hanh"), at=MADE_AT)
        steps = [*tries, *((0, 120) for _ in range(len(data)))]
        for start, length in steps:
            begin = start if start < len(data) else upload.received
            try:
                upload = uploads.receive(upload, start=begin, data=data[begin : begin + length])
            except uploads.OutOfStep as out:
                if out.received < len(data):
                    part = data[out.received : out.received + length]
                    upload = uploads.receive(upload, start=out.received, data=part)
            if upload.complete:
                break
        assert upload.complete
        with uploads.whole(upload) as file:
            assert file.read() == data


@pytest.mark.django_db(transaction=True)
def test_the_same_piece_twice_at_once_counts_once():
    upload = begun(20)
    said, gate = [], threading.Barrier(2)

    def send():
        try:
            gate.wait()
            uploads.receive(Upload.objects.get(pk=upload.pk), start=0, data=b"0123456789")
            said.append("kept")
        except uploads.OutOfStep as out:
            said.append(out.received)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said, key=str) == [10, "kept"]
    assert UploadPiece.objects.count() == 1
