"""The five samples: who holds them, what may happen to them, and the papers that go along."""

from __future__ import annotations

import datetime as dt
import html
import io

import pypdfium2
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ratings.dossiers.completeness import missing
from ratings.dossiers.models import Dossier
from ratings.dossiers.queries import items_of
from ratings.dossiers.states import State
from ratings.dossiers.workflow import Party
from ratings.samples.actions import hand_over
from ratings.samples.custody import TABLE, HandOver, Holder, Step, held, may_hand_over, open_steps
from ratings.samples.models import SampleMove
from registry.access.answers import Refused
from tests import builders
from tests.builders import at
from tests.cast import cast, client_of, status_of

pytestmark = pytest.mark.django_db
NOW = at(20, 10, 9)
TODAY = NOW.date()
DESK = frozenset({Party.COMMUNE_OFFICER})
PROVINCE_AGENCY = "Cơ quan tham mưu quản lý OCOP cấp tỉnh"
PROVINCE = frozenset({Party.PROVINCE_OFFICER})


def given_over(dossier, step, quantity=5, who="cuc", on=TODAY, **words):
    said = HandOver(step=step, quantity=quantity, on=on, giver="Lê Thị Hạnh", receiver="Trần Thị Cúc", **words)
    return hand_over(dossier=dossier, said=said, actor=cast(who), at=NOW)


def reason(act):
    with pytest.raises(Refused) as raised:
        act()
    return str(raised.value.answer.reason)


@given(st.lists(st.tuples(st.sampled_from(Step), st.integers(1, 9)), max_size=30))
def test_nobody_ever_holds_less_than_nothing_and_no_unit_is_lost(asked):
    done = []
    for step, quantity in asked:
        if may_hand_over(step, quantity, held(done)):
            done.append((step, quantity))
    units = held(done)
    assert all(count > 0 for count in units.values())
    brought = sum(quantity for step, quantity in done if TABLE[step].giver is Holder.PRODUCER)
    taken_back = sum(quantity for step, quantity in done if TABLE[step].taker is Holder.PRODUCER)
    assert sum(units.values()) == brought - taken_back


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_a_number_that_makes_no_sense_is_refused(quantity):
    assert not may_hand_over(Step.RECEIVE, quantity, {})


def test_each_office_records_only_what_it_holds():
    assert open_steps({}, DESK) == [Step.RECEIVE]
    assert open_steps({}, PROVINCE) == [Step.BROUGHT_TO_PROVINCE]
    assert open_steps({Holder.COMMUNE: 5}, DESK) == [
        Step.RECEIVE, Step.TO_PROVINCE, Step.BACK_FROM_COMMUNE, Step.DESTROYED_BY_COMMUNE,
    ]  # fmt: skip
    assert open_steps({Holder.COUNCIL: 1}, frozenset({Party.PRODUCER})) == []


def test_five_units_travel_from_the_producer_to_the_council_and_back():
    dossier = builders.a_dossier_at(State.RECEIVED)
    given_over(dossier, Step.RECEIVE, storage="Tủ mát 4 °C")
    given_over(dossier, Step.TO_PROVINCE)
    given_over(dossier, Step.TO_COUNCIL, 4, who="giang")
    given_over(dossier, Step.USED_BY_COUNCIL, 3, who="giang")
    page = html.unescape(client_of("hanh").get(reverse("dossier-samples", args=[dossier.number])).content.decode())
    facts = page[page.index("Ai đang giữ") : page.index("Giao nhận")]
    assert [(label in facts) for label in (PROVINCE_AGENCY, "Hội đồng cấp tỉnh", "Đã dùng hết")] == [True] * 3
    assert "Tủ mát 4 °C" in page
    address = reverse("dossier-samples", args=[dossier.number])
    overview = client_of("cuc").get(reverse("dossier", args=[dossier.number])).content.decode()
    assert f'hx-get="{address}"' in overview
    line = html.unescape(client_of("cuc").get(address, headers={"hx-request": "true"}).content.decode())
    assert f"1 · {PROVINCE_AGENCY}; 1 · Hội đồng cấp tỉnh; 3 · Đã dùng hết" in " ".join(line.split())


@pytest.mark.parametrize(
    ("step", "quantity", "who", "words"),
    [
        (Step.TO_PROVINCE, 6, "cuc", "Số lượng nhiều hơn số đang giữ ở đó."),
        (Step.TO_COUNCIL, 1, "giang", "Số lượng nhiều hơn số đang giữ ở đó."),
        (Step.TO_PROVINCE, 1, "hanh", "Cơ quan đang giữ mẫu ghi việc giao nhận."),
        (Step.TO_PROVINCE, 1, "bien", "Cơ quan đang giữ mẫu ghi việc giao nhận."),
        (Step.DESTROYED_BY_PROVINCE, 1, "cuc", "Cơ quan đang giữ mẫu ghi việc giao nhận."),
        (Step.RECEIVE, 1, "giang", "Cơ quan đang giữ mẫu ghi việc giao nhận."),
    ],
)
def test_what_the_table_does_not_allow_changes_nothing(step, quantity, who, words):
    dossier = builders.a_dossier_at(State.RECEIVED)
    given_over(dossier, Step.RECEIVE)
    assert reason(lambda: given_over(dossier, step, quantity, who=who)) == words
    assert SampleMove.objects.count() == 1


def test_names_and_a_day_that_has_come_are_needed_and_what_was_typed_stays():
    dossier = builders.a_dossier_at(State.RECEIVED)
    assert reason(lambda: given_over(dossier, Step.RECEIVE, on=NOW.date() + dt.timedelta(days=1))) == (
        "Ngày giao nhận sau ngày hôm nay."
    )
    form = {"step": "receive", "quantity": "5", "on": "2026-10-20", "giver": "", "receiver": "Trần Thị Cúc"}
    answer = client_of("cuc").post(reverse("dossier-samples", args=[dossier.number]), form)
    assert (answer.status_code, SampleMove.objects.count()) == (422, 0)
    assert 'value="Trần Thị Cúc"' in html.unescape(answer.content.decode())


def test_a_draft_has_no_samples_yet_and_a_tourism_service_never():
    builders.law()
    draft = builders.a_draft()
    assert reason(lambda: given_over(draft, Step.RECEIVE)) == "Sản phẩm mẫu đi kèm hồ sơ đã nộp."
    tour = builders.a_draft("gia_dang", "Điểm du lịch", 26, case="a", filled=False)
    assert status_of(client_of("hanh"), reverse("dossier-samples", args=[tour.number])) == 404


def test_a_reason_stands_for_samples_that_cannot_be_sent():
    builders.law()
    draft = builders.a_draft()
    Dossier.objects.filter(pk=draft.pk).update(samples=0)
    draft.refresh_from_db()
    assert "samples" in {item.code for item in missing(items_of(draft, NOW.date()))}
    Dossier.objects.filter(pk=draft.pk).update(samples_excuse="Trái cây chưa tới mùa")
    draft.refresh_from_db()
    assert "samples" not in {item.code for item in missing(items_of(draft, NOW.date()))}


def words_of(answer):
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_labels_and_the_record_of_a_hand_over_are_printed():
    dossier = builders.a_dossier_at(State.RECEIVED)
    move = given_over(dossier, Step.RECEIVE, storage="Tủ mát 4 °C")
    client = client_of("cuc")
    labels = words_of(client.get(reverse("dossier-sample-labels", args=[dossier.number])))
    assert [f"mẫu số {number}/5" in labels for number in range(1, 6)] == [True] * 5
    assert labels.count(f"không bán {dossier.product.name}") == 5
    record = words_of(client.get(reverse("dossier-sample-record", args=[dossier.number, move.pk])))
    assert "BIÊN BẢN GIAO NHẬN SẢN PHẨM MẪU" in record
    assert "Lê Thị Hạnh (Chủ thể)" in record
    assert "Tủ mát 4 °C" in record
