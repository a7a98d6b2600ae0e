"""Who may prepare and sign, on what conditions, and that a refusal changes nothing."""

import dataclasses
import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from ratings.certificates.actions import record_five_and_issue, sign_and_issue
from ratings.certificates.models import Certificate
from ratings.decisions import actions
from ratings.decisions.digest import content_of, differences, digest_of
from ratings.decisions.models import Decision, DecisionItem, DecisionKind
from ratings.decisions.printed import line_of
from ratings.decisions.queries import open_items
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import State
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.products.models import Product
from tests import decision_builders as built
from tests.builders import at
from tests.cast import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def refused(call) -> str:
    """The whole answer of a refused action; nothing was written meanwhile."""
    before = (JournalEntry.objects.count(), Certificate.objects.count(), list(Dossier.objects.values_list("state")))
    with pytest.raises(Refused) as found, transaction.atomic():
        call()
    after = (JournalEntry.objects.count(), Certificate.objects.count(), list(Dossier.objects.values_list("state")))
    assert after == before
    answer = found.value.answer
    return " | ".join(str(part) for part in (answer.reason, answer.article, answer.remedy))


# ---------------------------------------------------------------- preparing


@pytest.mark.parametrize("who", ["quoc", "hanh", "cuc", "tam", "bo", "tv1", "stranger"])
def test_only_an_officer_of_the_province_prepares_a_decision(who):
    dossier = built.concluded("D01")
    refused(lambda: built.prepared(dossier, by=who))
    assert not Decision.objects.exists()


def test_recognition_and_approval_are_told_apart_by_the_rule():
    four, five = built.concluded("D01"), built.concluded("D08", "cua_tung")
    assert "Bộ" in refused(lambda: built.prepared(four, five))
    four, five = Dossier.objects.get(pk=four.pk), Dossier.objects.get(pk=five.pk)
    assert "Kết quả này không thuộc diện gửi Bộ." in refused(
        lambda: built.prepared(four, five, kind=DecisionKind.APPROVAL)
    )
    five = Dossier.objects.get(pk=five.pk)
    assert not Decision.objects.exists()
    assert built.prepared(five, kind=DecisionKind.APPROVAL).items.get().stars == 5


def test_the_province_never_recognises_five_stars_itself():
    dossier = built.concluded("D08")
    assert "Bộ trưởng" in refused(lambda: built.prepared(dossier, kind=DecisionKind.FIVE_STARS))


def test_a_result_under_three_stars_goes_into_no_decision():
    dossier = built.concluded("D18")
    refused(lambda: built.prepared(dossier))


def test_a_recognisable_result_is_not_notified_as_refused():
    dossier = built.concluded("D01")
    answer = refused(
        lambda: actions.notify_not_recognised(
            dossier,
            number="15/TB-SNNMT",
            issued_on=built.ISSUED_ON,
            **built.SIGNER,
            actor=cast("giang"),
            at=built.SIGNED,
        )
    )
    assert "3 sao trở lên" in answer


@pytest.mark.parametrize(
    ("number", "on"), [("", built.ISSUED_ON), ("15/TB", dt.date(2026, 11, 17)), ("15/TB", dt.date(2026, 11, 21))]
)
def test_a_notice_has_its_number_and_a_date_between_result_and_today(number, on):
    dossier = built.concluded("D18")
    refused(
        lambda: actions.notify_not_recognised(
            dossier, number=number, issued_on=on, **built.SIGNER, actor=cast("giang"), at=built.SIGNED
        )
    )


def test_no_dossier_no_title_no_decision():
    dossier = built.concluded("D01")
    prepare = lambda dossiers, title: actions.prepare_decision(  # noqa: E731
        kind=DecisionKind.RECOGNITION,
        dossiers=dossiers,
        title=title,
        authority=built.AUTHORITY,
        actor=cast("giang"),
        at=built.PREPARED,
    )
    refused(lambda: prepare([], built.TITLE))
    refused(lambda: prepare([dossier], "  "))
    assert prepare([dossier], built.TITLE).is_draft


# ---------------------------------------------------------------- taking back


def test_a_draft_is_taken_back_with_a_reason_and_can_be_prepared_anew():
    dossier = built.concluded("D01")
    decision = built.prepared(dossier)
    decision.refresh_from_db()
    refused(lambda: actions.take_back(decision, actor=cast("quoc"), at=built.SIGNED, reason=" "))
    actions.take_back(decision, actor=cast("quoc"), at=built.SIGNED, reason="Sai tên sản phẩm.")
    dossier.refresh_from_db()
    assert (dossier.current, decision.is_draft, decision.dropped_at) == (State.CONCLUDED, False, built.SIGNED)
    refused(lambda: built.signed(decision))
    assert built.prepared(Dossier.objects.get(pk=dossier.pk)).pk != decision.pk


# ---------------------------------------------------------------- signing


def test_whoever_prepared_neither_signs_nor_records():
    decision = built.prepared(built.concluded("D01"))
    sign = lambda who: sign_and_issue(  # noqa: E731
        decision, signature=built.signature(scan=True), actor=cast(who), at=built.SIGNED
    )
    assert "Người lập dự thảo không ghi nhận chữ ký của chính dự thảo đó." in refused(lambda: sign("giang"))
    assert [one.stars for one in sign("hung")] == [4]


def test_the_database_refuses_the_preparers_signature_too():
    decision = built.prepared(built.concluded("D01"))
    stated = {"number": "1/QĐ", "issued_on": built.ISSUED_ON, "signer_name": "A", "signer_capacity": "B"}
    for field in ("signed_by", "recorded_by"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(
                **stated, **{field: decision.prepared_by}, signed_at=built.SIGNED
            )


@pytest.mark.parametrize("who", ["tam", "hanh", "cuc", "bo", "tv1", "stranger"])
def test_nobody_else_signs(who):
    decision = built.prepared(built.concluded("D01"))
    refused(lambda: sign_and_issue(decision, signature=built.signature(scan=True), actor=cast(who), at=built.SIGNED))
    assert built.signed(decision)


@pytest.mark.parametrize(
    "change",
    [
        {"number": " "},
        {"signer_name": ""},
        {"signer_capacity": ""},
        {"issued_on": dt.date(2026, 11, 21)},
        {"issued_on": dt.date(2026, 11, 17)},
        {"scan_id": None},
    ],
)
def test_a_recorded_decision_is_stated_in_full(change):
    decision = built.prepared(built.concluded("D01"))
    signature = dataclasses.replace(built.signature(scan=True), **change)
    refused(lambda: sign_and_issue(decision, signature=signature, actor=cast("hung"), at=built.SIGNED))


def test_the_authority_signs_here_without_a_scan_and_an_officer_records_with_one():
    here = built.prepared(built.concluded("D01"))
    built.signed(here)
    paper = built.prepared(built.concluded("D02", "cua_tung"))
    sign_and_issue(paper, signature=built.signature("3457/QĐ-UBND", scan=True), actor=cast("hung"), at=built.SIGNED)
    for decision in (here, paper):
        decision.refresh_from_db()
    assert (here.signed_by, here.recorded_by, here.scan) == (cast("quoc"), None, None)
    assert (paper.signed_by, paper.recorded_by) == (None, cast("hung"))
    assert paper.scan is not None


def test_a_changed_name_is_refused_and_the_difference_is_named():
    dossier = built.concluded("D01")
    decision = built.prepared(dossier)
    Product.objects.filter(pk=dossier.product_id).update(name="Nước mắm Gia Đẳng đặc biệt")
    answer = refused(lambda: built.signed(decision))
    assert f"hồ sơ {dossier.number}, sản phẩm: “Nước mắm Gia Đẳng” → “Nước mắm Gia Đẳng đặc biệt”" in answer
    Product.objects.filter(pk=dossier.product_id).update(name="Nước mắm Gia Đẳng")
    assert built.signed(decision)


def test_changed_stars_and_dossiers_are_named():
    one, other = built.concluded("D01"), built.concluded("D02", "cua_tung")
    decision = built.prepared(one, other)
    DecisionItem.objects.filter(decision=decision, dossier=other).update(stars=4)
    assert f"hồ sơ {other.number}, sao: “3” → “4”" in refused(lambda: built.signed(decision))
    DecisionItem.objects.filter(decision=decision, dossier=other).update(stars=3, taken_out_at=built.PREPARED)
    assert f"hồ sơ {other.number} đã được đưa ra" in refused(lambda: built.signed(decision))


def test_a_draft_whose_content_was_altered_does_not_fit_its_digest():
    decision = built.prepared(built.concluded("D01"))
    Decision.objects.filter(pk=decision.pk).update(digest="0" * 64)
    decision.refresh_from_db()
    assert "mã băm" in refused(lambda: built.signed(decision))


def test_the_digest_does_not_depend_on_the_order_of_dossiers():
    decision = built.prepared(built.concluded("D01"), built.concluded("D02", "cua_tung"))
    lines = [line_of(item) for item in open_items(decision)]
    forth, back = content_of("recognition", lines), content_of("recognition", reversed(lines))
    assert digest_of(forth) == digest_of(back) == decision.digest
    assert differences(forth, back) == []


def test_a_signed_decision_is_not_signed_again_nor_changed():
    decision = built.prepared(built.concluded("D01"))
    again = Decision.objects.get(pk=decision.pk)
    built.signed(decision)
    assert "đã được ký hoặc rút lại" in refused(lambda: built.signed(again, by="hung"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(number="9/QĐ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).delete()


def test_a_number_is_recorded_once_a_day():
    built.signed(built.prepared(built.concluded("D01")))
    second = built.prepared(built.concluded("D02", "cua_tung"))
    assert "đã được ghi nhận" in refused(lambda: built.signed(second))
    assert built.signed(second, number="3457/QĐ-UBND")


@pytest.mark.django_db(transaction=True)
def test_of_two_signatures_at_once_one_counts():
    decision = built.prepared(built.concluded("D01"))
    people = {name: cast(name) for name in ("quoc", "hung")}
    signature, start, ends = built.signature(scan=True), threading.Barrier(2), []

    def sign(name):
        mine = Decision.objects.get(pk=decision.pk)
        start.wait()
        try:
            sign_and_issue(mine, signature=signature, actor=people[name], at=built.SIGNED)
            ends.append("signed")
        except Refused:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=[name]) for name in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["refused", "signed"]
    assert Certificate.objects.count() == 1
    assert JournalEntry.objects.filter(action="decision.signed").count() == 1


# ---------------------------------------------------------------- the ministry


def test_whoever_sent_the_request_does_not_record_five_stars():
    dossier = built.sent_up("D08")
    record = lambda who: record_five_and_issue(  # noqa: E731
        dossier,
        answer=built.answer("92", 5),
        signer_name="Đinh Văn Mười Một",
        signer_capacity="KT. BỘ TRƯỞNG",
        actor=cast(who),
        at=built.ANSWERED,
    )
    refused(lambda: record("giang"))
    dossier.refresh_from_db()
    assert record("hung").stars == 5


@pytest.mark.parametrize(("points", "stars"), [("90", 4), ("69.99", 4), ("87", 5), ("101", 4), ("87.001", 4)])
def test_what_comes_back_lies_under_ninety_and_fits_its_stars(points, stars):
    dossier = built.sent_up("D09")
    refused(lambda: actions.send_back(dossier, answer=built.answer(points, stars), actor=cast("bo"), at=built.ANSWERED))


def test_five_stars_need_ninety_points_of_the_centre():
    dossier = built.sent_up("D08")
    refused(
        lambda: record_five_and_issue(
            dossier,
            answer=built.answer("89.99", 5),
            signer_name="A",
            signer_capacity="B",
            actor=cast("bo"),
            at=built.ANSWERED,
        )
    )


@pytest.mark.parametrize("on", [dt.date(2026, 11, 19), dt.date(2026, 11, 25)])
def test_the_request_is_dated_between_approval_and_today(on):
    dossier = built.concluded("D08")
    built.signed(built.prepared(dossier, kind=DecisionKind.APPROVAL))
    dossier.refresh_from_db()
    refused(
        lambda: actions.send_to_ministry(
            dossier, number="201/UBND", sent_on=on, **built.SIGNER, actor=cast("giang"), at=at(24, 11)
        )
    )
