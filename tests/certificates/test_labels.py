"""What happens to printed labels: by certificate, by day, and on the page of a dossier that has its result."""

import datetime as dt
import html

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from ratings.certificates.labels import INSPECTED, MISUSE, Held, advice_on
from ratings.certificates.queries import held_days, history_of
from ratings.decisions.actions import notify_not_recognised
from tests import decision_builders as decided
from tests.cast import cast, client_of

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))
OLD = Held(3, dt.date(2023, 11, 20), dt.date(2026, 11, 19))
NEW = Held(4, dt.date(2026, 11, 20), dt.date(2029, 11, 19))


def words(certificates, day):
    return [one.words for one in advice_on(certificates, day)]


def test_each_day_has_its_own_advice():
    assert words([], NEW.first) == ["Sản phẩm chưa có hạng sao: bao bì không in sao và không dùng nhãn hiệu OCOP."]
    assert words([OLD], OLD.last) == [
        "Được dùng nhãn in 3 sao cho hàng đóng gói từ ngày 20/11/2023 đến hết ngày 19/11/2026."
    ]
    assert words([OLD], NEW.first)[0].startswith("Nhãn in 3 sao dùng cho hàng đóng gói đến hết ngày 19/11/2026")
    assert words([NEW, OLD], NEW.first) == [
        "Được dùng nhãn in 4 sao cho hàng đóng gói từ ngày 20/11/2026 đến hết ngày 19/11/2029.",
        "Nhãn đã in 3 sao không dùng cho hàng đóng gói từ ngày 20/11/2026.",
    ]
    same = Held(3, NEW.first, NEW.last)
    assert len(words([OLD, same], NEW.first)) == 1, "labels of the same rank go on"
    assert {one.article for one in advice_on([NEW, OLD], NEW.first)} == {INSPECTED, MISUSE}


@given(DAYS)
def test_labels_with_stars_are_allowed_exactly_while_a_certificate_is_in_force(day):
    first = advice_on([OLD, NEW], day)[0]
    assert (first.article == INSPECTED) is (OLD.first <= day <= NEW.last)


@pytest.mark.django_db
def test_the_page_of_a_recognised_dossier_says_it_and_one_that_goes_on_says_nothing():
    certificate = decided.recognised("D01")
    address = f"/dossiers/{certificate.dossier.number}/certificate/"
    with time_machine.travel(dt.datetime(2026, 11, 25, 9, tzinfo=decided.SIGNED.tzinfo), tick=False):
        page = html.unescape(client_of("hanh").get(address, headers={"hx-request": "true"}).content.decode())
    assert f"Được dùng nhãn in {certificate.stars} sao cho hàng đóng gói từ ngày 20/11/2026" in page
    [held] = held_days(history_of(certificate.product_id))
    assert (held.first, held.stars) == (certificate.valid_from, certificate.stars)


@pytest.mark.django_db
def test_a_product_that_was_not_recognised_hears_what_was_missing_by_when_and_of_its_labels():
    dossier = decided.concluded("D18")
    notify_not_recognised(
        dossier,
        number="15/TB-SNNMT",
        issued_on=decided.ISSUED_ON,
        **decided.SIGNER,
        actor=cast("giang"),
        at=decided.SIGNED,
    )
    client = client_of("giang")
    with time_machine.travel(decided.SIGNED, tick=False):
        labels = html.unescape(
            client.get(f"/dossiers/{dossier.number}/certificate/", headers={"hx-request": "true"}).content.decode()
        )
        result = html.unescape(client.get(f"/dossiers/{dossier.number}/result/").content.decode())
    assert "bao bì không in sao và không dùng nhãn hiệu OCOP" in labels
    assert "Muốn được đánh giá tiếp trong đợt 1/2027, nộp hồ sơ mới chậm nhất ngày" in result
