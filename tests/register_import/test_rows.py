"""Rows are corrected where they stand or in Excel, and then come in."""

import io
from dataclasses import replace

import openpyxl
import pytest

from ratings.certificates.models import Certificate
from ratings.register_import import row_actions
from ratings.register_import.checking import NO_CHOICES, Choices
from ratings.register_import.models import ImportRow
from ratings.register_import.problems import Code
from ratings.register_import.remaining import REASON_HEADING, ROW_HEADING, empty_workbook, remaining_workbook
from ratings.register_import.states import HEADINGS, Field, Verdict
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.products.models import Product
from tests.cast import CUA_TUNG, TRIEU_CO, cast
from tests.register_import.made import once, row
from tests.register_import.steps import DAY, brought_in, found, read, the_row, uploaded, verdicts, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
TRIEU_LANG = {"commune": "Xã Triệu Lăng", "address": "Thôn 4, xã Triệu Lăng, huyện Triệu Phong"}


def corrected(register, number, *, who="giang", everywhere=False, choices=NO_CHOICES, **texts):
    one = the_row(register, number)
    values = {Field(name): text for name, text in one.values.items()} | {
        Field(name): text for name, text in texts.items()
    }
    return row_actions.correct_row(
        register=register, row=one, texts=values, choices=choices, everywhere=everywhere, actor=cast(who), at=DAY
    )


def remaining(register) -> bytes:
    waiting = ImportRow.objects.filter(register_import=register, verdict__in=(Verdict.BAD, Verdict.CHOICE))
    return remaining_workbook(register, waiting)


def test_a_corrected_row_is_ready_and_comes_in():
    register = read([once(first_date="31/02/2024")])
    assert corrected(register, 5, first_date="21/06/2024").verdict == Verdict.GOOD
    assert found(register, 5) == set()
    assert written(register).products_added == 1
    entry = JournalEntry.objects.get(action="register_import.row_corrected")
    assert (entry.before["values"]["first_date"], entry.after["values"]["first_date"]) == ("31/02/2024", "21/06/2024")


def test_a_correction_that_is_wrong_too_says_so():
    register = read([once(first_date="31/02/2024")])
    assert corrected(register, 5, first_date="30/02/2024").verdict == Verdict.BAD
    assert (Field.FIRST_DATE, Code.DATE_UNREAD) in found(register, 5)


def test_trieu_lang_ends_in_a_choice_by_a_person_made_once_for_all_rows_that_write_it_so():
    register = read(
        [once(**TRIEU_LANG), once(product="Mắm nêm", **TRIEU_LANG), once(product="Mắm ruốc", commune="Xã Lạ")]
    )
    assert verdicts(register) == {5: Verdict.CHOICE, 6: Verdict.CHOICE, 7: Verdict.CHOICE}
    corrected(register, 5, choices=Choices(commune=TRIEU_CO), everywhere=True)
    assert verdicts(register) == {5: Verdict.GOOD, 6: Verdict.GOOD, 7: Verdict.CHOICE}
    written(register)
    made = Product.objects.get(name="Mắm nêm")
    assert (made.commune_id, "Triệu Lăng" in made.producer.address) == (TRIEU_CO, True)
    assert JournalEntry.objects.get(action="register_import.row_corrected").after["rows_of_the_same_place"] == 1


def test_the_choice_is_known_when_the_workbook_comes_again():
    rows = [once(**TRIEU_LANG)]
    register = read(rows)
    corrected(register, 5, choices=Choices(commune=TRIEU_CO))
    written(register)
    assert verdicts(read(rows)) == {5: Verdict.KNOWN}


def test_a_choice_for_one_row_leaves_the_others():
    register = read([once(**TRIEU_LANG), once(product="Mắm nêm", **TRIEU_LANG)])
    corrected(register, 5, choices=Choices(commune=TRIEU_CO))
    assert verdicts(register) == {5: Verdict.GOOD, 6: Verdict.CHOICE}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"first_year": 2023}, Code.YEAR_DIFFERS), ({"stars_now": 5}, Code.STARS_DIFFER),
        ({"expiry": "21/06/2026"}, Code.EXPIRY_DIFFERS), ({"code": "44-19654-1-2024"}, Code.CODE_FAULT),
    ],
)  # fmt: skip
def test_what_a_person_confirms_no_longer_keeps_the_row_out(changes, code):
    register = read([once(**changes)])
    assert verdicts(register) == {5: Verdict.CHOICE}
    corrected(register, 5, choices=Choices(confirmed=frozenset({code.value})))
    assert verdicts(register) == {5: Verdict.GOOD}
    assert written(register).certificates_added == 1
    assert Certificate.objects.get().stars == 3


def test_a_confirmation_never_lets_a_wrong_row_in():
    register = read([once(first_year=2023, first_authority=None)])
    confirmed = frozenset(code.value for code in Code)
    corrected(register, 5, choices=Choices(confirmed=confirmed))
    assert verdicts(register) == {5: Verdict.BAD}


def test_two_rows_of_one_product_are_joined_when_a_person_says_so():
    second = once(first_stars=4, first_date="01/06/2026", first_year=2026, stars_now=4, first_decision="9/QĐ-UBND")
    register = read([once(), second])
    assert verdicts(register) == {5: Verdict.GOOD, 6: Verdict.CHOICE}
    corrected(register, 6, choices=Choices(confirmed=frozenset({Code.DUPLICATE.value})))
    register = written(register)
    assert (register.products_added, register.certificates_added) == (1, 2)
    assert [one.stars for one in Certificate.objects.order_by("valid_from")] == [3, 4]


def test_joined_rows_that_contradict_each_other_do_not_both_come_in():
    register = read([once(), once(first_stars=4, stars_now=4)])
    corrected(register, 6, choices=Choices(confirmed=frozenset({Code.DUPLICATE.value})))
    register = written(register)
    assert verdicts(register) == {5: Verdict.DONE, 6: Verdict.BAD}
    assert Certificate.objects.get().stars == 3


def test_a_set_is_chosen_where_the_group_does_not_say_it():
    register = read([once(group="Khác", product="Quà quê")])
    corrected(register, 5, choices=Choices(set_number=6))
    written(register)
    assert Product.objects.get().set_number == 6


def test_a_commune_of_another_province_cannot_be_chosen():
    register = read([once(**TRIEU_LANG)])
    corrected(register, 5, choices=Choices(commune="19753"))
    assert verdicts(register) == {5: Verdict.CHOICE}


def test_a_row_left_out_does_not_come_in_until_it_is_taken_in_again():
    register = read([once(), once(product="Mắm nêm")])
    row_actions.leave_out(register=register, row=the_row(register, 6), actor=cast("giang"), at=DAY)
    assert written(register).products_added == 1
    assert verdicts(register) == {5: Verdict.DONE, 6: Verdict.LEFT_OUT}
    assert corrected(register, 6).verdict == Verdict.GOOD


def test_an_imported_row_does_not_change_any_more():
    register = brought_in([once()])
    with pytest.raises(Refused):
        corrected(register, 5, product="Khác")
    with pytest.raises(Refused):
        row_actions.leave_out(register=register, row=the_row(register, 5), actor=cast("giang"), at=DAY)
    assert the_row(register, 5).values["product"] == Product.objects.get().name


def test_of_two_who_correct_one_row_the_second_is_told():
    register = read([once(first_date="31/02/2024")])
    first, second = the_row(register, 5), the_row(register, 5)
    texts = {Field(name): text for name, text in first.values.items()}
    common = {"register": register, "choices": Choices(), "at": DAY}
    row_actions.correct_row(row=first, texts={**texts, Field.FIRST_DATE: "21/06/2024"}, actor=cast("giang"), **common)
    with pytest.raises(Refused):
        row_actions.correct_row(
            row=second, texts={**texts, Field.FIRST_DATE: "22/06/2024"}, actor=cast("hung"), **common
        )
    assert the_row(register, 5).values["first_date"] == "21/06/2024"


@pytest.mark.parametrize("who", ["tam", "cuc", "quoc", "stranger"])
def test_nobody_else_corrects_rows(who):
    register = read([once()])
    with pytest.raises(Refused):
        corrected(register, 5, who=who)
    with pytest.raises(Refused):
        row_actions.leave_out(register=register, row=the_row(register, 5), actor=cast(who), at=DAY)


# ---------------------------------------------------------------- the workbook of what remains


def test_the_rows_that_wait_come_back_as_a_workbook_with_their_reasons():
    register = read([once(), once(product="Mắm nêm", first_decision="#REF!"), once(product="Mắm ruốc", **TRIEU_LANG)])
    page = openpyxl.load_workbook(io.BytesIO(remaining(register))).active
    assert [page.cell(1, at).value or page.cell(2, at).value for at in (2, 25, 26)] == [
        "Tên sản phẩm",
        ROW_HEADING,
        REASON_HEADING,
    ]
    assert [(page.cell(number, 2).value, page.cell(number, 25).value) for number in (3, 4)] == [
        ("Mắm nêm", "6"),
        ("Mắm ruốc", "7"),
    ]
    reason = page.cell(3, 26).value
    assert reason.startswith("Q (Công nhận lần đầu: số quyết định)")
    assert "#REF!" in reason
    assert "không có trong danh mục" in page.cell(4, 26).value
    assert page.max_row == 4


def test_the_corrected_workbook_comes_in():
    register = read(
        [once(), once(product="Mắm nêm", first_date="31/02/2024"), row(product="Mắm ruốc", second_decision=None)]
    )
    written(register)
    book = openpyxl.load_workbook(io.BytesIO(remaining(register)))
    page = book.active
    at = {field: number for number, field in enumerate(HEADINGS, 1)}
    page.cell(3, at[Field.FIRST_DATE]).value = "21/06/2024"
    page.cell(4, at[Field.SECOND_DECISION]).value = "1388/QĐ-UBND"
    buffer = io.BytesIO()
    book.save(buffer)
    register = brought_in(buffer.getvalue())
    assert verdicts(register) == {3: Verdict.DONE, 4: Verdict.DONE}
    assert (register.products_added, register.certificates_added, Product.objects.count()) == (2, 3, 3)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+84", "-2+3", "@SUM(A1)"])
def test_a_formula_is_harmless_in_the_workbook_and_itself_again_when_it_comes_back(text):
    register = read([once(representative=f" {text}", note=None, first_date="31/02/2024")])
    ImportRow.objects.update(values={**the_row(register, 5).values, "representative": text})
    data = remaining(register)
    cell = openpyxl.load_workbook(io.BytesIO(data)).active.cell(3, list(HEADINGS).index(Field.REPRESENTATIVE) + 1)
    assert (cell.data_type, cell.value) == ("s", f"'{text}")
    assert the_row(read(data), 3).values["representative"] == text


def test_the_empty_register_has_headings_that_are_understood():
    page = openpyxl.load_workbook(io.BytesIO(empty_workbook())).active
    for at, value in enumerate(once().values(), 1):
        page.cell(3, at).value = value
    book = page.parent
    for at, field in enumerate(HEADINGS, 1):
        page.cell(3, at).value = once().get(field)
    buffer = io.BytesIO()
    book.save(buffer)
    register = uploaded(buffer.getvalue())
    assert register.columns == {field.value: at for at, field in enumerate(HEADINGS)}
    assert (register.head_first, register.head_last) == (1, 2)


def test_choices_are_kept_as_plain_values():
    choices = Choices(CUA_TUNG, 9, frozenset({"b", "a"}))
    assert choices.plain == {"commune": CUA_TUNG, "set": 9, "confirmed": ["a", "b"]}
    assert Choices.of(choices.plain) == choices
    assert replace(choices, commune="", set_number=None, confirmed=frozenset()).plain == {}
