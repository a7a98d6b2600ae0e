"""The 26 sets: as the law names them, and found as people ask for them."""

import pathlib

import pytest
import yaml

from registry.products.sets import BY_NUMBER, SETS, find

INDEX = pathlib.Path(__file__).parents[2] / "fixtures/criteria/qd26-2026/index.yaml"


def test_names_and_agencies_are_those_of_the_score_sheets():
    rows = yaml.safe_load(INDEX.read_text(encoding="utf-8"))["sets"]
    assert [(each.number, each.name, each.agency, each.samples) for each in SETS] == [
        (row["set_no"], row["name"], row["managing_agency"], row["samples"]) for row in rows
    ]


def test_the_six_branches_of_annex_one_hold_their_sets():
    held = {}
    for each in SETS:
        held.setdefault(each.branch_code, []).append(each.number)
    assert held == {
        "I": list(range(1, 14)),
        "II": [14, 15, 16, 17],
        "III": [18, 19, 20],
        "IV": [21, 22],
        "V": [23, 24, 25],
        "VI": [26],
    }


def test_only_tourism_sends_no_samples():
    assert (
        {each.number for each in SETS if not each.samples} == {each.number for each in SETS if each.is_tourism} == {26}
    )


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("nước mắm", 9),
        ("nuoc mam", 9),
        ("NƯỚC MẮM", 9),
        ("gạo", 3),
        ("mật ong", 4),
        ("chuối sấy", 7),
        ("Nước mắm Gia Đẳng", 9),
        ("Muối đậu sả Phương Anh", 10),
        ("Chuối sấy Chánh Nhung", 7),
        ("Bánh cốm gạo lứt mè quê", 6),
        ("Gạo Hải Lăng", 3),
        ("Hạt tiêu hữu cơ", 10),
        ("Trà thảo mộc túi lọc", 12),
        ("Rượu gạo men lá", 14),
        ("homestay", 26),
        ("nón lá", 21),
        ("cà phê", 13),
        ("9", 9),
    ],
)
def test_the_set_people_mean_comes_first(asked, first):
    assert find(asked)[0] == BY_NUMBER[first]


def test_nothing_asked_shows_all_and_nonsense_none():
    assert find("  ") == list(SETS)
    assert find("máy bay") == []


@pytest.mark.parametrize("each", SETS, ids=lambda each: str(each.number))
def test_every_set_is_found_by_its_own_name(each):
    assert find(each.name)[0] == each
