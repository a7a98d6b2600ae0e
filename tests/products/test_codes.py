"""Product codes: read, written, issued once, never twice the same."""

import threading

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction

from registry.places.models import Commune
from registry.products.actions import issue_code
from registry.products.codes import CodeParts, full_code, parse
from registry.products.models import CommuneSerial, Product, ProductCode
from tests.cast import CUA_TUNG, MADE_AT, TRIEU_CO, cast, product


@pytest.mark.parametrize(
    ("text", "parsed", "old"),
    [
        ("44-19654-1-2026", CodeParts("44", "", "19654", 1, 2026), False),
        (" 44 – 19654 - 1 - 2026 ", CodeParts("44", "", "19654", 1, 2026), False),
        ("83-832-28882-2-2022", CodeParts("83", "832", "28882", 2, 2022), True),
        ("45-464-19414-3-2024", CodeParts("45", "464", "19414", 3, 2024), True),
    ],
)
def test_codes_of_four_and_of_five_parts_are_read(text, parsed, old):
    assert parse(text) == parsed
    assert parsed.is_old is old


@pytest.mark.parametrize("text", ["", "44-19654-1", "44-19654-x-2026", "nước mắm", "44-19654-1-26"])
def test_what_is_no_code_is_not_read_as_one(text):
    assert parse(text) is None


def test_the_year_is_added_to_the_permanent_part():
    assert full_code(ProductCode(province_code="44", commune_code="19654", serial=1), 2026) == "44-19654-1-2026"


@pytest.mark.django_db
def test_each_commune_counts_for_itself_and_asking_again_changes_nothing():
    cuc = cast("cuc")
    first, second = product("Nước mắm"), product("Chuối sấy dẻo", set_number=7)
    elsewhere = product("Mắm nêm", of="cua_tung")
    codes = [str(issue_code(product=row, actor=cuc, at=MADE_AT)) for row in (first, second, elsewhere, first)]
    assert codes == ["44-19654-1", "44-19654-2", "44-19414-1", "44-19654-1"]
    assert dict(CommuneSerial.objects.values_list("commune", "last")) == {TRIEU_CO: 2, CUA_TUNG: 1}


@pytest.mark.django_db
def test_an_issued_code_can_be_neither_changed_nor_removed():
    code = issue_code(product=product(), actor=cast("cuc"), at=MADE_AT)
    for change in (
        lambda: ProductCode.objects.filter(pk=code.pk).update(serial=9),
        lambda: ProductCode.objects.filter(pk=code.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert str(ProductCode.objects.get()) == "44-19654-1"


def at_once(*jobs):
    """Run the jobs in threads that start together, each with a connection of its own; raise what any raised."""
    ready, errors = threading.Barrier(len(jobs)), []

    def run(job):
        close_old_connections()
        try:
            ready.wait(timeout=10)
            job()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("serial_known", [False, True])
def test_products_received_at_once_get_each_a_serial(serial_known):
    cuc = cast("cuc")
    rows = [product(f"Sản phẩm {word}", set_number=7) for word in ("một", "hai", "ba", "bốn", "năm", "sáu")]
    if serial_known:
        CommuneSerial.objects.create(commune=Commune.objects.get(pk=TRIEU_CO))
    at_once(*[lambda row=row: issue_code(product=row, actor=cuc, at=MADE_AT) for row in rows])
    assert sorted(ProductCode.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_one_product_received_twice_at_once_gets_one_code():
    cuc, row = cast("cuc"), product()
    got = []
    at_once(
        *[
            lambda: got.append(str(issue_code(product=Product.objects.get(pk=row.pk), actor=cuc, at=MADE_AT)))
            for _turn in range(4)
        ]
    )
    assert got == ["44-19654-1"] * 4
    assert CommuneSerial.objects.get().last == 1
