"""What people and Excel write into cells and headings is understood; what is not a value is not guessed. Pure."""

import datetime as dt

import pytest

from ratings.register_import.cells import decision_alone, read_date, read_phone, read_stars, text_of
from ratings.register_import.headings import Heading, find_head, guess, keys_of
from ratings.register_import.keys import decision_key, producer_key
from ratings.register_import.states import HEADINGS, Field
from ratings.register_import.wording import kind_of, set_of
from registry.producers.states import ProducerKind

MAY = dt.date(2022, 5, 12)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (dt.datetime.combine(MAY, dt.time(8, 30)), MAY), (MAY, MAY), ("12/05/2022", MAY), ("12/5/22", MAY), ("12-5-2022", MAY),
        ("12.05.2022", MAY), ("2022-05-12", MAY), ("ngày 12 tháng 5 năm 2022", MAY), (44693, MAY), ("44693", MAY),
        (44693.0, MAY), ("31/02/2022", None), ("05/25/2022", None), ("2022", None), (2022, None), ("tháng 5/2022", None),
        ("", None), (None, None), (True, None), ("#REF!", None), (9_999_999_999, None),
    ],
)  # fmt: skip
def test_a_date_is_read_day_before_month_or_not_at_all(written, day):
    read = read_date(written)
    assert (read.day if read else None) == day


@pytest.mark.parametrize(
    ("written", "stars"),
    [
        ("4", 4), ("4 sao", 4), ("Hạng 4 sao", 4), ("★★★★", 4), ("***", 3), ("OCOP 3 sao", 3), ("2 sao", 2),
        ("tiềm năng 5 sao", None), ("6", None), ("44", None), ("", None), ("bốn", None), ("3-4 sao", None),
    ],
)  # fmt: skip
def test_stars_are_read_or_not_at_all(written, stars):
    assert read_stars(written) == stars


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0912 345 678", ("0912345678", False)), ("912345678", ("0912345678", True)),
        ("+84912345678; 0233123456", ("0912345678", False)), ("không có", ("", False)), ("12345", ("", False)),
    ],
)  # fmt: skip
def test_a_phone_gets_back_the_0_that_excel_dropped(written, read):
    assert read_phone(written) == read


@pytest.mark.parametrize(
    ("written", "alone"),
    [
        ("412/QĐ-UBND", "412/QĐ-UBND"), ("QĐ 412/QĐ-UBND", "412/QĐ-UBND"),
        ("Quyết định số 412/QĐ-UBND ngày 21/06/2021", "412/QĐ-UBND"), ("Số: 412/QĐ-UBND", "412/QĐ-UBND"),
    ],
)  # fmt: skip
def test_a_decision_is_its_number(written, alone):
    assert decision_alone(written) == alone
    assert decision_key(alone) == decision_key("412 / qđ-ubnd")


def test_a_cell_is_one_line_of_text_without_signs_nobody_sees():
    assert text_of("  Nước\n mắm\u200b ") == "Nước mắm"
    assert text_of("'=1+1") == "=1+1"
    assert [text_of(one) for one in (3.0, 3.5, MAY, None, True)] == ["3", "3.5", "12/05/2022", "", "True"]


def test_names_of_producers_meet_however_they_are_shortened():
    assert producer_key("Hợp tác xã Nông nghiệp Hải Lăng") == producer_key("HTX NN HẢI LĂNG")
    assert producer_key("Công ty trách nhiệm hữu hạn một thành viên A") == producer_key("Cty TNHH MTV A")
    assert producer_key("HTX Hải Lăng") != producer_key("HTX Nam Hải Lăng")


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        ("HTX", "", ProducerKind.COOPERATIVE), ("Tổ hợp tác", "", ProducerKind.COOPERATIVE_GROUP),
        ("Công ty TNHH", "", ProducerKind.LIMITED_COMPANY), ("Công ty CP", "", ProducerKind.JOINT_STOCK_COMPANY),
        ("DNTN", "", ProducerKind.PRIVATE_ENTERPRISE), ("Hộ KD", "", ProducerKind.FAMILY_HOUSEHOLD),
        ("Cơ sở sản xuất", "", ProducerKind.PRODUCING_HOUSEHOLD), ("Trang trại", "", ProducerKind.FARM),
        ("Doanh nghiệp", "Công ty TNHH MTV Từ Phong", ProducerKind.LIMITED_COMPANY),
        ("", "HTX Nông sản sạch Triệu Phong", ProducerKind.COOPERATIVE), ("Doanh nghiệp", "An Xuân", None),
        ("???", "HTX A", None),
    ],
)  # fmt: skip
def test_a_kind_of_producer_is_read_from_its_column_or_where_that_is_open_from_the_name(written, name, kind):
    assert kind_of(written, name)[0] == kind


@pytest.mark.parametrize(
    ("group", "product", "number"),
    [
        ("9. Tương, nước mắm, gia vị dạng lỏng khác", "", 9), ("9", "", 9), ("Bộ 9", "", 9),
        ("Thực phẩm", "Nước mắm Gia Đẳng", 9), ("Thảo dược khác", "", 20), ("Thảo dược", "Cao cà gai leo", 18),
        ("Du lịch", "", 26), ("", "Hạt tiêu Cùa", 10), ("Gia vị", "Quà quê", None), ("Khác", "Quà quê", None),
        ("Đồ uống", "Rượu men lá Ba Nang", 14),
    ],
)  # fmt: skip
def test_a_set_is_read_from_the_group_of_any_law_and_else_from_the_product(group, product, number):
    assert set_of(group, product).number == number


def test_headings_of_two_rows_are_told_apart_by_what_stands_above():
    rows = [
        ["SỔ THEO DÕI", "", "", "", "", ""],
        ["STT", "Sản phẩm", "Chủ thể", "Đánh giá lần đầu", "", "Nâng hạng", ""],
        ["", "", "", "Sao", "Số QĐ", "Sao", "Số QĐ"],
        ["1", "Nước mắm", "HTX A", "3", "12/QĐ", "4", "13/QĐ"],
    ]
    head = find_head(rows)
    assert (head.first, head.last) == (2, 3)
    assert guess(head.headings) == {
        0: Field.NUMBER, 1: Field.PRODUCT, 2: Field.PRODUCER, 3: Field.FIRST_STARS, 4: Field.FIRST_DECISION,
        5: Field.SECOND_STARS, 6: Field.SECOND_DECISION,
    }  # fmt: skip


def test_headings_of_one_row_say_it_themselves_or_by_their_order():
    long = [
        "TT",
        "Tên sản phẩm OCOP",
        "Tên cơ sở sản xuất",
        "Hạng sao lần 1",
        "Ngày công nhận lần 1",
        "Cấp công nhận lần 2",
    ]
    short = ["Sản phẩm", "Chủ thể", "Sao", "Ngày", "Sao", "Ngày"]
    assert list(guess(find_head([long, ["1"] * 6]).headings).values()) == [
        Field.NUMBER, Field.PRODUCT, Field.PRODUCER, Field.FIRST_STARS, Field.FIRST_DATE, Field.SECOND_AUTHORITY,
    ]  # fmt: skip
    assert list(guess(find_head([short, ["a"] * 6]).headings).values()) == [
        Field.PRODUCT, Field.PRODUCER, Field.FIRST_STARS, Field.FIRST_DATE, Field.SECOND_STARS, Field.SECOND_DATE,
    ]  # fmt: skip


def test_our_own_headings_are_understood_without_help():
    headings = [Heading(at, top, leaf) for at, (top, leaf) in enumerate(HEADINGS.values())]
    assert list(guess(headings).values()) == list(HEADINGS)


def test_what_a_heading_meant_the_last_time_goes_before_the_guess():
    headings = [Heading(0, "", "Đơn vị"), Heading(1, "", "Đơn vị"), Heading(2, "", "Cột lạ")]
    first, second, odd = keys_of(headings)
    assert first != second
    told = {first: "", second: Field.PRODUCER.value, odd: Field.PRODUCT.value}
    assert guess(headings, told) == {1: Field.PRODUCER, 2: Field.PRODUCT}


def test_a_sheet_without_headings_of_a_register_has_none():
    assert find_head([["Danh bạ"], ["Tên", "Số nhà"], ["A", "1"]]) is None
