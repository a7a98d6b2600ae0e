"""Returned items are tickets: reason, example and day, answered one by one, and only those looked at again."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from ratings.criteria.queries import published_sheet
from ratings.dossiers import actions, commune_actions, queries
from ratings.dossiers.completeness import Filing, items_of
from ratings.dossiers.models import Dossier, ReturnItem
from ratings.dossiers.return_texts import item_texts, text_of
from ratings.dossiers.rules import Checked, Wanted
from ratings.dossiers.states import Kind, Recheck, State
from registry.access.answers import Refused
from registry.producers.states import ProducerKind
from tests import builders
from tests.builders import at
from tests.cast import cast, client_of

WANTED = [
    Wanted("production_paper", "Giấy an toàn thực phẩm", "Giấy đã hết hạn.", "Giấy còn hiệu lực."),
    Wanted("line:1.6", "1.6. Sử dụng công nghệ", "Thiếu ảnh thiết bị."),
]
DUE = dt.date(2026, 10, 20)


def answered(at_state=State.RECEIVED):
    """Returned by the commune on 07/10, answered by Hạnh on 12/10."""
    dossier = builders.a_dossier_at(at_state)
    commune_actions.return_by_commune(dossier=dossier, wanted=WANTED, due_on=DUE, actor=cast("cuc"), at=at(7, 10))
    answer(dossier, at(12, 10))
    return dossier


def answer(dossier, moment):
    for item in queries.open_return(dossier).items.all():
        actions.save_answer(item=item, answer=f"Đã bổ sung {item.subject}.", actor=cast("hanh"), at=moment)
    actions.answer_return(dossier=dossier, actor=cast("hanh"), at=moment)


def tickets(dossier):
    return {item.subject: item for item in queries.last_answered(dossier).items.all()}


def receive(dossier, actor="cuc"):
    commune_actions.receive_complete(
        dossier=dossier, received_on=at(13, 10).date(), paper_set=True, slip_number="", actor=cast(actor), at=at(13, 10)
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "taken"),
    [(dt.date(2026, 10, 7), False), (dt.date(2026, 10, 8), True), (DUE, True), (dt.date(2026, 10, 21), False)],
)
def test_a_ticket_may_have_an_earlier_day_of_its_own(own, taken):
    dossier = builders.a_dossier_at(State.RECEIVED)
    form = {
        "revision": dossier.revision, "due_on": "2026-10-20", "want-production_paper": "on",
        "why-production_paper": "Giấy đã hết hạn.", "by-production_paper": own.isoformat(), "want-plan": "on",
        "why-plan": "Thiếu thị trường.",
    }  # fmt: skip
    with time_machine.travel(at(7, 10), tick=False):
        answer = client_of("cuc").post(f"/dossiers/{dossier.number}/return/", form)
    assert (answer.status_code, ReturnItem.objects.count()) == ((302, 2) if taken else (409, 0))
    if not taken:
        assert "phải nằm giữa hôm nay và" in answer.content.decode()
        return
    days = {item.subject: item.due_on for item in ReturnItem.objects.all()}
    assert days == {"production_paper": own if own != DUE else None, "plan": None}
    for page in ("answer/", "", "checks/"):
        said = (
            f"Riêng mục này chậm nhất {own:%d/%m/%Y}"
            in client_of("hanh").get(f"/dossiers/{dossier.number}/{page}").content.decode()
        )
        assert said is (own != DUE)


@pytest.mark.django_db
def test_a_ticket_that_does_not_satisfy_holds_the_receipt_until_it_is_asked_again_or_accepted():
    dossier = answered()
    paper, line = tickets(dossier).values()
    checked = [Checked(paper.pk, Recheck.AGAIN, "Giấy mới của cơ sở khác."), Checked(line.pk, Recheck.ACCEPTED)]
    commune_actions.recheck(dossier=dossier, checked=checked, actor=cast("dung"), at=at(13, 10))
    with pytest.raises(Refused, match="Giấy an toàn thực phẩm"):
        receive(dossier)
    commune_actions.recheck(
        dossier=dossier, checked=[Checked(paper.pk, Recheck.ACCEPTED)], actor=cast("cuc"), at=at(13, 10, 11)
    )
    receive(dossier)
    assert dossier.current is State.RECEIVED
    kept = ReturnItem.objects.get(pk=paper.pk)
    assert (kept.recheck, kept.rechecked_by, kept.answer) == ("accepted", cast("cuc"), "Đã bổ sung production_paper.")


@pytest.mark.django_db
def test_tickets_that_nobody_looked_at_again_do_not_hold_the_receipt():
    dossier = answered()
    receive(dossier)
    assert {item.recheck for item in ReturnItem.objects.all()} == {""}


@pytest.mark.django_db
def test_not_satisfied_without_saying_why_is_refused_and_nothing_is_kept():
    dossier = answered()
    paper, line = tickets(dossier).values()
    with pytest.raises(Refused):
        commune_actions.recheck(
            dossier=dossier,
            checked=[Checked(line.pk, Recheck.ACCEPTED), Checked(paper.pk, Recheck.AGAIN, " ")],
            actor=cast("cuc"),
            at=at(13, 10),
        )
    assert {item.recheck for item in ReturnItem.objects.all()} == {""}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["hanh", "duc", "em", "giang", "sen", "bo", "stranger"])
def test_only_the_desk_that_asked_looks_at_answers_again(name):
    dossier = answered()
    paper = tickets(dossier)["production_paper"]
    with pytest.raises(Refused):
        commune_actions.recheck(
            dossier=dossier, checked=[Checked(paper.pk, Recheck.ACCEPTED)], actor=cast(name), at=at(13, 10)
        )


@pytest.mark.django_db
def test_a_ticket_of_another_dossier_is_not_touched():
    other = answered()
    mine = builders.a_dossier_at(State.RECEIVED, "gia_dang", "Mắm nêm")
    commune_actions.return_by_commune(dossier=mine, wanted=WANTED, due_on=DUE, actor=cast("cuc"), at=at(7, 10))
    answer(mine, at(12, 10))
    stolen = tickets(other)["production_paper"]
    commune_actions.recheck(
        dossier=mine, checked=[Checked(stolen.pk, Recheck.ACCEPTED)], actor=cast("cuc"), at=at(13, 10)
    )
    assert ReturnItem.objects.get(pk=stolen.pk).recheck == ""


@pytest.mark.django_db
def test_what_is_asked_again_begins_with_what_is_still_missing_and_the_thread_stays():
    dossier = answered()
    with time_machine.travel(at(13, 10), tick=False):
        cuc, address = client_of("cuc"), f"/dossiers/{dossier.number}/"
        paper, line = tickets(dossier).values()
        page = cuc.get(address).content.decode()
        assert "Kiểm tra lại nội dung bổ sung" in page
        half = {f"check-{paper.pk}": "again", f"note-{paper.pk}": "", f"check-{line.pk}": "accepted"}
        refused = cuc.post(f"{address}recheck/", half)
        assert refused.status_code == 409
        assert "Đã bổ sung line:1.6." in refused.content.decode()
        found = cuc.post(f"{address}recheck/", {**half, f"note-{paper.pk}": "Giấy của cơ sở khác."})
        assert found["Location"] == f"{address}return/"
        again = cuc.get(f"{address}return/").context["form"]
        assert [row.code for row in again.rows() if row.want.initial] == ["production_paper"]
        assert again["why-production_paper"].initial == "Giấy của cơ sở khác."
        assert again["like-production_paper"].initial == "Giấy còn hiệu lực."
        sent = {"revision": Dossier.objects.get(pk=dossier.pk).revision, "due_on": "2026-10-27",
                "want-production_paper": "on", "why-production_paper": "Giấy của cơ sở khác."}  # fmt: skip
        assert cuc.post(f"{address}return/", sent).status_code == 302
        checks = " ".join(cuc.get(f"{address}checks/").content.decode().split())
    thread = checks[checks.index('id="returns"') :]
    positions = [thread.index(words) for words in ("Giấy đã hết hạn.", "Đã bổ sung production_paper.", "Chưa đạt")]
    assert positions == sorted(positions)
    assert thread.index("Chưa đạt") < thread.rindex("Giấy của cơ sở khác.")


# ---------------------------------------------------------------- sentences to choose from


def test_every_item_of_the_completeness_list_has_its_sentences():
    filing = Filing(
        on=DUE, kind=Kind.UPGRADE, set_number=9, producer_kind=ProducerKind.COOPERATIVE, registered=False, cases=("a",),
        same_set=False, typed_by_office=True, clauses=("food_safety_certificate", "no_declaration"),
    )  # fmt: skip
    re_ranking = Filing(
        on=DUE, kind=Kind.RE_RANKING, set_number=9, producer_kind=ProducerKind.COOPERATIVE, registered=True
    )
    codes = {item.code for each in (filing, re_ranking) for item in items_of(each)}
    assert codes == set(item_texts())
    assert all(text.reasons and text.example for text in item_texts().values())


@pytest.mark.django_db
def test_a_line_takes_its_sentences_from_the_guidance(law):
    sheet = published_sheet("qd26-2026", 9).sheet
    texts = [text_of(f"line:{code}", sheet) for code in sheet.lines]
    assert all(text.reasons and text.example for text in texts)
    assert text_of("line:99", sheet).reasons == ()


# ---------------------------------------------------------------- what is most often missing


@pytest.mark.django_db
def test_the_most_frequent_defects_are_counted_over_what_a_person_sees():
    first = answered()
    paper = tickets(first)["production_paper"]
    commune_actions.recheck(
        dossier=first, checked=[Checked(paper.pk, Recheck.AGAIN, "Sai cơ sở.")], actor=cast("cuc"), at=at(13, 10)
    )
    second = builders.a_dossier_at(State.RECEIVED, "gia_dang", "Mắm nêm")
    commune_actions.return_by_commune(dossier=second, wanted=WANTED[:1], due_on=DUE, actor=cast("cuc"), at=at(7, 10))
    elsewhere = builders.a_dossier_at(State.RECEIVED, "cua_tung", "Nước mắm Cửa Tùng")
    commune_actions.return_by_commune(dossier=elsewhere, wanted=WANTED, due_on=DUE, actor=cast("em"), at=at(7, 10))
    with time_machine.travel(at(14, 10), tick=False):
        mine = client_of("cuc").get("/dossiers/defects/").context["defects"]
        theirs = client_of("em").get("/dossiers/defects/").context["defects"]
        nobody = client_of("sen").get("/dossiers/defects/")
        assert client_of("hanh").get("/dossiers/defects/").status_code == 403
    counted = [(one.title, one.count, one.dossiers, one.again) for one in mine]
    assert counted == [("Giấy an toàn thực phẩm", 2, 2, 1), ("Sử dụng công nghệ", 1, 1, 0)]
    assert [(one.title, one.count) for one in theirs] == [("Giấy an toàn thực phẩm", 1), ("Sử dụng công nghệ", 1)]
    assert mine[0].advice == item_texts()["production_paper"].example
    assert "Chưa có yêu cầu bổ sung nào" in nobody.content.decode()
