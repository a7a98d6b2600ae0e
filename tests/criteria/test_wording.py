"""The sentences people read, in the words of the demonstration and of the official wording."""

import pytest
from django.utils import translation

from ratings.criteria.result import FiveStarRule, GateTest, TickSheet
from ratings.criteria.sheet import RuleKind
from ratings.criteria.stars import evaluate
from ratings.criteria.validation import faults_of
from ratings.criteria.wording import (
    fault_sentence,
    gate_sentence,
    next_star_sentence,
    points,
    sentence,
    spread_sentence,
    verdict,
)
from tests.criteria.demo_sheets import D01, D02, D08, D09_CENTRE, D17, D18, D19, alike, council, law, sheet_of, single


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def test_d02_reads_as_the_notice_says():
    sheet = sheet_of(9)
    result = evaluate(sheet, council(sheet, D02))
    assert sentence(result) == (
        "Tổng điểm trung bình 72,20 thuộc hạng 4 sao, nhưng không đạt yêu cầu tối thiểu hạng 4 sao tại tiêu chí 9 "
        "(Đảm bảo chất lượng sản phẩm): cần chứng nhận quản lý chất lượng theo tiêu chuẩn quốc gia (ISO, HACCP). "
        "Xếp hạng 3 sao."
    )
    assert next_star_sentence(result) == "Để đạt hạng 4 sao: tiêu chí 9 từ 1 lên 3 điểm (khi đó được 74,20 điểm)."


def test_d01_reads_as_four_stars():
    sheet = sheet_of(9)
    result = evaluate(sheet, council(sheet, D01))
    assert sentence(result) == (
        "Tổng điểm trung bình 79,60 thuộc hạng 4 sao và đạt mọi yêu cầu tối thiểu. Xếp hạng 4 sao."
    )
    assert verdict(result) == "Tổng điểm trung bình 79,60: hạng 4 sao"


def test_a_minimum_without_authored_text_quotes_the_law():
    sheet = sheet_of(9)
    result = evaluate(sheet, council(sheet, D01), test=GateTest.MEAN)
    option = sheet.lines["2.1"].option(4).text
    assert f"tiêu chí 2.1 (Nguồn gốc ý tưởng sản phẩm): cần “{option}”. Xếp hạng 3 sao." in sentence(result)
    assert gate_sentence(result.level(4).missing[0]) == "điểm trung bình 2,80, mức tối thiểu 3 điểm"


def test_a_minimum_is_told_in_figures_under_each_test():
    sheet = sheet_of(9)
    sheets = council(sheet, D01)

    def told(test, agreed=None):
        gates = evaluate(sheet, sheets, test=test, agreed=agreed).level(4).gates
        return gate_sentence(next(gate for gate in gates if gate.gate.line == "2.1"))

    assert told(GateTest.MAJORITY) == told(GateTest.EVERY_MEMBER) == "4/5 phiếu đạt mức tối thiểu 3 điểm"
    assert told(GateTest.AGREED, sheets[0].ticks) == "Hội đồng thống nhất 3 điểm, mức tối thiểu 3 điểm"


def test_a_total_over_fifty_without_a_three_star_minimum_is_never_called_two_stars():
    sheet = sheet_of(6)
    result = evaluate(sheet, alike(sheet, D18))
    assert verdict(result) == (
        "Không đủ điều kiện công nhận: tổng điểm trung bình 62,00, không đạt yêu cầu tối thiểu hạng 3 sao tại tiêu chí 3.5"
    )
    assert sentence(result) == (
        "Không đủ điều kiện công nhận: tổng điểm trung bình 62,00, không đạt yêu cầu tối thiểu hạng 3 sao tại "
        "tiêu chí 3.5 (Sở hữu trí tuệ): cần đơn đăng ký nhãn hiệu đã được cơ quan có thẩm quyền chấp nhận hoặc công bố."
    )
    assert "2 sao" not in verdict(result) + sentence(result) + next_star_sentence(result)


def test_under_fifty_points_the_two_stars_are_named():
    sheet = sheet_of(7)
    assert sentence(evaluate(sheet, alike(sheet, D19))) == (
        "Tổng điểm trung bình 40,00 thuộc hạng 2 sao, chưa đủ 50 điểm để được công nhận."
    )


def test_five_stars_are_a_proposal_to_the_ministry():
    sheet = sheet_of(20)
    assert sentence(evaluate(sheet, alike(sheet, D08))) == (
        "Tổng điểm trung bình 94,00 thuộc hạng 5 sao và đạt mọi yêu cầu tối thiểu. "
        "Đủ điều kiện đề nghị Bộ đánh giá, phân hạng 5 sao."
    )
    written = D08.replace(" 11:5", " 11:3")
    alone = evaluate(sheet, alike(sheet, written), five_star_rule=FiveStarRule.POINTS_ALONE)
    assert sentence(alone).startswith("Tổng điểm trung bình 92,00 thuộc hạng 5 sao. Theo Quy chế")
    assert "tiêu chí 11 " in sentence(alone)


def test_one_sheet_has_a_total_and_no_mean():
    sheet = sheet_of(20)
    assert verdict(evaluate(sheet, [single(sheet, D09_CENTRE)])) == "Tổng điểm 87,00: hạng 4 sao"


def test_a_knock_out_is_told_in_the_words_of_the_law():
    sheet = sheet_of(8)
    ground = sheet.rule("food_safety_certificate")
    ticks = {code: line.best().position for code, line in sheet.lines.items()}
    result = evaluate(sheet, [TickSheet("tv1", ticks)], knock_outs=[ground])
    assert sentence(result) == (
        "Hồ sơ bị loại: không tuân thủ đầy đủ các quy định về giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm "
        "theo quy định."
    )
    assert "sao" not in verdict(result) + sentence(result)
    assert next_star_sentence(result) == ""


def test_the_widest_pair_is_named():
    sheet = sheet_of(7)
    result = evaluate(sheet, council(sheet, D17), spread_limit=10)
    assert spread_sentence(result) == "tv4 và tv5 chênh 16 điểm, quy chế cho phép 10"
    assert spread_sentence(evaluate(sheet, council(sheet, D17), spread_limit=16)) == ""


@pytest.mark.parametrize(("hundredths", "shown"), [(6999, "69,99"), (7000, "70,00"), (0, "0,00"), (10000, "100,00")])
def test_points_have_two_decimals_and_a_comma(hundredths, shown):
    assert points(hundredths) == shown


def test_english_reads_too():
    sheet = sheet_of(9)
    with translation.override("en"):
        assert verdict(evaluate(sheet, council(sheet, D02))) == "Mean total of 72.20: 3 stars"


def test_faults_are_sentences():
    faulty = {
        source.sheet.number: [fault_sentence(fault) for fault in faults_of(source, law("qd148-2023").part_maxima)]
        for source in law("qd148-2023").sources
    }
    assert faulty[7] == [
        "Tiêu chí 6.d in 4 điểm, mức điểm cao nhất chỉ 3.",
        "Nguồn dữ liệu tự ghi chú: criterion 6.d: printed 4, best option 3.",
    ]
    assert faulty[24] == [
        "Tiêu chí 2.b in hai mức điểm cùng một nội dung: “Thông tin/thuyết minh về sản phẩm chưa đầy đủ”."
    ]
    assert faulty[9] == []


def test_every_rule_that_ends_a_dossier_can_be_told():
    quotes = {rule.quote for source in law("qd26-2026").sources for rule in source.sheet.ending_rules}
    assert len(quotes) > 20
    assert all(
        rule.kind is not RuleKind.TWO_CASES for source in law("qd26-2026").sources for rule in source.sheet.ending_rules
    )
