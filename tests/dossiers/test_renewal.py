"""Re-ranking: filed in its window, brought up to date matter by matter, compared with the dossier recognised last."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ratings.certificates.models import Certificate
from ratings.certificates.queries import renewable_rank
from ratings.dossiers import actions, province_actions, queries, renewal_actions
from ratings.dossiers.clocks import Unit
from ratings.dossiers.completeness import missing
from ratings.dossiers.differences import Fate
from ratings.dossiers.filing import differences_of
from ratings.dossiers.kinds import HeldRank, kind_fits, likely_kind
from ratings.dossiers.models import AgencyReport, Dossier, RenewalUpdate
from ratings.dossiers.renewal import Update, extended_to, in_time, open_subjects
from ratings.dossiers.standing import standing_of
from ratings.dossiers.states import Kind, State, Subject, Verdict
from ratings.sheets.queries import content_of
from registry.access.answers import Refused
from registry.evidence.actions import add_version
from registry.evidence.models import EvidenceDocument
from tests import builders
from tests import decision_builders as decided
from tests.builders import RENEWS_UNTIL, at
from tests.cast import cast, client_of, picture_file

OPENED_ON = dt.date(2029, 7, 2)
DAYS = st.dates(dt.date(2026, 6, 1), dt.date(2032, 12, 31))


# ---------------------------------------------------------------- the window


@given(DAYS, st.integers(-400, 400))
def test_a_re_ranking_is_filed_from_180_to_120_days_before_the_end_or_late_with_its_reason(ends, left):
    day = ends - dt.timedelta(days=left)
    assert bool(in_time(Kind.RE_RANKING, ends, "", day)) is (120 <= left <= 180)
    assert bool(in_time(Kind.RE_RANKING, ends, "Bão làm hư kho.", day)) is (-180 <= left <= 180)
    assert in_time(Kind.FIRST, None, "", day)


def test_the_window_of_the_demonstration_is_counted_to_the_day():
    ends = dt.date(2027, 6, 21)
    days = [dt.date(2026, 12, 22), dt.date(2026, 12, 23), dt.date(2027, 2, 21), dt.date(2027, 2, 22)]
    assert [bool(in_time(Kind.RE_RANKING, ends, "", day)) for day in days] == [False, True, True, False]
    early, late = in_time(Kind.RE_RANKING, ends, "", days[0]), in_time(Kind.RE_RANKING, ends, "", days[3])
    assert (early.article, late.article) == ("điểm a khoản 6 Điều 7", "điểm a khoản 6 Điều 7; khoản 3 Điều 12")
    assert "23/12/2026" in early.reason
    assert "21/02/2027" in late.reason
    assert extended_to(dt.date(2026, 8, 18)) == dt.date(2027, 2, 14)


def test_what_is_held_or_lately_ended_can_be_renewed():
    ends = dt.date(2027, 6, 21)
    held, ended = HeldRank(3, ends), HeldRank(3, ends, in_force=False)
    assert [bool(kind_fits(Kind.RE_RANKING, rank)) for rank in (held, ended, None)] == [True, True, False]
    assert [bool(kind_fits(Kind.FIRST, rank)) for rank in (held, ended, None)] == [False, True, True]
    assert [bool(kind_fits(Kind.UPGRADE, rank)) for rank in (held, ended, None)] == [True, False, False]
    assert likely_kind(held, dt.date(2026, 12, 22)) is Kind.UPGRADE
    assert likely_kind(held, dt.date(2026, 12, 23)) is Kind.RE_RANKING


# ---------------------------------------------------------------- what is new


@given(st.dictionaries(st.sampled_from(Subject), st.sampled_from(Verdict)))
def test_a_matter_is_open_until_it_is_unchanged_or_changed_and_told(said):
    updates = {subject.value: Update(verdict, "Đã đổi.") for subject, verdict in said.items()}
    settled = {subject for subject, verdict in said.items() if verdict is not Verdict.OUT_OF_DATE}
    assert set(open_subjects(updates)) == set(Subject) - settled


@pytest.mark.django_db
def test_a_re_ranking_is_not_complete_before_every_matter_is_up_to_date():
    dossier = builders.a_draft(kind=Kind.RE_RANKING)
    day = at(28, 9).date()
    assert not missing(queries.items_of(dossier, day))
    updates = {Subject.TESTS: Update(Verdict.OUT_OF_DATE, "Phiếu kiểm nghiệm hết hạn 01/09.")}
    renewal_actions.say_updates(dossier=dossier, updates=updates, late_reason="", actor=cast("hanh"), at=at(20, 9))
    [left] = missing(queries.items_of(dossier, day))
    assert (left.code, left.article, left.anchor) == ("updates", "điểm c khoản 1 Điều 6", "update-tests")
    assert "phiếu kiểm nghiệm định kỳ" in left.note
    with pytest.raises(Refused, match="10 nội dung"):
        actions.file_dossier(dossier=dossier, actor=cast("hanh"), at=at(28, 9))


@pytest.mark.django_db
def test_a_change_that_is_not_told_keeps_nothing():
    dossier = builders.a_draft(kind=Kind.RE_RANKING)
    updates = {Subject.OUTPUT: Update(Verdict.CHANGED, "9 tấn."), Subject.REVENUE: Update(Verdict.CHANGED, " ")}
    with pytest.raises(Refused):
        renewal_actions.say_updates(dossier=dossier, updates=updates, late_reason="", actor=cast("hanh"), at=at(20, 9))
    assert dossier.updates.get(subject=Subject.OUTPUT).verdict == Verdict.UNCHANGED
    with pytest.raises(ValidationError, match="Nêu rõ"):
        RenewalUpdate(
            dossier=dossier, subject=Subject.OUTPUT, verdict=Verdict.CHANGED, said_by=cast("hanh"), said_at=at(20, 9)
        ).validate_constraints()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bien", "giang", "duc", "em", "stranger"])
def test_only_the_producer_and_its_officer_say_what_is_new(name):
    dossier = builders.a_draft(kind=Kind.RE_RANKING)
    said = {Subject.OUTPUT: Update(Verdict.CHANGED, "x")}
    with pytest.raises(Refused):
        renewal_actions.say_updates(dossier=dossier, updates=said, late_reason="", actor=cast(name), at=at(20, 9))
    renewal_actions.say_updates(dossier=dossier, updates=said, late_reason="", actor=cast("cuc"), at=at(20, 9))


@pytest.mark.django_db
def test_a_late_re_ranking_is_filed_with_its_reason_and_the_seal_keeps_it():
    dossier = builders.a_draft(kind=Kind.RE_RANKING)
    late = at(27, 10)
    with pytest.raises(Refused, match="23/10/2026"):
        actions.file_dossier(dossier=dossier, actor=cast("hanh"), at=late)
    renewal_actions.say_updates(
        dossier=dossier, updates={}, late_reason="Lũ từ 10 đến 25/10.", actor=cast("hanh"), at=late
    )
    sealed = actions.file_dossier(dossier=dossier, actor=cast("hanh"), at=late)
    assert sealed.content["renews"] == [3, RENEWS_UNTIL.isoformat(), "Lũ từ 10 đến 25/10."]
    assert sealed.content["updates"]["label"] == ["changed", "Nhãn mới có mã truy xuất."]


# ---------------------------------------------------------------- by difference


@pytest.fixture
def renewal(law):
    """Recognised on 20/11/2026; three years later its re-ranking begins, after the label list got a newer file."""
    certificate = decided.recognised("D01")
    last = certificate.dossier
    paper = EvidenceDocument.objects.filter(producer=last.producer, kind=5).get()
    newer = add_version(document=paper, file=picture_file(words="danh sách mới"), actor=cast("hanh"), at=at(1, 12))
    day = dt.datetime(2029, 7, 2, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    held = renewable_rank(last.product_id, day.date())
    opened = actions.open_dossier(product=last.product, kind=Kind.RE_RANKING, held=held, actor=cast("hanh"), at=day)
    return last, opened, newer


@pytest.mark.django_db
def test_a_renewal_opens_with_texts_answers_and_papers_of_the_last_dossier(renewal):
    last, opened, newer = renewal
    assert (opened.previous, opened.renews_stars, opened.renews_until) == (last, 4, dt.date(2029, 11, 20))
    assert opened.materials_and_technology == last.materials_and_technology
    then, now_ = (content.ticks for content in map(content_of, (last.self_score, opened.self_score)))
    assert now_ == then
    cited = [(one.line.code, one.version, one.page) for one in queries.citations_of(opened)]
    assert cited == [("1.6", newer, None)]
    assert opened.pledged is False


@pytest.mark.django_db
def test_what_changed_stands_side_by_side_and_nothing_else(renewal):
    _last, opened, _newer = renewal
    before = differences_of(opened, OPENED_ON)
    assert (before.texts, before.answers) == ((), ())
    [paper] = before.papers
    assert (paper.fate, paper.lines) == (Fate.NEWER, ("1.6",))
    ticks = {"1.5": 1}
    actions.answer_self_score(
        dossier=opened, revision=opened.self_score.revision, ticks=ticks, remarks={}, actor=cast("hanh"), at=at(2, 12)
    )
    actions.save_forms(
        dossier=opened, forms_revision=0, values={"markets": "Xuất khẩu."}, actor=cast("hanh"), at=at(2, 12)
    )
    found = differences_of(Dossier.objects.get(pk=opened.pk), OPENED_ON)
    [answer] = found.answers
    assert answer.code == "1.5"
    assert (answer.points_before, answer.points_after, answer.rises) == (2, 1, False)
    [text] = found.texts
    assert (text.before, text.after) == (builders.TEXTS["markets"], "Xuất khẩu.")


@pytest.mark.django_db
def test_the_page_of_updates_keeps_what_was_typed_and_shows_the_differences(renewal):
    _last, opened, _newer = renewal
    address = f"/dossiers/{opened.number}/renewal/"
    with time_machine.travel(dt.datetime(2029, 7, 2, 3, 0, tzinfo=dt.UTC), tick=False):
        browser = client_of("hanh")
        page = browser.get(address).content.decode()
        assert "24/05/2029 – 23/07/2029" in page
        assert "Tệp mới hơn" in page
        typed = {"output-verdict": "changed", "output-note": "", "market-verdict": "unchanged", "late_reason": ""}
        refused = browser.post(address, typed)
        assert refused.status_code == 409
        assert "điểm c khoản 1 Điều 6" in refused.content.decode()
        assert not opened.updates.exists()
        assert browser.post(address, {**typed, "output-note": "12 tấn"}).status_code == 302
    assert dict(opened.updates.values_list("subject", "verdict")) == {"output": "changed", "market": "unchanged"}


@pytest.mark.django_db
def test_a_first_registration_has_no_page_of_updates():
    dossier = builders.a_draft()
    assert client_of("hanh").get(f"/dossiers/{dossier.number}/renewal/").status_code == 404


@pytest.mark.django_db
def test_a_certificate_that_ended_can_be_renewed_for_180_days(law):
    certificate = decided.recognised("D01")
    product, ends = certificate.product_id, dt.date(2029, 11, 20)
    assert renewable_rank(product, ends + dt.timedelta(days=1)) == HeldRank(4, ends, in_force=False)
    assert renewable_rank(product, ends + dt.timedelta(days=180)) == HeldRank(4, ends, in_force=False)
    assert renewable_rank(product, ends + dt.timedelta(days=181)) is None


# ---------------------------------------------------------------- the lane of the province


@pytest.mark.django_db
def test_a_re_ranking_has_no_round_and_45_days_from_the_full_file():
    dossier = builders.a_dossier_at(State.PROVINCE_CHECKING, kind=Kind.RE_RANKING)
    assert dossier.evaluation_round is None
    assert dossier.province_due_on == dt.date(2026, 12, 4)
    clock = standing_of(dossier, dt.date(2026, 11, 24)).clock
    assert (clock.due, clock.left, clock.unit, clock.article) == (
        dt.date(2026, 12, 4), 10, Unit.CALENDAR, "điểm g khoản 6 Điều 7"
    )  # fmt: skip


@pytest.mark.django_db
def test_the_45_days_begin_anew_when_a_returned_file_is_full_again():
    dossier = builders.a_dossier_at(State.RETURNED_BY_PROVINCE, kind=Kind.RE_RANKING)
    assert dossier.province_due_on is None
    for item in queries.open_return(dossier).items.all():
        actions.save_answer(item=item, answer="Đã bổ sung.", actor=cast("hanh"), at=at(2, 11))
    actions.answer_return(dossier=dossier, actor=cast("hanh"), at=at(2, 11))
    assert Dossier.objects.get(pk=dossier.pk).province_due_on == dt.date(2026, 12, 17)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scale_changed": True}, "kiểm tra thực tế"),
        ({"evidence_unclear": True, "checked_on": dt.date(2026, 10, 26)}, "kiểm tra thực tế"),
        ({"evidence_unclear": True, "checked_on": dt.date(2026, 10, 29), "check_findings": "x"}, "sau ngày hôm nay"),
        ({"number": " "}, "Thiếu"),
        ({"reported_on": dt.date(2026, 10, 19)}, "ngày báo cáo"),
        ({"reported_on": dt.date(2026, 10, 29)}, "ngày báo cáo"),
    ],
)
def test_a_report_that_is_not_whole_is_not_recorded(changes, words):
    dossier = builders.a_dossier_at(State.AGENCY_REPORT, kind=Kind.RE_RANKING)
    with pytest.raises(Refused) as refused:
        builders.record_agency_report(dossier, **changes)
    assert words.lower() in str(refused.value.answer.reason).lower()
    assert not AgencyReport.objects.exists()


@pytest.mark.django_db
def test_without_great_change_and_with_clear_evidence_nobody_has_to_go_there():
    dossier = builders.a_dossier_at(State.AGENCY_REPORT, kind=Kind.RE_RANKING)
    builders.record_agency_report(dossier)
    report = AgencyReport.objects.get()
    assert (report.checked_on, report.number, report.recorded_by) == (None, "31/BC-SNNMT", cast("giang"))
    page = client_of("giang").get(f"/dossiers/{dossier.number}/agency-report/").content.decode()
    assert "31/BC-SNNMT" in page
    refused = client_of("cuc").post(f"/dossiers/{dossier.number}/agency-report/", {"findings": "x"})
    assert refused.status_code in {409, 422}
    assert AgencyReport.objects.get().findings == "Hồ sơ đầy đủ, minh chứng còn hạn."


@pytest.mark.django_db
def test_a_report_recorded_by_two_at_once_is_not_overwritten():
    dossier = builders.a_dossier_at(State.AGENCY_REPORT, kind=Kind.RE_RANKING)
    builders.record_agency_report(dossier)
    with pytest.raises(Refused, match="đã lưu biểu mẫu này"):
        builders.record_agency_report(dossier, number="32/BC-SNNMT")
    assert AgencyReport.objects.get().number == "31/BC-SNNMT"


@pytest.mark.django_db
def test_five_stars_go_again_from_the_agency_straight_to_the_ministry(law):
    dossier = builders.a_dossier_at(State.AGENCY_REPORT, kind=Kind.RE_RANKING, stars=5)
    builders.record_agency_report(dossier)
    decided.to_ministry(dossier, on=at(2, 11))
    assert dossier.current is State.SENT_TO_MINISTRY
    decided.recorded_five(dossier, on=at(25, 11))
    certificate = Certificate.objects.get(dossier=dossier)
    assert (certificate.stars, certificate.product_code) == (5, "44-19654-1-2026")


@pytest.mark.django_db
def test_three_stars_do_not_go_straight_to_the_ministry_and_no_team_gets_them(law):
    dossier = builders.a_dossier_at(State.AGENCY_REPORT, kind=Kind.RE_RANKING)
    builders.record_agency_report(dossier)
    with pytest.raises(Refused, match="5 sao"):
        decided.to_ministry(dossier, on=at(2, 11))
    page = client_of("giang").get(f"/dossiers/{dossier.number}/").content.decode()
    assert "Chỉ hồ sơ phân hạng lại sản phẩm 5 sao mới gửi thẳng về Bộ." in page


@pytest.mark.django_db
def test_a_re_ranking_in_the_province_is_not_moved_to_a_round(law):
    dossier = builders.a_dossier_at(State.PROVINCE_CHECKING, kind=Kind.RE_RANKING)
    later = queries.later_rounds(dossier).last()
    with pytest.raises(Refused, match="không thuộc đợt"):
        province_actions.postpone(
            dossier=dossier, evaluation_round=later, reason="x", actor=cast("giang"), at=at(2, 11)
        )


@pytest.mark.django_db
def test_a_draft_that_came_too_late_to_be_filed_is_retracted_and_the_product_begins_anew(law):
    dossier = builders.a_draft(kind=Kind.RE_RANKING)
    late = dt.datetime(2027, 9, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    renewal_actions.say_updates(dossier=dossier, updates={}, late_reason="Lũ.", actor=cast("hanh"), at=late)
    with pytest.raises(Refused, match="quá 180 ngày"):
        actions.file_dossier(dossier=dossier, actor=cast("hanh"), at=late)
    actions.retract(dossier=dossier, reason="Giấy chứng nhận đã hết hạn.", actor=cast("hanh"), at=late)
    again = actions.open_dossier(product=dossier.product, kind=Kind.FIRST, held=None, actor=cast("hanh"), at=late)
    assert again.current is State.DRAFT
