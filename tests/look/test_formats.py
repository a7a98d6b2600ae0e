import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from registry.templatetags import ocop


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (79, "79"),
        (0, "0"),
        (Decimal("79.6"), "79,60"),
        (Decimal(62), "62,00"),
        (Fraction(398, 5), "79,60"),
        (Fraction(1049, 15), "69,93"),
        (Fraction(349999, 5000), "69,99"),
        (Decimal("69.999"), "69,99"),
        (Fraction(-1, 3), "-0,34"),
        (None, "–"),
    ],
)
def test_points_are_written_with_a_decimal_comma_and_never_rounded_up(value, written):
    assert ocop.points(value) == written


@given(sheets=st.integers(1, 15), bound=st.sampled_from([50, 70, 90]), missing=st.integers(1, 15))
def test_a_mean_under_a_bound_never_reads_as_the_bound(sheets, bound, missing):
    mean = Fraction(bound * sheets - missing, sheets)
    assert Decimal(ocop.points(mean).replace(",", ".")) < bound


def test_numbers_carry_dots_between_thousands():
    assert [ocop.number(n) for n in (0, 999, 18_000, 1_234_567)] == ["0", "999", "18.000", "1.234.567"]
    assert ocop.number(None) == "–"


def test_dates_are_written_as_offices_do_in_the_time_of_viet_nam():
    late = dt.datetime(2026, 11, 30, 18, 30, tzinfo=dt.UTC)
    assert ocop.vndate(dt.date(2026, 12, 1)) == "01/12/2026"
    assert ocop.vndate(late) == "01/12/2026"
    assert ocop.vnmoment(late) == "01:30 01/12/2026"
    assert (ocop.vndate(None), ocop.vnmoment(None)) == ("", "")
    with translation.override("en"):
        assert ocop.vndate(dt.date(2026, 12, 1)) == "01/12/2026"


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (6, "còn 6 ngày làm việc", "neutral"),
        (2, "còn 2 ngày làm việc", "warning"),
        (0, "hạn hôm nay", "warning"),
        (-2, "quá hạn 2 ngày làm việc", "danger"),
    ],
)
def test_a_clock_says_in_words_how_much_is_left(days, words, tone):
    with translation.override("vi"):
        assert (ocop.working_days_left(days), ocop.urgency(days)) == (words, tone)


def test_clocks_of_calendar_days_do_not_speak_of_working_days():
    with translation.override("vi"):
        assert [ocop.days_left(n) for n in (15, 0, -1)] == ["còn 15 ngày", "hạn hôm nay", "quá hạn 1 ngày"]


def test_stars_are_a_noun():
    with translation.override("vi"):
        assert [ocop.star_words(n) for n in (4, 0, None)] == ["4 sao", "chưa có hạng sao", "chưa có hạng sao"]


def test_initials_are_those_of_the_last_two_words():
    assert [ocop.initials(n) for n in ("Nguyễn Thị Minh Họa", "Bình", "")] == ["MH", "B", ""]


def test_bars_stay_inside_their_frame():
    assert [ocop.share_of(v, t) for v, t in ((9, 15), (17, 15), (-1, 15), (3, 0))] == ["60%", "100%", "0%", "0%"]


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome · Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Safari/604",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 coc_coc_browser/126 Chrome/120 Safari/537.36",
            "Cốc Cốc · Windows",
        ),
        ("curl/8", "thiết bị không rõ"),
    ],
)
def test_a_device_is_called_by_its_name(said, called):
    with translation.override("vi"):
        assert ocop.device_name(said) == called
