"""Which law a dossier is judged under, day by day around 22/05/2026 (article 12.2)."""

import datetime as dt

import pytest
import yaml

from ratings.criteria.applicability import (
    FINISH_BY,
    FINISH_RE_RANKING_BY,
    IN_FORCE_FROM,
    LAW_2019,
    LAW_2023,
    LAW_2026,
    Applicable,
    applicable_law,
)
from tests.criteria.demo_sheets import FOLDER, LAWS

LAST_OLD, FIRST_NEW = dt.date(2026, 5, 21), dt.date(2026, 5, 22)


def test_the_last_days_of_the_old_law_are_those_of_the_decision():
    assert (dt.date(2026, 7, 21), dt.date(2026, 6, 21)) == (FINISH_BY, FINISH_RE_RANKING_BY)


@pytest.mark.parametrize("kind", ["first", "upgrade", "re_ranking"])
@pytest.mark.parametrize("on", [FIRST_NEW, dt.date(2026, 6, 1), dt.date(2030, 1, 1)])
def test_filed_from_22_may_2026_is_the_law_of_2026(kind, on):
    assert applicable_law(filed_on=FIRST_NEW, kind=kind, on=on) == Applicable(LAW_2026, None)


@pytest.mark.parametrize(
    ("kind", "on", "law", "finish_by", "article"),
    [
        ("first", LAST_OLD, LAW_2023, dt.date(2026, 7, 21), "điểm a khoản 2 Điều 12"),
        ("upgrade", dt.date(2026, 7, 21), LAW_2023, dt.date(2026, 7, 21), "điểm a khoản 2 Điều 12"),
        ("first", dt.date(2026, 7, 22), LAW_2026, None, "khoản 2 Điều 12"),
        ("re_ranking", dt.date(2026, 6, 21), LAW_2023, dt.date(2026, 6, 21), "điểm b khoản 2 Điều 12"),
        ("re_ranking", dt.date(2026, 6, 22), LAW_2026, None, "khoản 2 Điều 12"),
    ],
)
def test_filed_before_keeps_the_old_law_only_until_its_last_day(kind, on, law, finish_by, article):
    assert applicable_law(filed_on=LAST_OLD, kind=kind, on=on) == Applicable(law, finish_by, article)


def test_older_dossiers_are_read_under_the_law_of_their_day():
    day = dt.date(2023, 2, 23)
    assert applicable_law(filed_on=day, kind="first", on=day).law == LAW_2019
    assert applicable_law(filed_on=day + dt.timedelta(days=1), kind="first", on=day).law == LAW_2023
    with pytest.raises(ValueError, match="before any law"):
        applicable_law(filed_on=dt.date(2019, 8, 20), kind="first", on=day)


def test_the_days_agree_with_the_files():
    files = {code: yaml.safe_load((FOLDER / code / "law.yaml").read_text())["effective_from"] for code in LAWS}
    assert files == IN_FORCE_FROM
