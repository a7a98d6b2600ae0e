"""The smallest set of lines to the next star, against trying every set."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.criteria.result import BOUNDS, GateTest, TickSheet
from ratings.criteria.sheet import CriteriaSheet, Criterion, Gate, Line, Option, Part, Rule, RuleKind
from ratings.criteria.stars import evaluate

MAXIMA = (24, 20, 16, 14, 12, 8, 6)
"""Points of seven lines: few enough to try all 128 sets."""


@st.composite
def small_sheets(draw):
    """A sheet of seven lines with minimums and, sometimes, a line that another one opens."""
    lines = []
    for number, maximum in enumerate(MAXIMA, start=1):
        between = draw(st.sets(st.integers(1, maximum - 1), max_size=2))
        options = tuple(
            Option(position, points, str(points)) for position, points in enumerate(sorted({0, maximum, *between}), 1)
        )
        marks = sorted(draw(st.lists(st.sampled_from([o.points for o in options]), min_size=3, max_size=3)))
        stars = draw(st.sets(st.sampled_from([3, 4, 5]), max_size=3))
        gates = tuple(Gate(str(number), star, mark) for star, mark in zip((3, 4, 5), marks, strict=True) if mark)
        gates = tuple(gate for gate in gates if gate.star in stars and draw(st.booleans()))
        lines.append(Line(str(number), f"line {number}", maximum, options, gates=gates))
    rules = ()
    if draw(st.booleans()):
        opener, opened = draw(st.permutations(range(7)))[:2]
        parameters = {"line": str(opener + 1), "min_points": draw(st.integers(1, MAXIMA[opener]))}
        rules = (Rule("opens", RuleKind.APPLIES_ONLY_IF, str(opened + 1), "only if", parameters),)
    criteria = tuple(Criterion(line.code, line.name, line.max_points, (line,)) for line in lines)
    return CriteriaSheet("small", 1, "small", "small", (Part("A", "A", 100, criteria),), rules)


def rank(result):
    return result.star if result.recognisable else 0


def raised(sheet, sheets, codes):
    """The sheets with the best option on every line of ``codes``."""
    return [
        TickSheet(one.label, {**one.ticks, **{code: sheet.lines[code].best().position for code in codes}})
        for one in sheets
    ]


@pytest.mark.no_cover
@settings(max_examples=400)
@given(st.data())
def test_no_smaller_set_of_lines_reaches_the_next_star(data):
    sheet = data.draw(small_sheets())
    sheets = [
        TickSheet(
            number,
            {code: data.draw(st.integers(1, len(line.options))) for code, line in sheet.lines.items()},
        )
        for number in range(data.draw(st.integers(1, 3)))
    ]
    # A minimum that must be seen on every sheet, so that no way leads around raising each of them.
    before = evaluate(sheet, sheets, test=GateTest.EVERY_MEMBER)
    step = before.next_star
    if step is None:
        return
    named = {lift.line.code for lift in (*step.gates, *step.further)}
    reached = {
        size: any(
            rank(evaluate(sheet, raised(sheet, sheets, codes), test=GateTest.EVERY_MEMBER)) >= step.star
            for codes in combinations(sheet.lines, size)
        )
        for size in range(len(named) + 1)
    }
    assert [size for size, arrives in reached.items() if arrives] == [len(named)]
    assert step.sum_after >= BOUNDS[step.star] * step.n
    assert len(named) == len(step.gates) + len(step.further)
