"""Links between producers: entered by one side, confirmed by the other, ended by either, seen by nobody else."""

import datetime as dt
import html

import pytest
import time_machine

from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from registry.producers.link_actions import confirm_link, end_link, enter_link
from registry.producers.models import SupplyLink
from tests.builders import at
from tests.cast import cast, client_of, producer, status_of

pytestmark = pytest.mark.django_db
SINCE = dt.date(2026, 9, 1)


@pytest.fixture
def sides():
    """The cooperative of Hạnh buys, the household of Biển supplies."""
    for name in ("hanh", "bien", "cuc", "em"):
        cast(name)
    return producer("gia_dang"), producer("cua_tung")


def entered(sides, *, supplies=False, who="hanh", goods="Cá cơm tươi", since=SINCE):
    return enter_link(
        speaker=sides[0], other=sides[1], supplies=supplies, goods=goods, since=since, actor=cast(who), at=at(5, 10)
    )


def address(side):
    return f"/producers/{side.pk}/links/"


def test_one_side_finds_the_other_and_enters_the_link_and_the_other_confirms(sides):
    ours, theirs = sides
    client = client_of("hanh")
    with time_machine.travel(at(5, 10), tick=False):
        found = html.unescape(client.get(f"{address(ours)}?q={theirs.name[:12]}").content.decode())
        assert f"?other={theirs.pk}" in found
        assert f"?other={ours.pk}" not in found
        form = {"other": theirs.pk, "direction": "supplied", "goods": "Cá cơm tươi", "since": "2026-09-01"}
        assert client.post(address(ours), form).status_code == 302
        link = SupplyLink.objects.get()
        assert (link.supplier, link.buyer, link.entered_for, link.confirmed_at) == (theirs, ours, ours, None)
        assert Notification.objects.filter(event="producer.link", recipient=cast("bien")).exists()
        page = html.unescape(client_of("bien").get(address(theirs)).content.decode())
        assert "bên kia chưa xác nhận" in page
        assert "cung cấp cho" in page
        assert f"{address(theirs)}{link.pk}/confirm/" in page
        assert f"{address(ours)}{link.pk}/confirm/" not in client.get(address(ours)).content.decode()
        assert client_of("bien").post(f"{address(theirs)}{link.pk}/confirm/").status_code == 302
    link.refresh_from_db()
    assert link.confirmed_by == cast("bien")
    assert "Hai bên đã xác nhận" in html.unescape(client.get(address(ours)).content.decode())
    said = JournalEntry.objects.filter(action__startswith="producer.link").order_by("pk")
    assert list(said.values_list("action", "object_id")) == [
        ("producer.link_entered", str(ours.pk)), ("producer.link_confirmed", str(theirs.pk)),
    ]  # fmt: skip


def test_the_speaker_cannot_confirm_for_the_other_and_strangers_see_nothing(sides):
    link = entered(sides)
    for who in ("hanh", "cuc", "stranger"):
        with pytest.raises(Refused, match="Bên kia"):
            confirm_link(link=link, actor=cast(who), at=at(6, 10))
    assert status_of(client_of("bien"), address(sides[0])) == 404
    assert status_of(client_of("stranger"), address(sides[0])) == 404
    assert client_of("bien").post(f"{address(sides[0])}{link.pk}/end/").status_code == 404
    with pytest.raises(Refused):
        end_link(link=link, actor=cast("stranger"), at=at(6, 10))
    confirm_link(link=link, actor=cast("em"), at=at(6, 10))
    assert link.confirmed_by == cast("em"), "the commune of the other side may"
    with pytest.raises(Refused, match="đã được xác nhận"):
        confirm_link(link=link, actor=cast("bien"), at=at(6, 10))


def test_a_confirmed_link_ends_with_its_day_and_one_that_was_never_confirmed_goes_away(sides):
    end_link(link=entered(sides), actor=cast("hanh"), at=at(6, 10))
    assert not SupplyLink.objects.exists()
    link = confirm_link(link=entered(sides), actor=cast("bien"), at=at(6, 10))
    end_link(link=link, actor=cast("bien"), at=at(7, 10))
    link.refresh_from_db()
    assert link.until == dt.date(2026, 10, 7)
    with pytest.raises(Refused):
        end_link(link=link, actor=cast("bien"), at=at(8, 10))
    assert entered(sides).pk, "it may begin anew"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"since": dt.date(2026, 10, 6)}, "sau ngày hôm nay"),
        ({"who": "bien"}, None),
        ({"who": "stranger"}, None),
    ],
)
def test_what_may_not_be_is_refused(sides, change, words):
    with pytest.raises(Refused, match=words):
        entered(sides, **change)
    assert not SupplyLink.objects.exists()


def test_a_link_with_oneself_and_the_same_link_twice_are_refused(sides):
    with pytest.raises(Refused, match="chính mình"):
        enter_link(
            speaker=sides[0], other=sides[0], supplies=True, goods="Cá", since=SINCE, actor=cast("hanh"), at=at(5, 10)
        )
    entered(sides)
    with pytest.raises(Refused, match="đã có"):
        entered(sides)


def test_half_a_form_keeps_what_was_typed(sides):
    ours, theirs = sides
    with time_machine.travel(at(5, 10), tick=False):
        answer = client_of("hanh").post(address(ours), {"other": theirs.pk, "goods": "Cá cơm tươi"})
    page = html.unescape(answer.content.decode())
    assert (answer.status_code, 'value="Cá cơm tươi"' in page, theirs.name in page) == (422, True, True)
