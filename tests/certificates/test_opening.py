"""A dossier is opened as what the product holds allows: first time, upgrade, or the re-ranking of its own lane."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from ratings.certificates.actions import Issued, record_issued
from ratings.certificates.queries import held_rank
from ratings.dossiers.kinds import HeldRank, kind_fits, likely_kind
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import Kind
from tests.cast import cast, client_of, product

DAY = dt.date(2027, 12, 30)
THREE, FIVE = HeldRank(3, DAY), HeldRank(5, DAY)


@pytest.mark.parametrize(
    ("held", "likely", "fitting"),
    [
        (None, Kind.FIRST, {Kind.FIRST}),
        (THREE, Kind.UPGRADE, {Kind.UPGRADE, Kind.RE_RANKING}),
        (FIVE, Kind.FIRST, {Kind.RE_RANKING}),
    ],
)
def test_what_is_held_decides_which_kinds_fit(held, likely, fitting):
    assert likely_kind(held, dt.date(2026, 9, 2)) is likely
    answers = {kind: kind_fits(kind, held) for kind in Kind}
    assert {kind for kind, answer in answers.items() if answer} == fitting
    assert all(answer.article and answer.remedy for answer in answers.values() if not answer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "rank"),
    [
        (dt.date(2024, 12, 29), None),
        (dt.date(2024, 12, 30), HeldRank(3, DAY)),
        (DAY, HeldRank(3, DAY)),
        (DAY + dt.timedelta(days=1), HeldRank(3, dt.date(2028, 3, 1), own_last_day=DAY)),
        (dt.date(2028, 3, 2), None),
    ],
)
def test_a_rank_is_held_to_the_end_of_its_last_day_and_of_its_extension(day, rank):
    mine = recorded(extended_until=dt.date(2028, 3, 2))
    assert held_rank(mine.pk, day) == rank


def recorded(**changes):
    mine = product("Gạo Hải Lăng", of="gia_dang", set_number=3)
    issued = Issued(3, "12/QĐ-UBND", "UBND huyện Hải Lăng", dt.date(2024, 12, 30), "45-464-19414-3-2024", **changes)
    at = dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.UTC)
    record_issued(mine, issued=issued, actor=cast("giang"), at=at)
    return mine


@pytest.mark.django_db
def test_the_page_says_what_is_held_proposes_the_upgrade_and_refuses_the_first_time(law):
    with time_machine.travel(dt.datetime(2026, 9, 2, 9, 0, tzinfo=dt.UTC), tick=False):
        mine = recorded()
        browser = client_of("hanh")
        page = browser.get(f"/dossiers/new/?product={mine.public_id}").content.decode()
        assert "đến hết 30/12/2027" in page
        assert page.index('value="upgrade"') < page.index("checked") < page.index('value="upgrade"') + 200
        refused = browser.post("/dossiers/new/", {"product": mine.public_id, "kind": "first"})
        assert refused.status_code == 409
        words = "Sản phẩm đang có hạng 3 sao đến hết 30/12/2027, nên không đăng ký lần đầu."
        assert words in refused.content.decode()
        assert "khoản 5 Điều 7" in refused.content.decode()
        assert not Dossier.objects.exists()
        assert browser.post("/dossiers/new/", {"product": mine.public_id, "kind": "upgrade"}).status_code == 302
    assert Dossier.objects.get().kind == Kind.UPGRADE
