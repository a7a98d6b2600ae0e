"""A province's register comes in: what is good is registered, what is not is named, and twice is not more than once."""

import datetime as dt

import pytest
from django.db import IntegrityError

from ratings.certificates.models import Certificate, End
from ratings.register_import import actions, work_actions, write_actions
from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.problems import Code
from ratings.register_import.states import Field, State, Verdict
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.producers.models import Producer
from registry.producers.states import ProducerKind
from registry.products.models import CommuneSerial, OldCode, Product, ProductCode
from tests.cast import QUANG_TRI, cast, producer, product
from tests.certificates.test_intervals import built
from tests.register_import.made import FIRST_ROW, once, row
from tests.register_import.steps import (
    DAY,
    assigned,
    brought_in,
    found,
    read,
    the_row,
    uploaded,
    verdicts,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def totals():
    return Producer.objects.count(), Product.objects.count(), Certificate.objects.count()


def test_a_good_row_becomes_producer_product_and_the_history_of_its_recognitions():
    register = brought_in([row(code="45-469-19654-7-2021")])
    assert (register.producers_added, register.products_added, register.certificates_added) == (1, 1, 2)
    made = Product.objects.get()
    owner = made.producer
    assert (owner.kind, owner.name) == (ProducerKind.COOPERATIVE, "HTX Nước mắm Gia Đẳng (minh họa)")
    assert (owner.commune_id, owner.address) == ("19654", "Thôn 1, Xã Triệu Cơ")
    assert (owner.representative_name, owner.phone) == ("Lê Thị Hạnh", "0912345678")
    assert (made.name, made.set_number, made.commune_id) == ("Nước mắm Gia Đẳng (minh họa)", 9, "19654")
    assert OldCode.objects.get().text == "45-469-19654-7-2021"
    first, second = Certificate.objects.order_by("valid_from")
    assert (first.stars, first.valid_from, first.valid_until) == (3, dt.date(2021, 6, 21), dt.date(2024, 6, 21))
    assert (first.end, first.superseded_by, first.end_decision_number) == (End.SUPERSEDED, second, "1388/QĐ-UBND")
    assert (second.stars, second.end, second.valid_until) == (4, "", dt.date(2027, 6, 22))
    assert second.authority == "Chủ tịch UBND tỉnh Quảng Trị"
    assert the_row(register, FIRST_ROW).verdict == Verdict.DONE


def test_the_same_workbook_again_adds_nothing():
    rows = [row(), once(product="Mắm ruốc"), once(product="Mắm nêm", commune="Xã Triệu Lăng, huyện Triệu Phong")]
    brought_in(rows)
    before = totals()
    again = read(rows)
    assert verdicts(again) == {5: Verdict.KNOWN, 6: Verdict.KNOWN, 7: Verdict.CHOICE}
    with pytest.raises(Refused, match=r"No row is ready|sẵn sàng"):
        written(again)
    assert totals() == before


def test_the_same_product_written_otherwise_is_the_same():
    brought_in([row()])
    before = totals()
    other = row(
        product="NƯỚC MẮM GIA ĐẲNG (MINH HOẠ)", producer="Hợp tác xã nước mắm Gia Đẳng (minh họa)",
        first_decision="QĐ số 412/QĐ-UBND ngày 21/06/2021",
    )  # fmt: skip
    assert verdicts(read([other])) == {5: Verdict.KNOWN}
    assert totals() == before


def test_a_later_register_adds_only_what_is_new():
    brought_in([once(product="Mắm ruốc")])
    later = row(
        product="Mắm ruốc", first_date=dt.date(2024, 6, 21), first_year=2024, second_date=dt.date(2026, 6, 1),
        second_year=2026, stars_now=4, expiry=None,
    )  # fmt: skip
    register = brought_in([later, once(product="Mắm nêm")])
    assert (register.producers_added, register.products_added, register.certificates_added) == (0, 1, 2)
    first, second = Certificate.objects.filter(product__name="Mắm ruốc").order_by("valid_from")
    assert (first.valid_until, first.superseded_by) == (dt.date(2026, 6, 1), second)


def test_a_product_that_the_system_has_gets_its_history():
    known = product()
    owner = producer("gia_dang")
    register = brought_in([once(producer=owner.name, product=known.name)])
    assert (register.producers_added, register.products_added, register.certificates_added) == (0, 0, 1)
    assert Certificate.objects.get().product == known


def test_a_recognition_that_the_system_has_otherwise_is_named():
    known = product()
    built.old_certificate(known, stars=3, on=dt.date(2024, 6, 21))
    register = read([once(producer=producer("gia_dang").name, product=known.name, first_stars=4, stars_now=4)])
    assert found(register, 5) >= {(Field.FIRST_DATE, Code.REGISTER_DIFFERS)}
    assert verdicts(register) == {5: Verdict.BAD}


def test_what_the_system_learned_between_check_and_import_goes_back_and_the_others_come_in():
    known = product()
    register = read([once(producer=producer("gia_dang").name, product=known.name), once(product="Mắm nêm")])
    built.old_certificate(known, stars=4, on=dt.date(2024, 6, 21))
    register = written(register)
    assert verdicts(register) == {5: Verdict.BAD, 6: Verdict.DONE}
    assert (Field.FIRST_DATE, Code.REGISTER_DIFFERS) in found(register, 5)
    assert register.certificates_added == 1


def test_all_ready_rows_are_written_or_none(monkeypatch):
    register = read([once(product=f"Sản phẩm {number}") for number in range(5)])
    before, entries = totals(), JournalEntry.objects.count()
    calls = []

    def fails(histories, **options):
        calls.append(len(histories))
        raise IntegrityError("somebody was faster")

    monkeypatch.setattr(write_actions, "record_histories", fails)
    register = written(register)
    assert calls == [5]
    assert (totals(), set(verdicts(register).values())) == (before, {Verdict.GOOD})
    assert (register.status, register.write_failed) == (State.READ, True)
    assert JournalEntry.objects.count() == entries + 1  # that it was asked for
    monkeypatch.undo()
    register = written(register)
    assert (register.products_added, register.write_failed) == (5, False)


def test_a_batch_in_the_middle_that_fails_takes_all_with_it(monkeypatch):
    monkeypatch.setattr(write_actions, "BATCH", 2)
    register = read([once(product=f"Sản phẩm {number}") for number in range(5)])
    before = totals()
    real, calls = write_actions.record_histories, []

    def second_fails(histories, **options):
        calls.append(len(histories))
        if len(calls) == 2:
            raise IntegrityError("the disk is full")
        return real(histories, **options)

    monkeypatch.setattr(write_actions, "record_histories", second_fails)
    register = written(register)
    assert (calls, totals()) == ([2, 2], before)
    assert set(verdicts(register).values()) == {Verdict.GOOD}


def test_every_step_is_in_the_journal():
    register = brought_in([row(), once(product="Mắm nêm")])
    steps = list(
        JournalEntry.objects.filter(object_type="register_import").order_by("pk").values_list("action", flat=True)
    )
    assert steps == [
        f"register_import.{step}" for step in ("uploaded", "columns_assigned", "read", "writing_asked", "written")
    ]
    entered = JournalEntry.objects.get(action="products.brought_in")
    assert sorted(key for _row, key in entered.after["products"]) == sorted(
        Product.objects.values_list("pk", flat=True)
    )
    assert JournalEntry.objects.get(action="producers.brought_in").after == {
        "producers": list(Producer.objects.values_list("pk", flat=True))
    }
    recorded = JournalEntry.objects.get(action="certificates.recorded")
    assert {one[0] for one in recorded.after["certificates"]} == set(Certificate.objects.values_list("pk", flat=True))
    assert JournalEntry.objects.get(action="register_import.written").after == {
        "rows": 2, "producers": 1, "products": 2, "certificates": 3,
    }  # fmt: skip
    assert register.write_by == cast("giang")


def test_a_code_of_today_is_never_issued_again():
    brought_in([once(code="44-19654-41-2025", first_date=dt.date(2025, 9, 1), first_year=2025)])
    assert str(ProductCode.objects.get()) == "44-19654-41"
    assert CommuneSerial.objects.get().last == 41


@pytest.mark.parametrize("who", ["tam", "cuc", "hanh", "quoc", "bo", "stranger", "quan_tri"])
def test_only_an_officer_of_the_province_brings_its_register_in(who):
    with pytest.raises(Refused):
        uploaded([row()], who=who)
    register = uploaded([row()])
    with pytest.raises(Refused):
        assigned(register, who=who)
    register = read([row()])
    with pytest.raises(Refused):
        written(register, who=who)
    assert (Product.objects.count(), Certificate.objects.count()) == (0, 0)


def test_an_officer_who_left_between_asking_and_writing_writes_nothing():
    register = read([row()])
    actions.start_writing(register=register, actor=cast("hung"), at=DAY)
    cast("hung").role_assignments.all().delete()
    work_actions.work(now=lambda: DAY)
    register.refresh_from_db()
    assert (totals(), register.status, register.write_failed) == ((0, 0, 0), State.READ, True)


def test_a_row_of_another_province_stays_out():
    register = read([row(commune="Phường Phú Xuân, thành phố Huế", address=None)])
    assert found(register, 5) >= {(Field.COMMUNE, Code.OTHER_PROVINCE)}
    assert RegisterImport.objects.get().province_id == QUANG_TRI


def test_two_producers_of_one_name_in_two_communes_stay_two():
    register = brought_in([once(producer="HKD Nguyễn Văn A"), once(producer="HKD Nguyễn Văn A", commune="Xã Cửa Tùng")])
    assert (register.producers_added, register.products_added) == (2, 2)


def test_nothing_is_read_while_columns_are_missing():
    register = uploaded([row()])
    columns = {Field(name): index for name, index in register.columns.items()}
    del columns[Field.FIRST_DECISION]
    with pytest.raises(Refused):
        actions.assign_columns(register=register, columns=columns, actor=cast("giang"), at=DAY)
    assert ImportRow.objects.count() == 0
