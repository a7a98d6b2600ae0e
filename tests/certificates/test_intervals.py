"""Certificates of one product: what a new one does to the old, what the database refuses."""

import datetime as dt
import itertools
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from ratings.certificates import actions
from ratings.certificates.codes import fault_of
from ratings.certificates.models import Certificate, End
from ratings.certificates.states import Status, status_on
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.products.models import OldCode
from tests import decision_builders as built
from tests.builders import a_product, at
from tests.cast import cast, product

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 21)


def refused(call) -> str:
    count = (Certificate.objects.count(), JournalEntry.objects.count())
    with pytest.raises(Refused) as found, transaction.atomic():
        call()
    assert (Certificate.objects.count(), JournalEntry.objects.count()) == count
    return str(found.value.answer.reason)


def test_d10_from_before_the_system_keeps_its_own_end_and_its_old_code():
    certificate = built.old_certificate(product())
    assert (certificate.valid_from, certificate.valid_until) == (DAY, dt.date(2027, 6, 22))
    assert (certificate.pdf, certificate.decision, certificate.dossier) == (None, None, None)
    assert fault_of(certificate.code) is None
    assert OldCode.objects.get(text="45-464-19414-3-2024").product == product()
    assert JournalEntry.objects.get(object_type="certificate").action == "certificate.recorded"


def test_d27_a_later_one_supersedes_an_earlier_one_from_its_own_first_day():
    first = built.old_certificate(product(), stars=3, on=dt.date(2023, 5, 10))
    second = built.old_certificate(product(), stars=4, on=dt.date(2025, 8, 1), code="44-19414-27-2025")
    first.refresh_from_db()
    assert (first.valid_until, first.ended_on, first.end, first.superseded_by) == (
        second.valid_from,
        second.valid_from,
        End.SUPERSEDED,
        second,
    )
    assert first.first_until == dt.date(2026, 5, 11)
    assert [status_on(first, day) for day in (dt.date(2025, 7, 31), dt.date(2025, 8, 1))] == [
        Status.IN_FORCE,
        Status.SUPERSEDED,
    ]


def test_an_earlier_one_recorded_afterwards_is_cut_by_what_is_there():
    second = built.old_certificate(product(), stars=4, on=dt.date(2025, 8, 1), code="44-19414-27-2025")
    first = built.old_certificate(product(), stars=3, on=dt.date(2023, 5, 10))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.valid_until, first.superseded_by) == (second.valid_from, second)
    assert (second.end, second.valid_until) == ("", dt.date(2028, 8, 2))


def test_one_that_ran_out_is_not_superseded_but_expired():
    first = built.old_certificate(product(), on=dt.date(2020, 5, 10))
    built.old_certificate(product(), on=dt.date(2024, 5, 10), code="45-464-19414-4-2024")
    first.refresh_from_db()
    assert (first.end, first.superseded_by, first.valid_until) == ("", None, dt.date(2023, 5, 11))


def test_d24_withdrawn_and_d11_extended_are_told_apart():
    withdrawn = built.old_certificate(product(), withdrawn_on=dt.date(2026, 8, 12), withdrawal_number="2901/QĐ-UBND")
    extended = built.old_certificate(
        product("Mắm nêm"),
        on=dt.date(2023, 8, 18),
        code="44-19496-2-2023",
        extended_until=dt.date(2027, 2, 15),
    )
    day = dt.date(2026, 11, 23)
    assert status_on(withdrawn, day) is Status.WITHDRAWN
    assert status_on(withdrawn, dt.date(2026, 8, 11)) is Status.IN_FORCE
    assert [status_on(extended, one) for one in (dt.date(2026, 8, 18), day, dt.date(2027, 2, 15))] == [
        Status.IN_FORCE,
        Status.EXTENDED,
        Status.EXPIRED,
    ]


def test_a_recognition_during_an_extension_ends_only_the_extension():
    first = built.old_certificate(
        product(), on=dt.date(2023, 8, 18), code="44-19496-2-2023", extended_until=dt.date(2027, 2, 15)
    )
    second = built.old_certificate(product(), stars=4, on=dt.date(2026, 8, 25), code="44-19496-2-2026")
    first.refresh_from_db()
    assert (first.valid_until, first.extended_until, first.superseded_by) == (
        dt.date(2026, 8, 19),
        second.valid_from,
        second,
    )


@pytest.mark.usefixtures("law")
def test_a_recognition_supersedes_what_the_product_had():
    old = built.old_certificate(a_product("gia_dang", "Mắm ruốc"), code="44-19654-9-2025", on=dt.date(2025, 6, 21))
    certificate = built.recognised("D02")
    assert certificate.product_id == old.product_id
    old.refresh_from_db()
    assert (old.end, old.superseded_by, old.valid_until) == (End.SUPERSEDED, certificate, built.ISSUED_ON)
    assert old.end_decision_number == "3456/QĐ-UBND"


@pytest.mark.usefixtures("law")
def test_a_recognition_never_begins_before_a_certificate_that_is_there():
    decision = built.prepared(built.concluded("D01"))
    Certificate.objects.bulk_create([_row(decision.items.get().dossier.product, built.ISSUED_ON)])
    assert "đã có giấy chứng nhận từ ngày 20/11/2026" in refused(lambda: built.signed(decision))
    decision.refresh_from_db()
    assert decision.is_draft


def test_the_same_day_twice_is_refused():
    built.old_certificate(product())
    assert "cùng ngày" in refused(lambda: built.old_certificate(product(), stars=4))


@pytest.mark.parametrize("who", ["quoc", "cuc", "hanh", "tam", "bo", "stranger"])
def test_only_an_officer_of_the_province_records_certificates_from_before(who):
    issued = actions.Issued(3, "412/QĐ-UBND", "UBND huyện", DAY, "45-464-19414-3-2024")
    refused(lambda: actions.record_issued(product(), issued=issued, actor=cast(who), at=at(1, 9)))
    assert actions.record_issued(product(), issued=issued, actor=cast("hung"), at=at(1, 9)).stars == 3


def _row(of, start: dt.date, days: int = 1000, code: str = "") -> Certificate:
    until = start + dt.timedelta(days=days)
    return Certificate(
        code=code or actions.new_code(), product=of, product_code="x", product_name="x", producer_name="x",
        producer_address="x", place="x", set_number=9, stars=3, decision_number="x", authority="x", issued_on=start,
        valid_from=start, first_until=until, valid_until=until,
    )  # fmt: skip


def test_the_database_refuses_an_overlap_but_not_one_day_after_the_other():
    mine, other = product(), product("Mắm nêm")
    first = _row(mine, DAY)
    first.save()
    for start in (DAY, DAY + dt.timedelta(days=999), DAY - dt.timedelta(days=999)):
        with pytest.raises(IntegrityError), transaction.atomic():
            _row(mine, start).save()
    _row(mine, first.valid_until).save()
    _row(other, DAY).save()
    earlier = _row(mine, DAY - dt.timedelta(days=1000))
    earlier.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=earlier.pk).update(
            valid_until=DAY + dt.timedelta(days=1), first_until=DAY + dt.timedelta(days=1)
        )
    assert Certificate.objects.count() == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stars", 4), ("product_name", "khác"), ("producer_name", "khác"), ("producer_address", "khác"),
        ("place", "khác"), ("decision_number", "9/QĐ"), ("issued_on", dt.date(2024, 6, 22)),
        ("code", "K7M2P9QXRT"), ("product_code", "44-1"), ("first_until", dt.date(2030, 1, 1)), ("authority", "khác"),
    ],
)  # fmt: skip
def test_the_database_keeps_what_is_printed(field, value):
    row = built.old_certificate(product())
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=row.pk).update(**{field: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=row.pk).delete()
    Certificate.objects.filter(pk=row.pk).update(
        end=End.WITHDRAWN, ended_on=DAY + dt.timedelta(days=9), valid_until=DAY + dt.timedelta(days=9)
    )


def test_a_certificate_is_never_made_longer():
    row = built.old_certificate(product())
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=row.pk).update(valid_until=row.first_until + dt.timedelta(days=1))


@pytest.mark.usefixtures("law")
def test_the_pdf_of_a_certificate_is_never_exchanged():
    row = built.recognised("D01")
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=row.pk).update(pdf=built.a_file("khác"))


def test_a_code_that_exists_is_drawn_again(monkeypatch):
    taken = built.old_certificate(product()).code
    drawn = iter([taken, taken, "K7M2P9QXRA"])
    monkeypatch.setattr(actions, "new_code", lambda: next(drawn))
    assert built.old_certificate(product("Mắm nêm")).code == "K7M2P9QXRA"


@pytest.mark.django_db(transaction=True)
def test_of_two_certificates_recorded_at_once_none_overlaps():
    mine, officer = product(), cast("giang")
    start = threading.Barrier(2)

    def record(day):
        issued = actions.Issued(3, f"{day.day}/QĐ-UBND", "UBND huyện", day, f"45-464-19414-{day.day}-2024")
        start.wait()
        try:
            actions.record_issued(mine, issued=issued, actor=officer, at=at(1, 9))
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=record, args=[DAY + dt.timedelta(days=n)]) for n in (0, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = list(Certificate.objects.order_by("valid_from"))
    assert rows
    assert all(one.valid_until <= two.valid_from for one, two in itertools.pairwise(rows))
