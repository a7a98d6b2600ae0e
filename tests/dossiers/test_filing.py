"""Opening, filing, sealing, returning: what stands in the database afterwards."""

import dataclasses
import datetime as dt
import json

import pytest
from django.db import DatabaseError, transaction

from ratings.dossiers import actions, commune_actions, consent_actions, queries, snapshot
from ratings.dossiers.models import Dossier, Submission, Transition
from ratings.dossiers.rules import Wanted
from ratings.dossiers.states import Kind, State
from ratings.dossiers.workflow import Move
from ratings.sheets.queries import content_of
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.producers.models import Producer
from registry.producers.states import ProducerKind
from registry.products.models import ProductCode
from tests import builders
from tests.builders import at
from tests.cast import cast

pytestmark = pytest.mark.django_db


def refusal(raised):
    return str(raised.value.answer.reason), str(raised.value.answer.article)


def test_numbers_count_up_within_commune_and_year():
    first = builders.a_draft()
    second = builders.a_draft(name="Nước mắm nhĩ")
    elsewhere = builders.a_draft("cua_tung", "Mắm ruốc")
    assert [row.number for row in (first, second, elsewhere)] == [
        "19654-2026-00001", "19654-2026-00002", "19414-2026-00001",
    ]  # fmt: skip


def test_a_product_has_one_open_dossier():
    first = builders.a_draft()
    with pytest.raises(Refused) as raised:
        actions.open_dossier(product=first.product, kind=Kind.FIRST, held=None, actor=cast("hanh"), at=at(15, 9))
    assert first.number in refusal(raised)[0]
    actions.file_dossier(dossier=first, actor=cast("hanh"), at=at(28, 9))
    actions.retract(dossier=first, reason="Đổi bao bì.", actor=cast("hanh"), at=at(29, 9))
    again = actions.open_dossier(product=first.product, kind=Kind.FIRST, held=None, actor=cast("hanh"), at=at(30, 9))
    assert again.current is State.DRAFT


def test_a_household_without_registration_and_an_association_outside_set_26_are_refused_by_article():
    product = builders.a_product()
    builders.law()
    for changes in (
        {"kind": ProducerKind.FAMILY_HOUSEHOLD, "registration_number": ""},
        {"kind": ProducerKind.ASSOCIATION},
    ):
        Producer.objects.filter(pk=product.producer_id).update(**changes)
        product.producer.refresh_from_db()
        with pytest.raises(Refused) as raised:
            actions.open_dossier(product=product, kind=Kind.FIRST, held=None, actor=cast("cuc"), at=at(14, 9))
        assert refusal(raised)[1] == "khoản 3 Điều 2"
    assert Dossier.objects.count() == 0


def test_an_office_files_for_a_producer_only_with_its_consent():
    dossier = builders.a_draft(actor=cast("cuc"))
    assert dossier.typed_by_office
    Dossier.objects.filter(pk=dossier.pk).update(consent_on=None, consent_note="")
    dossier.refresh_from_db()
    with pytest.raises(Refused) as raised:
        actions.file_dossier(dossier=dossier, actor=cast("cuc"), at=at(28, 9))
    assert refusal(raised)[1] == "khoản 1 Điều 7"
    assert dossier.submissions.count() == 0
    consent_actions.record_consent(
        dossier=dossier, note="Giấy ủy quyền", on=dt.date(2026, 9, 10), actor=cast("cuc"), at=at(28, 9)
    )
    actions.file_dossier(dossier=dossier, actor=cast("cuc"), at=at(28, 9))
    assert dossier.submissions.get().on_behalf
    assert Transition.objects.get().move == Move.FILE_ON_BEHALF


def test_what_is_filed_is_sealed_and_the_journal_keeps_only_its_digest():
    dossier = builders.a_dossier_at(State.FILED)
    sealed = dossier.submissions.get()
    assert snapshot.unchanged(sealed.content, sealed.salt, sealed.digest)
    assert sealed.content["self_score"]["total"] == 79
    assert sealed.content["citations"][0]["line"] == "1.6"
    assert len(sealed.content["citations"][0]["sha256"]) == 64
    assert sealed.sheet.is_sealed
    entry = JournalEntry.objects.get(action="dossier.file")
    written = json.dumps(entry.payload, ensure_ascii=False)
    assert sealed.digest in written
    assert builders.TEXTS["plan"] not in written
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=sealed.pk).update(content={})


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path


def test_the_digest_changes_when_anything_changes():
    sealed = builders.a_dossier_at(State.FILED).submissions.get()
    paths = list(leaves(sealed.content))
    assert len(paths) > 150
    for path in paths:
        changed = json.loads(json.dumps(sealed.content))
        inner = changed
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = f"{inner[path[-1]]}!"
        assert not snapshot.unchanged(changed, sealed.salt, sealed.digest), path
    assert not snapshot.unchanged(sealed.content, sealed.salt + "0", sealed.digest)


def test_a_filed_dossier_cannot_be_written_by_any_door():
    dossier = builders.a_dossier_at(State.FILED)
    hanh = cast("hanh")
    version = builders.version_of(builders.a_paper(dossier.producer, 5, "Danh sách lao động", actor=hanh))
    citation = queries.citations_of(dossier).get()
    for write in (
        lambda: actions.save_forms(
            dossier=dossier, forms_revision=1, values={"plan": "Khác"}, actor=hanh, at=at(29, 9)
        ),
        lambda: actions.answer_self_score(
            dossier=dossier, revision=2, ticks={"1.1": 1}, remarks={}, actor=hanh, at=at(29, 9)
        ),
        lambda: actions.cite(dossier=dossier, line="1.1", version=version, page=1, actor=hanh, at=at(29, 9)),
        lambda: actions.uncite(citation=citation, actor=hanh, at=at(29, 9)),
    ):
        with pytest.raises(Refused) as raised:
            write()
        assert refusal(raised)[1] == "khoản 1 Điều 7"
    dossier.refresh_from_db()
    assert dossier.plan == builders.TEXTS["plan"]


def test_dates_of_d01():
    dossier = builders.d01()
    assert (dossier.filed_on, dossier.received_on, dossier.due_on) == (
        dt.date(2026, 9, 28), dt.date(2026, 9, 30), dt.date(2026, 10, 21),
    )  # fmt: skip
    assert dossier.requested_on == dt.date(2026, 10, 16)
    assert dossier.evaluation_round.label == "Đợt 2/2026"
    assert dossier.commune_report.signer_capacity == "KT. CHỦ TỊCH, Phó Chủ tịch UBND xã Triệu Cơ"
    assert str(ProductCode.objects.get(product=dossier.product)) == "44-19654-1"


def test_dates_of_d02():
    dossier = builders.d02()
    assert (dossier.received_on, dossier.due_on) == (dt.date(2026, 10, 6), dt.date(2026, 10, 27))
    assert dossier.requested_on == dt.date(2026, 10, 22)
    assert dossier.evaluation_round.last_result_day == dt.date(2026, 12, 29)


def test_a_request_after_the_cut_off_belongs_to_the_next_year():
    days = dataclasses.replace(builders.D01_DAYS, signed=at(12, 11), accepted=at(13, 11))
    dossier = builders.a_dossier_at(State.FORWARDED, days=days)
    assert dossier.evaluation_round.label == "Đợt 1/2027"


def test_the_clock_of_a_returned_dossier_starts_anew_on_full_receipt():
    days = dataclasses.replace(builders.D01_DAYS, filed=at(10, 11), received=at(11, 11), returned=at(17, 11))
    dossier = builders.a_dossier_at(State.RETURNED_BY_COMMUNE, days=days)
    assert (dossier.received_on, dossier.due_on) == (None, None)
    first = Transition.objects.get(move=Move.RECEIVE_COMPLETE)
    assert first.facts["due_on"] == "2026-12-03"
    assert queries.open_return(dossier).due_on == dt.date(2026, 11, 27)
    for item in queries.open_return(dossier).items.all():
        actions.save_answer(item=item, answer="Đã bổ sung.", actor=cast("hanh"), at=at(25, 11))
    actions.answer_return(dossier=dossier, actor=cast("hanh"), at=at(25, 11))
    builders.receive(dossier, on=at(26, 11))
    assert (dossier.received_on, dossier.due_on) == (dt.date(2026, 11, 26), dt.date(2026, 12, 17))
    assert ProductCode.objects.count() == 1


def test_a_return_opens_a_self_score_that_begins_with_the_sealed_answers():
    dossier = builders.a_dossier_at(State.RETURNED_BY_COMMUNE)
    sealed = dossier.submissions.get().sheet
    assert dossier.self_score_id != sealed.pk
    assert content_of(dossier.self_score).ticks == content_of(sealed).ticks
    actions.answer_self_score(
        dossier=dossier,
        revision=dossier.self_score.revision,
        ticks={"1.2": 1},
        remarks={},
        actor=cast("hanh"),
        at=at(29, 9),
    )
    assert content_of(sealed).ticks["1.2"] == 2
    assert snapshot.unchanged(*dossier.submissions.values_list("content", "salt", "digest").get())


def test_form_03_is_out_of_date_after_a_new_filing():
    dossier = builders.a_dossier_at(State.RECEIVED)
    builders.draft_report(dossier)
    commune_actions.return_by_commune(
        dossier=dossier,
        wanted=[Wanted("plan", "Phần IV", "Chưa rõ kế hoạch.")],
        due_on=dt.date(2026, 10, 30),
        actor=cast("cuc"),
        at=at(16, 10),
    )
    item = queries.open_return(dossier).items.get()
    actions.save_answer(item=item, answer="Đã viết lại.", actor=cast("hanh"), at=at(17, 10))
    actions.answer_return(dossier=dossier, actor=cast("hanh"), at=at(17, 10))
    builders.receive(dossier, on=at(19, 10))
    with pytest.raises(Refused) as raised:
        commune_actions.submit_for_signature(dossier=dossier, actor=cast("cuc"), at=at(20, 10))
    assert refusal(raised) == (
        "Báo cáo Mẫu số 03 lập trước khi chủ thể sửa hồ sơ (lần nộp số 2).", "điểm b khoản 2 Điều 7",
    )  # fmt: skip
    commune_actions.draft_form_03(dossier=dossier, texts=builders.FORM_03, revision=1, actor=cast("cuc"), at=at(20, 10))
    commune_actions.submit_for_signature(dossier=dossier, actor=cast("cuc"), at=at(20, 10))
    assert dossier.current is State.AWAITING_COMMUNE_SIGNATURE


def test_forwarding_without_signature_is_refused_in_the_words_of_the_wording():
    dossier = builders.a_dossier_at(State.AWAITING_COMMUNE_SIGNATURE)
    with pytest.raises(Refused) as raised:
        commune_actions.forward(dossier=dossier, actor=cast("cuc"), at=at(16, 10))
    assert refusal(raised) == (
        "Báo cáo Mẫu số 03 và văn bản đề nghị chưa có số, ngày và chữ ký lãnh đạo UBND xã.", "điểm b khoản 2 Điều 7",
    )  # fmt: skip


def test_a_postponed_dossier_keeps_the_day_of_the_request():
    dossier = builders.a_dossier_at(State.POSTPONED)
    assert dossier.requested_on == dt.date(2026, 10, 16)
    assert dossier.evaluation_round.label == "Đợt 1/2027"


def test_set_26_asks_for_its_case_and_no_samples():
    with pytest.raises(Refused):
        builders.a_draft(set_number=26, name="Điểm du lịch", filled=False)
    dossier = builders.a_draft(set_number=26, name="Điểm du lịch", case="a")
    assert dossier.samples == 0
    actions.choose_case(
        dossier=dossier, case="b", revision=dossier.self_score.revision, actor=cast("hanh"), at=at(15, 9)
    )
    dossier.self_score.refresh_from_db()
    assert (dossier.case, dossier.self_score.case) == ("b", "b")
