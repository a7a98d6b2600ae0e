"""Pages of decisions by a browser: prepare, sign, record, notify, send up, choose."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from ratings.certificates.models import Certificate
from ratings.decisions.models import Decision, DecisionKind, ResultNotice
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import State
from tests import council_builders as councils
from tests import decision_builders as built
from tests.builders import VN
from tests.cast import cast, client_of
from tests.files.made import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, 0, tzinfo=VN), tick=False) as moved:
        yield moved


def html_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("qd.pdf", pdf(1), content_type="application/pdf")


STATED = {
    "number": "3456/QĐ-UBND",
    "issued_on": "2026-11-20",
    "signer_name": "Trịnh Quốc Chín",
    "signer_capacity": "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH",
}


def prepared_by_page(*numbers: str, kind: str = "recognition") -> Decision:
    response = client_of("giang").post(
        "/decisions/new/",
        {"kind": kind, "dossier": numbers, "title": built.TITLE, "authority": built.AUTHORITY},
    )
    made = Decision.objects.latest("pk")
    assert response["Location"] == f"/decisions/{made.pk}/"
    return made


def test_d01_and_d02_go_through_the_pages_from_the_list_to_the_certificates():
    first, second = built.concluded("D01"), built.concluded("D02", "cua_tung")
    giang, quoc = client_of("giang"), client_of("quoc")
    listed = html_of(giang.get("/decisions/"))
    assert "Chờ công nhận 3 sao, 4 sao" in listed
    assert "79,60" in listed
    begun = html_of(giang.get("/decisions/new/", {"kind": "recognition", "dossier": [first.number, second.number]}))
    assert begun.count(" checked") == 2
    assert "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị" in begun
    assert "không đạt yêu cầu tối thiểu hạng 4 sao tại tiêu chí 9" in begun

    decision = prepared_by_page(first.number, second.number)
    page = html_of(quoc.get(f"/decisions/{decision.pk}/"))
    for said in ("398 / 5 = <strong>79,60</strong>", "361 / 5 = <strong>72,20</strong>", "44-19654-1-2026",
                 "Nguyễn Thị Giang", decision.digest, "Ký ban hành"):  # fmt: skip
        assert said in page
    form = html_of(quoc.get(f"/decisions/{decision.pk}/sign/"))
    assert 'value="Trịnh Quốc Chín"' in form
    assert 'value="KT. CHỦ TỊCH - PHÓ CHỦ TỊCH"' in form
    done = quoc.post(f"/decisions/{decision.pk}/sign/", STATED, follow=True)
    assert "Đã ký quyết định; 2 giấy chứng nhận có hiệu lực." in html_of(done)
    assert {one.product_name: one.stars for one in Certificate.objects.all()} == {"Nước mắm Gia Đẳng": 4, "Mắm ruốc": 3}
    part = html_of(quoc.get(f"/decisions/{decision.pk}/certificates/", headers={"hx-request": "true"}))
    assert part.count('href="/certificates/') == 2


def test_whoever_prepared_sees_why_she_cannot_sign_and_a_post_is_refused():
    dossier = built.concluded("D01")
    decision = prepared_by_page(dossier.number)
    page = html_of(client_of("giang").get(f"/decisions/{decision.pk}/"))
    assert "Người lập dự thảo không ghi nhận chữ ký của chính dự thảo đó." in page
    assert f'href="/decisions/{decision.pk}/sign/"' not in page
    refused = client_of("giang").post(f"/decisions/{decision.pk}/sign/", {**STATED, "scan": scan()})
    assert refused.status_code == 409
    said = html_of(refused)
    for words in ("Chưa thực hiện được", "Căn cứ", "Cần làm", "điểm e khoản 3 Điều 7"):
        assert words in said
    assert not Certificate.objects.exists()


def test_another_officer_records_the_signed_paper_and_a_refusal_keeps_what_she_typed_and_sent():
    dossier = built.concluded("D01")
    decision = prepared_by_page(dossier.number)
    hung = client_of("hung")
    refused = hung.post(f"/decisions/{decision.pk}/sign/", {**STATED, "issued_on": "2026-11-17", "scan": scan()})
    said = html_of(refused)
    assert refused.status_code == 409
    assert "Ngày của quyết định trước ngày Hội đồng kết luận." in said
    assert 'value="3456/QĐ-UBND"' in said
    assert "Đã giữ bản quét ông/bà vừa gửi" in said
    token = re.search(r'name="kept" value="([^"]+)"', said)[1]
    done = hung.post(f"/decisions/{decision.pk}/sign/", {**STATED, "kept": token})
    assert done.status_code == 302
    decision.refresh_from_db()
    assert (decision.recorded_by, decision.scan is not None) == (cast("hung"), True)
    sent = hung.get(f"/decisions/{decision.pk}/scan/")
    assert sent["Content-Disposition"].startswith("attachment")
    sent.getvalue()


def test_a_recorded_decision_without_scan_is_refused():
    decision = prepared_by_page(built.concluded("D01").number)
    refused = client_of("hung").post(f"/decisions/{decision.pk}/sign/", STATED)
    assert refused.status_code == 409
    assert "Thiếu bản quét quyết định đã ký." in html_of(refused)


def test_what_changed_is_named_on_the_page_of_the_draft():
    dossier = built.concluded("D01")
    decision = prepared_by_page(dossier.number)
    dossier.producer.name = "HTX khác"
    dossier.producer.save(update_fields=["name"])
    page = html_of(client_of("quoc").get(f"/decisions/{decision.pk}/"))
    assert "chủ thể: “HTX Nước mắm Gia Đẳng (minh họa)” → “HTX khác”" in page
    assert client_of("quoc").post(f"/decisions/{decision.pk}/sign/", STATED).status_code == 409


def test_a_draft_is_taken_back_with_its_reason():
    dossier = built.concluded("D01")
    decision = prepared_by_page(dossier.number)
    assert client_of("quoc").post(f"/decisions/{decision.pk}/", {"reason": ""}).status_code == 422
    done = client_of("quoc").post(f"/decisions/{decision.pk}/", {"reason": "Sai tên."}, follow=True)
    assert "Đã rút lại dự thảo" in html_of(done)
    dossier.refresh_from_db()
    assert dossier.current is State.CONCLUDED


def test_nothing_chosen_is_refused_and_the_title_is_kept():
    built.concluded("D01")
    response = client_of("giang").post(
        "/decisions/new/", {"kind": "recognition", "title": "Tên đã gõ", "authority": built.AUTHORITY}
    )
    assert response.status_code == 409
    assert "Chưa chọn hồ sơ nào." in html_of(response)
    assert 'value="Tên đã gõ"' in html_of(response)


@pytest.mark.parametrize("who", ["hanh", "cuc", "tam", "tv1", "stranger"])
def test_drafts_are_secret_outside_their_province(who):
    dossier = built.concluded("D01")
    decision = prepared_by_page(dossier.number)
    viewer = client_of(who)
    expected = 404 if who == "tam" else 403
    for path in (f"/decisions/{decision.pk}/", f"/decisions/{decision.pk}/sign/"):
        assert viewer.get(path).status_code == expected
    assert viewer.post(f"/decisions/{decision.pk}/sign/", STATED).status_code == expected
    listed = viewer.get("/decisions/")
    assert "Nước mắm Gia Đẳng" not in html_of(listed)
    assert client_of("quoc").get(f"/decisions/{decision.pk}/").status_code == 200


def test_the_producer_sees_neither_stars_nor_certificate_before_the_signature():
    dossier = built.concluded("D01")
    prepared_by_page(dossier.number)
    page = html_of(client_of("hanh").get(f"/dossiers/{dossier.number}/"))
    assert "Đang chờ quyết định của Chủ tịch UBND tỉnh Quảng Trị." in page
    assert "4 sao" not in page
    assert "79,60" not in page


def test_d18_gets_its_notice_by_page_and_the_producer_fetches_the_paper():
    dossier = built.concluded("D18")
    giang = client_of("giang")
    assert "Chờ thông báo: không đủ điều kiện công nhận" in html_of(giang.get("/decisions/"))
    path = f"/dossiers/{dossier.number}/notice/"
    form = html_of(giang.get(path))
    assert "không đạt yêu cầu tối thiểu hạng 3 sao tại tiêu chí 3.5" in form
    revision = re.search(r'name="revision" value="(\d+)"', form)[1]
    done = giang.post(
        path, {"revision": revision, "number": "15/TB-SNNMT", "issued_on": "2026-11-20", **built.SIGNER}, follow=True
    )
    assert "Đã gửi thông báo." in html_of(done)
    notice = ResultNotice.objects.get()
    for who, status in (("hanh", 200), ("cuc", 200), ("bien", 404), ("em", 404), ("tam", 404)):
        sent = client_of(who).get(f"/notices/{notice.pk}/")
        assert sent.status_code == status
        if status == 200:
            assert sent.getvalue().startswith(b"%PDF")


def test_d08_is_approved_sent_accepted_and_recognised_by_pages(clock):
    dossier = built.concluded("D08")
    decision = prepared_by_page(dossier.number, kind="approval")
    done = client_of("quoc").post(f"/decisions/{decision.pk}/sign/", STATED, follow=True)
    assert "Đã ký phê duyệt kết quả" in html_of(done)
    assert not Certificate.objects.exists()

    clock.move_to(dt.datetime(2026, 11, 24, 9, 0, tzinfo=VN))
    giang, bo = client_of("giang"), client_of("bo")
    path = f"/dossiers/{dossier.number}/"
    form = html_of(giang.get(f"{path}to-ministry/"))
    assert "Kịp đợt 2/2026 của Bộ: văn bản đề nghị chậm nhất 29/01/2027; kết quả chậm nhất 29/03/2027." in form
    assert bo.get(path).status_code == 404
    giang.post(
        f"{path}to-ministry/",
        {"revision": _revision(dossier), "number": "201/UBND", "sent_on": "2026-11-24", **built.SIGNER},
    )
    assert _state(dossier) is State.SENT_TO_MINISTRY
    assert dossier.product.name in html_of(bo.get("/decisions/"))
    for step, state in (("ministry-accept", State.MINISTRY_CHECKING), ("central-council", State.CENTRAL_COUNCIL)):
        assert bo.get(f"{path}{step}/").status_code == 200
        bo.post(f"{path}{step}/", {"revision": _revision(dossier)})
        assert _state(dossier) is state
    clock.move_to(dt.datetime(2027, 3, 15, 9, 0, tzinfo=VN))
    bo = client_of("bo")
    answer = {
        "number": "88/QĐ-BNNMT", "answered_on": "2027-03-12", "points": "92,50", "signer_name": "Đinh Văn Mười Một",
        "signer_capacity": "KT. BỘ TRƯỞNG - THỨ TRƯỞNG", "revision": _revision(dossier), "scan": scan(),
    }  # fmt: skip
    done = bo.post(f"{path}record-five/", answer)
    assert done.status_code == 302
    assert [one.stars for one in Certificate.objects.all()] == [5]
    assert _state(dossier) is State.RECOGNISED_FIVE


def _revision(dossier: Dossier) -> int:
    return Dossier.objects.get(pk=dossier.pk).revision


def _state(dossier: Dossier) -> State:
    return Dossier.objects.get(pk=dossier.pk).current


def test_d09_comes_back_and_the_chairman_chooses_by_page(clock):
    dossier = built.sent_up("D09")
    clock.move_to(dt.datetime(2027, 3, 15, 9, 0, tzinfo=VN))
    path = f"/dossiers/{dossier.number}/"
    answer = {"number": "77/TB-BNNMT", "answered_on": "2027-03-12", "points": "87,00", "stars": "4"}
    bo, quoc = client_of("bo"), client_of("quoc")
    wrong = bo.post(f"{path}under-ninety/", {**answer, "points": "91", "revision": _revision(dossier)})
    assert wrong.status_code == 409
    assert "Kết quả thông báo về tỉnh phải dưới 90 điểm." in html_of(wrong)
    assert 'value="77/TB-BNNMT"' in html_of(wrong)
    bo.post(f"{path}under-ninety/", {**answer, "revision": _revision(dossier)})
    assert _state(dossier) is State.BACK_UNDER_NINETY
    choice = html_of(quoc.get(f"{path}use-central-result/"))
    assert "87,00" in choice
    again = html_of(quoc.get(f"{path}rank-again/"))
    assert councils.a_council().name in again
    quoc.post(f"{path}use-central-result/", {"revision": _revision(dossier)})
    assert _state(dossier) is State.CONCLUDED
    listed = html_of(client_of("giang").get("/decisions/"))
    assert "87,00" in listed
    assert "Chờ công nhận 3 sao, 4 sao" in listed


def test_rank_again_by_page_hands_the_dossier_to_the_team(clock):
    dossier = built.sent_up("D09")
    clock.move_to(dt.datetime(2027, 3, 15, 9, 0, tzinfo=VN))
    built.decisions.send_back(dossier, answer=built.answer("87", 4), actor=cast("bo"), at=built.ANSWERED)
    council = councils.a_council()
    client_of("quoc").post(
        f"/dossiers/{dossier.number}/rank-again/", {"revision": _revision(dossier), "council": council.pk}
    )
    assert _state(dossier) is State.UNDER_APPRAISAL


def test_the_list_costs_the_same_for_one_and_for_three(django_assert_num_queries):
    built.concluded("D01")
    giang = client_of("giang")
    giang.get("/decisions/")
    with django_assert_num_queries(LIST_QUERIES):
        giang.get("/decisions/")
    built.concluded("D02", "cua_tung")
    built.signed(built.prepared(built.concluded("D08"), kind=DecisionKind.APPROVAL))
    with django_assert_num_queries(LIST_QUERIES + 2):
        giang.get("/decisions/")
    built.concluded("D18", name="Bún khô")
    built.prepared(built.concluded("D01", name="Nước mắm thứ hai"))
    with django_assert_num_queries(LIST_QUERIES + 2):
        giang.get("/decisions/")


LIST_QUERIES = 10
"""Two more where a dossier is on the way to the ministry (its letters) and a decision is signed."""


def test_moves_of_a_dossier_lead_to_their_pages():
    dossier = built.concluded("D01")
    begun = client_of("giang").get(f"/dossiers/{dossier.number}/prepare-decision/")
    assert begun["Location"] == f"/decisions/new/?kind=recognition&dossier={dossier.number}"
    decision = prepared_by_page(dossier.number)
    for step in ("recognition", "take-out"):
        assert client_of("quoc").get(f"/dossiers/{dossier.number}/{step}/")["Location"] == f"/decisions/{decision.pk}/"
