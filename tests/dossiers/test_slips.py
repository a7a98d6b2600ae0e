"""Slips of the one-stop desk: each from the facts of the dossier, and only where it applies."""

import datetime as dt
import io
import re

import pikepdf
import pypdfium2
import pytest
import time_machine

from ratings.dossiers import commune_actions
from ratings.dossiers.models import ReturnRequest
from ratings.dossiers.slips import outcome_of
from ratings.dossiers.states import Ground, State
from tests import builders
from tests.cast import cast, client_of

pytestmark = pytest.mark.django_db
SLIPS = ("receipt", "refusal-slip", "control-slip")


def words(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(b"".join(response.streaming_content) if response.streaming else response.content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return re.sub(r"\s+", " ", text)


def slip(who, dossier, name):
    return client_of(who).get(f"/dossiers/{dossier.number}/{name}.pdf")


def offered(who, dossier, page=""):
    """The slips to which a page links, by the last part of their address."""
    text = client_of(who).get(f"/dossiers/{dossier.number}/{page}").content.decode()
    return {name for name in (*SLIPS, "apology") if f"/dossiers/{dossier.number}/{name}" in text}


def test_the_receipt_says_what_was_received_from_when_the_time_runs_until_when_and_who_received_it():
    dossier = builders.a_dossier_at(State.RECEIVED)
    text = words(slip("hanh", dossier, "receipt"))
    for line in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        f"Mã hồ sơ: {dossier.number}",
        "07/PĐK-44-19654-2026",
        "Danh sách lao động số 12/2025 (tài liệu minh chứng mục 5)",
        "Sản phẩm mẫu theo Phiếu đăng ký: 05",
        "01 bộ hồ sơ giấy, 01 bộ hồ sơ điện tử",
        "ngày 30/09/2026",
        "15 ngày làm việc, kể từ ngày nhận đủ hồ sơ 30/09/2026",
        "chậm nhất ngày 21/10/2026",
        "Trần Thị Cúc",
    ):
        assert line in text, line


def test_a_number_that_the_office_has_not_given_is_a_line_of_dots():
    dossier = builders.a_dossier_at(State.FILED)
    commune_actions.receive_complete(
        dossier=dossier, received_on=dt.date(2026, 9, 30), paper_set=False, slip_number="", actor=cast("dung"),
        at=builders.D01_DAYS.received,
    )  # fmt: skip
    text = words(slip("dung", dossier, "receipt"))
    assert re.search(r"Số: ?\.{3}", text)
    assert re.search(r"Số Phiếu đăng ký \(Mẫu số 01\): ?\.{3}", text)
    assert "chưa nhận bộ hồ sơ giấy" in text
    assert "Hoàng Văn Dũng" in text


def test_the_request_to_complete_lists_every_item_with_its_reason_and_the_day():
    dossier = builders.a_dossier_at(State.RETURNED_BY_COMMUNE)
    asked = ReturnRequest.objects.get(dossier=dossier)
    text = words(slip("hanh", dossier, f"returns/{asked.pk}"))
    for wanted in builders.WANTED:
        assert wanted.title in text
        assert f"Lý do: {wanted.reason}" in text
    assert f"chậm nhất ngày {asked.due_on:%d/%m/%Y}" in text
    assert "điểm a khoản 2 Điều 7" in text
    assert "tính lại từ ngày nhận đủ hồ sơ" in text
    assert asked.asked_by.full_name in text
    checks = client_of("hanh").get(f"/dossiers/{dossier.number}/checks/").content.decode()
    assert f"/dossiers/{dossier.number}/returns/{asked.pk}.pdf" in checks


def test_a_request_to_complete_of_another_dossier_does_not_exist_here():
    other = builders.a_dossier_at(State.RETURNED_BY_COMMUNE, name="Mắm ruốc")
    dossier = builders.a_dossier_at(State.RECEIVED)
    asked = ReturnRequest.objects.get(dossier=other)
    assert slip("cuc", dossier, f"returns/{asked.pk}").status_code == 404


def test_the_province_asks_for_completion_in_its_own_name():
    dossier = builders.a_dossier_at(State.RETURNED_BY_PROVINCE)
    asked = ReturnRequest.objects.get(dossier=dossier)
    text = words(slip("giang", dossier, f"returns/{asked.pk}"))
    assert "CƠ QUAN THAM MƯU QUẢN LÝ OCOP" in text
    assert "điểm a khoản 3 Điều 7" in text
    assert "tính lại từ ngày nhận đủ" not in text


def test_the_slip_of_refusal_names_the_ground_with_its_article_and_the_reason():
    dossier = builders.a_dossier_at(State.FILED)
    commune_actions.refuse_reception(
        dossier=dossier, ground=Ground.PRODUCER, reason="Hộ chưa đăng ký kinh doanh.", actor=cast("cuc"),
        at=builders.D01_DAYS.refused,
    )  # fmt: skip
    text = words(slip("hanh", dossier, "refusal-slip"))
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ" in text
    assert "khoản 3 Điều 2 Quyết định số 26/2026/QĐ-TTg" in text
    assert "Hộ chưa đăng ký kinh doanh." in text
    assert offered("hanh", dossier) == {"refusal-slip", "control-slip"}


def test_the_control_slip_measures_every_step_by_the_day_that_was_set_before_it():
    dossier = builders.a_dossier_at(State.FORWARDED)
    response = slip("cuc", dossier, "control-slip")
    text = words(response)
    for part in ("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Lê Thị Hạnh", "Trần Thị Cúc", "Phạm Văn Đức",
                 "21/10/2026", "Trước hạn"):  # fmt: skip
        assert part in text, part
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert pdf.pages[0].mediabox[2] > pdf.pages[0].mediabox[3]


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (dt.date(2026, 10, 20), "Trước hạn"),
        (dt.date(2026, 10, 21), "Đúng hạn"),
        (dt.date(2026, 10, 23), "Quá hạn 2 ngày"),
    ],
)
def test_a_step_is_early_on_its_day_or_late(done, said):
    assert outcome_of(dt.date(2026, 10, 21), done) == said
    assert outcome_of(None, done) == ""


def test_an_apology_is_offered_to_the_commune_alone_and_only_after_its_last_day():
    dossier = builders.a_dossier_at(State.RECEIVED)
    with time_machine.travel(dt.datetime(2026, 10, 21, 9, tzinfo=builders.at(1, 1).tzinfo), tick=False):
        assert offered("cuc", dossier) == {"receipt", "control-slip"}
        assert client_of("cuc").get(f"/dossiers/{dossier.number}/apology/").status_code == 404
    with time_machine.travel(dt.datetime(2026, 10, 23, 9, tzinfo=builders.at(1, 1).tzinfo), tick=False):
        assert offered("cuc", dossier) == offered("cuc", dossier, "checks/") == {"receipt", "control-slip", "apology"}
        assert offered("hanh", dossier) == {"receipt", "control-slip"}
        assert client_of("hanh").get(f"/dossiers/{dossier.number}/apology/").status_code == 404
        assert "21/10/2026" in client_of("cuc").get(f"/dossiers/{dossier.number}/apology/").content.decode()


def test_the_apology_prints_reason_and_new_day_or_leaves_them_to_be_written():
    dossier = builders.a_dossier_at(State.RECEIVED)
    address = f"/dossiers/{dossier.number}/apology/"
    with time_machine.travel(dt.datetime(2026, 10, 23, 9, tzinfo=builders.at(1, 1).tzinfo), tick=False):
        typed = words(client_of("cuc").post(address, {"reason": "Cán bộ nghỉ ốm.", "new_due": "2026-10-30"}))
        empty = words(client_of("cuc").post(address, {}))
        wrong = client_of("cuc").post(address, {"reason": "Cán bộ nghỉ ốm.", "new_due": "2026-10-23"})
    assert "chậm nhất ngày 30/10/2026" in typed
    assert "Cán bộ nghỉ ốm." in typed
    assert "quá hạn 2 ngày làm việc, tính đến ngày 23/10/2026" in empty
    assert re.search(r"chậm nhất ngày[ .]+tháng[ .]+năm[ .]+", empty)
    assert wrong.status_code == 422
    assert "Cán bộ nghỉ ốm." in wrong.content.decode()


def test_a_slip_that_does_not_apply_does_not_exist():
    draft = builders.a_draft()
    assert {name: slip("hanh", draft, name).status_code for name in SLIPS} == dict.fromkeys(SLIPS, 404)
    assert offered("hanh", draft) == set()
    received = builders.a_dossier_at(State.RECEIVED, name="Mắm ruốc")
    assert slip("hanh", received, "refusal-slip").status_code == 404


def test_after_a_return_the_old_receipt_counts_no_more():
    dossier = builders.a_dossier_at(State.RETURNED_BY_COMMUNE)
    assert slip("hanh", dossier, "receipt").status_code == 404


@pytest.mark.parametrize("who", ["bien", "em", "giang", "tam", "stranger"])
def test_to_others_no_slip_exists(who):
    dossier = builders.a_dossier_at(State.RECEIVED)
    assert {slip(who, dossier, name).status_code for name in SLIPS} == {404}
