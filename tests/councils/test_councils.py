"""Councils as their decisions appoint them: two officers, every office of article 7.3b, a regulation that stays."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ratings.councils import actions as councils
from ratings.councils.actions import Appointment, RegulationText
from ratings.councils.composition import Place, complete, missing_seats
from ratings.councils.models import Council, CouncilPerson, Regulation
from ratings.councils.states import Capacity, Seat
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from tests import council_builders as built
from tests.cast import QUANG_TRI, cast, client_of

pytestmark = pytest.mark.django_db


def refusal(raised):
    return str(raised.value.answer.reason)


def test_the_demonstration_s_seven_members_are_complete_because_the_delegated_chair_speaks_for_her_department():
    council = built.an_entered_council()
    assert councils.composition_answer(council)
    councils.confirm_council(council, actor=cast("hung"), at=built.ENTERED)
    assert council.confirmed_by == cast("hung")


@pytest.mark.parametrize("gone", [name for name in built.SEATS if name != "tv1"])
def test_a_council_without_one_office_is_not_confirmed_and_the_office_is_named(gone):
    council = built.an_entered_council([name for name in built.SEATS if name != gone])
    with pytest.raises(Refused) as refused:
        councils.confirm_council(council, actor=cast("hung"), at=built.ENTERED)
    assert refusal(refused) == f"Chưa có đại diện: {built.SEATS[gone].label}."
    assert refused.value.answer.article == "điểm b khoản 3 Điều 7"
    council.refresh_from_db()
    assert council.confirmed_at is None


def test_a_chair_who_is_neither_leader_of_the_province_nor_delegated_is_refused():
    places = [Place(Capacity.CHAIR, Seat.AGRICULTURE), Place(Capacity.SECRETARY), Place(Capacity.TEAM_LEADER)]
    places += [Place(Capacity.MEMBER, seat) for seat in built.SEATS.values()]
    assert "ủy quyền" in str(complete(places).reason)
    assert complete([Place(Capacity.CHAIR, Seat.PROVINCE_LEADER), *places[1:]])


def test_a_department_of_food_safety_counts_only_where_there_is_one():
    places = [Place(Capacity.MEMBER, seat) for seat in built.SEATS.values()]
    assert missing_seats(places) == []
    assert missing_seats(places, has_food_safety_department=True) == [Seat.FOOD_SAFETY]


def test_whoever_entered_a_council_or_regulation_does_not_confirm_it_nor_does_another_province():
    council = built.an_entered_council()
    for name in ("giang", "tam", "cuc", "quan_tri", "tv1"):
        with pytest.raises(Refused):
            councils.confirm_council(council, actor=cast(name), at=built.ENTERED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Council.objects.filter(pk=council.pk).update(confirmed_by=cast("giang"), confirmed_at=built.ENTERED)
    with pytest.raises(Refused):
        councils.enter_regulation(
            province=QUANG_TRI,
            text=RegulationText("1/QĐ", built.SESSION_DAY),
            actor=cast("quan_tri"),
            at=built.ENTERED,
        )


def test_a_confirmed_regulation_never_changes_whoever_writes():
    regulation = built.a_regulation()
    with pytest.raises(DatabaseError), transaction.atomic():
        Regulation.objects.filter(pk=regulation.pk).update(spread_limit=30)
    regulation.refresh_from_db()
    assert regulation.spread_limit == 10


def test_the_first_sheet_freezes_people_and_regulation_of_a_council(law):
    council = built.a_council()
    other = built.a_regulation(decision_number="2000/QĐ-UBND", spread_limit=30)
    built.in_scoring(built.on_the_desk())
    council.refresh_from_db()
    assert council.frozen_at == built.AT_SESSION
    with pytest.raises(DatabaseError), transaction.atomic():
        Council.objects.filter(pk=council.pk).update(regulation=other)
    with pytest.raises(Refused) as refused:
        councils.remove_person(built.person("tv6"), actor=cast("giang"), at=built.AT_SESSION)
    assert refusal(refused).startswith("Hội đồng đã bắt đầu chấm")
    with pytest.raises(DatabaseError), transaction.atomic():
        CouncilPerson.objects.filter(user=cast("tv6")).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        CouncilPerson.objects.filter(user=cast("tv6")).update(capacity=Capacity.SECRETARY)


def test_before_the_first_sheet_a_person_is_added_and_taken_out_again():
    council = built.an_entered_council()
    expert = councils.add_person(
        council,
        appointment=Appointment(cast("stranger"), Capacity.MEMBER, Seat.EXPERT),
        actor=cast("giang"),
        at=built.ENTERED,
    )
    councils.remove_person(expert, actor=cast("giang"), at=built.ENTERED)
    assert not council.people.filter(user=cast("stranger")).exists()
    actions = JournalEntry.objects.filter(object_type="council").values_list("action", flat=True)
    assert sorted(actions) == ["council.entered", "council.person_added", "council.person_removed"]


def test_nobody_has_two_scoring_seats_and_there_is_one_chair():
    council = built.an_entered_council()
    for user, capacity in ((cast("tv3"), Capacity.DEPUTY), (cast("stranger"), Capacity.CHAIR)):
        with pytest.raises(Refused):
            councils.add_person(
                council,
                appointment=Appointment(user, capacity, Seat.EXPERT),
                actor=cast("giang"),
                at=built.ENTERED,
            )
    assert council.people.count() == 11


def test_a_session_is_planned_only_for_a_confirmed_council():
    council = built.an_entered_council()
    with pytest.raises(Refused) as refused:
        councils.plan_session(
            council,
            evaluation_round=built.the_round(),
            held_on=built.SESSION_DAY,
            actor=cast("giang"),
            at=built.ENTERED,
        )
    assert refusal(refused) == "Hội đồng chưa được chuyên viên thứ hai xác nhận."


def test_only_a_dossier_with_the_team_s_report_comes_onto_the_agenda(law):
    dossier = built.under_appraisal(built.on_the_desk())
    session = built.a_session()
    with pytest.raises(Refused) as refused:
        councils.put_on_agenda(dossier, session=session, actor=cast("giang"), at=built.REPORTED)
    assert (refusal(refused), refused.value.answer.article) == (
        "Chưa ghi nhận báo cáo của Tổ tư vấn gửi Chủ tịch Hội đồng.",
        "điểm c khoản 3 Điều 7",
    )
    built.reported(dossier)
    councils.put_on_agenda(dossier, session=session, actor=cast("thu"), at=built.REPORTED)
    assert [item.dossier for item in session.agenda.all()] == [dossier]


def test_the_agenda_is_ordered_and_a_dossier_taken_off_with_a_reason(law):
    session = built.a_session()
    names = ("Nước mắm", "Mắm ruốc", "Mắm nêm")
    rows = [built.on_agenda(built.on_the_desk(name), session, recused=()) for name in names]
    items = list(session.agenda.values_list("pk", flat=True))
    councils.reorder_agenda(session, items=[items[2], items[0], items[1]], actor=cast("thu"), at=built.REPORTED)
    assert [item.dossier.product.name for item in session.agenda.all()] == ["Mắm nêm", "Nước mắm", "Mắm ruốc"]
    with pytest.raises(Refused):
        councils.reorder_agenda(session, items=items[:2], actor=cast("thu"), at=built.REPORTED)
    with pytest.raises(Refused):
        councils.take_off_agenda(rows[0], reason=" ", actor=cast("giang"), at=built.REPORTED)
    councils.take_off_agenda(rows[0], reason="Thiếu mẫu", actor=cast("giang"), at=built.REPORTED)
    assert session.agenda.filter(removed_at=None).count() == 2


def test_absence_needs_its_reason_and_only_the_office_or_the_secretary_keeps_presence(law):
    session = built.a_session(present=False)
    with pytest.raises(Refused):
        councils.record_presence(
            session, person=built.person("tv6"), present=False, actor=cast("thu"), at=built.AT_SESSION
        )
    with pytest.raises(Refused):
        councils.record_presence(
            session, person=built.person("tv6"), present=True, actor=cast("tv6"), at=built.AT_SESSION
        )
    assert session.presences.count() == 0


# ---------------------------------------------------------------- pages


def test_an_officer_enters_a_council_step_by_step_and_sees_what_the_law_still_asks():
    giang, hung = client_of("giang"), client_of("hung")
    text = {
        "decision_number": "1021/QĐ-UBND", "decision_date": "2026-08-20", "quorum_numerator": 3,
        "quorum_denominator": 4, "spread_limit": 10, "gate_test": "majority", "scoring_rounds": 2,
    }  # fmt: skip
    made = giang.post("/councils/regulations/new/", text)
    regulation = Regulation.objects.get()
    assert made.headers["Location"] == f"/councils/regulations/{regulation.pk}/"
    assert giang.post(f"/councils/regulations/{regulation.pk}/").status_code == 409
    assert hung.post(f"/councils/regulations/{regulation.pk}/").status_code == 302
    giang.post(
        "/councils/new/",
        {"name": "Hội đồng OCOP tỉnh 2026", "decision_number": "1022/QĐ-UBND", "decision_date": "2026-08-21",
         "regulation": regulation.pk},
    )  # fmt: skip
    council = Council.objects.get()
    page = giang.get(f"/councils/{council.pk}/").content.decode()
    assert "Hội đồng chưa có Chủ tịch." in page
    assert "Chưa có đại diện: Sở Nông nghiệp và Môi trường" in page
    for one in built.appointments():
        answer = giang.post(
            f"/councils/{council.pk}/people/",
            {"who": one.user.username, "capacity": one.capacity, "seat": one.seat or "",
             "by_delegation": "on" if one.by_delegation else ""},
        )  # fmt: skip
        assert answer.status_code == 302, one
    assert giang.post(f"/councils/{council.pk}/confirm/").status_code == 409
    assert hung.post(f"/councils/{council.pk}/confirm/").status_code == 302
    council.refresh_from_db()
    assert (council.confirmed_by, council.people.count()) == (cast("hung"), 11)


def test_a_wrong_name_is_said_at_its_field_and_nothing_typed_is_lost():
    council = built.an_entered_council()
    answer = client_of("giang").post(
        f"/councils/{council.pk}/people/", {"who": "khong-co-ai", "capacity": "member", "position": "Sở Y tế"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Không có tài khoản nào" in page
    assert 'value="Sở Y tế"' in page


def test_councils_are_read_by_their_people_and_offices_only():
    council = built.a_council()
    seen = {
        name: client_of(name).get(f"/councils/{council.pk}/").status_code
        for name in ("giang", "quoc", "tv1", "lan", "thu", "cuc", "hanh", "tam", "bo", "stranger")
    }
    assert seen == {
        "giang": 200, "quoc": 200, "tv1": 200, "lan": 200, "thu": 200, "cuc": 404, "hanh": 404, "tam": 404, "bo": 404,
        "stranger": 404,
    }  # fmt: skip
