"""Every event has its words, complete in Vietnamese, and says only what it knows."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from ratings.dossiers.moving import TOLD
from ratings.dossiers.workflow import Move
from registry.notifications.kinds import KINDS, say
from tests.notifications.conftest import AT, VALUES

EVERYTHING = {
    **VALUES,
    "anew": 14,
    "by": "Trần Thị Cúc",
    "clause": "điểm b",
    "decision": "12/QĐ-UBND",
    "due_on": "2026-11-20",
    "held_on": "2026-11-25",
    "issued_on": "2026-12-01",
    "items": 3,
    "last_day_on": "2029-12-01",
    "letter": "45/UBND",
    "notice": "7/TB",
    "points": "88.40",
    "set": 12,
    "reason": "thiếu phiếu kiểm nghiệm",
    "round": "đợt 1/2027",
    "scoring": 1,
    "sent_on": "2026-12-02",
    "sentence": "Tổng điểm 62,00.",
    "stars": 4,
    "code": "123456",
    "tests": "Aflatoxin B1",
    "ended_on": "2026-12-03",
    "successor": "Công ty TNHH Gia Đẳng",
    "title": "Phiếu kiểm nghiệm",
}
PLACES = re.compile(r"%\((\w+)\)s")


def _texts():
    return {str(text) for kind in KINDS.values() for text in (kind.subject, *kind.body)}


def test_every_move_has_its_words():
    assert {f"dossier.{move.value}" for move in Move} <= KINDS.keys()
    assert {f"dossier.{move.value}" for move in TOLD} <= KINDS.keys()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("event", KINDS)
def test_every_sentence_is_said_when_everything_is_known(event, language):
    with translation.override(language):
        said = say(event, EVERYTHING, AT)

    assert len(said.sentences) == len(KINDS[event].body)
    assert not [text for text in (said.subject, *said.sentences) if "%" in text or not text.strip()]


def test_the_translation_asks_for_the_same_values():
    with translation.override("en"):
        english = sorted(_texts())
    for text in english:
        with translation.override("vi"):
            vietnamese = translation.gettext(text)
        assert sorted(PLACES.findall(vietnamese)) == sorted(PLACES.findall(text)), text
        assert text == "%(sentence)s" or vietnamese != text


def test_a_sentence_without_its_value_is_left_out():
    with translation.override("vi"):
        known = say("dossier.return_by_commune", {**VALUES, "due_on": "2026-11-20", "reason": ""}, AT)
        unknown = say("dossier.return_by_commune", VALUES, AT)

    assert known.sentences == (
        "UBND xã Triệu Cơ yêu cầu bổ sung, hoàn thiện hồ sơ sản phẩm Nước mắm Gia Đẳng.",
        "Thời hạn: chậm nhất 20/11/2026.",
        "Thời hạn của xã tính lại từ ngày nhận đủ.",
    )
    assert unknown.sentences == (known.sentences[0], known.sentences[2])


def test_the_producer_reads_the_words_of_the_offices():
    with translation.override("vi"):
        said = say("dossier.receive_complete", {**VALUES, "due_on": "2026-12-01"}, AT)

    assert said.subject == "UBND xã đã nhận đủ hồ sơ HS-17"
    assert said.sentences == (
        "UBND xã Triệu Cơ đã nhận đủ hồ sơ sản phẩm Nước mắm Gia Đẳng ngày 09/11/2026.",
        "UBND xã phải xong trong 15 ngày làm việc, chậm nhất 01/12/2026.",
        "Ông/bà chưa phải làm gì.",
    )


def test_points_have_a_decimal_comma_in_vietnamese():
    with translation.override("vi"):
        vietnamese = say("dossier.send_back", {**VALUES, "points": "88.4"}, AT).sentences[1]
    with translation.override("en"):
        english = say("dossier.send_back", {**VALUES, "points": "88.4"}, AT).sentences[1]

    assert (vietnamese, english) == ("Kết quả: 88,40 điểm.", "Points: 88.40.")


def test_the_day_of_an_event_is_the_day_in_viet_nam():
    late = AT.replace(hour=0, minute=30)
    with translation.override("vi"):
        assert "09/11/2026" in say("dossier.file", VALUES, late).sentences[0]


def test_a_percent_sign_in_a_name_is_no_placeholder():
    with translation.override("vi"):
        said = say("dossier.file", {**VALUES, "product": "Mật ong 100%(day)s"}, AT)
    assert said.sentences[0].startswith("Hồ sơ sản phẩm Mật ong 100%(day)s (")
