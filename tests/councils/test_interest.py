"""Signs of an interest: what links a member with a producer, and nothing that does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.councils.interest import Side, Sign, Someone, signs_of

SIDE = Side("Lê Thị Hạnh", "19654", "0912345678", "hanh@example.vn", members={1}, writers={1, 2})


@pytest.mark.parametrize(
    ("member", "signs"),
    [
        (Someone(9, "Nguyễn Văn Nam"), ()),
        (Someone(1, "Nguyễn Văn Nam"), (Sign.MEMBER,)),
        (Someone(2, "Nguyễn Văn Nam"), (Sign.HELPED,)),
        (Someone(9, "LÊ THỊ HẠNH"), (Sign.REPRESENTATIVE,)),
        (Someone(9, "Nguyễn Văn Nam", phone="0912345678"), (Sign.PHONE,)),
        (Someone(9, "Nguyễn Văn Nam", email="Hanh@Example.vn"), (Sign.EMAIL,)),
        (Someone(9, "Lê Văn Nam", communes=frozenset({"19654"})), (Sign.FAMILY,)),
        (Someone(9, "Lê Văn Nam", communes=frozenset({"19741"})), ()),
        (Someone(9, "Lê Thị Hạnh", communes=frozenset({"19654"})), (Sign.REPRESENTATIVE,)),
        (Someone(2, "Lê Thị Hạnh", phone="0912345678"), (Sign.HELPED, Sign.REPRESENTATIVE, Sign.PHONE)),
    ],
)
def test_each_link_is_named_and_nothing_else(member, signs):
    assert signs_of(member, SIDE) == signs


@given(st.text(max_size=20), st.text(max_size=20), st.sets(st.sampled_from(["19654", "19741"])))
def test_an_empty_name_phone_or_address_links_nobody(name, representative, communes):
    side = Side(representative, "19654")
    found = signs_of(Someone(9, "", communes=frozenset(communes)), side)
    assert found == ()
    assert Sign.PHONE not in signs_of(Someone(9, name), side)
    assert Sign.EMAIL not in signs_of(Someone(9, name), side)
