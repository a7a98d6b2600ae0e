"""D01 to D19 of the demonstration from the council's conclusion to their end (demo.md 3 to 6)."""

import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest

from ratings.certificates.actions import record_five_and_issue, sign_and_issue
from ratings.certificates.models import Certificate
from ratings.decisions import actions
from ratings.decisions.models import Decision, DecisionKind
from ratings.dossiers.states import State
from ratings.scoring.models import Conclusion
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from tests import council_builders as councils
from tests import decision_builders as built
from tests.builders import at
from tests.cast import cast
from tests.criteria.demo_sheets import D09_CENTRE, alike, sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def text_of(stored) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(stored.read()))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_d01_becomes_a_certificate_of_four_stars_to_the_end_of_20_11_2029():
    certificate = built.recognised("D01")
    assert (certificate.stars, certificate.product_code) == (4, "44-19654-1-2026")
    assert (certificate.valid_from, certificate.valid_until) == (dt.date(2026, 11, 20), dt.date(2029, 11, 21))
    assert (certificate.product_name, certificate.producer_name, certificate.place) == (
        "Nước mắm Gia Đẳng",
        "HTX Nước mắm Gia Đẳng (minh họa)",
        "Xã Triệu Cơ, tỉnh Quảng Trị",
    )
    assert certificate.producer_address == "Thôn 1, xã Triệu Cơ, tỉnh Quảng Trị"
    dossier = certificate.dossier
    dossier.refresh_from_db()
    assert dossier.current is State.RECOGNISED
    assert dossier.transitions.last().facts == {
        "decision": "3456/QĐ-UBND",
        "issued_on": "2026-11-20",
        "stars": 4,
        "until": "20/11/2029",
    }


def test_the_certificate_is_a_pdf_made_once_that_says_what_the_decision_says():
    certificate = built.recognised("D01")
    words = text_of(certificate.pdf)
    for said in (
        "Nước mắm Gia Đẳng",
        "44-19654-1-2026",
        "Số 3456/QĐ-UBND ngày 20/11/2026",
        "20/11/2029",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Trịnh Quốc Chín",
        f"{certificate.code[:5]}-{certificate.code[5:]}",
    ):
        assert said in words
    with pikepdf.open(io.BytesIO(certificate.pdf.read())) as document:
        assert document.open_metadata().pdfa_status == "2B"


def test_signing_tells_producer_and_commune_and_is_journaled_with_the_certificate():
    certificate = built.recognised("D01")
    told = Notification.objects.filter(event="dossier.sign_recognition", channel="in_app")
    assert {row.recipient.username for row in told} == {"hanh", "cuc"}
    assert {row.values["last_day_on"] for row in told} == {"2029-11-20"}
    assert list(
        JournalEntry.objects.filter(object_type__in=["decision", "certificate"])
        .order_by("pk")
        .values_list("action", flat=True)
    ) == ["decision.prepared", "decision.signed", "certificate.issued"]
    entry = JournalEntry.objects.get(action="certificate.issued")
    assert entry.payload["after"] == {
        "code": certificate.code,
        "stars": 4,
        "decision": "3456/QĐ-UBND",
        "from": "2026-11-20",
        "until": "2029-11-21",
    }


def test_d02_gets_three_stars_and_keeps_the_sentence_of_line_9():
    certificate = built.recognised("D02")
    assert certificate.stars == 3
    [item] = certificate.decision.items.all()
    assert actions.sentence_of(item.conclusion) == (
        "Tổng điểm trung bình 72,20 thuộc hạng 4 sao, nhưng không đạt yêu cầu tối thiểu hạng 4 sao tại tiêu chí 9 "
        "(Đảm bảo chất lượng sản phẩm): cần chứng nhận quản lý chất lượng theo tiêu chuẩn quốc gia (ISO, HACCP). "
        "Xếp hạng 3 sao."
    )


def test_one_decision_covers_d01_and_d02_with_a_certificate_each():
    decision = built.prepared(built.concluded("D01"), built.concluded("D02", "cua_tung"))
    certificates = built.signed(decision)
    assert [(one.product_name, one.stars, one.decision_number) for one in certificates] == [
        ("Nước mắm Gia Đẳng", 4, "3456/QĐ-UBND"),
        ("Mắm ruốc", 3, "3456/QĐ-UBND"),
    ]
    assert len({one.code for one in certificates}) == 2


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        ("D18", "Không đủ điều kiện công nhận: tổng điểm trung bình 62,00, không đạt yêu cầu tối thiểu hạng 3 sao "),
        ("D19", "Tổng điểm trung bình 40,00 thuộc hạng 2 sao, chưa đủ 50 điểm để được công nhận."),
    ],
)
def test_a_result_under_three_stars_ends_in_a_notice_without_decision_and_certificate(which, sentence):
    dossier = built.concluded(which)
    notice = actions.notify_not_recognised(
        dossier, number="15/TB-SNNMT", issued_on=built.ISSUED_ON, **built.SIGNER, actor=cast("giang"), at=built.SIGNED
    )
    assert dossier.current is State.NOT_RECOGNISED
    assert notice.sentence.startswith(sentence)
    words = text_of(notice.document)
    for said in (
        "15/TB-SNNMT",
        "Không đủ điều kiện công nhận",
        dossier.product.name,
        "62,00" if which == "D18" else "40,00",
    ):
        assert said in words
    assert not Certificate.objects.exists()
    assert not Decision.objects.exists()
    told = Notification.objects.filter(event="dossier.notify_not_recognised", channel="in_app")
    assert {row.recipient.username for row in told} == {"hanh", "cuc"}


def test_a_missing_minimum_is_never_called_two_stars():
    dossier = built.concluded("D18")
    notice = actions.notify_not_recognised(
        dossier, number="15/TB-SNNMT", issued_on=built.ISSUED_ON, **built.SIGNER, actor=cast("giang"), at=built.SIGNED
    )
    assert "tại tiêu chí 3.5" in notice.sentence
    assert "2 sao" not in notice.sentence
    assert "2 sao" not in text_of(notice.document)


def test_d08_is_approved_not_recognised_and_sent_to_the_ministry():
    dossier = built.concluded("D08")
    certificates = built.signed(built.prepared(dossier, kind=DecisionKind.APPROVAL))
    dossier.refresh_from_db()
    assert (certificates, dossier.current) == ([], State.APPROVED_FOR_MINISTRY)
    approved = dossier.transitions.last()
    assert (approved.due_on, approved.facts["points"]) == (dt.date(2027, 1, 29), "94,00")

    letter = actions.send_to_ministry(
        dossier, number="201/UBND-NN", sent_on=dt.date(2026, 11, 24), **built.SIGNER, actor=cast("giang"), at=at(24, 11)
    )
    assert (dossier.current, letter.sent_by) == (State.SENT_TO_MINISTRY, cast("giang"))
    assert dossier.transitions.last().due_on == dt.date(2027, 3, 29)


def test_five_stars_of_the_minister_become_a_certificate_of_his_date():
    dossier = built.sent_up("D08")
    actions.accept_at_ministry(dossier, actor=cast("bo"), at=at(1, 12))
    actions.to_central_council(dossier, actor=cast("bo"), at=at(5, 12))
    certificate = record_five_and_issue(
        dossier,
        answer=built.answer("92.50", 5),
        signer_name="Đinh Văn Mười Một",
        signer_capacity="KT. BỘ TRƯỞNG - THỨ TRƯỞNG",
        actor=cast("bo"),
        at=built.ANSWERED,
    )
    dossier.refresh_from_db()
    assert (dossier.current, certificate.stars) == (State.RECOGNISED_FIVE, 5)
    assert (certificate.authority, certificate.issued_on) == (actions.MINISTER, dt.date(2027, 3, 12))
    assert certificate.product_code == "44-19654-1-2026"
    words = text_of(certificate.pdf)
    assert "Hà Nội" in words
    assert "THỨ TRƯỞNG" in words


def test_two_products_may_stand_in_one_decision_of_the_minister():
    first, second = built.sent_up("D08"), built.sent_up("D08", "Cao cà gai leo", "3457/QĐ-UBND")
    for dossier in (first, second):
        record_five_and_issue(
            dossier,
            answer=built.answer("92", 5),
            signer_name="Đinh Văn Mười Một",
            signer_capacity="KT. BỘ TRƯỞNG - THỨ TRƯỞNG",
            actor=cast("bo"),
            at=built.ANSWERED,
        )
    assert Certificate.objects.filter(stars=5, decision_number="88/QĐ-BNNMT").count() == 2


def back_under_ninety():
    dossier = built.sent_up("D09")
    actions.send_back(dossier, answer=built.answer("87", 4), actor=cast("bo"), at=built.ANSWERED)
    return dossier


def test_d09_comes_back_with_both_results_kept():
    dossier = back_under_ninety()
    assert dossier.current is State.BACK_UNDER_NINETY
    assert list(
        Conclusion.objects.filter(dossier=dossier).order_by("pk").values_list("level", "total", "sheets", "stars")
    ) == [("province", 455, 5, 5), ("nation", 8700, 100, 4)]
    assert dossier.transitions.last().facts["points"] == "87,00"


def test_d09_is_recognised_with_four_stars_on_the_centres_result():
    dossier = back_under_ninety()
    actions.use_central_result(dossier, actor=cast("quoc"), at=at(16, 3, year=2027))
    assert dossier.current is State.CONCLUDED
    decision = actions.prepare_decision(
        kind=DecisionKind.RECOGNITION,
        dossiers=[dossier],
        title=built.TITLE,
        authority=built.AUTHORITY,
        actor=cast("giang"),
        at=at(17, 3, year=2027),
    )
    [certificate] = sign_and_issue(
        decision,
        signature=built.signature("901/QĐ-UBND", dt.date(2027, 3, 18)),
        actor=cast("quoc"),
        at=at(18, 3, year=2027),
    )
    assert (certificate.stars, certificate.valid_until) == (4, dt.date(2030, 3, 19))


def test_d09_ranked_again_takes_the_provincial_way_anew():
    dossier = back_under_ninety()
    actions.rank_again(dossier, council=councils.a_council(), actor=cast("quoc"), at=at(16, 3, year=2027))
    assert dossier.current is State.UNDER_APPRAISAL
    later = at(20, 4, year=2027)
    councils.councils.record_team_report(
        dossier, text="Đề nghị đánh giá lại.", reported_on=later.date(), number="11/BC-TTV", actor=cast("lan"), at=later
    )
    session = councils.a_session(dt.date(2027, 4, 26))
    councils.councils.put_on_agenda(dossier, session=session, actor=cast("giang"), at=later)
    meeting = at(26, 4, year=2027)
    scoring_round = councils.scoring.start_scoring(dossier, actor=cast("thu"), at=meeting)
    for name, ticks in zip(councils.SCORERS, alike(sheet_of(20), D09_CENTRE), strict=True):
        councils.fill(scoring_round, name, ticks, at=meeting)
    councils.scoring.open_sheets(dossier, actor=cast("tv1"), at=meeting)
    conclusion = councils.scoring.conclude(dossier, actor=cast("tv1"), at=meeting)
    assert (conclusion.level, conclusion.stars) == ("province", 4)
    decision = actions.prepare_decision(
        kind=DecisionKind.RECOGNITION,
        dossiers=[dossier],
        title=built.TITLE,
        authority=built.AUTHORITY,
        actor=cast("giang"),
        at=at(27, 4, year=2027),
    )
    assert [item.conclusion for item in decision.items.all()] == [conclusion]
    assert Conclusion.objects.filter(dossier=dossier).count() == 3


def test_rank_again_needs_a_council_with_its_team():
    dossier = back_under_ninety()
    with pytest.raises(Refused, match="Tổ tư vấn"):
        actions.rank_again(dossier, council=None, actor=cast("quoc"), at=at(16, 3, year=2027))
    dossier.refresh_from_db()
    assert dossier.current is State.BACK_UNDER_NINETY


@pytest.mark.parametrize("who", ["giang", "bo", "hanh"])
def test_only_the_chairman_chooses_what_follows_under_ninety(who):
    dossier = back_under_ninety()
    for choose in (
        lambda: actions.use_central_result(dossier, actor=cast(who), at=at(16, 3, year=2027)),
        lambda: actions.rank_again(dossier, council=councils.a_council(), actor=cast(who), at=at(16, 3, year=2027)),
    ):
        with pytest.raises(Refused):
            choose()
    dossier.refresh_from_db()
    assert dossier.current is State.BACK_UNDER_NINETY
