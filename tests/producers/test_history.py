"""The timeline says what was changed, in words, and keeps silent about what it cannot name."""

import datetime as dt

import pytest

from registry.journal.actions import record
from registry.journal.models import JournalEntry
from registry.journal.states import Audience
from registry.producers.history import changes_of, latest
from tests.builders import at
from tests.cast import cast, client_of, producer

pytestmark = pytest.mark.django_db


def note(kind, before, after, number=1):
    record(
        action=f"{kind}.updated", actor=cast("hanh"), at=at(5, 10), object_type=kind, object_id=number, label="x",
        before=before, after=after, audience=Audience.PRODUCER, commune="19654", province="44",
    )  # fmt: skip
    return changes_of(JournalEntry.objects.latest("pk"))


@pytest.mark.parametrize(
    ("kind", "before", "after", "words"),
    [
        ("producer", {"phone": "0900000000"}, {"phone": "0900000001"}, "Điện thoại: 0900000000 → 0900000001"),
        ("producer", {"kind": "farm"}, {"kind": "cooperative"}, "Loại hình tổ chức: Trang trại → Hợp tác xã"),
        (
            "producer",
            {"registered_on": None},
            {"registered_on": "2019-05-20"},
            "Ngày thành lập hoặc đăng ký kinh doanh: – → 20/05/2019",
        ),
        ("producer", {"commune": "19654"}, {"commune": "19741"}, "Xã, phường hiện nay"),
        ("producer", {"history": "a" * 70}, {"history": "b"}, "Lịch sử hình thành của chủ thể"),
        ("product", {"name": "Nước mắm", "tags": 1}, {"name": "Nước mắm Gia Đẳng", "tags": 2}, None),
        ("evidence", {"valid_until": "2026-01-01"}, {"valid_until": None}, None),
    ],
)
def test_a_change_is_told_with_what_stood_there_before(kind, before, after, words):
    said = note(kind, before, after)
    if words is None:
        words = {"product": "Nước mắm → Nước mắm Gia Đẳng", "evidence": "01/01/2026 → –"}[kind]
        assert said.endswith(words)
        assert "tags" not in said
    else:
        assert said == words


def test_the_page_of_the_producer_tells_it_and_an_erased_entry_does_not_break_it():
    shown = producer("gia_dang")
    note("producer", {"phone": "0900000000"}, {"phone": "0900000001"}, shown.pk)
    page = client_of("hanh").get(f"/producers/{shown.pk}/").content.decode()
    assert "0900000000 → 0900000001" in page
    entry = JournalEntry.objects.latest("pk")
    entry.payload = {}
    assert changes_of(entry) == ""
    assert latest("producer", shown.pk)[0].at.date() == dt.date(2026, 10, 5)
