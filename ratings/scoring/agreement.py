"""How far assessors agree, and how severe each is. Pure, exact.

Krippendorff's alpha compares the disagreement within what was judged with the disagreement that chance would give: 1 is
full agreement, 0 no more than chance, below 0 less. It asks of nobody to have judged everything. Distances are those of
points, an interval scale: the squared difference.

Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, 2011.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

Number = int | Fraction


def alpha(units: Iterable[Sequence[Number]]) -> Fraction | None:
    """Return Krippendorff's alpha for interval data; each unit is the values that it was given.

    Units with fewer than two values say nothing and are left out. None when there is nothing to compare, or when every
    value is the same: agreement cannot be told from chance then.
    """
    paired = [list(map(Fraction, values)) for values in units if len(values) > 1]
    every = [value for values in paired for value in values]
    if not every:
        return None
    expected = _squares(every)
    if not expected:
        return None
    observed = sum((_squares(values) / (len(values) - 1) for values in paired), Fraction(0))
    return 1 - (len(every) - 1) * observed / expected


def _squares(values: Sequence[Fraction]) -> Fraction:
    """Sum of squared differences over all ordered pairs: 2 (n Σx² - (Σx)²)."""
    total = sum(values, Fraction(0))
    return 2 * (len(values) * sum((value * value for value in values), Fraction(0)) - total * total)


@dataclass(frozen=True, slots=True)
class Severity:
    """How one assessor's totals stand to the means of the same products, in points of 100; below 0 is severe."""

    assessor: int
    products: int
    difference: Fraction
    """Mean over her products of her total less the mean of the other sheets."""


def severities(products: Iterable[dict[int, int]]) -> list[Severity]:
    """Return the severity of each assessor, the most severe first; each product is totals by assessor.

    She is compared with the others, not with a mean that holds her own sheet; a product with one sheet says nothing.
    """
    found: dict[int, list[Fraction]] = defaultdict(list)
    for totals in products:
        if len(totals) < 2:
            continue
        whole = sum(totals.values())
        for assessor, total in totals.items():
            found[assessor].append(total - Fraction(whole - total, len(totals) - 1))
    rows = [Severity(one, len(each), sum(each, Fraction(0)) / len(each)) for one, each in found.items()]
    return sorted(rows, key=lambda row: (row.difference, row.assessor))


def dispute(points: Sequence[int], maximum: int) -> Fraction:
    """Return how far the answers of a line lie apart: spread by the line's maximum, 0 to 1."""
    return Fraction(max(points) - min(points), maximum)
