"""The papers that answers need, against trying every choice between papers of which one is enough."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.criteria.guidance import Guidance, Handbook, Paper, Proof
from ratings.criteria.guidance_reading import handbook_of
from ratings.criteria.needed_papers import needed_papers, within
from ratings.criteria.sheet import Line, Option
from ratings.criteria.states import Cost
from tests.criteria.demo_sheets import sheet_of

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


@st.composite
def better_answers(draw):
    """A handbook in which every line has two answers, the better ones, and those that are there now."""
    book, _answers = draw(handbooks())
    entries, better, now = [], [], {}
    needs = st.lists(st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True), max_size=3)
    for number in range(1, draw(st.integers(1, 4)) + 1):
        options = (Option(1, 1, f"now {number}"), Option(2, 2, f"better {number}"))
        proofs = tuple(
            Proof(frozenset([o.text]), "", tuple(tuple(book.papers[key] for key in need) for need in draw(needs)))
            for o in options
        )
        entries.append(Guidance(str(number), frozenset([f"line {number}"]), frozenset(), "", proofs, (), ""))
        better.append((Line(str(number), f"line {number}", 2, options), options[1]))
        now[str(number)] = options[0]
    return Handbook(book.papers, tuple(entries)), better, now


def all_needs(book, answers):
    return [(line.code, need) for line, option in answers for need in book.of(1, line).proof_of(option).needs]


@pytest.mark.no_cover
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


def ways(book, keys):
    """The papers and all that they wait for."""
    return set(keys) | {before for key in keys for before in ways(book, book.papers[key].after)}


@given(better_answers())
def test_what_the_answers_of_now_need_is_not_asked_for_again_unless_nothing_else_gets_better(made):
    book, better, now = made
    found = {each.paper.key: each for each in needed_papers(book, 1, better, present=now).papers}
    asked_for, in_hand = [], set()
    for line, option in better:
        entry = book.of(1, line)
        has = ways(book, [need[0].key for need in entry.proof_of(now[line.code]).needs if len(need) == 1])
        wanted = entry.proof_of(option).needs
        fresh = [need for need in wanted if not any(paper.key in has for paper in need)]
        in_hand |= has if fresh else set()
        asked_for += [(line.code, need) for need in fresh or wanted]
    for code, need in asked_for:
        assert any(code in found[paper.key].lines for paper in need if paper.key in found)
    wanted_keys = {paper.key for _code, need in asked_for for paper in need}
    assert found.keys() <= ways(book, wanted_keys)
    assert found.keys() & in_hand <= wanted_keys


def test_the_certificate_does_not_wait_for_an_application_that_is_accepted_already():
    book = handbook_of("qd26-2026")
    line = sheet_of(9).lines["3.5"]
    needed = needed_papers(book, 9, [(line, line.option(2))], present={"3.5": line.option(1)})
    assert [each.paper.key for each in needed.papers] == ["origin-sign", "trademark-certificate"]
    assert needed.longest == book.papers["trademark-certificate"].days


def test_a_list_that_has_to_say_something_better_is_asked_for_again():
    line = sheet_of(9).lines["3.3"]
    needed = needed_papers(handbook_of("qd26-2026"), 9, [(line, line.option(3))], present={"3.3": line.option(1)})
    assert [each.paper.key for each in needed.papers] == ["labour-list"]
