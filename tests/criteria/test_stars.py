"""The arithmetic of stars at every bound and for every way of testing minimums."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ratings.criteria.result import (
    BOUNDS,
    FiveStarRule,
    GateTest,
    InvalidTicks,
    Outcome,
    Problem,
    TickSheet,
)
from ratings.criteria.sheet import CriteriaSheet, Criterion, Gate, Line, Mark, Option, Part
from ratings.criteria.stars import evaluate, problems_of
from tests.criteria.demo_sheets import D01, council, law, sheet_of, single

SETS = [source.sheet for source in law("qd26-2026").sources]
GOODS = [sheet for sheet in SETS if not sheet.cases]
TESTS = list(GateTest)


def plain_sheet(gates=()):
    """A sheet of ten lines of 10 points, each with every option from 0 to 10."""
    lines = tuple(
        Line(
            code=str(number),
            name=f"line {number}",
            max_points=10,
            options=tuple(Option(points + 1, points, f"{points} points") for points in range(11)),
            gates=tuple(gate for gate in gates if gate.line == str(number)),
        )
        for number in range(1, 11)
    )
    parts = tuple(
        Part(code, code, maximum, tuple(Criterion(line.code, line.name, 10, (line,)) for line in own))
        for code, maximum, own in (("A", 40, lines[:4]), ("B", 30, lines[4:7]), ("C", 30, lines[7:]))
    )
    return CriteriaSheet(law="plain", number=1, slug="plain", name="plain", parts=parts)


PLAIN = plain_sheet()


def with_total(total, label="tv1"):
    """A sheet of PLAIN that adds up to ``total``."""
    full, rest = divmod(total, 10)
    points = [10] * full + ([rest] if full < 10 else []) + [0] * 10
    return TickSheet(label, {str(number): points[number - 1] + 1 for number in range(1, 11)})


def sheets_summing_to(total, n):
    """``n`` sheets of PLAIN whose totals add up to ``total``."""
    each, rest = divmod(total, n)
    return [with_total(each + (number < rest), f"tv{number}") for number in range(n)]


def ticks_of(sheet, case=""):
    """A strategy: any complete sheet of ``sheet``."""
    choices = {
        code: st.sampled_from(
            [option.position for option in line.options_for(case)] + ([] if line.prints_zero else [Mark.NONE_FITS])
        )
        for code, line in sheet.lines.items()
    }
    return st.fixed_dictionaries(choices)


@st.composite
def councils(draw, most=15):
    """A set of 2026, its case, and 1 to 15 complete sheets (mostly good, so that high stars occur)."""
    sheet = draw(st.sampled_from(SETS))
    case = draw(st.sampled_from([code for code, _title in sheet.cases])) if sheet.cases else ""
    n = draw(st.integers(1, most))
    best = {code: line.best(case).position for code, line in sheet.lines.items()}
    sheets = []
    for number in range(n):
        worse = draw(st.sets(st.sampled_from(sorted(best)), max_size=draw(st.sampled_from([0, 2, 6, 34]))))
        ticks = dict(best)
        for code in sorted(worse):
            line = sheet.lines[code]
            ticks[code] = draw(st.sampled_from([option.position for option in line.options_for(case)]))
        sheets.append(TickSheet(f"tv{number + 1}", ticks))
    return sheet, case, sheets


def agreed_for(test, sheets):
    return sheets[0].ticks if test is GateTest.AGREED else None


@pytest.mark.parametrize("n", range(1, 16))
@pytest.mark.parametrize("star", [5, 4, 3, 2])
def test_one_point_under_a_bound_times_the_sheets_is_the_star_below(star, n):
    at = evaluate(PLAIN, sheets_summing_to(BOUNDS[star] * n, n))
    under = evaluate(PLAIN, sheets_summing_to(BOUNDS[star] * n - 1, n))
    assert (at.star, at.total_star, at.sum) == (star, star, BOUNDS[star] * n)
    assert (under.star, under.total_star) == (star - 1, star - 1)
    assert under.mean_hundredths < BOUNDS[star] * 100


@pytest.mark.parametrize("total", range(101))
def test_every_total_of_one_sheet_has_the_star_of_its_band(total):
    result = evaluate(PLAIN, [with_total(total)])
    assert result.star == 1 + (total >= 30) + (total >= 50) + (total >= 70) + (total >= 90)
    assert result.recognisable is (total >= 50)
    assert result.outcome is (Outcome.RECOGNISABLE if total >= 50 else Outcome.BELOW)


@given(n=st.integers(1, 15), data=st.data())
def test_the_mean_is_cut_and_never_rounded_up(n, data):
    total = data.draw(st.integers(0, 100 * n))
    result = evaluate(PLAIN, sheets_summing_to(total, n))
    exact = Fraction(total, n)
    assert (result.sum, result.n) == (total, n)
    assert 0 <= exact * 100 - result.mean_hundredths < 1
    for star, bound in BOUNDS.items():
        assert (exact >= bound) is (result.total_star >= star)


@settings(max_examples=150)
@given(councils(), st.sampled_from(TESTS))
def test_the_order_of_sheets_does_not_matter(drawn, test):
    sheet, case, sheets = drawn
    agreed = agreed_for(test, sheets)
    one = evaluate(sheet, sheets, case=case, test=test, agreed=agreed, spread_limit=10)
    other = evaluate(sheet, sheets[::-1], case=case, test=test, agreed=agreed, spread_limit=10)
    assert (one.star, one.sum, one.part_sums, one.spread, one.outcome) == (
        other.star,
        other.sum,
        other.part_sums,
        other.spread,
        other.outcome,
    )
    assert [[gate.held for gate in level.gates] for level in one.levels] == [
        [gate.held for gate in level.gates] for level in other.levels
    ]
    assert {frozenset((pair.first, pair.second)) for pair in one.pairs_over_limit} == {
        frozenset((pair.first, pair.second)) for pair in other.pairs_over_limit
    }


def test_all_orders_of_a_small_council_agree():
    sheet = sheet_of(9)
    results = {
        (r.star, r.sum, r.spread) for order in permutations(council(sheet, D01)) for r in [evaluate(sheet, order)]
    }
    assert results == {(4, 398, 6)}


@pytest.mark.no_cover
@settings(max_examples=200)
@given(councils(), st.sampled_from(TESTS), st.data())
def test_a_better_answer_never_lowers_the_star(drawn, test, data):
    sheet, case, sheets = drawn
    which = data.draw(st.integers(0, len(sheets) - 1))
    code = data.draw(st.sampled_from(sorted(sheet.lines)))
    line = sheet.lines[code]
    now = line.points(sheets[which].ticks[code])
    better = [option.position for option in line.options_for(case) if option.points >= now]
    raised = list(sheets)
    raised[which] = TickSheet(sheets[which].label, {**sheets[which].ticks, code: data.draw(st.sampled_from(better))})
    before = evaluate(sheet, sheets, case=case, test=test, agreed=agreed_for(test, sheets))
    after = evaluate(sheet, raised, case=case, test=test, agreed=agreed_for(test, sheets))
    assert after.sum >= before.sum
    assert after.total_star >= before.total_star
    # A total that crosses 50 without the minimums has no star; it was never recognisable, so nothing is lost.
    assert _rank(after) >= _rank(before)


def _rank(result):
    return result.star if result.recognisable else 0


@settings(max_examples=100)
@given(councils(most=5), st.data())
def test_a_story_told_late_never_lowers_the_star(drawn, data):
    """Raising 5.1 from no story opens 5.2; whatever stood there counts from then on."""
    sheet, case, sheets = drawn
    assume("5.2" in sheet.conditions)
    silent = [TickSheet(one.label, {**one.ticks, "5.1": 1}) for one in sheets]
    told = [TickSheet(one.label, {**one.ticks, "5.1": 2}) for one in sheets]
    without, given_ = evaluate(sheet, silent, case=case), evaluate(sheet, told, case=case)
    assert [total.lines["5.2"] for total in without.sheets] == [0] * len(sheets)
    assert given_.sum >= without.sum
    assert _rank(given_) >= _rank(without)


@settings(max_examples=100)
@given(councils())
def test_totals_are_the_sum_of_parts_and_of_lines(drawn):
    sheet, case, sheets = drawn
    result = evaluate(sheet, sheets, case=case)
    for total in result.sheets:
        assert total.total == sum(total.parts.values()) == sum(total.lines.values()) <= 100
        assert all(total.parts[part.code] <= part.max_points for part in sheet.parts)
    assert result.sum == sum(result.part_sums.values())
    totals = [total.total for total in result.sheets]
    assert result.spread == max(totals) - min(totals)


@settings(max_examples=100)
@given(councils())
def test_the_tests_of_minimums_are_ordered_by_harshness(drawn):
    """Every member implies the mean and the majority; the star follows."""
    sheet, case, sheets = drawn
    ranks = {
        test: _rank(evaluate(sheet, sheets, case=case, test=test)) for test in TESTS if test is not GateTest.AGREED
    }
    assert ranks[GateTest.EVERY_MEMBER] <= min(ranks[GateTest.MEAN], ranks[GateTest.MAJORITY])


@settings(max_examples=100)
@given(councils(), st.sampled_from(TESTS), st.data())
def test_a_knock_out_ends_everything(drawn, test, data):
    sheet, case, sheets = drawn
    assume(sheet.ending_rules)
    ground = data.draw(st.sampled_from(sheet.ending_rules))
    result = evaluate(sheet, sheets, case=case, test=test, agreed=agreed_for(test, sheets), knock_outs=[ground])
    assert (result.star, result.outcome, result.recognisable) == (None, Outcome.KNOCKED_OUT, False)
    assert (result.five_star_candidate, result.next_star, result.held_back_by) == (False, None, None)


def test_only_a_ground_of_the_set_can_be_concluded():
    sheet = sheet_of(9)
    other = sheet_of(21).rule("property_infringed")
    harmless = sheet.rule("story_content")
    for rule in (other, harmless):
        with pytest.raises(ValueError, match="none that ends"):
            evaluate(sheet, council(sheet, D01), knock_outs=[rule])
    assert sheet_of(1).rule("local_origin").ends_dossier


@settings(max_examples=100)
@given(councils(), st.sampled_from([GateTest.MAJORITY, GateTest.MEAN, GateTest.EVERY_MEMBER]))
def test_the_way_to_the_next_star_arrives_there(drawn, test):
    sheet, case, sheets = drawn
    result = evaluate(sheet, sheets, case=case, test=test)
    step = result.next_star
    if step is None:
        assert result.star == 5
        return
    lifted = sheets
    for lift in (*step.gates, *step.further):
        position = next(option.position for option in lift.line.options_for(case) if option.points == lift.to)
        lifted = [
            one
            if lift.line.code in one.ticks and lift.line.points(one.ticks[lift.line.code]) >= lift.to
            else TickSheet(one.label, {**one.ticks, lift.line.code: position})
            for one in lifted
        ]
    after = evaluate(sheet, lifted, case=case, test=test)
    assert after.sum >= step.sum_after >= BOUNDS[step.star] * step.n
    assert _rank(after) >= step.star > _rank(result)


@pytest.mark.parametrize("sheet", GOODS, ids=[str(sheet.number) for sheet in GOODS])
@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("n", [1, 2, 15])
def test_a_high_total_that_misses_one_four_star_minimum_is_three_stars(sheet, test, n):
    best = {code: line.best().position for code, line in sheet.lines.items()}
    for gate in sheet.gates[4]:
        line = sheet.lines[gate.line]
        below = [option for option in line.options if option.points < gate.min_points]
        three = max((other.min_points for other in line.gates if other.star == 3), default=0)
        just = [option for option in below if option.points >= three]
        if not just:
            continue
        ticks = {**best, gate.line: max(just, key=lambda option: option.points).position}
        result = evaluate(sheet, [TickSheet(i, ticks) for i in range(n)], test=test, agreed=ticks)
        assert result.total_star == 5
        assert (result.star, result.held_back_by.star) == (3, 4)
        assert [missing.gate for missing in result.held_back_by.missing] == [gate]


def test_95_points_with_a_four_star_minimum_missing_are_three_stars():
    sheet = sheet_of(9)
    ticks = {code: line.best().position for code, line in sheet.lines.items()} | {"9": 1, "11": 2}
    result = evaluate(sheet, [TickSheet("tv1", ticks)])
    assert (result.sum, result.total_star, result.star) == (95, 5, 3)
    alone = evaluate(sheet, [TickSheet("tv1", ticks)], five_star_rule=FiveStarRule.POINTS_ALONE)
    assert (alone.star, alone.five_star_candidate) == (3, False)


def test_a_three_star_minimum_missing_leaves_no_star_whatever_the_total():
    sheet = sheet_of(9)
    ticks = {code: line.best().position for code, line in sheet.lines.items()} | {"3.5": Mark.NONE_FITS}
    result = evaluate(sheet, [TickSheet("tv1", ticks)])
    assert (result.sum, result.total_star, result.star, result.outcome) == (97, 5, None, Outcome.MINIMUM_MISSING)
    assert [missing.gate.line for missing in result.held_back_by.missing] == ["3.5"]


@pytest.mark.parametrize(
    ("reaching", "n", "majority", "mean", "every"),
    [(1, 1, True, True, True), (1, 2, False, True, False), (2, 3, True, True, False), (2, 4, False, False, False),
     (3, 5, True, False, False), (8, 15, True, False, False), (7, 15, False, False, False), (4, 4, True, True, True)],
)  # fmt: skip
def test_each_way_of_testing_a_minimum(reaching, n, majority, mean, every):
    """Mark 5: those who reach it give 6, the others 3 (10 and 0 in a council of two)."""
    sheet = plain_sheet([Gate("1", 3, 5)])
    base = with_total(100).ticks
    high, low = (10, 0) if n == 2 else (6, 3)
    sheets = [TickSheet(i, {**base, "1": (high if i < reaching else low) + 1}) for i in range(n)]
    total = high * reaching + low * (n - reaching)
    assert (total >= 5 * n) is mean
    held = {
        test: evaluate(sheet, sheets, test=test).level(3).gates[0].held
        for test in (GateTest.MAJORITY, GateTest.MEAN, GateTest.EVERY_MEMBER)
    }
    assert held == {GateTest.MAJORITY: majority, GateTest.MEAN: mean, GateTest.EVERY_MEMBER: every}


def test_the_mean_of_a_line_is_compared_exactly():
    sheet = plain_sheet([Gate("1", 3, 5)])
    base = with_total(100).ticks
    at = [TickSheet(i, {**base, "1": points + 1}) for i, points in enumerate((4, 5, 6))]
    under = [TickSheet(i, {**base, "1": points + 1}) for i, points in enumerate((4, 5, 5))]
    assert evaluate(sheet, at, test=GateTest.MEAN).level(3).gates[0].held
    assert not evaluate(sheet, under, test=GateTest.MEAN).level(3).gates[0].held


def test_the_agreed_tick_decides_alone_and_must_be_given():
    sheet = plain_sheet([Gate("1", 3, 5)])
    low = [TickSheet(i, {**with_total(100).ticks, "1": 1}) for i in range(3)]
    assert evaluate(sheet, low, test=GateTest.AGREED, agreed={"1": 6}).star == 5
    assert evaluate(sheet, low, test=GateTest.AGREED, agreed={"1": 5}).star is None
    with pytest.raises(InvalidTicks) as raised:
        evaluate(sheet, low, test=GateTest.AGREED)
    assert raised.value.problems == (("1", Problem.NOT_AGREED),)


def test_pairs_are_over_the_limit_only_when_they_differ_by_more():
    sheets = [with_total(60, "a"), with_total(70, "b"), with_total(71, "c")]
    assert [(p.first, p.second, p.difference) for p in evaluate(PLAIN, sheets, spread_limit=10).pairs_over_limit] == [
        ("a", "c", 11)
    ]
    assert evaluate(PLAIN, sheets, spread_limit=11).pairs_over_limit == ()
    assert evaluate(PLAIN, sheets).within_spread


def test_no_sheets_no_result():
    with pytest.raises(ValueError, match="no sheet"):
        evaluate(PLAIN, [])


def test_an_incomplete_sheet_is_refused_unless_a_stop_rule_is_named():
    sheet = sheet_of(9)
    some = TickSheet("tv1", single(sheet, "1.1:5 6.1:0").ticks)
    with pytest.raises(InvalidTicks) as raised:
        evaluate(sheet, [some])
    assert ("9", Problem.UNANSWERED) in raised.value.problems
    assert len(raised.value.problems) == 29
    stopped = evaluate(sheet, [TickSheet("tv1", some.ticks, stopped_by="impurities")])
    assert (stopped.sum, stopped.complete, stopped.sheets[0].stopped_by) == (5, True, "impurities")
    with pytest.raises(InvalidTicks) as raised:
        evaluate(sheet, [TickSheet("tv1", some.ticks, stopped_by="imported_material")])
    assert raised.value.problems == (("imported_material", Problem.NO_SUCH_STOP_RULE),)
    live = evaluate(sheet, [some], provisional=True)
    assert (live.sum, live.complete, len(live.sheets[0].unanswered)) == (5, False, 29)


def test_a_zero_on_any_sensory_line_of_bottled_water_meets_the_stop_rule():
    sheet = sheet_of(16)
    best = {code: line.best().position for code, line in sheet.lines.items()}
    assert evaluate(sheet, [TickSheet(1, best)]).sheets[0].stops_met == ()
    for code in ("6.1", "6.2", "6.3", "6.4"):
        met = evaluate(sheet, [TickSheet(1, {**best, code: 1})]).sheets[0].stops_met
        assert [rule.clause for rule in met] == ["zero_in_any"]


def test_impossible_answers_are_named():
    sheet = sheet_of(9)
    ticks = {"1.1": 9, "1.2": 0, "2.1": Mark.NONE_FITS, "9.9": 1, "3.1": True, "3.3": Mark.NONE_FITS}
    assert problems_of(sheet, ticks) == (
        ("1.1", Problem.NO_SUCH_OPTION),
        ("1.2", Problem.NO_SUCH_OPTION),
        ("2.1", Problem.ZERO_IS_PRINTED),
        ("9.9", Problem.NO_SUCH_LINE),
        ("3.1", Problem.NO_SUCH_OPTION),
    )


def test_the_case_of_a_dossier_decides_which_options_can_be_ticked():
    sheet = sheet_of(26)
    best = {code: line.best("a").position for code, line in sheet.lines.items()}
    assert evaluate(sheet, [TickSheet(1, best)], case="a").sum == 100
    with pytest.raises(InvalidTicks) as raised:
        evaluate(sheet, [TickSheet(1, best)], case="b")
    assert raised.value.problems == (
        ("8", Problem.OTHER_CASE),
        ("9", Problem.OTHER_CASE),
        ("15", Problem.OTHER_CASE),
    )
    with pytest.raises(InvalidTicks) as raised:
        evaluate(sheet, [TickSheet(1, {**best, "8": 4, "9": 4, "15": 4})])
    assert ("", Problem.CASE_MISSING) in raised.value.problems


@pytest.mark.parametrize("sheet", SETS, ids=[str(sheet.number) for sheet in SETS])
def test_the_best_sheet_of_every_set_is_100_points_and_five_stars(sheet):
    for case in [code for code, _title in sheet.cases] or [""]:
        best = {code: line.best(case).position for code, line in sheet.lines.items()}
        result = evaluate(sheet, [TickSheet(1, best)] * 3, case=case)
        assert (result.sum, result.star, result.next_star) == (300, 5, None)
