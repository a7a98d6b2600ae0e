"""Everybody's screen follows the room: told of changes only, and of nothing that the sheets still keep sealed."""

import datetime as dt
import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ratings.councils import actions as councils
from ratings.scoring import actions as scoring
from registry.access.answers import Refused
from registry.accounts.models import User
from tests import council_builders as built
from tests.cast import cast, client_of
from tests.criteria.demo_sheets import D01, council, sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law", "day")]
PEOPLE = ("tv1", "tv2", "tv7", "thu", "lan", "giang")


@pytest.fixture
def day(time_machine):
    time_machine.move_to(built.AT_SESSION, tick=False)


class Screen:
    """A screen that stays open: it sends the mark of what it shows, as the script does."""

    def __init__(self, name, session, page="session-live"):
        self.client, self.mark = client_of(name), ""
        self.address = reverse(f"{page}-now", args=[session.council_id, session.number])
        self.shown = ""

    def look(self):
        """Return whether something changed; ``shown`` is what stands on the screen."""
        answer = self.client.get(self.address, headers={"If-None-Match": self.mark})
        assert answer["Cache-Control"] == "private, no-cache"
        if answer.status_code == 304:
            assert (answer.content, answer["ETag"]) == (b"", self.mark)
            return False
        assert answer.status_code == 200
        self.shown, self.mark = html.unescape(answer.content.decode()), answer["ETag"]
        return True


def screens(session, names=PEOPLE):
    found = {name: Screen(name, session) for name in names}
    for screen in found.values():
        screen.look()
    return found


def changed(found):
    return {name for name, screen in found.items() if screen.look()}


def test_every_screen_follows_the_table_and_is_told_of_changes_only():
    dossier = built.on_agenda(built.on_the_desk())
    session = built.a_session()
    found = screens(session)
    assert all("Chưa có sản phẩm nào được đưa ra xem xét" in screen.shown for screen in found.values())
    assert changed(found) == set()
    councils.put_on_table(session, item=session.agenda.get(), actor=cast("thu"), at=built.AT_SESSION)
    assert changed(found) == set(PEOPLE)
    assert all("Nước mắm Gia Đẳng" in screen.shown for screen in found.values())
    scoring.start_scoring(dossier, actor=cast("thu"), at=built.AT_SESSION)
    assert "tv1" in changed(found)
    assert "Đang chấm lần 1" in found["tv2"].shown
    assert "Đang chấm" not in found["tv7"].shown
    councils.put_on_table(session, item=None, actor=cast("tv1"), at=built.AT_SESSION)
    assert changed(found) == set(PEOPLE)


def test_starting_puts_the_product_on_the_table_and_taking_it_off_the_agenda_clears_it():
    first, second = built.on_the_desk(), built.on_agenda(built.on_the_desk("Mắm ruốc"))
    session = built.in_scoring(first).session
    session.refresh_from_db()
    assert session.on_table.dossier == first
    councils.put_on_table(session, item=session.agenda.get(dossier=second), actor=cast("thu"), at=built.AT_SESSION)
    councils.take_off_agenda(second, reason="Thiếu mẫu", actor=cast("thu"), at=built.AT_SESSION)
    session.refresh_from_db()
    assert session.on_table is None


def test_a_sheet_that_is_sent_moves_no_screen_but_of_those_who_keep_the_count():
    """What changes a mark is as telling as what is written: a member counts neither 200s nor words."""
    running = built.in_scoring(built.on_the_desk())
    sheets = council(sheet_of(9), D01)
    for name in ("tv1", "tv2", "tv3"):
        built.sheet_of_member(running, name)
    found = screens(running.session)
    built.fill(running, "tv3", sheets[2])
    assert changed(found) == {"tv1", "thu"}
    assert "1/5" in found["thu"].shown
    assert "Dương Văn Ba" in found["thu"].shown
    for name in ("tv2", "tv7", "lan", "giang"):
        assert "phiếu đã gửi" not in found[name].shown
        assert "Dương Văn Ba" not in found[name].shown
    built.fill(running, "tv2", sheets[1])
    assert changed(found) == {"tv1", "tv2", "thu"}
    assert "Phiếu của tôi (đã gửi)" in found["tv2"].shown


def test_no_points_are_on_a_screen_before_the_opening_and_the_recused_sees_none_after_it():
    dossier = built.on_the_desk()
    running = built.in_scoring(dossier)
    built.fill_all(running, council(sheet_of(9), D01))
    found = screens(running.session)
    assert not [name for name, screen in found.items() if "79,6" in screen.shown]
    scoring.open_sheets(dossier, actor=cast("tv1"), at=built.OPENED)
    assert {"tv1", "tv2", "thu"} <= changed(found)
    assert {name for name, screen in found.items() if "79,60" in screen.shown} == {"tv1", "tv2", "thu"}
    scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    changed(found)
    assert "79,60" not in found["tv7"].shown


def test_whoever_has_not_declared_is_asked_before_anything_else():
    running = built.in_scoring(built.on_the_desk())
    screen = Screen("tv2", running.session)
    screen.look()
    assert "Khai báo ngay" in screen.shown
    assert "Chấm phiếu" not in screen.shown
    built.declared(running.dossier, "tv2")
    assert screen.look()
    assert f"/scoring/{built.sheet_of_member(running, 'tv2', asked=False).pk}/" in screen.shown


def test_the_wall_names_no_person_and_nothing_that_is_sealed():
    dossier = built.on_the_desk()
    running = built.in_scoring(dossier)
    wall = Screen("thu", running.session, "session-projector")
    wall.look()
    built.fill_all(running, council(sheet_of(9), D01))
    wall.look()
    people = [
        *User.objects.values_list("full_name", flat=True),
        dossier.producer.representative_name,
        dossier.producer.name,
    ]
    page = html.unescape(
        client_of("thu").get(reverse("session-projector", args=[running.session.council_id, 1])).content.decode()
    )
    scoring.open_sheets(dossier, actor=cast("tv1"), at=built.OPENED)
    for shown in (wall.shown, page):
        assert "phiếu đã gửi" not in shown
        assert "5/5" not in shown
    wall.look()
    assert "79,60" in wall.shown
    for shown in (page, wall.shown):
        assert not [name for name in people if name and name in shown]


@pytest.mark.parametrize("name", ["tv2", "lan", "giang", "hanh", "cuc", "tam"])
def test_the_wall_is_opened_by_whoever_keeps_the_session_alone(name):
    running = built.in_scoring(built.on_the_desk())
    args = [running.session.council_id, running.session.number]
    keeps = name == "giang"
    for page in ("session-projector", "session-projector-now"):
        assert (client_of(name).get(reverse(page, args=args)).status_code == 200) is keeps, page
    seat = name in {"tv2", "lan", "giang"}
    for page in ("session-live", "session-live-now"):
        assert (client_of(name).get(reverse(page, args=args)).status_code == 200) is seat, page


@pytest.mark.parametrize("name", ["tv2", "tv7", "lan"])
def test_only_chair_and_secretary_turn_the_room(name):
    built.on_agenda(built.on_the_desk())
    session = built.a_session()
    item = session.agenda.get()
    with pytest.raises(Refused):
        councils.put_on_table(session, item=item, actor=cast(name), at=built.AT_SESSION)
    client_of(name).post(reverse("session-table", args=[session.council_id, session.number]), {"item": item.pk})
    session.refresh_from_db()
    assert session.on_table is None


def test_a_product_of_another_session_is_not_put_on_the_table():
    built.on_agenda(built.on_the_desk())
    other = built.a_session(dt.date(2026, 12, 8))
    item = built.a_session().agenda.get()
    with pytest.raises(Refused):
        councils.put_on_table(other, item=item, actor=cast("thu"), at=built.AT_SESSION)
    answer = client_of("thu").post(reverse("session-table", args=[other.council_id, other.number]), {"item": item.pk})
    assert answer.status_code == 404


def test_a_look_asks_as_often_for_many_products_as_for_one_whatever_it_answers():
    running = built.in_scoring(built.on_the_desk())
    counts = {}
    for name in ("tv2", "thu"):
        screen = Screen(name, running.session)
        screen.look()
        counts[name] = [_queries(screen)]
    for name in ("Mắm ruốc", "Mắm nêm"):
        built.on_agenda(built.on_the_desk(name))
    for name, asked in counts.items():
        screen = Screen(name, running.session)
        screen.look()
        asked.append(_queries(screen))
    assert all(first == second for first, second in counts.values()), counts
    assert max(max(each) for each in counts.values()) <= AT_MOST, counts


AT_MOST = 16


def _queries(screen):
    with CaptureQueriesContext(connection) as queries:
        assert screen.look() is False
    return len(queries)
