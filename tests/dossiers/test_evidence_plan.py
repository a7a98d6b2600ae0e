"""By when each paper must be asked for: against trying every day, over Tết, and for all 26 sheets."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.criteria.guidance import Paper
from ratings.criteria.guidance_reading import handbook_of
from ratings.criteria.needed_papers import NeededPaper, NeededPapers, needed_papers
from ratings.criteria.result import TickSheet
from ratings.criteria.stars import evaluate
from ratings.criteria.states import Cost
from ratings.dossiers.evidence_plan import evidence_plan
from ratings.dossiers.rounds import Round, province_rounds
from registry.calendar.working_days import ONE_DAY, WorkingCalendar
from tests.criteria.demo_sheets import law

CALENDAR = WorkingCalendar()
BOOK = handbook_of("qd26-2026")
TODAY = dt.date(2026, 11, 23)


def chain_of(*days):
    """Papers that wait for each other, the first to begin first."""
    papers, total = [], 0
    for number, each in enumerate(days):
        total += each
        after = (str(number - 1),) if number else ()
        papers.append(NeededPaper(Paper(str(number), 1, str(number), "", each, Cost.NONE, after), ("1.1",), total))
    return NeededPapers(tuple(papers))


def latest_by_trying(in_hand_by, days):
    """The last working day from which ``days`` working days end by ``in_hand_by``, found by trying each day."""
    day = in_hand_by
    while not (CALENDAR.is_working(day) and CALENDAR.add_working_days(day, days) <= in_hand_by):
        day -= ONE_DAY
    return day


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 25), min_size=1, max_size=3),
    st.dates(dt.date(2026, 11, 1), dt.date(2027, 12, 31)),
)
def test_each_paper_is_asked_for_on_the_last_day_that_still_serves(days, today):
    plan = evidence_plan(chain_of(*days), today=today, calendar=CALENDAR)
    due = plan.file_by
    for step in sorted(plan.steps, key=lambda step: -int(step.needed.paper.key)):
        assert step.in_hand_by == due
        assert step.ask_by == latest_by_trying(due, step.needed.paper.days)
        due = step.ask_by
    assert plan.steps[0].ask_by >= today


@pytest.mark.no_cover
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 120), min_size=1, max_size=3),
    st.dates(dt.date(2026, 11, 1), dt.date(2027, 12, 31)),
)
def test_no_earlier_round_can_be_reached(days, today):
    plan = evidence_plan(chain_of(*days), today=today, calendar=CALENDAR)
    for year in (today.year, today.year + 1, today.year + 2):
        for earlier in province_rounds(year):
            if earlier < plan.evaluation_round:
                file_by = CALENDAR.latest_start(earlier.last_request_day, 15)
                first = CALENDAR.last_working_day_on_or_before(file_by)
                for each in reversed(days):
                    first = latest_by_trying(first, each)
                assert first < today
    assert bool(plan.too_late) is (plan.next_round != plan.evaluation_round)


def test_tet_is_left_out_and_named():
    plan = evidence_plan(chain_of(60), today=TODAY, calendar=CALENDAR)
    (step,) = plan.steps
    assert plan.evaluation_round == Round(dt.date(2027, 4, 29), dt.date(2027, 6, 29), 2027, 1)
    assert (plan.file_by, step.ask_by) == (dt.date(2027, 4, 7), dt.date(2027, 1, 6))
    assert (step.long_break.first, step.long_break.last) == (dt.date(2027, 2, 4), dt.date(2027, 2, 10))
    without_tet = sum(
        (step.ask_by + ONE_DAY * n).weekday() < 5 for n in range(1, (plan.file_by - step.ask_by).days + 1)
    )
    assert without_tet > 60


def test_what_cannot_be_had_for_the_next_round_is_named_and_the_plan_goes_on_to_the_round_that_can():
    plan = evidence_plan(chain_of(260), today=TODAY, calendar=CALENDAR)
    assert (plan.next_round.year, plan.next_round.number) == (2027, 1)
    assert (plan.evaluation_round.year, plan.evaluation_round.number) == (2028, 1)
    assert [each.paper.key for each in plan.too_late] == ["0"]


def test_nothing_to_ask_for_is_a_plan_without_steps():
    plan = evidence_plan(NeededPapers(()), today=TODAY, calendar=CALENDAR)
    assert (plan.steps, plan.too_late, plan.file_by) == ((), (), dt.date(2027, 4, 7))


@pytest.mark.parametrize("source", law("qd26-2026").sources, ids=lambda source: source.sheet.slug)
@pytest.mark.parametrize("start", ["lowest", "highest but one"])
def test_every_real_sheet_is_planned_within_a_second(source, start):
    sheet = source.sheet
    case = "a" if sheet.cases else ""
    ticks = {}
    for code, line in sheet.lines.items():
        options = sorted(line.options_for(case), key=lambda option: option.points)
        ticks[code] = options[0 if start == "lowest" else max(0, len(options) - 2)].position
    step = evaluate(sheet, [TickSheet("self", ticks)], case=case, provisional=True).next_star
    assert step is not None
    answers = [
        (lift.line, next(option for option in lift.line.options_for(case) if option.points == lift.to))
        for lift in (*step.gates, *step.further)
    ]
    began = time.perf_counter()
    needed = needed_papers(BOOK, sheet.number, answers)
    plan = evidence_plan(needed, today=TODAY, calendar=CALENDAR)
    assert time.perf_counter() - began < 1
    assert {each.needed.paper.key for each in plan.steps} == {each.paper.key for each in needed.papers}
    assert all(TODAY <= each.ask_by < each.in_hand_by <= plan.file_by for each in plan.steps)
    assert all(CALENDAR.is_working(each.ask_by) for each in plan.steps)
    assert needed.papers
