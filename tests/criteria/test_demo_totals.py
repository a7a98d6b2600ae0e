"""Every total, mean, part sum, spread and star of the demonstration, recomputed from the law."""

import pytest

from ratings.criteria.result import FiveStarRule, GateTest, Outcome, Pair
from ratings.criteria.stars import evaluate
from tests.criteria.demo_sheets import (
    D01,
    D02,
    D07,
    D08,
    D09,
    D09_CENTRE,
    D17,
    D18,
    D19,
    alike,
    council,
    sheet_of,
    single,
)


def missing(result, star):
    return [gate.gate.line for gate in result.level(star).missing]


def columns(result):
    return [(sheet.label, sheet.parts["A"], sheet.parts["B"], sheet.parts["C"], sheet.total) for sheet in result.sheets]


def test_d01_is_four_stars_with_79_60():
    sheet = sheet_of(9)
    result = evaluate(sheet, council(sheet, D01), spread_limit=10)
    assert columns(result) == [
        ("tv1", 34, 18, 27, 79),
        ("tv2", 35, 19, 28, 82),
        ("tv3", 35, 18, 26, 79),
        ("tv4", 33, 18, 25, 76),
        ("tv5", 33, 20, 29, 82),
    ]
    assert (result.sum, result.n, result.mean_hundredths) == (398, 5, 7960)
    assert [result.part_mean_hundredths(part) for part in "ABC"] == [3400, 1860, 2700]
    assert (result.spread, result.pairs_over_limit, result.within_spread) == (6, (), True)
    assert (result.star, result.total_star, result.outcome) == (4, 4, Outcome.RECOGNISABLE)
    assert missing(result, 3) == missing(result, 4) == []
    assert missing(result, 5) == ["1.4", "4.1", "6.3", "7"]
    assert result.held_back_by is None


@pytest.mark.parametrize("test", [GateTest.MEAN, GateTest.EVERY_MEMBER])
def test_d01_falls_to_three_stars_under_the_harsher_tests(test):
    sheet = sheet_of(9)
    result = evaluate(sheet, council(sheet, D01), test=test)
    assert (result.star, result.total_star, result.recognisable) == (3, 4, True)
    assert missing(result, 4) == ["2.1"]
    assert result.held_back_by.star == 4
    gate = result.held_back_by.missing[0]
    assert (gate.mean_hundredths, gate.gate.min_points, gate.sheets_at_mark) == (280, 3, 4)


def test_d01_is_four_stars_when_the_council_agrees_on_what_most_saw():
    sheet = sheet_of(9)
    sheets = council(sheet, D01)
    result = evaluate(sheet, sheets, test=GateTest.AGREED, agreed=sheets[0].ticks)
    assert (result.star, missing(result, 5)) == (4, ["1.4", "4.1", "6.3", "7"])
    lower = {**sheets[0].ticks, "2.1": sheets[4].ticks["2.1"]}
    assert evaluate(sheet, sheets, test=GateTest.AGREED, agreed=lower).star == 3


@pytest.mark.parametrize("test", [GateTest.MAJORITY, GateTest.MEAN, GateTest.EVERY_MEMBER])
def test_d02_is_three_stars_with_72_20_because_of_line_9(test):
    sheet = sheet_of(9)
    result = evaluate(sheet, council(sheet, D02), test=test, spread_limit=10)
    assert columns(result) == [
        ("tv1", 30, 17, 25, 72),
        ("tv2", 31, 18, 26, 75),
        ("tv3", 29, 17, 23, 69),
        ("tv4", 29, 17, 23, 69),
        ("tv5", 31, 19, 26, 76),
    ]
    assert (result.sum, result.mean_hundredths) == (361, 7220)
    assert [result.part_mean_hundredths(part) for part in "ABC"] == [3000, 1760, 2460]
    assert (result.spread, result.within_spread) == (7, True)
    assert (result.star, result.total_star, result.recognisable) == (3, 4, True)
    assert (missing(result, 3), missing(result, 4)) == ([], ["9"])


def test_d02_needs_only_line_9_for_four_stars():
    sheet = sheet_of(9)
    step = evaluate(sheet, council(sheet, D02)).next_star
    assert [(lift.line.code, lift.least, lift.to, lift.gain) for lift in step.gates] == [("9", 1, 3, 10)]
    assert (step.star, step.further, step.points_missing, step.mean_hundredths_after) == (4, (), 0, 7420)


def test_d07_is_four_stars_with_73():
    sheet = sheet_of(3)
    result = evaluate(sheet, alike(sheet, D07))
    assert (result.mean_hundredths, result.star, result.spread) == (7300, 4, 0)


def test_d08_is_a_five_star_candidate_with_94():
    sheet = sheet_of(20)
    result = evaluate(sheet, alike(sheet, D08))
    assert (result.mean_hundredths, result.star, result.five_star_candidate) == (9400, 5, True)
    assert [missing(result, star) for star in (3, 4, 5)] == [[], [], []]
    assert result.next_star is None


def test_d09_is_91_in_the_province_and_87_at_the_centre():
    sheet = sheet_of(20)
    province = evaluate(sheet, alike(sheet, D09))
    centre = evaluate(sheet, alike(sheet, D09_CENTRE))
    assert (province.mean_hundredths, province.star, missing(province, 5)) == (9100, 5, [])
    assert (centre.mean_hundredths, centre.star, missing(centre, 5)) == (8700, 4, ["11"])


def test_d09_stays_at_four_stars_when_a_five_star_minimum_is_missing_unless_points_alone_count():
    sheet = sheet_of(20)
    written = (
        D09.replace(" 11:5", " 11:3").replace(" 5.2:1", " 5.2:2").replace(" 14:2", " 14:3").replace(" 1.5:2", " 1.5:3")
    )
    sheets = [single(sheet, written)]
    held = evaluate(sheet, sheets)
    alone = evaluate(sheet, sheets, five_star_rule=FiveStarRule.POINTS_ALONE)
    assert (held.mean_hundredths, held.star, missing(held, 5), held.five_star_candidate) == (9200, 4, ["11"], False)
    assert (alone.star, missing(alone, 5), alone.five_star_candidate) == (5, ["11"], True)


def test_d17_has_two_pairs_over_ten_points():
    sheet = sheet_of(7)
    result = evaluate(sheet, council(sheet, D17), spread_limit=10)
    assert [total.total for total in result.sheets] == [65, 67, 63, 58, 74]
    assert (result.mean_hundredths, result.spread, result.within_spread) == (6540, 16, False)
    assert result.pairs_over_limit == (Pair("tv4", "tv5", 16), Pair("tv3", "tv5", 11))


def test_d18_with_62_points_is_not_recognised_and_has_no_star():
    sheet = sheet_of(6)
    result = evaluate(sheet, alike(sheet, D18))
    assert (result.mean_hundredths, result.total_star) == (6200, 3)
    assert (result.star, result.outcome, result.recognisable) == (None, Outcome.MINIMUM_MISSING, False)
    assert missing(result, 3) == ["3.5"]
    assert (result.next_star.star, [lift.line.code for lift in result.next_star.gates]) == (3, ["3.5"])


def test_d19_with_40_points_is_two_stars_and_not_recognised():
    sheet = sheet_of(7)
    result = evaluate(sheet, alike(sheet, D19))
    assert (result.mean_hundredths, result.star, result.outcome) == (4000, 2, Outcome.BELOW)
    assert not result.recognisable
