"""How a council's members scored, over the products that it has concluded. Reads opened sheets; writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from ratings.councils.models import Council, Recusal
from ratings.criteria import wording
from ratings.dossiers.models import Dossier
from ratings.scoring import agreement, queries
from ratings.scoring.models import ScoringRound
from ratings.scoring.queries import Board
from registry.accounts.models import User

RELIABLE, TENTATIVE = Fraction(800, 1000), Fraction(667, 1000)
"""Customary bounds of alpha (Krippendorff, "Content Analysis", 2004, chapter 11)."""
MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Disputed:
    """A line of a set, and how far answers lay apart over the products scored by it: 0 to 100 per cent of its points."""

    set_number: int | None
    code: str
    name: str
    products: int
    percent: int


@dataclass(frozen=True, slots=True)
class Timed:
    """A product, and the minutes from the first sheet given out to the last opening."""

    product: str
    minutes: int
    scorings: int


def concluded_by(council: Council, person: User) -> list[Dossier]:
    """Return the dossiers that ``council`` has concluded, without those from which ``person`` has stepped back."""
    recused = Recusal.objects.filter(person__user=person).values("dossier")
    found = Dossier.objects.filter(scoring_rounds__session__council=council, conclusions__isnull=False)
    found = found.exclude(state__in=queries.COUNCIL_AT_WORK).exclude(pk__in=recused)
    return list(found.select_related("product").distinct().order_by("pk"))


def totals_of(board: Board) -> dict[int, int]:
    """Return the total of each member of an opened scoring by the member's key."""
    if board.result is None:
        raise AssertionError("only boards with a result are counted")
    return {sheet.person_id: one.total for sheet, one in zip(board.members, board.result.sheets, strict=True)}


def answers_of(boards: Sequence[Board]) -> list[list[Fraction]]:
    """Every line of every product as a unit: the share of its points that each member gave."""
    return [
        [Fraction(one.lines[line.code], line.max_points) for one in board.result.sheets]
        for board in boards
        if board.result is not None
        for line in board.law.sheet.lines.values()
        if line.max_points
    ]


def judged(found: Fraction | None) -> tuple[Fraction | None, str]:
    """Return an alpha with what it says."""
    if found is None:
        return None, _("Too few sheets, or all alike: agreement cannot be told from chance.")
    if found >= RELIABLE:
        return found, _("Good agreement.")
    if found >= TENTATIVE:
        return found, _("Agreement that allows cautious conclusions only.")
    return found, _("Little agreement: talk about the lines below before the next round.")


def disputed_lines(boards: Sequence[Board]) -> list[Disputed]:
    """Return the lines on which members lay apart most, on average over their products; the worst first."""
    found: dict[tuple[int | None, str], list[Fraction]] = defaultdict(list)
    names: dict[tuple[int | None, str], str] = {}
    for board in boards:
        if board.result is None or len(board.members) < 2:
            continue
        for line in board.law.sheet.lines.values():
            if line.max_points:
                key = (board.law.sheet.number, line.code)
                points = [one.lines[line.code] for one in board.result.sheets]
                found[key].append(agreement.dispute(points, line.max_points))
                names[key] = wording.name_of(line)
    rows = [_disputed(key, names, each) for key, each in found.items()]
    rows.sort(key=lambda row: (-row.percent, row.set_number or 0, row.code))
    return [row for row in rows if row.percent][:MOST_LINES]


def _disputed(
    key: tuple[int | None, str], names: Mapping[tuple[int | None, str], str], each: list[Fraction]
) -> Disputed:
    mean = sum(each, Fraction(0)) / len(each)
    return Disputed(key[0], key[1], names[key], len(each), round(100 * mean))


def times_of(dossiers: Sequence[Dossier]) -> list[Timed]:
    """Minutes of each product in the room, the longest first; days between two scorings do not count."""
    minutes: dict[int, int] = defaultdict(int)
    scorings: dict[int, int] = defaultdict(int)
    for one in ScoringRound.objects.filter(dossier__in=dossiers, opened_at__isnull=False):
        if one.opened_at is not None:
            minutes[one.dossier_id] += round((one.opened_at - one.started_at).total_seconds() / 60)
            scorings[one.dossier_id] += 1
    rows = [Timed(one.product.name, minutes[one.pk], scorings[one.pk]) for one in dossiers if one.pk in minutes]
    return sorted(rows, key=lambda row: (-row.minutes, row.product))
