"""Answers as people type them: saved by revision, refused where the law leaves no room, sealed with a digest."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ratings.criteria.models import CriteriaSet, Line, Option, Rule
from ratings.criteria.queries import NotPublished, published_sheet
from ratings.criteria.sheet import Mark
from ratings.sheets import models
from ratings.sheets.actions import (
    StaleRevision,
    Unanswered,
    answer_lines,
    change_case,
    open_sheet,
    seal,
)
from ratings.sheets.models import Answer, Sheet
from ratings.sheets.queries import content_of, progress_of, ticks_of
from ratings.sheets.states import Purpose
from registry.access.answers import Refused
from registry.access.guards import missing_guards
from tests.criteria.demo_sheets import D18, single
from tests.criteria.demo_sheets import sheet_of as printed

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 18, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def best(number, case=""):
    return {code: line.best(case).position for code, line in printed(number).lines.items()}


def refusal_of(raised):
    return str(raised.value.answer.reason)


def stands(sheet):
    """Everything the database holds of a sheet."""
    sheet.refresh_from_db()
    return (
        sheet.revision,
        sheet.sealed_at,
        sorted(sheet.answers.values_list("line_id", "option_id", "none_fits", "remark")),
    )


def test_answers_are_saved_changed_and_taken_away(sheet_for):
    sheet = sheet_for()
    saved = answer_lines(
        sheet=sheet, revision=0, ticks={"1.1": 3, "11": Mark.NONE_FITS}, remarks={"1.2": "chờ hóa đơn"}
    )
    assert (saved.revision, dict(saved.content.ticks), dict(saved.content.remarks)) == (
        1,
        {"1.1": 3, "11": Mark.NONE_FITS},
        {"1.2": "chờ hóa đơn"},
    )
    assert (saved.progress.lines, saved.progress.answered) == (31, 2)
    saved = answer_lines(
        sheet=sheet, revision=1, ticks={"1.1": 2, "11": Mark.CLEAR, "1.2": 2}, remarks={"1.1": "xem hợp đồng"}
    )
    assert saved.content == content_of(sheet)
    assert dict(saved.content.ticks) == {"1.1": 2, "1.2": 2}
    assert dict(saved.content.remarks) == {"1.1": "xem hợp đồng", "1.2": "chờ hóa đơn"}
    saved = answer_lines(sheet=sheet, revision=2, ticks={"1.1": Mark.CLEAR, "1.2": Mark.CLEAR}, remarks={"1.2": " "})
    assert (dict(saved.content.ticks), dict(saved.content.remarks)) == ({}, {"1.1": "xem hợp đồng"})
    assert [row.remark for row in sheet.answers.all()] == ["xem hợp đồng"]


def test_the_second_window_is_told_what_stands_there(sheet_for):
    sheet = sheet_for()
    answer_lines(sheet=sheet, revision=0, ticks={"1.1": 3})
    with pytest.raises(StaleRevision) as raised:
        answer_lines(sheet=Sheet.objects.get(pk=sheet.pk), revision=0, ticks={"1.1": 1})
    assert (raised.value.sheet.revision, dict(raised.value.content.ticks)) == (1, {"1.1": 3})
    assert dict(content_of(sheet).ticks) == {"1.1": 3}


@pytest.mark.parametrize(
    ("ticks", "said"),
    [
        ({"2.1": Mark.NONE_FITS}, "Tiêu chí 2.1 có sẵn mức 0 điểm; đề nghị chọn mức đó."),
        ({"2.4": Mark.NONE_FITS}, "Tiêu chí 2.4 có sẵn mức 0 điểm; đề nghị chọn mức đó."),
        ({"1.1": 4}, "Tiêu chí 1.1 không có mức điểm này."),
        ({"1.1": 0}, "Tiêu chí 1.1 không có mức điểm này."),
        ({"9.9": 1}, "Phiếu không có tiêu chí 9.9."),
        ({"9.9": Mark.CLEAR}, "Phiếu không có tiêu chí 9.9."),
        ({"5.1": 1, "5.2": 2}, "Tiêu chí 5.2 không áp dụng: Chỉ áp dụng khi có câu chuyện sản phẩm."),
    ],
)
def test_impossible_answers_are_refused_and_nothing_is_written(sheet_for, ticks, said):
    sheet = sheet_for()
    answer_lines(sheet=sheet, revision=0, ticks={"3.1": 1})
    before = stands(sheet)
    with pytest.raises(Refused) as raised:
        answer_lines(sheet=sheet, revision=1, ticks={"3.1": 2, **ticks})
    assert refusal_of(raised) == said
    assert stands(sheet) == before
    with pytest.raises(Refused):
        answer_lines(sheet=sheet, revision=1, remarks={"9.9": "?"})
    assert stands(sheet) == before


def test_without_a_story_its_structure_closes_and_opens_again(sheet_for):
    sheet = sheet_for()
    answer_lines(sheet=sheet, revision=0, ticks={"5.1": 5, "5.2": 3}, remarks={"5.2": "ngắn gọn"})
    saved = answer_lines(sheet=sheet, revision=1, ticks={"5.1": 1})
    assert (dict(saved.content.ticks), saved.progress.closed) == ({"5.1": 1}, {"5.2"})
    assert saved.progress.lines == 30
    assert dict(content_of(sheet).remarks) == {"5.2": "ngắn gọn"}
    with pytest.raises(Refused, match="không áp dụng"):
        answer_lines(sheet=sheet, revision=2, ticks={"5.2": 2})
    saved = answer_lines(sheet=sheet, revision=2, ticks={"5.1": 2, "5.2": 2})
    assert dict(saved.content.ticks) == {"5.1": 2, "5.2": 2}


def test_a_sheet_is_opened_only_for_a_published_set(sheet_for, law):
    unpublished = CriteriaSet.objects.create(law=law, slug="draft", name="draft", digest="0" * 64)
    with pytest.raises(NotPublished):
        open_sheet(criteria_set=unpublished, purpose=Purpose.MEMBER)
    assert Sheet.objects.count() == 0


def test_a_set_with_two_cases_needs_one_and_keeps_to_it(sheet_for):
    with pytest.raises(Refused, match="hai trường hợp"):
        sheet_for(26)
    sheet = sheet_for(26, case="a")
    answer_lines(sheet=sheet, revision=0, ticks={"8": 2, "10": 1})
    with pytest.raises(Refused) as raised:
        answer_lines(sheet=sheet, revision=1, ticks={"8": 3})
    assert refusal_of(raised) == "Mức điểm tại tiêu chí 8 thuộc trường hợp khác."
    saved = change_case(sheet=sheet, revision=1, case="b")
    assert (sheet.case, dict(saved.content.ticks)) == ("b", {"10": 1})
    answer_lines(sheet=sheet, revision=2, ticks={"8": 3})
    with pytest.raises(ValueError, match="no cases"):
        sheet_for(9, case="a")


def test_a_sheet_with_open_lines_is_not_sealed_and_they_are_named(sheet_for):
    sheet = sheet_for()
    answers = best(9)
    del answers["9"], answers["1.2"]
    answer_lines(sheet=sheet, revision=0, ticks=answers)
    before = stands(sheet)
    with pytest.raises(Unanswered) as raised:
        seal(sheet=Sheet.objects.get(pk=sheet.pk), revision=1, at=AT)
    assert raised.value.lines == ("1.2", "9")
    assert refusal_of(raised) == "Còn 2 tiêu chí chưa đánh giá: 1.2, 9."
    assert stands(sheet) == before


def test_a_complete_sheet_is_sealed_once_and_never_changes(sheet_for):
    sheet = sheet_for()
    answer_lines(sheet=sheet, revision=0, ticks=best(9))
    seal(sheet=sheet, revision=1, at=AT)
    before = stands(sheet)
    assert before[1] == AT
    assert len(sheet.digest) == 64
    with pytest.raises(Refused) as raised:
        answer_lines(sheet=sheet, revision=2, ticks={"1.1": 1})
    assert refusal_of(raised) == "Phiếu đã gửi, không sửa được nữa."
    with pytest.raises(Refused):
        seal(sheet=sheet, revision=2, at=AT)
    assert stands(sheet) == before


def test_none_fits_counts_as_an_answer(sheet_for):
    sheet = sheet_for(6)
    answer_lines(sheet=sheet, revision=0, ticks=single(printed(6), D18).ticks)
    seal(sheet=sheet, revision=1, at=AT)
    assert sheet.is_sealed


def test_equal_answers_have_equal_digests_and_others_not(sheet_for):
    def sealed(ticks, remarks=None, purpose=Purpose.MEMBER):
        sheet = sheet_for(purpose=purpose)
        answer_lines(sheet=sheet, revision=0, ticks=ticks, remarks=remarks)
        return seal(sheet=sheet, revision=1, at=AT).digest

    base = sealed(best(9))
    assert sealed(dict(reversed(best(9).items()))) == base
    others = [
        sealed(best(9) | {"11": 1}),
        sealed(best(9), {"11": "ghi chú"}),
        sealed(best(9), purpose=Purpose.PAPER),
    ]
    assert len({base, *others}) == 4


def test_a_stop_rule_with_its_reason_seals_an_incomplete_sheet(sheet_for):
    sheet = sheet_for()
    answer_lines(sheet=sheet, revision=0, ticks={"6.1": 1})
    for clause, reason, said in (
        ("imported_material", "x", "Bộ sản phẩm này không có quy định dừng đánh giá như vậy."),
        ("impurities", " ", "Đề nghị ghi lý do không đánh giá các bước tiếp theo."),
    ):
        with pytest.raises(Refused) as raised:
            seal(sheet=sheet, revision=1, at=AT, stop_clause=clause, stop_reason=reason)
        assert refusal_of(raised) == said
    seal(sheet=sheet, revision=1, at=AT, stop_clause="impurities", stop_reason="Có cát trong mẫu")
    assert (sheet.stop_rule.clause, sheet.stop_reason, sheet.is_sealed) == ("impurities", "Có cát trong mẫu", True)
    assert ticks_of([sheet])[sheet.pk].stopped_by == "impurities"


def test_sealing_looks_at_the_revision_too(sheet_for):
    sheet = sheet_for()
    answer_lines(sheet=sheet, revision=0, ticks=best(9))
    with pytest.raises(StaleRevision):
        seal(sheet=sheet, revision=0, at=AT)
    assert not Sheet.objects.get(pk=sheet.pk).is_sealed


def test_a_second_scoring_can_begin_with_the_first_answers(sheet_for, law):
    first = sheet_for()
    answer_lines(sheet=first, revision=0, ticks=best(9), remarks={"9": "ISO 22000"})
    seal(sheet=first, revision=1, at=AT)
    second = open_sheet(criteria_set=first.criteria_set, purpose=Purpose.MEMBER, copied_from=first)
    assert content_of(second) == content_of(first)
    answer_lines(sheet=second, revision=0, ticks={"9": 1})
    assert content_of(first).ticks["9"] == 3
    with pytest.raises(ValueError, match="one set and case"):
        open_sheet(criteria_set=CriteriaSet.objects.get(law=law, number=3), purpose=Purpose.MEMBER, copied_from=first)


def test_progress_counts_lines_that_apply(sheet_for):
    empty, half, full = sheet_for(), sheet_for(), sheet_for()
    answer_lines(sheet=half, revision=0, ticks={"5.1": 1, "1.1": 1})
    answer_lines(sheet=full, revision=0, ticks=best(9))
    found = progress_of([empty, half, full])
    assert [(found[s.pk].answered, found[s.pk].lines, found[s.pk].complete) for s in (empty, half, full)] == [
        (0, 31, False),
        (2, 30, False),
        (31, 31, True),
    ]


@pytest.mark.parametrize("many", [1, 3])
def test_sheets_are_read_in_one_query_however_many(sheet_for, django_assert_num_queries, many):
    sheets = []
    for number in (9, 3, 26):
        for _copy in range(many):
            sheet = sheet_for(number, case="a" if number == 26 else "")
            answer_lines(sheet=sheet, revision=0, ticks=best(number, "a"))
            sheets.append(sheet)
    with django_assert_num_queries(1):
        found = ticks_of(sheets, {sheets[0].pk: "tv1"})
    assert found[sheets[0].pk].label == "tv1"
    for sheet in sheets:
        assert dict(found[sheet.pk].ticks) == best(sheet.criteria_set.number, "a")


def test_guards_of_sheets_stand_in_the_database():
    assert [name for name in missing_guards() if name in {guard.name for guard in models.GUARDS}] == []


def test_a_sealed_sheet_cannot_be_changed_past_the_actions(sheet_for):
    sheet, other = sheet_for(), sheet_for()
    answer_lines(sheet=sheet, revision=0, ticks=best(9))
    answer_lines(sheet=other, revision=0, ticks={"1.1": 1})
    seal(sheet=sheet, revision=1, at=AT)
    answers = Answer.objects.filter(sheet=sheet)
    line = Line.objects.get(criteria_set=sheet.criteria_set, code="9")
    cases = [
        lambda: Sheet.objects.filter(pk=sheet.pk).update(digest="0" * 64),
        lambda: Sheet.objects.filter(pk=sheet.pk)._raw_delete("default"),
        lambda: answers.filter(line=line).update(option=line.options.get(position=1)),
        lambda: answers.filter(line=line)._raw_delete("default"),
        lambda: Answer.objects.filter(sheet=other).update(sheet=sheet),
        lambda: answers.update(sheet=other),
    ]
    before = stands(sheet)
    for case in cases:
        with pytest.raises(DatabaseError, match=r"do(es)? not change"), transaction.atomic():
            case()
    assert stands(sheet) == before


def test_an_answer_belongs_to_its_line_and_its_set(sheet_for, law):
    sheet = sheet_for()
    line = Line.objects.get(criteria_set=sheet.criteria_set, code="9")
    prints_zero = Line.objects.get(criteria_set=sheet.criteria_set, code="2.1")
    foreign = Line.objects.get(criteria_set__number=3, code="1.1")
    wrong = [
        Answer(sheet=sheet, line=line, option=Option.objects.filter(line=prints_zero).first()),
        Answer(sheet=sheet, line=foreign, option=foreign.options.first()),
        Answer(sheet=sheet, line=prints_zero, none_fits=True),
    ]
    for answer in wrong:
        with pytest.raises(DatabaseError, match="does not belong"), transaction.atomic():
            answer.save()
    right = Answer.objects.create(sheet=sheet, line=line, option=line.options.first())
    with pytest.raises(DatabaseError, match="does not belong"), transaction.atomic():
        Answer.objects.filter(pk=right.pk).update(option=prints_zero.options.first())
    for changes in ({"none_fits": True}, {"option": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.filter(pk=right.pk).update(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"sealed_at": AT},
        {"digest": "0" * 64},
        {"stop_reason": "x"},
        {"purpose": "other"},
    ],
)
def test_half_written_sheets_are_refused_by_the_database(sheet_for, changes):
    sheet = sheet_for()
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(**changes)


def test_a_stop_rule_without_a_reason_is_refused_by_the_database(sheet_for):
    sheet = sheet_for()
    rule = Rule.objects.get(criteria_set=sheet.criteria_set, clause="impurities")
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(stop_rule=rule)


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_saves_one_wins_and_the_other_is_told(law):
    """Real connections, on whichever engine the tests run."""
    fish_sauce = published_sheet("qd26-2026", 9)
    sheet = open_sheet(criteria_set=CriteriaSet.objects.get(pk=fish_sauce.criteria_set_id), purpose=Purpose.MEMBER)
    together = threading.Barrier(2)
    outcomes = []

    def save(position):
        try:
            mine = Sheet.objects.get(pk=sheet.pk)
            together.wait(10)
            answer_lines(sheet=mine, revision=0, ticks={"1.1": position})
            outcomes.append(("saved", position))
        except StaleRevision as stale:
            outcomes.append(("stale", stale.content.ticks["1.1"]))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(position,)) for position in (1, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    said = dict(outcomes)
    assert set(said) == {"saved", "stale"}
    assert said["saved"] == said["stale"] == content_of(sheet).ticks["1.1"]
    assert Sheet.objects.get(pk=sheet.pk).revision == 1
