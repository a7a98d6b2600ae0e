"""The dossiers of the demonstration through the council: presence, sealed sheets, opening, conclusion (demo.md 2 to 6)."""

import pytest

from ratings.criteria.result import GateTest
from ratings.dossiers.states import State
from ratings.scoring import actions as scoring
from ratings.scoring.explanation import digest_of
from ratings.scoring.models import MemberSheet
from ratings.scoring.queries import boards_of
from registry.access.answers import Refused
from tests import council_builders as built
from tests.cast import cast
from tests.criteria.demo_sheets import D01, D02, D08, D17, D18, alike, council, sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def test_d01_is_concluded_with_79_60_and_four_stars():
    dossier = built.on_the_desk()
    conclusion = built.concluded(dossier, council(sheet_of(9), D01))
    assert (conclusion.total, conclusion.sheets, conclusion.stars) == (398, 5, 4)
    assert (conclusion.recognisable, conclusion.goes_up, dossier.current) == (True, False, State.CONCLUDED)
    facts = conclusion.facts
    assert facts["mean_hundredths"] == 7960
    assert [(part["code"], part["mean_hundredths"]) for part in facts["parts"]] == [
        ("A", 3400),
        ("B", 1860),
        ("C", 2700),
    ]
    assert [(sheet["name"], sheet["total"]) for sheet in facts["sheets"]] == [
        ("Hồ Văn Một", 79),
        ("Phan Thị Hai", 82),
        ("Dương Văn Ba", 79),
        ("Lý Thị Bốn", 76),
        ("Tạ Văn Năm", 82),
    ]
    assert facts["quorum"] == {"entitled": 6, "present": 5, "needed": 5}
    assert [one["name"] for one in facts["absent"]] == ["Cao Thị Sáu"]
    assert [one["name"] for one in facts["recused"]] == ["Mai Văn Bảy"]
    assert [gate["line"] for gate in facts["levels"][2]["gates"] if not gate["held"]] == ["1.4", "4.1", "6.3", "7"]
    assert (facts["spread"], facts["spread_limit"], facts["pairs_over_limit"]) == (6, 10, [])
    assert conclusion.digest == digest_of(facts)


def test_d02_is_three_stars_with_the_sentence_of_the_notice():
    conclusion = built.concluded(built.on_the_desk("Mắm ruốc"), council(sheet_of(9), D02))
    assert (conclusion.total, conclusion.sheets, conclusion.stars, conclusion.recognisable) == (361, 5, 3, True)
    assert conclusion.facts["sentences"]["vi"]["sentence"] == (
        "Tổng điểm trung bình 72,20 thuộc hạng 4 sao, nhưng không đạt yêu cầu tối thiểu hạng 4 sao tại tiêu chí 9 "
        "(Đảm bảo chất lượng sản phẩm): cần chứng nhận quản lý chất lượng theo tiêu chuẩn quốc gia (ISO, HACCP). "
        "Xếp hạng 3 sao."
    )
    step = conclusion.facts["next_star"]
    assert (step["star"], [(lift["line"], lift["least"], lift["to"]) for lift in step["gates"]], step["further"]) == (
        4,
        [("9", 1, 3)],
        [],
    )
    assert step["mean_hundredths_after"] == 7420


def test_d17_spreads_too_far_is_scored_again_and_keeps_its_first_scoring():
    dossier = built.on_the_desk("Dầu lạc (minh họa)", 7)
    first = built.opened(dossier, council(sheet_of(7), D17))
    with pytest.raises(Refused) as refused:
        scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    assert str(refused.value.answer.reason) == (
        "Chưa kết luận được: Lý Thị Bốn và Tạ Văn Năm chênh 16 điểm, quy chế cho phép 10."
    )
    assert str(refused.value.answer.remedy) == "Thảo luận, chấm lần 2."
    assert not dossier.conclusions.exists()
    dossier.refresh_from_db()
    assert dossier.current is State.OPENED

    later = built.a_session(built.LATER_DAY, absent=())
    second = scoring.call_second_scoring(dossier, actor=cast("tv1"), at=built.CONCLUDED, session=later)
    assert (second.number, second.session, dossier.current) == (2, later, State.RESCORING)
    sheets = council(sheet_of(7), D17)
    names = (*built.SCORERS, "tv6")
    for name in names:
        built.fill(second, name, sheets[0])
    scoring.open_sheets(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    conclusion = scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    assert (conclusion.total, conclusion.sheets, conclusion.facts["scoring"]) == (390, 6, 2)
    boards = boards_of([first, second])
    assert [total.total for total in boards[first.pk].result.sheets] == [65, 67, 63, 58, 74]
    assert [total.total for total in boards[second.pk].result.sheets] == [65] * 6


def test_after_the_last_scoring_the_chair_concludes_only_with_a_reason():
    dossier = built.on_the_desk("Dầu lạc (minh họa)", 7)
    sheets = council(sheet_of(7), D17)
    built.opened(dossier, sheets)
    second = scoring.call_second_scoring(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    for name in built.SCORERS:  # everybody keeps what she saw: the sheets begin with the first answers
        sheet = built.sheet_of_member(second, name)
        scoring.send_sheet(sheet, revision=0, actor=cast(name), at=built.CONCLUDED)
    scoring.open_sheets(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    with pytest.raises(Refused) as refused:
        scoring.call_second_scoring(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    assert "2" in str(refused.value.answer.reason)
    with pytest.raises(Refused):
        scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    note = "Hội đồng biểu quyết 5/5 giữ kết quả lần chấm 2."
    conclusion = scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED, note=note)
    assert (conclusion.total, conclusion.sheets, conclusion.stars, conclusion.note) == (327, 5, 3, note)
    assert conclusion.facts["pairs_over_limit"] == [
        {"first": "Lý Thị Bốn", "second": "Tạ Văn Năm", "difference": 16},
        {"first": "Dương Văn Ba", "second": "Tạ Văn Năm", "difference": 11},
    ]


def test_d08_goes_up_to_the_ministry_and_d18_has_no_star():
    up = built.concluded(built.on_the_desk("Cao an xoa", 20), alike(sheet_of(20), D08))
    assert (up.total, up.stars, up.recognisable, up.goes_up) == (470, 5, True, True)
    none = built.concluded(built.on_the_desk("Bún gạo khô", 6), alike(sheet_of(6), D18))
    assert (none.total, none.stars, none.recognisable, none.goes_up) == (310, None, False, False)
    assert none.facts["sentences"]["vi"]["verdict"] == (
        "Không đủ điều kiện công nhận: tổng điểm trung bình 62,00, không đạt yêu cầu tối thiểu hạng 3 sao tại "
        "tiêu chí 3.5"
    )


def test_the_mean_as_test_makes_d01_fall_to_three_stars():
    dossier = built.on_the_desk()
    built.a_council(gate_test=GateTest.MEAN)
    assert built.concluded(dossier, council(sheet_of(9), D01)).stars == 3


def test_a_second_scoring_begins_with_what_each_member_had_sent():
    dossier = built.on_the_desk("Dầu lạc (minh họa)", 7)
    sheets = council(sheet_of(7), D17)
    built.opened(dossier, sheets)
    second = scoring.call_second_scoring(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    own = MemberSheet.objects.get(scoring_round=second, person__user=cast("tv5"))
    assert own.sheet.answers.count() == len(sheets[4].ticks)
    assert (own.sent_at, own.sheet.sealed_at) == (None, None)
