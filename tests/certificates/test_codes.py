"""A code read off a package says when it is mistyped."""

from hypothesis import given
from hypothesis import strategies as st

from ratings.certificates.codes import ALPHABET, LENGTH, Fault, check_sign, fault_of, grouped, new_code, normalise

bodies = st.text(alphabet=ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)


@given(bodies, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_wrong_sign_is_found(body, place, wrong):
    code = body + check_sign(body)
    typed = code[:place] + wrong + code[place + 1 :]
    assert fault_of(typed) == (None if typed == code else Fault.CHECK)


@given(bodies, st.integers(0, LENGTH - 2))
def test_every_exchange_of_neighbours_is_found(body, place):
    code = body + check_sign(body)
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert fault_of(typed) == (None if typed == code else Fault.CHECK)


def test_a_new_code_is_sound_and_is_read_back_as_people_type_it():
    code = new_code()
    assert fault_of(code) is None
    assert normalise(f" {grouped(code).lower()} ") == code


def test_the_kind_of_fault_is_named():
    assert [fault_of(typed) for typed in ("ABC", "ABCDEFGHI0", "2222222223")] == [
        Fault.LENGTH,
        Fault.SIGN,
        Fault.CHECK,
    ]
