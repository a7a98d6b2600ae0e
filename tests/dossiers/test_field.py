"""Form 03 on the spot: notes and photos of the four matters, and a first draft of the report from them."""

from __future__ import annotations

import datetime as dt
import html
import re
import uuid

import pytest
from django.urls import reverse

from ratings.dossiers.field_actions import MOST_PHOTOS, NOTED, StaleNotes, add_photo, save_notes
from ratings.dossiers.field_wording import MATTERS, composed
from ratings.dossiers.models import FieldPhoto, FieldVisit
from ratings.dossiers.states import State
from registry.access.answers import Refused
from tests import builders
from tests.builders import at
from tests.cast import body_of, cast, client_of, picture_file, status_of
from tests.files import made

pytestmark = pytest.mark.django_db
NOW = at(20, 10, 9)
VISIT = {
    "visited_on": dt.date(2026, 10, 19),
    "local_materials": "Mua cá của 6 tàu ở bến Triệu Lăng",
    "seen_local_materials": True,
}


def noted(dossier, revision=0, who="cuc", **changes):
    values = {name: False if name.startswith("seen_") else "" for name in NOTED} | {"visited_on": None} | changes
    return save_notes(dossier=dossier, values=values, revision=revision, actor=cast(who), at=NOW)


@pytest.fixture
def dossier():
    return builders.a_dossier_at(State.RECEIVED)


def sent(dossier, key, matter="local_materials", who="cuc", photo=None):
    address = reverse("dossier-field-photo-add", args=[dossier.number])
    return client_of(who).post(address, {"key": str(key), "matter": matter, "photo": photo or picture_file()})


def test_notes_are_saved_by_the_page_and_by_its_button(dossier):
    client, address = client_of("cuc"), reverse("dossier-field", args=[dossier.number])
    form = {
        "visited_on": "2026-10-19",
        "local_labour": "12 người, 10 người trong xã",
        "seen_local_labour": "on",
        "revision": "0",
    }
    part = client.post(address, form, headers={"hx-request": "true"})
    assert (part.status_code, 'name="revision" value="1"' in part.content.decode()) == (200, True)
    assert client.post(address, {**form, "revision": "1", "idea_origin": "Bà nội truyền lại"}).status_code == 302
    visit = FieldVisit.objects.get()
    assert (visit.local_labour, visit.seen_local_labour, visit.seen_idea_origin, visit.revision) == (
        "12 người, 10 người trong xã", True, False, 2,
    )  # fmt: skip


def test_of_two_who_note_at_once_the_second_is_told_and_overwrites_nothing(dossier):
    noted(dossier, local_materials="Bản một")
    with pytest.raises(StaleNotes):
        noted(dossier, revision=0, local_materials="Bản hai")
    address = reverse("dossier-field", args=[dossier.number])
    answer = client_of("cuc").post(
        address, {"local_materials": "Bản hai", "revision": "0"}, headers={"hx-request": "true"}
    )
    assert (answer.status_code, FieldVisit.objects.get().local_materials) == (409, "Bản một")
    again = noted(dossier, revision=0, local_materials="Bản một")  # sent again because its answer got lost
    assert (again.local_materials, FieldVisit.objects.get().revision) == ("Bản một", 1)
    page = html.unescape(
        client_of("cuc").post(address, {"local_materials": "Bản hai", "revision": "0"}).content.decode()
    )
    assert ("Bản một" in page, "Bản hai" in page, 'name="revision" value="1"' in page) == (True, True, True)


def test_a_photo_that_is_sent_twice_is_one_photo(dossier):
    key = uuid.uuid4()
    assert [sent(dossier, key).status_code for _ in range(2)] == [201, 201]
    row = FieldPhoto.objects.get()
    assert (row.matter, row.taken_by) == ("local_materials", cast("cuc"))
    shown = client_of("dung").get(reverse("dossier-field-photo", args=[dossier.number, row.pk, 160]))
    assert (shown["Content-Type"], body_of(shown)[:4]) == ("image/webp", b"RIFF")


def test_a_bad_photo_and_a_thirteenth_are_refused_with_their_sentence(dossier):
    answer = sent(dossier, uuid.uuid4(), photo=made.upload(made.pdf()))
    assert (answer.status_code, answer.json()["refusal"][:20]) == (422, "Mục này chỉ nhận ảnh")
    for _ in range(MOST_PHOTOS):
        add_photo(
            dossier=dossier, matter="idea_origin", key=uuid.uuid4(), photo=picture_file(), actor=cast("cuc"), at=NOW
        )
    assert sent(dossier, uuid.uuid4(), "idea_origin").json() == {
        "refusal": "Mỗi nội dung tối đa 12 ảnh. Gỡ bớt một ảnh trước."
    }
    assert sent(dossier, uuid.uuid4(), "nothing").status_code == 404
    assert sent(dossier, "no key").status_code == 404


@pytest.mark.parametrize("who", ["hanh", "bien", "em", "stranger"])
def test_what_is_noted_on_the_spot_is_not_for_the_producer_nor_for_strangers(dossier, who):
    noted(dossier, **VISIT)
    assert status_of(client_of(who), reverse("dossier-field", args=[dossier.number])) == 404
    assert sent(dossier, uuid.uuid4(), who=who).status_code == 404
    assert FieldPhoto.objects.count() == 0


@pytest.mark.parametrize("who", ["dung", "duc"])
def test_others_of_the_offices_read_it_and_change_nothing(dossier, who):
    noted(dossier, **VISIT)
    page = html.unescape(client_of(who).get(reverse("dossier-field", args=[dossier.number])).content.decode())
    assert "Mua cá của 6 tàu" in page
    assert "data-autosave" not in page
    with pytest.raises(Refused):
        noted(dossier, revision=1, who=who)
    assert sent(dossier, uuid.uuid4(), who=who).status_code == 422


def test_a_photo_is_taken_away_again(dossier):
    sent(dossier, uuid.uuid4())
    row = FieldPhoto.objects.get()
    client_of("cuc").post(reverse("dossier-field-photo-remove", args=[dossier.number, row.pk]))
    assert FieldPhoto.objects.count() == 0


# ---------------------------------------------------------------- the draft


def test_only_what_was_noted_is_drafted_and_what_was_seen_says_so():
    claims = dict.fromkeys(MATTERS, "Kê khai")
    notes = {"local_materials": "cá của 6 tàu", "local_labour": "12 người.", "idea_origin": "  "}
    found = composed(notes, claims, ["local_materials"], visited_on=dt.date(2026, 10, 19), producer="HTX Gia Đẳng")
    assert found == {
        "local_materials": "Chủ thể kê khai về sử dụng nguyên liệu địa phương: Kê khai. Qua kiểm tra thực tế ngày "
        "19/10/2026 tại HTX Gia Đẳng, Ủy ban nhân dân xã nhận thấy: cá của 6 tàu.",
        "local_labour": "Chủ thể kê khai về sử dụng lao động địa phương: Kê khai. Qua kiểm tra hồ sơ tại HTX Gia Đẳng, "
        "Ủy ban nhân dân xã nhận thấy: 12 người.",
        "idea_origin": "",
        "local_identity": "",
    }


def test_the_report_page_offers_the_draft_and_never_overwrites_what_was_written(dossier):
    noted(dossier, **VISIT, local_labour="12 người")
    address = reverse("dossier-report", args=[dossier.number])
    client = client_of("cuc")
    written = re.compile(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>')
    empty = dict(written.findall(html.unescape(client.get(address).content.decode())))
    assert {text.strip() for text in empty.values()} == {""}
    drafted = dict(written.findall(html.unescape(client.get(address + "?from=field").content.decode())))
    assert "Qua kiểm tra thực tế ngày 19/10/2026" in drafted["local_materials"]
    assert "12 người." in drafted["local_labour"]
    assert drafted["idea_origin"].strip() == ""
    builders.draft_report(dossier)
    kept = dict(written.findall(html.unescape(client.get(address + "?from=field").content.decode())))
    assert "Qua kiểm tra" not in kept["local_materials"]


def test_the_worker_is_a_program_that_no_cache_keeps(client):
    answer = client.get(reverse("field-worker"))
    assert answer["Content-Type"] == "text/javascript"
    assert "no-store" in answer["Cache-Control"]
