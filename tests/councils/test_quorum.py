"""How many members must be there; a recusal lowers the number, an absence does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.councils.quorum import Share, count, may_open, may_score

THREE_QUARTERS = Share(3, 4)
SEVEN = range(1, 8)


def test_the_demonstration_needs_five_of_six_entitled_and_six_of_seven_for_the_session():
    one = count(THREE_QUARTERS, members=SEVEN, present={1, 2, 3, 4, 5, 7}, recused={7}, leaders={1})
    assert (one.entitled, one.present, one.needed, one.met) == (6, 5, 5, True)
    session = count(THREE_QUARTERS, members=SEVEN, present={1, 2, 3, 4, 5, 7}, leaders={1})
    assert (session.entitled, session.present, session.needed, session.met) == (7, 6, 6, True)


@pytest.mark.parametrize(
    ("share", "entitled", "needed"),
    [(Share(3, 4), 4, 3), (Share(3, 4), 5, 4), (Share(2, 3), 7, 5), (Share(1, 2), 7, 4), (Share(1, 1), 9, 9)],
)
def test_a_share_is_counted_up_to_the_next_whole_member(share, entitled, needed):
    assert share.of(entitled) == needed


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 40))
def test_the_number_needed_is_the_least_that_reaches_the_share(numerator, extra, entitled):
    share = Share(numerator, numerator + extra - 1)
    needed = share.of(entitled)
    assert needed * share.denominator >= numerator * entitled
    assert needed == 0 or (needed - 1) * share.denominator < numerator * entitled


def test_without_the_chair_or_a_deputy_named_in_writing_nobody_scores():
    headless = count(THREE_QUARTERS, members=SEVEN, present=set(SEVEN) - {1}, leaders=set())
    assert not headless.met
    assert str(may_score(headless).reason).startswith("Chủ tịch Hội đồng, hoặc Phó Chủ tịch")
    deputy = count(THREE_QUARTERS, members=SEVEN, present=set(SEVEN) - {1}, leaders={2})
    assert deputy.met
    assert may_score(deputy)


def test_too_few_sheets_are_refused_with_the_numbers():
    quorum = count(THREE_QUARTERS, members=SEVEN, present={1, 2, 3, 4, 5}, recused={7}, leaders={1})
    assert may_open(quorum, sent=5)
    assert str(may_open(quorum, sent=4).reason) == "Chưa mở phiếu được: có 4/6 thành viên được chấm, cần 5."


def test_when_everybody_has_stepped_back_nothing_can_be_scored_or_opened():
    nobody = count(THREE_QUARTERS, members=SEVEN, present=set(SEVEN), recused=set(SEVEN), leaders=set())
    assert (nobody.needed, nobody.met) == (0, False)
    assert not may_score(nobody)
    assert not may_open(nobody, sent=0)
