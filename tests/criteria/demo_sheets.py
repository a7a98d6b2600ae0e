"""The real ticks of the demonstration (points a member gives each line), and the laws read once."""

from functools import cache
from pathlib import Path

from django.conf import settings

from ratings.criteria.reading import LawText, read_law
from ratings.criteria.result import TickSheet
from ratings.criteria.sheet import CriteriaSheet, Mark

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "criteria"
LAWS = ("qd26-2026", "qd148-2023", "qd1048-2019")

D01 = """
1.1   5   5   5   5   5
1.2   2   3   2   2   2
1.3   2   2   2   2   2
1.4   2   2   2   2   2
1.5   2   2   2   2   2
1.6   1   1   1   0   1
2.1   3   3   3   3   2
2.2   2   2   3   2   2
2.3   3   3   3   3   3
2.4   1   1   1   1   1
3.1   3   3   3   3   3
3.2   1   1   1   1   1
3.3   3   3   3   3   3
3.4   2   2   2   2   2
3.5   2   2   2   2   2
4.1   3   3   3   3   3
4.2   2   2   2   2   2
4.3   3   3   3   3   3
5.1   5   5   5   5   5
5.2   2   1   2   2   2
5.3   3   5   3   3   5
6.1   2   2   2   2   2
6.2   3   3   3   2   3
6.3   2   3   2   2   3
6.4   3   3   2   2   3
6.5   4   4   4   4   4
7     3   3   3   3   3
8     4   4   4   4   4
9     3   3   3   3   3
10    2   2   2   2   2
11    1   1   1   1   2
"""
D02 = """
1.1   5   5   5   5   5
1.2   2   2   2   2   2
1.3   2   2   1   2   2
1.4   2   2   2   2   2
1.5   1   2   1   1   1
1.6   1   1   1   0   1
2.1   3   3   3   3   3
2.2   2   2   2   2   3
2.3   3   3   3   3   3
2.4   0   0   0   0   0
3.1   1   1   1   1   1
3.2   1   1   1   1   1
3.3   3   3   3   3   3
3.4   2   2   2   2   2
3.5   2   2   2   2   2
4.1   3   3   3   3   3
4.2   1   1   1   1   1
4.3   3   3   3   3   3
5.1   5   5   5   5   5
5.2   2   1   2   2   2
5.3   3   5   3   3   5
6.1   2   2   2   2   2
6.2   3   3   2   2   3
6.3   2   3   2   2   3
6.4   3   3   2   2   3
6.5   4   4   4   4   4
7     3   3   3   3   3
8     4   4   4   4   4
9     1   1   1   1   1
10    2   2   2   2   2
11    1   1   1   1   1
"""
D17 = """
1.1   3   3   3   2   3
1.2   0   0   0   0   0
1.3   2   2   2   2   2
1.4   2   2   2   2   2
1.5   1   1   1   1   1
1.6   1   1   1   1   2
1.7   1   1   1   0   1
2.1   2   2   2   1   2
2.2   2   2   2   2   3
2.3   2   2   2   2   2
2.4   1   1   1   1   1
3.1   1   1   1   1   1
3.2   1   1   1   1   1
3.3   3   3   3   3   3
3.4   2   2   2   2   2
3.5   2   2   2   2   2
4.1   3   3   3   3   3
4.2   2   2   2   1   2
4.3   3   3   3   3   3
5.1   3   3   3   3   3
5.2   1   2   1   1   2
5.3   3   3   3   3   5
6.1   2   2   2   2   2
6.2   2   2   2   1   2
6.3   2   3   2   2   3
6.4   2   2   2   2   3
6.5   3   3   3   3   5
7     3   3   1   1   3
8     4   4   4   4   4
9     3   3   3   3   3
10    2   2   2   2   2
11    1   1   1   1   1
"""
D07 = (
    "1.1:3 1.2:1 1.3:2 1.4:2 1.5:2 1.6:1 1.7:1 2.1:3 2.2:2 2.3:3 2.4:0 3.1:3 3.2:0 3.3:3 3.4:2 3.5:2 4.1:3 4.2:2 "
    "4.3:3 5.1:3 5.2:2 5.3:3 6.1:3 6.2:3 6.3:2 6.4:3 7:3 8:3 9:4 10:3 11:2 12:1"
)
D08 = (
    "1.1:4 1.2:3 1.3:2 1.4:3 1.5:3 1.6:0 2.1:4 2.2:2 2.3:3 2.4:1 3.1:3 3.2:0 3.3:3 3.4:2 3.5:3 4.1:5 4.2:3 4.3:3 "
    "5.1:5 5.2:2 5.3:5 6:5 7:3 8:5 9:4 10:3 11:5 12:5 13:2 14:3"
)
D09 = (
    "1.1:4 1.2:3 1.3:2 1.4:3 1.5:2 1.6:0 2.1:4 2.2:2 2.3:3 2.4:1 3.1:3 3.2:1 3.3:3 3.4:2 3.5:2 4.1:5 4.2:3 4.3:3 "
    "5.1:5 5.2:1 5.3:5 6:5 7:3 8:5 9:4 10:3 11:5 12:5 13:2 14:2"
)
D09_CENTRE = D09.replace(" 8:5", " 8:3").replace(" 11:5", " 11:3")
D18 = (
    "1.1:3 1.2:1 1.3:2 1.4:2 1.5:1 1.6:2 1.7:1 2.1:1 2.2:2 2.3:3 2.4:0 3.1:1 3.2:1 3.3:3 3.4:2 3.5:- 4.1:3 4.2:2 "
    "4.3:3 5.1:3 5.2:1 5.3:3 6.1:3 6.2:2 6.3:2 6.4:2 6.5:3 7:3 8:4 9:1 10:2 11:-"
)
D19 = (
    "1.1:3 1.2:0 1.3:2 1.4:1 1.5:0 1.6:- 1.7:0 2.1:1 2.2:2 2.3:1 2.4:0 3.1:1 3.2:1 3.3:3 3.4:1 3.5:1 4.1:2 4.2:1 "
    "4.3:1 5.1:1 5.2:1 5.3:1 6.1:2 6.2:2 6.3:2 6.4:2 6.5:3 7:1 8:2 9:1 10:1 11:-"
)


@cache
def law(code: str) -> LawText:
    return read_law(FOLDER / code)


def sheet_of(number: int, code: str = "qd26-2026") -> CriteriaSheet:
    return next(source.sheet for source in law(code).sources if source.sheet.number == number)


def tick_for(sheet: CriteriaSheet, code: str, points: str, case: str = ""):
    """The first option with these points; "-" is "none fits"."""
    if points == "-":
        return Mark.NONE_FITS
    options = sheet.lines[code].options_for(case)
    return next(option.position for option in options if option.points == int(points))


def council(sheet: CriteriaSheet, table: str) -> list[TickSheet]:
    """The sheets tv1, tv2, ... of a table with one column a member."""
    rows = [row.split() for row in table.strip().splitlines()]
    return [
        TickSheet(f"tv{column}", {row[0]: tick_for(sheet, row[0], row[column]) for row in rows})
        for column in range(1, len(rows[0]))
    ]


def single(sheet: CriteriaSheet, written: str, label: str | int = "tv1") -> TickSheet:
    """One sheet written as "1.1:3 1.2:1"."""
    pairs = [pair.split(":") for pair in written.split()]
    return TickSheet(label, {code: tick_for(sheet, code, points) for code, points in pairs})


def alike(sheet: CriteriaSheet, written: str, members: int = 5) -> list[TickSheet]:
    """The same sheet from every member who scored."""
    return [single(sheet, written, f"tv{number}") for number in range(1, members + 1)]
