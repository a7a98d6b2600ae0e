"""The papers that answers need, against trying every choice between papers of which one is enough."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ratings.criteria.guidance import Guidance, Handbook, Paper, Proof
from ratings.criteria.needed_papers import needed_papers, within
from ratings.criteria.sheet import Line, Option
from ratings.criteria.states import Cost

KEYS = "abcdefgh"


@st.composite
def handbooks(draw):
    """Eight papers, each waiting only for earlier ones, and up to five lines with needs that offer up to three."""
    papers = {}
    for index, key in enumerate(KEYS):
        after = draw(st.lists(st.sampled_from(KEYS[:index]), max_size=2, unique=True)) if index else []
        papers[key] = Paper(key, 1, key, "", draw(st.integers(1, 30)), draw(st.sampled_from(Cost)), tuple(after))
    needs = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)
    entries, answers = [], []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        option = Option(1, 1, f"option {number}")
        chosen = draw(st.lists(needs, max_size=3))
        proof = Proof(frozenset([option.text]), "", tuple(tuple(papers[key] for key in need) for need in chosen))
        entries.append(Guidance(str(number), frozenset([f"line {number}"]), frozenset(), "", (proof,), (), ""))
        answers.append((Line(str(number), f"line {number}", 1, (option,)), option))
    return Handbook(papers, tuple(entries)), answers


def all_needs(book, answers):
    return [(line.code, need) for line, option in answers for need in book.of(1, line).proof_of(option).needs]


@given(handbooks())
def test_no_other_choice_of_papers_is_in_hand_sooner(made):
    book, answers = made
    needs = [need for _code, need in all_needs(book, answers)]
    soonest = min(max((within(book, paper.key) for paper in choice), default=0) for choice in product(*needs))
    assert needed_papers(book, 1, answers).longest == soonest


@given(handbooks())
def test_every_need_is_met_with_all_that_its_paper_waits_for_and_nothing_else_is_taken(made):
    book, answers = made
    needs = all_needs(book, answers)
    found = {each.paper.key: each for each in needed_papers(book, 1, answers).papers}
    for _code, need in needs:
        assert any(paper.key in found for paper in need)
    for key, each in found.items():
        assert set(each.paper.after) <= found.keys()
        assert each.within == within(book, key)
        waiting = {code for other in found.values() if key in other.paper.after for code in other.lines}
        wanted = {code for code, need in needs if any(paper.key == key for paper in need)}
        assert waiting <= set(each.lines) <= waiting | wanted
        assert each.lines


@given(handbooks())
def test_papers_come_in_an_order_in_which_they_can_be_had(made):
    book, answers = made
    order = [each.paper.key for each in needed_papers(book, 1, answers).papers]
    assert len(order) == len(set(order))
    for place, key in enumerate(order):
        assert set(book.papers[key].after) <= set(order[:place])
