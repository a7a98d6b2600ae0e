"""What happens in the room: quorum, sending, opening, knock-outs, late members, and two people at once."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from ratings.councils.actions import Appointment
from ratings.councils.models import Session
from ratings.councils.states import Capacity, Seat
from ratings.criteria.models import Rule
from ratings.criteria.result import GateTest
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import State
from ratings.scoring import actions as scoring
from ratings.scoring.models import Conclusion, KnockOut, MemberSheet, ScoringRound
from ratings.scoring.queries import board
from ratings.sheets.actions import StaleRevision, Unanswered
from ratings.sheets.queries import content_of
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from tests import builders
from tests import council_builders as built
from tests.cast import cast, client_of
from tests.criteria.demo_sheets import D01, D17, council, sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def reason(raised):
    return str(raised.value.answer.reason)


def d01():
    return council(sheet_of(9), D01)


# ---------------------------------------------------------------- starting


def test_scoring_needs_the_quorum_and_says_the_numbers():
    dossier = built.on_agenda(built.on_the_desk(), built.a_session(absent=("tv5", "tv6")))
    with pytest.raises(Refused) as refused:
        scoring.start_scoring(dossier, actor=cast("thu"), at=built.AT_SESSION)
    assert reason(refused) == ("Chưa đủ số thành viên tối thiểu để họp: có mặt 4/6 thành viên được chấm, cần 5.")
    assert (dossier.current, ScoringRound.objects.count()) == (State.ON_AGENDA, 0)


def test_without_the_chair_only_a_deputy_named_in_writing_leads():
    session = built.a_session(absent=("tv1",))
    dossier = built.on_agenda(built.on_the_desk(), session)
    with pytest.raises(Refused):
        scoring.start_scoring(dossier, actor=cast("thu"), at=built.AT_SESSION)
    Session.objects.filter(pk=session.pk).update(deputy_leads=True)
    scoring_round = scoring.start_scoring(dossier, actor=cast("tv2"), at=built.AT_SESSION)
    names = ("tv2", "tv3", "tv4", "tv5", "tv6")
    built.fill_all(scoring_round, d01(), names)
    scoring.open_sheets(dossier, actor=cast("tv2"), at=built.OPENED)
    assert scoring.conclude(dossier, actor=cast("tv2"), at=built.CONCLUDED).total == 398


@pytest.mark.parametrize("name", ["giang", "tv2", "lan", "hanh", "cuc", "quan_tri", "stranger"])
def test_scoring_is_started_by_chair_or_secretary_alone(name):
    dossier = built.on_agenda(built.on_the_desk())
    with pytest.raises(Refused):
        scoring.start_scoring(dossier, actor=cast(name), at=built.AT_SESSION)
    assert not ScoringRound.objects.exists()


def test_a_recusal_lowers_the_number_needed_and_voids_the_sheet_before_the_opening():
    dossier = built.on_the_desk()
    scoring_round = built.in_scoring(dossier)
    built.fill_all(scoring_round, d01())
    scoring.recuse(dossier, person=built.person("tv5"), reason="Họ hàng", actor=cast("thu"), at=built.OPENED)
    scoring.open_sheets(dossier, actor=cast("tv1"), at=built.OPENED)
    conclusion = scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    assert (conclusion.total, conclusion.sheets) == (79 + 82 + 79 + 76, 4)
    assert conclusion.facts["quorum"] == {"entitled": 5, "present": 4, "needed": 4}
    with pytest.raises(Refused):
        scoring.recuse(dossier, person=built.person("tv4"), reason="x", actor=cast("tv4"), at=built.CONCLUDED)


# ---------------------------------------------------------------- filling and sending


def test_an_incomplete_sheet_is_not_sent_and_its_lines_are_named():
    scoring_round = built.in_scoring(built.on_the_desk())
    sheet = built.sheet_of_member(scoring_round, "tv1")
    ticks = {code: tick for code, tick in d01()[0].ticks.items() if code not in {"2.4", "9"}}
    saved = scoring.save_ticks(sheet, revision=0, actor=cast("tv1"), ticks=ticks)
    with pytest.raises(Unanswered) as refused:
        scoring.send_sheet(sheet, revision=saved.revision, actor=cast("tv1"), at=built.AT_SESSION)
    assert (refused.value.lines, reason(refused)) == (("2.4", "9"), "Còn 2 tiêu chí chưa đánh giá: 2.4, 9.")
    sheet.refresh_from_db()
    assert (sheet.sent_at, sheet.sheet.sealed_at) == (None, None)


def test_a_stop_rule_sends_an_incomplete_sheet_with_its_reason():
    scoring_round = built.in_scoring(built.on_the_desk("Nước khoáng", 16))
    sheet = built.sheet_of_member(scoring_round, "tv1")
    rule = Rule.objects.filter(criteria_set__number=16, kind="stop_rule").first()
    scoring.send_sheet(
        sheet, revision=0, actor=cast("tv1"), at=built.AT_SESSION, stop_clause=rule.clause, stop_place=rule.place,
        stop_reason="Nước có mùi lạ",
    )  # fmt: skip
    sheet.refresh_from_db()
    assert (sheet.sent_at, sheet.sheet.stop_rule) == (built.AT_SESSION, rule)


def test_no_path_writes_a_score_in_another_person_s_name():
    scoring_round = built.in_scoring(built.on_the_desk())
    sheet = built.sheet_of_member(scoring_round, "tv2")
    for name in ("tv1", "thu", "giang", "quan_tri", "stranger"):
        with pytest.raises(Refused):
            scoring.save_ticks(sheet, revision=0, actor=cast(name), ticks=d01()[0].ticks)
        with pytest.raises(Refused):
            scoring.send_sheet(sheet, revision=0, actor=cast(name), at=built.AT_SESSION)
        for tail in ("", "save/", "send/", "dossier/"):
            client = client_of(name)
            method = client.post if tail == "save/" else client.get
            assert method(f"/scoring/{sheet.pk}/{tail}").status_code == 404, (name, tail)
    assert content_of(sheet.sheet).ticks == {}
    with pytest.raises(DatabaseError), transaction.atomic():
        MemberSheet.objects.filter(pk=sheet.pk).update(person=built.person("tv3"))


def test_a_sheet_that_was_sent_stays_as_it_is():
    scoring_round = built.in_scoring(built.on_the_desk())
    sheet = built.fill(scoring_round, "tv1", d01()[0])
    for again in (
        lambda: scoring.save_ticks(sheet, revision=2, actor=cast("tv1"), ticks={"1.1": 1}),
        lambda: scoring.send_sheet(sheet, revision=2, actor=cast("tv1"), at=built.OPENED),
    ):
        with pytest.raises(Refused):
            again()
    with pytest.raises(DatabaseError), transaction.atomic():
        MemberSheet.objects.filter(pk=sheet.pk).update(sent_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        sheet.sheet.answers.all().delete()


def test_two_windows_cannot_overwrite_each_other_and_the_second_reads_what_is_stored():
    scoring_round = built.in_scoring(built.on_the_desk())
    sheet = built.sheet_of_member(scoring_round, "tv1")
    client = client_of("tv1")
    save = reverse("sheet-save", args=[sheet.pk])
    assert client.post(save, {"revision": 0, "line": "1.2", "tick-1.2": "2"}).status_code == 302
    with pytest.raises(StaleRevision) as stale:
        scoring.save_ticks(sheet, revision=0, actor=cast("tv1"), ticks={"1.2": 3})
    assert dict(stale.value.content.ticks) == {"1.2": 2}
    answer = client.post(save, {"revision": 0, "line": "1.2", "tick-1.2": "3", "remark-1.2": "Giữ ý này"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Cửa sổ khác vừa lưu phiếu này" in page
    third = sheet_of(9).lines["1.2"].options[2]
    assert f"{third.text} ({third.points})" in page
    assert "Giữ ý này" in page
    assert 'name="revision" id="sheet-revision" value="1"' in page
    assert dict(content_of(sheet.sheet).ticks) == {"1.2": 2}


def test_autosave_answers_with_the_totals_that_the_server_computed():
    scoring_round = built.in_scoring(built.on_the_desk())
    sheet = built.sheet_of_member(scoring_round, "tv1")
    client = client_of("tv1")
    save = reverse("sheet-save", args=[sheet.pk])
    sent = {"revision": 0, "line": "1.1", "tick-1.1": "3", "total": "100", "points": "40", "stars": "5"}
    answer = client.post(save, sent, headers={"HX-Request": "true"})
    page = answer.content.decode()
    points = sheet_of(9).lines["1.1"].options[2].points
    assert answer.status_code == 200
    assert f"<dd>{points}/40</dd>" in page
    assert 'id="step-1-1" hx-swap-oob="true"' in page
    assert 'value="1" hx-swap-oob="true"' in page
    assert "100" not in page.replace("/100", "")


def test_the_sheet_can_be_filled_and_sent_without_script():
    scoring_round = built.in_scoring(built.on_the_desk())
    sheet = built.sheet_of_member(scoring_round, "tv1")
    client = client_of("tv1")
    codes = list(sheet_of(9).lines)
    for number, (code, tick) in enumerate(d01()[0].ticks.items()):
        following = codes[number + 1] if number + 1 < len(codes) else "send"
        answer = client.post(
            reverse("sheet-save", args=[sheet.pk]),
            {"revision": number, "line": code, f"tick-{code}": tick if isinstance(tick, int) else "none",
             "go": following},
        )  # fmt: skip
        assert answer.status_code == 302, code
    assert answer.headers["Location"] == reverse("sheet-send", args=[sheet.pk])
    page = client.get(reverse("sheet-send", args=[sheet.pk])).content.decode()
    assert "79/100" in page
    sent = client.post(reverse("sheet-send", args=[sheet.pk]), {"revision": len(codes), "stop": ""})
    assert sent.status_code == 302
    sheet.refresh_from_db()
    assert sheet.sent_at is not None
    read = client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert 'type="radio"' not in read


def test_none_fits_is_offered_only_where_the_law_prints_no_zero():
    scoring_round = built.in_scoring(built.on_the_desk())
    sheet = built.sheet_of_member(scoring_round, "tv1")
    client = client_of("tv1")
    offered = {
        code: 'value="none"' in client.get(f"/scoring/{sheet.pk}/?line={code}").content.decode()
        for code in ("1.2", "1.3", "2.4", "9")
    }
    assert offered == {code: not sheet_of(9).lines[code].prints_zero for code in offered}


# ---------------------------------------------------------------- opening


def test_the_chair_opens_only_after_she_has_sent_her_own():
    dossier = built.on_the_desk()
    scoring_round = built.in_scoring(dossier)
    for name, ticks in list(zip(built.SCORERS, d01(), strict=True))[1:]:
        built.fill(scoring_round, name, ticks)
    with pytest.raises(Refused) as refused:
        scoring.open_sheets(dossier, actor=cast("tv1"), at=built.OPENED)
    assert reason(refused) == "Người chủ trì gửi phiếu của mình trước khi mở phiếu."
    for name in ("tv2", "thu", "giang"):
        with pytest.raises(Refused):
            scoring.open_sheets(dossier, actor=cast(name), at=built.OPENED)


def test_sheets_are_not_opened_below_the_quorum_and_the_numbers_are_said():
    dossier = built.on_the_desk()
    scoring_round = built.in_scoring(dossier)
    built.fill_all(scoring_round, d01()[:4], built.SCORERS[:4])
    with pytest.raises(Refused) as refused:
        scoring.open_sheets(dossier, actor=cast("tv1"), at=built.OPENED)
    assert reason(refused) == "Chưa mở phiếu được: có 4/6 thành viên được chấm, cần 5."
    scoring_round.refresh_from_db()
    assert (scoring_round.opened_at, dossier.current) == (None, State.SCORING)


def test_a_sheet_that_was_not_sent_is_void_if_the_quorum_still_holds():
    dossier = built.on_the_desk()
    scoring_round = built.in_scoring(dossier, built.a_session(absent=()))
    built.fill_all(scoring_round, d01())
    scoring.open_sheets(dossier, actor=cast("tv1"), at=built.OPENED)
    void = built.sheet_of_member(scoring_round, "tv6")
    assert (void.void_at, void.void_reason) == (built.OPENED, scoring.NOT_SENT)
    result = board([dossier])[dossier.pk].result
    assert (result.n, result.sum) == (5, 398)
    with pytest.raises(Refused):
        scoring.save_ticks(void, revision=0, actor=cast("tv6"), ticks={"1.1": 1})


def test_rounds_are_kept_and_only_the_leader_scores_again():
    dossier = built.on_the_desk("Dầu lạc", 7)
    first = built.opened(dossier, council(sheet_of(7), D17))
    for name in ("tv2", "thu", "giang", "quan_tri"):
        with pytest.raises(Refused):
            scoring.call_second_scoring(dossier, actor=cast(name), at=built.CONCLUDED)
    scoring.call_second_scoring(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    assert MemberSheet.objects.filter(scoring_round=first, sent_at__isnull=False).count() == 5
    with pytest.raises(DatabaseError), transaction.atomic():
        ScoringRound.objects.filter(pk=first.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        MemberSheet.objects.filter(scoring_round=first).update(void_at=built.CONCLUDED, void_reason="x")


def test_within_the_limit_there_is_no_second_scoring():
    dossier = built.on_the_desk()
    built.opened(dossier, d01())
    with pytest.raises(Refused) as refused:
        scoring.call_second_scoring(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    assert reason(refused) == "Không có hai tổng điểm nào chênh quá mức quy chế cho phép."


def test_only_the_leader_concludes_and_the_total_is_the_server_s():
    dossier = built.on_the_desk()
    scoring_round = built.opened(dossier, d01())
    session = scoring_round.session
    url = reverse("session-conclude", args=[session.council_id, session.number, dossier.number])
    forged = {"note": "", "total": "100", "rank": "5", "stars": "5", "mean": "100"}
    for name in ("tv2", "thu", "tv7", "lan"):
        assert client_of(name).post(url, forged).status_code == 409, name
    for name in ("hanh", "cuc", "stranger", "tam"):
        assert client_of(name).post(url, forged).status_code == 404, name
    assert not Conclusion.objects.exists()
    assert client_of("tv1").post(url, forged).status_code == 302
    conclusion = Conclusion.objects.get()
    assert (conclusion.total, conclusion.sheets, conclusion.stars) == (398, 5, 4)
    with pytest.raises(DatabaseError), transaction.atomic():
        Conclusion.objects.update(stars=5)


def test_an_agreed_tick_for_every_minimum_is_asked_for_where_the_regulation_says_so():
    built.a_council(gate_test=GateTest.AGREED)
    dossier = built.on_the_desk()
    built.opened(dossier, d01())
    with pytest.raises(Refused):
        scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    lines = [code for code, line in sheet_of(9).lines.items() if line.gates]
    agreed = {code: d01()[0].ticks[code] for code in lines}
    conclusion = scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED, agreed=agreed)
    assert (conclusion.stars, set(conclusion.facts["agreed"])) == (4, set(lines))


# ---------------------------------------------------------------- knock-outs


def ending_rule(number=9):
    return Rule.objects.filter(criteria_set__number=number, ends_dossier=True).order_by("position").first()


def test_an_upheld_knock_out_excludes_the_dossier_with_its_clause_and_no_totals():
    dossier = built.on_the_desk("Chả cá")
    built.in_scoring(dossier)
    row = scoring.propose_knock_out(
        dossier, rule=ending_rule(), reason="Giấy an toàn thực phẩm giả", actor=cast("minh"), at=built.AT_SESSION
    )
    with pytest.raises(Refused):
        scoring.conclude_knock_out(row, votes_for=5, votes_against=1, minute="x", actor=cast("tv1"), at=built.OPENED)
    scoring.conclude_knock_out(
        row, votes_for=4, votes_against=1, minute="Đã đối chiếu với cơ quan cấp.", actor=cast("tv1"), at=built.OPENED
    )
    dossier.refresh_from_db()
    assert (row.upheld, dossier.current, Conclusion.objects.count()) == (True, State.EXCLUDED, 0)
    last = dossier.transitions.last()
    assert last.facts == {"clause": row.rule.clause, "place": row.rule.place, "for": 4, "against": 1}
    assert row.rule.quote in str(list(Notification.objects.filter(event="dossier.exclude").values_list("values")))
    with pytest.raises(Refused):
        scoring.conclude_knock_out(row, votes_for=1, votes_against=4, minute="x", actor=cast("tv1"), at=built.OPENED)
    with pytest.raises(DatabaseError), transaction.atomic():
        KnockOut.objects.filter(pk=row.pk).update(upheld=False)


def test_a_proposed_knock_out_waits_for_its_vote_before_the_council_concludes():
    dossier = built.on_the_desk()
    built.opened(dossier, d01())
    row = scoring.propose_knock_out(
        dossier, rule=ending_rule(), reason="Nghi giả mạo", actor=cast("tv3"), at=built.OPENED
    )
    with pytest.raises(Refused) as refused:
        scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    assert reason(refused) == "Còn 1 đề nghị loại hồ sơ chưa kết luận."
    scoring.conclude_knock_out(
        row, votes_for=2, votes_against=3, minute="Không đủ căn cứ.", actor=cast("tv1"), at=built.OPENED
    )
    assert scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED).stars == 4


@pytest.mark.parametrize("name", ["hanh", "stranger", "em", "tv7", "quan_tri"])
def test_who_does_not_examine_a_dossier_proposes_nothing(name):
    dossier = built.on_the_desk()
    built.in_scoring(dossier)
    with pytest.raises(Refused):
        scoring.propose_knock_out(dossier, rule=ending_rule(), reason="x", actor=cast(name), at=built.OPENED)


# ---------------------------------------------------------------- members who come later


def test_a_member_appointed_later_gets_her_sheet_at_once_and_it_is_logged():
    dossier = built.on_the_desk()
    scoring_round = built.in_scoring(dossier)
    scoring.appoint_member(
        built.a_council(),
        appointment=Appointment(cast("stranger"), Capacity.MEMBER, Seat.EXPERT),
        decision_number="1100/QĐ-UBND",
        present_at=scoring_round.session,
        actor=cast("giang"),
        at=built.AT_SESSION,
    )
    assert built.sheet_of_member(scoring_round, "stranger").sent_at is None
    issued = JournalEntry.objects.filter(action="dossier.sheets_issued").order_by("pk")
    assert [entry.payload["after"]["people"] for entry in issued][1:] == [[cast("stranger").pk]]
    assert Notification.objects.filter(recipient=cast("stranger"), event="scoring.sheet").exists()


def test_after_the_first_sheet_a_member_is_added_only_under_a_named_decision():
    built.in_scoring(built.on_the_desk())
    council_ = built.a_council()
    with pytest.raises(Refused):
        scoring.appoint_member(
            council_,
            appointment=Appointment(cast("stranger"), Capacity.MEMBER, Seat.EXPERT),
            actor=cast("giang"),
            at=built.AT_SESSION,
        )


def test_a_member_who_comes_late_gets_her_sheet():
    scoring_round = built.in_scoring(built.on_the_desk())
    assert not MemberSheet.objects.filter(person__user=cast("tv6")).exists()
    built.record_presence(scoring_round.session, "tv6")
    assert built.sheet_of_member(scoring_round, "tv6").sheet.revision == 0


def test_a_tick_of_the_whole_way_from_the_producer_to_the_conclusion():
    dossier = builders.a_dossier_at(State.PROVINCE_CHECKING)
    conclusion = built.concluded(dossier, d01())
    assert (conclusion.stars, dossier.current) == (4, State.CONCLUDED)
    moves = list(Dossier.objects.get(pk=dossier.pk).transitions.values_list("move", flat=True))
    assert moves[-5:] == ["start_appraisal", "put_on_agenda", "start_scoring", "open_sheets", "conclude"]


# ---------------------------------------------------------------- two at once


@pytest.mark.django_db(transaction=True)
def test_of_two_openings_at_once_one_happens_and_the_other_reads_who_was_faster():
    dossier = built.on_the_desk()
    scoring_round = built.in_scoring(dossier)
    built.fill_all(scoring_round, d01())
    start, told = threading.Barrier(2), []

    def open_once():
        try:
            own = Dossier.objects.select_related("product", "producer", "commune").get(pk=dossier.pk)
            chair = built.actor("tv1")
            start.wait()
            scoring.open_sheets(own, actor=chair, at=built.OPENED)
            told.append("opened")
        except Refused as refused:
            told.append(str(refused.answer.reason))
        finally:
            connection.close()

    threads = [threading.Thread(target=open_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["Hồ Văn Một đã chuyển hồ sơ này lúc 10:00.", "opened"]
    assert dossier.transitions.filter(move="open_sheets").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_sheet_sent_while_the_chair_opens_either_counts_or_is_void_never_both():
    dossier = built.on_the_desk()
    scoring_round = built.in_scoring(dossier, built.a_session(absent=()))
    built.fill_all(scoring_round, d01())
    late = built.fill(scoring_round, "tv6", d01()[0], send=False)
    start, told = threading.Barrier(2), []

    def run(action):
        try:
            start.wait()
            action()
            told.append("done")
        except Refused:
            told.append("refused")
        finally:
            connection.close()

    chair, sixth = built.actor("tv1"), built.actor("tv6")
    threads = [
        threading.Thread(target=run, args=(lambda: scoring.open_sheets(dossier, actor=chair, at=built.OPENED),)),
        threading.Thread(
            target=run, args=(lambda: scoring.send_sheet(late, revision=1, actor=sixth, at=built.OPENED),)
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = MemberSheet.objects.get(pk=late.pk)
    assert (row.sent_at is None) != (row.void_at is None)
    assert "done" in told


def looked_at(name, address):
    """Status and kind of what ``name`` gets; a picture is read to its end, as a browser does."""
    answer = client_of(name).get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code, answer.headers["Content-Type"].partition(";")[0]


def test_a_member_sees_pages_of_cited_papers_and_of_no_others():
    dossier = builders.a_dossier_at(State.PROVINCE_CHECKING)
    scoring_round = built.in_scoring(dossier)
    door = f"/scoring/{built.sheet_of_member(scoring_round, 'tv1').pk}/evidence"
    cited = dossier.citations.values_list("version", flat=True).first()
    paper = builders.a_paper(dossier.producer, 9, "Hợp đồng không viện dẫn", actor=cast("hanh"))
    other = builders.version_of(paper).pk
    picture, absent = (200, "image/webp"), (404, "text/html")
    assert looked_at("tv1", f"{door}/{cited}/1/") == picture
    assert looked_at("tv1", f"{door}/{cited}/99/") == absent
    assert looked_at("tv1", f"{door}/{other}/1/") == absent
    for name in ("tv2", "tv7", "stranger"):
        assert looked_at(name, f"{door}/{cited}/1/") == absent, name
    council_door = f"/councils/dossiers/{dossier.number}/evidence/{cited}/1/"
    assert looked_at("tv6", council_door) == absent, "she has not said whether she has an interest"
    built.declared(dossier, "tv6")
    people = ("lan", "thu", "tv6", "tv7", "stranger", "cuc")
    assert [looked_at(name, council_door) for name in people] == [picture] * 3 + [absent] * 3
