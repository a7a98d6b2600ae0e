"""Every fault seen in a province's register is named with its row and its column, in plain Vietnamese."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import translation

from ratings.register_import import actions, queries
from ratings.register_import.models import ImportRow
from ratings.register_import.problems import CONFIRMABLE, SHORT, Code, Problem, problem_of
from ratings.register_import.said import letters_of, said_of
from ratings.register_import.states import Field, Verdict
from registry.products.models import Product
from tests.cast import cast
from tests.register_import.made import COLUMNS, ONCE, PLAIN, once, row, workbook
from tests.register_import.steps import DAY, found, read, the_row, uploaded, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
BAD, CHOICE, GOOD = Verdict.BAD, Verdict.CHOICE, Verdict.GOOD
TRIEU_LANG = {"commune": "Xã Triệu Lăng", "address": "Thôn 4, xã Triệu Lăng, huyện Triệu Phong, tỉnh Quảng Trị"}

FAULTS = {
    "no product": ({"product": None}, Field.PRODUCT, Code.MISSING, BAD),
    "no producer": ({"producer": "  "}, Field.PRODUCER, Code.MISSING, BAD),
    "broken formula": ({"first_decision": "#REF!"}, Field.FIRST_DECISION, Code.EXCEL_ERROR, BAD),
    "broken formula of a place": ({"commune": "#N/A", "address": None}, Field.COMMUNE, Code.EXCEL_ERROR, BAD),
    "broken formula nobody needs": ({"stars_now": "#REF!"}, Field.STARS_NOW, Code.EXCEL_ERROR_UNUSED, GOOD),
    "too long": ({"product": "a" * 201}, Field.PRODUCT, Code.TOO_LONG, BAD),
    "kind": ({"kind": "???"}, Field.KIND, Code.KIND_UNREAD, BAD),
    "kind from the name": ({"kind": None}, Field.KIND, Code.KIND_FROM_NAME, GOOD),
    "stars": ({"first_stars": "ba"}, Field.FIRST_STARS, Code.STARS_UNREAD, BAD),
    "two stars": ({"first_stars": 2}, Field.FIRST_STARS, Code.STARS_LOW, BAD),
    "hoped for": ({"first_stars": "5 sao tiềm năng"}, Field.FIRST_STARS, Code.STARS_POTENTIAL, BAD),
    "no stars": ({"first_stars": None}, Field.FIRST_STARS, Code.MISSING, BAD),
    "impossible date": ({"first_date": "31/02/2024"}, Field.FIRST_DATE, Code.DATE_UNREAD, BAD),
    "only a year": ({"first_date": 2024}, Field.FIRST_DATE, Code.DATE_UNREAD, BAD),
    "no date": ({"first_date": None}, Field.FIRST_DATE, Code.MISSING, BAD),
    "date ahead": ({"first_date": dt.date(2027, 1, 1), "first_year": 2027}, Field.FIRST_DATE, Code.DATE_AHEAD, BAD),
    "date too early": ({"first_date": dt.date(1924, 6, 21)}, Field.FIRST_DATE, Code.DATE_EARLY, BAD),
    "text date": ({"first_date": "21/06/2024"}, Field.FIRST_DATE, Code.DATE_TEXT, GOOD),
    "serial date": ({"first_date": 45464}, Field.FIRST_DATE, Code.DATE_SERIAL, GOOD),
    "date in the decision": (
        {"first_date": None, "first_decision": "QĐ 412/QĐ-UBND ngày 21/06/2024"},
        Field.FIRST_DATE, Code.DATE_FROM_DECISION, GOOD,
    ),
    "date and year": ({"first_year": 2023}, Field.FIRST_YEAR, Code.YEAR_DIFFERS, CHOICE),
    "no decision": ({"first_decision": None}, Field.FIRST_DECISION, Code.MISSING, BAD),
    "no authority": ({"first_authority": None}, Field.FIRST_AUTHORITY, Code.MISSING, BAD),
    "half a second": ({"second_stars": 4}, Field.SECOND_DATE, Code.MISSING, BAD),
    "current stars": ({"stars_now": 5}, Field.STARS_NOW, Code.STARS_DIFFER, CHOICE),
    "expiry": ({"expiry": dt.date(2026, 6, 21)}, Field.EXPIRY, Code.EXPIRY_DIFFERS, CHOICE),
    "in no list": (TRIEU_LANG, Field.COMMUNE, Code.PLACE_UNKNOWN, CHOICE),
    "in no list, alone in the address": ({**TRIEU_LANG, "commune": None}, Field.ADDRESS, Code.PLACE_UNKNOWN, CHOICE),
    "no place": ({"commune": None, "address": None}, Field.COMMUNE, Code.MISSING, BAD),
    "other province": ({"commune": "Phường Phú Xuân, Huế"}, Field.COMMUNE, Code.OTHER_PROVINCE, BAD),
    "former commune": ({"commune": "Xã Vĩnh Chấp, huyện Vĩnh Linh"}, Field.COMMUNE, Code.PLACE_OF_BEFORE, GOOD),
    "no set": ({"group": "Khác", "product": "Quà quê"}, Field.GROUP, Code.SET_UNSURE, CHOICE),
    "set from the name": ({"group": "Thực phẩm"}, Field.GROUP, Code.SET_FROM_NAME, GOOD),
    "phone without 0": ({"phone": 912345678}, Field.PHONE, Code.PHONE_ZERO, GOOD),
    "phone": ({"phone": "xem sổ cũ"}, Field.PHONE, Code.PHONE_UNREAD, GOOD),
    "no code at all": ({"code": "OCOP-12"}, Field.CODE, Code.CODE_FAULT, CHOICE),
    "five parts in 2026": ({"code": "45-469-19654-1-2026"}, Field.CODE, Code.CODE_FAULT, CHOICE),
    "four parts in 2024": ({"code": "44-19654-1-2024"}, Field.CODE, Code.CODE_FAULT, CHOICE),
    "44 was Quảng Bình": ({"code": "44-469-19654-1-2024"}, Field.CODE, Code.CODE_FAULT, CHOICE),
    "45 is nothing today": ({"code": "45-19654-1-2026"}, Field.CODE, Code.CODE_FAULT, CHOICE),
    "code of another commune": ({"code": "44-19414-1-2025"}, Field.CODE, Code.CODE_ELSEWHERE, CHOICE),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_row_and_column(name):
    changes, field, code, verdict = FAULTS[name]
    register = read([once(product="Mắm nêm"), once(**changes)])
    assert (verdicts(register)[6], (field, code) in found(register, 6)) == (verdict, True)
    assert verdicts(register)[5] is GOOD
    letter = "ABCDEFGHIJKLMNOPQRSTUVWX"[COLUMNS.index(field)]
    with translation.override("vi"):
        [said] = [
            one for one in said_of(the_row(register, 6), letters_of(register)) if one.column == str(field.label)
            and one.sentence == next(p.sentence for p in map(problem_of, the_row(register, 6).problems) if (p.field, p.code) == (field, code))
        ]  # fmt: skip
    assert said.letter == letter
    assert "%(" not in str(said)


def test_an_old_code_of_five_parts_is_read_under_the_list_of_its_time():
    register = read([once(code="45-469-19654-1-2024"), once(product="Mắm nêm", code="44-19654-2-2025")])
    assert set(verdicts(register).values()) == {GOOD}


def test_a_second_recognition_that_is_not_later_is_named():
    register = read([row(second_date=dt.date(2021, 6, 21), second_year=2021, expiry=None)])
    assert (Field.SECOND_DATE, Code.NOT_LATER) in found(register, 5)


def test_a_name_that_means_two_communes_is_a_choice_unless_the_code_names_one():
    place = {"commune": "Xã Hải Phú", "address": None}
    register = read(
        [once(**place), once(product="Mắm nêm", code="44-19159-1-2025", **place),
         once(product="Mắm ruốc", code="44-19702-1-2025", **place)]
    )  # fmt: skip
    assert verdicts(register) == {5: CHOICE, 6: GOOD, 7: GOOD}
    assert (Field.COMMUNE, Code.PLACE_SEVERAL) in found(register, 5)
    assert (Field.COMMUNE, Code.PLACE_FROM_CODE) in found(register, 6)
    assert [the_row(register, number).facts["commune"] for number in (6, 7)] == ["19159", "19702"]
    candidates = queries.candidates_of(register, the_row(register, 5))
    assert {commune.pk for commune in candidates} == {"19159", "19702"}


def test_the_same_product_twice_is_named_with_the_other_row():
    register = read([once(), once(product="NƯỚC MẮM GIA ĐẲNG (minh hoạ)"), once(product="Mắm nêm")])
    assert verdicts(register) == {5: GOOD, 6: CHOICE, 7: GOOD}
    [problem] = [one for one in map(problem_of, the_row(register, 6).problems) if one.code is Code.DUPLICATE]
    assert problem.values == {"row": "5"}


def test_a_code_that_two_products_bear_is_named():
    code = "45-469-19654-1-2024"
    register = read([once(code=code), once(product="Mắm nêm", code=code)])
    assert verdicts(register) == {5: GOOD, 6: BAD}
    assert (Field.CODE, Code.CODE_TAKEN) in found(register, 6)


def test_cells_merged_downwards_are_read_in_every_row_they_cover():
    merged = dict.fromkeys(("producer", "kind", "commune", "address", "representative", "phone"))
    letters = {Field(name): "ABCDEFGHIJKLMNOPQRSTUVWX"[COLUMNS.index(Field(name))] for name in merged}
    areas = [f"{letter}5:{letter}7" for letter in letters.values()]
    register = read(
        [once(product="Mắm ruốc"), once(product="Mắm nêm", **merged), once(product="Mắm tôm", **merged),
         once(product="Mắm cá", **merged)],
        merges=areas,
    )  # fmt: skip
    assert verdicts(register) == {5: GOOD, 6: GOOD, 7: GOOD, 8: BAD}
    assert (Field.PRODUCER, Code.MERGED) in found(register, 7)
    assert the_row(register, 7).facts["producer"] == PLAIN[Field.PRODUCER]
    assert (Field.PRODUCER, Code.MISSING) in found(register, 8)


def test_titles_of_sections_sums_and_counting_rows_are_left_aside():
    counting = {field: f"({number})" for number, field in enumerate(COLUMNS, 1)}
    rows = [
        counting, {Field.NUMBER: "I. NHÓM THỰC PHẨM"}, once(), {}, {Field.PRODUCT: "Tổng cộng", Field.STARS_NOW: 1},
        {Field.PRODUCT: "II. ĐỒ UỐNG"},
    ]  # fmt: skip
    register = read(rows)
    assert verdicts(register) == {7: GOOD}
    assert register.skipped == [5, 6, 9, 10]


def test_a_row_of_which_only_the_product_is_missing_is_no_title():
    register = read([once(product=None)])
    assert verdicts(register) == {5: BAD}


def test_columns_in_another_order_and_without_those_that_may_be_missing():
    left_out = {Field.CODE, Field.DISTRICT, Field.NOTE, Field.NUMBER, Field.EXPIRY, *ONCE}
    columns = [field for field in reversed(COLUMNS) if field not in left_out]
    register = read([once()], columns=columns)
    assert set(register.columns) == {field.value for field in columns}
    assert verdicts(register) == {5: GOOD}


def test_every_problem_has_its_sentences_in_vietnamese():
    values = dict.fromkeys(
        ("text", "most", "day", "first", "stars", "number", "year", "now", "latest", "written", "computed", "row", "place",
         "kind", "set", "whose"), "x",
    )  # fmt: skip
    with translation.override("vi"):
        vietnamese = {code: Problem(Field.CODE, code, {**values, "fault": "shape"}).sentence for code in Code}
        short = {code: str(SHORT[code]) for code in Code}
        ticks = {str(text) for text in CONFIRMABLE.values()}
    with translation.override("en"):
        english = {code: Problem(Field.CODE, code, {**values, "fault": "shape"}).sentence for code in Code}
    assert [code for code in Code if vietnamese[code] == english[code]] == []
    assert len(set(short.values())) == len(Code)
    assert len(ticks) == len(CONFIRMABLE)


def test_nothing_is_registered_by_reading():
    read([once(), once(product="Mắm nêm")])
    assert (ImportRow.objects.count(), Product.objects.count()) == (2, 0)


def test_a_sheet_chosen_among_several_is_the_one_that_is_read():
    book = openpyxl.load_workbook(io.BytesIO(workbook([once()])))
    notes = book.create_sheet("Ghi chú chung", 0)
    notes.append(["Danh bạ điện thoại"])
    hidden = book.create_sheet("Ẩn")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    register = uploaded(buffer.getvalue())
    assert ([one["name"] for one in register.sheets], register.sheet) == (
        ["Ghi chú chung", "Sổ theo dõi"],
        "Sổ theo dõi",
    )
    actions.choose_sheet(register=register, name="Ghi chú chung", actor=cast("giang"), at=DAY)
    register.refresh_from_db()
    assert (register.sheet, register.columns) == ("Ghi chú chung", {"phone": 0})
