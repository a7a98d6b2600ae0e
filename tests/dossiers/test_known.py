"""What the register knows proposes an answer and says why; it flags what contradicts it and ticks nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.criteria.sheet import Mark
from ratings.dossiers import actions, queries
from ratings.dossiers.known import LINES, Known, Proposal, Unproved, YearKnown, contradicted, findings
from registry.places.folding import fold
from registry.producers.actions import record_year
from registry.producers.facts import Year
from registry.producers.states import ProducerKind
from tests import builders
from tests.builders import at
from tests.cast import cast, client_of
from tests.criteria.demo_sheets import law, sheet_of

NINE = sheet_of(9)
SHEETS = [source.sheet for source in law("qd26-2026").sources]


def known(kind=ProducerKind.COOPERATIVE, year=2026, papers=(2, 7), **facts):
    return Known(year=year, kind=kind, papers=papers, **facts)


def points(code, facts, sheet=NINE):
    """Points of the answer proposed for a line; None where nothing is known, "?" where a paper is missing."""
    found = findings(sheet, facts).get(code)
    if isinstance(found, Unproved):
        return "?"
    return found and sheet.lines[code].points(found.tick)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.number))
def test_every_sheet_prints_the_options_of_these_lines_in_rising_order(sheet):
    for line in sheet.lines.values():
        if fold(line.name) in LINES:
            printed = [option.points for option in line.options]
            assert printed == sorted(printed), (sheet.number, line.code)
            assert len(printed) >= 2


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.number))
@pytest.mark.parametrize("kind", ProducerKind)
def test_no_sheet_and_no_producer_breaks_a_rule(sheet, kind):
    years = {2025: YearKnown(10, 8, 50, Decimal(60), Decimal(80), 6), 2024: YearKnown(profit=40)}
    facts = known(kind, years=years, papers=(2, 7, 14), local_capital_share=Decimal(60), sex="female", ethnicity="Kinh")
    for code, found in findings(sheet, facts).items():
        assert found.why
        assert isinstance(found, Proposal)
        assert sheet.lines[code].points(found.tick) >= 0


@pytest.mark.parametrize(
    ("kind", "share", "expected"),
    [
        (ProducerKind.COOPERATIVE, None, 3),
        (ProducerKind.LIMITED_COMPANY, None, 2),
        (ProducerKind.JOINT_STOCK_COMPANY, Decimal("50.99"), 2),
        (ProducerKind.JOINT_STOCK_COMPANY, Decimal(51), 3),
        (ProducerKind.JOINT_STOCK_COMPANY, None, None),
        (ProducerKind.FAMILY_HOUSEHOLD, None, 1),
        (ProducerKind.COOPERATIVE_GROUP, None, 1),
        (ProducerKind.ASSOCIATION, None, None),
    ],
)
def test_the_kind_of_organisation_answers_line_3_1(kind, share, expected):
    assert points("3.1", known(kind, local_capital_share=share)) == expected


def test_associations_are_among_the_others_of_the_tourism_sheet():
    tourism = sheet_of(26)
    code = next(code for code, line in tourism.lines.items() if "Loại hình tổ chức" in line.name)
    assert points(code, known(ProducerKind.ASSOCIATION), tourism) == 3


@pytest.mark.parametrize(
    ("sex", "ethnicity", "disabled", "expected"),
    [
        ("female", "Kinh", False, 1),
        ("male", "Bru-Vân Kiều", False, 1),
        ("male", "Kinh", True, 1),
        ("male", "Kinh", False, 0),
        ("male", "", False, None),
        ("", "", False, None),
    ],
)
def test_the_representative_answers_line_3_2(sex, ethnicity, disabled, expected):
    assert points("3.2", known(sex=sex, ethnicity=ethnicity, disabled=disabled)) == expected


@given(st.integers(1, 400), st.data())
def test_the_share_of_local_labour_answers_line_3_3_at_its_printed_bounds(workers, data):
    local = data.draw(st.integers(0, workers))
    found = points("3.3", known(years={2025: YearKnown(workers, local)}))
    share = Decimal(100 * local) / workers
    assert found == (3 if share >= 75 else 2 if share >= 50 else 1 if share >= 25 else 0)


def test_a_share_just_under_a_mark_does_not_read_as_the_mark():
    facts = known(years={2025: YearKnown(local_material_share=Decimal("49.99"))})
    assert "49,9%" in findings(NINE, facts)["1.1"].why
    assert "(75%)" in findings(NINE, known(years={2025: YearKnown(4, 3)}))["3.3"].why


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0, 0), ("0.1", 1), ("49.99", 1), (50, 3), ("74.99", 3), (75, 5), (100, 5)],
)
def test_the_share_of_material_of_the_province_answers_line_1_1(share, expected):
    assert points("1.1", known(years={2025: YearKnown(local_material_share=Decimal(share))})) == expected


@pytest.mark.parametrize(
    ("share", "expected", "least"), [("49.99", 0, False), (50, 1, False), (75, 1, False), ("75.01", 2, True)]
)
def test_output_under_contract_answers_line_1_4_and_not_how_long(share, expected, least):
    facts = known(years={2025: YearKnown(linked_output_share=Decimal(share))})
    assert (points("1.4", facts), findings(NINE, facts)["1.4"].least) == (expected, least)


@pytest.mark.parametrize(
    ("kind", "profits", "expected", "least"),
    [
        (ProducerKind.FARM, (10, 20, 30), 2, False),
        (ProducerKind.FARM, (30, 20, 25), 1, False),
        (ProducerKind.FARM, (None, 20, 25), 1, True),
        (ProducerKind.FARM, (10, 20, 20), 0, False),
        (ProducerKind.COOPERATIVE, (30, 20, 25), 1, True),
        (ProducerKind.COOPERATIVE, (10, 20, 20), None, None),
        (ProducerKind.FARM, (10, None, 20), None, None),
    ],
)
def test_growth_of_profit_answers_line_3_4(kind, profits, expected, least):
    years = {year: YearKnown(profit=profit) for year, profit in zip((2023, 2024, 2025), profits, strict=True)}
    facts = known(kind, years=years)
    found = findings(NINE, facts).get("3.4")
    assert (points("3.4", facts), found and found.least) == (expected, least)


def test_papers_in_force_hold_the_lowest_answer_and_a_missing_one_proves_none():
    assert (points("3.5", known(papers=(7,))), findings(NINE, known(papers=(7,)))["3.5"].least) == (1, True)
    assert points("3.5", known(papers=())) == "?"
    assert [points("9", known(papers=papers)) for papers in ((2,), (2, 14), ())] == [1, 3, "?"]


def test_an_answer_contradicts_only_what_is_known_and_a_least_only_from_below():
    facts = known(sex="male", ethnicity="Kinh", papers=(7,), years={2025: YearKnown(10, 8)})
    found = findings(NINE, facts)
    best = {code: line.best().position for code, line in NINE.lines.items()}
    assert contradicted(NINE, found, best) == ("3.2", "9")
    assert contradicted(NINE, found, {"3.3": 1, "3.5": Mark.NONE_FITS, "9": Mark.NONE_FITS}) == ("3.3", "3.5")
    assert contradicted(NINE, found, {}) == ()


# ---------------------------------------------------------------- pages


@pytest.mark.django_db
def test_producer_and_commune_read_what_contradicts_and_nothing_is_ticked():
    dossier = builders.a_draft()
    figures = Year(year=2025, workers=10, local_workers=3)
    record_year(producer=dossier.producer, figures=figures, actor=cast("cuc"), at=at(20, 9))
    before = dict(queries.content_of(dossier.self_score).ticks)
    address = f"/dossiers/{dossier.number}/"
    page = client_of("hanh").get(f"{address}self-score/").content.decode()
    said = "Năm 2025: 3 trong 10 lao động là người trên địa bàn xã (30%)."
    assert said in page
    day = at(28, 9).date()
    items = queries.items_of(dossier, day, read=queries.read_with_known(dossier, day))
    [warning] = [item for item in items if item.code == "known"]
    assert (warning.warning, warning.done) == (True, False)
    assert "3.3" in warning.note
    assert dict(queries.content_of(dossier.self_score).ticks) == before
    actions.file_dossier(dossier=dossier, actor=cast("hanh"), at=at(28, 9))
    read = client_of("cuc").get(f"{address}self-score/").content.decode()
    assert said in read
    assert "Mức đã chọn không khớp với thông tin đã có." in read
    assert "Điểm tự đánh giá khớp với thông tin đã có" in client_of("cuc").get(f"{address}checks/").content.decode()


@pytest.mark.django_db
def test_an_answer_that_agrees_takes_its_warning_away_at_once():
    dossier = builders.a_draft()
    figures = Year(year=2025, workers=10, local_workers=3)
    record_year(producer=dossier.producer, figures=figures, actor=cast("cuc"), at=at(20, 9))
    address, client = f"/dossiers/{dossier.number}/self-score/", client_of("hanh")
    given = {"sheet_revision": dossier.self_score.revision, "3.3": "1"}
    page = client.post(address, given, headers={"HX-Request": "true"}).content.decode()
    assert "Năm 2025: 3 trong 10" in page
    assert "không khớp" not in page[page.index("Năm 2025: 3 trong 10") - 400 : page.index("Năm 2025: 3 trong 10")]
