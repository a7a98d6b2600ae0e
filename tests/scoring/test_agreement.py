"""Agreement of assessors: Krippendorff's published example, and what must hold of any sheets."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ratings.scoring.agreement import alpha, dispute, severities

PUBLISHED = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Krippendorff 2011, C: four observers, twelve units, dots where nobody said anything. Interval: 0.849."""
units = st.lists(st.lists(st.integers(0, 100), min_size=2, max_size=7), min_size=1, max_size=12)


def published():
    rows = [row.split() for row in PUBLISHED.strip().splitlines()]
    return [[int(value) for value in unit if value != "."] for unit in zip(*rows, strict=True)]


def by_definition(listed):
    """1 - Do/De, written out as the article does: over all pairs, without the shortcut."""
    every = [value for values in listed for value in values]
    n = len(every)
    observed = sum(
        Fraction(sum((a - b) ** 2 for a in values for b in values), len(values) - 1) for values in listed
    ) / n  # fmt: skip
    expected = Fraction(sum((a - b) ** 2 for a in every for b in every), n * (n - 1))
    return None if not expected else 1 - observed / expected


def test_the_published_example_gives_its_published_value():
    assert round(float(alpha(published())), 3) == 0.849


def test_full_agreement_is_one_and_sheets_that_say_nothing_are_left_out():
    assert alpha([[70, 70, 70], [80, 80], [90, 90, 90, 90]]) == 1
    assert alpha([[70, 72], [80], []]) == alpha([[70, 72]])
    assert (alpha([]), alpha([[50]]), alpha([[50, 50], [50, 50]])) == (None, None, None)


@given(units)
def test_it_is_what_the_definition_says(listed):
    assert alpha(listed) == by_definition(listed)


@given(units, st.integers(-50, 50), st.integers(1, 9))
def test_it_knows_no_zero_and_no_unit(listed, shift, factor):
    assert alpha([[value * factor + shift for value in values] for values in listed]) == alpha(listed)


@given(units)
def test_it_is_at_most_one_and_the_order_of_the_sheets_is_nothing_to_it(listed):
    found = alpha(listed)
    assert found is None or found <= 1
    assert alpha([values[::-1] for values in reversed(listed)]) == found


def test_severity_compares_each_with_the_others():
    rows = severities([{1: 70, 2: 80, 3: 90}, {1: 60, 2: 60}, {3: 50}])
    assert [(row.assessor, row.products, row.difference) for row in rows] == [
        (1, 2, Fraction(-15, 2)),
        (2, 2, Fraction(0)),
        (3, 1, Fraction(15)),
    ]


@given(
    st.lists(st.dictionaries(st.integers(1, 9), st.integers(0, 100), min_size=2, max_size=9), min_size=1, max_size=1)
)
def test_of_one_product_the_differences_cancel(products):
    assert sum(row.difference for row in severities(products)) == 0


def test_dispute_is_the_spread_by_the_line():
    assert (dispute([1, 3, 3], 5), dispute([2, 2], 2)) == (Fraction(2, 5), 0)
