"""An officer goes: her offices pass to another person, who finds the open work, and the minutes say what it was."""

from __future__ import annotations

import datetime as dt
import html
import io

import pypdfium2
import pytest
from django.urls import reverse

from ratings.dossiers.queries import visible_to
from ratings.dossiers.states import State
from ratings.office.actions import hand_over_work
from ratings.office.models import WorkHandover
from registry.access.answers import Refused
from registry.access.roles import Role
from registry.accounts.models import RoleAssignment, User
from registry.notifications.models import Notification
from tests import builders
from tests.builders import at
from tests.cast import cast, client_of, status_of

pytestmark = pytest.mark.django_db
NOW = at(20, 10, 9)
TODAY = NOW.date()


@pytest.fixture
def dossier(time_machine):
    time_machine.move_to(NOW, tick=False)
    cast("duc")
    return builders.a_dossier_at(State.RECEIVED)


def passed(dossier, *, who="duc", giver="cuc", taker="minh", since=TODAY, last_day=None, reason="Chuyển công tác"):
    return hand_over_work(
        commune=dossier.commune, giver=cast(giver), taker=cast(taker), since=since, last_day=last_day, reason=reason,
        actor=cast(who), at=NOW,
    )  # fmt: skip


def sees(name, dossier):
    return visible_to(User.objects.get(username=name)).filter(pk=dossier.pk).exists()


def test_for_good_the_taker_has_the_work_and_the_giver_has_it_no_more(dossier):
    passed(dossier)
    assert (sees("minh", dossier), sees("cuc", dossier)) == (True, False)
    home = html.unescape(client_of("minh").get("/home/").content.decode())
    assert dossier.product.name in home
    told = set(Notification.objects.filter(event="office.given").values_list("recipient__username", flat=True))
    assert told == {"minh", "cuc"}


def test_for_a_leave_both_have_it_until_the_last_day(dossier, time_machine):
    passed(dossier, last_day=TODAY + dt.timedelta(days=2))
    for days, expected in ((0, True), (2, True), (3, False)):
        time_machine.move_to(NOW + dt.timedelta(days=days), tick=False)
        assert (sees("minh", dossier), sees("cuc", dossier)) == (expected, True)


def test_what_begins_later_begins_then(dossier, time_machine):
    passed(dossier, since=TODAY + dt.timedelta(days=3))
    assert (sees("minh", dossier), sees("cuc", dossier)) == (False, True)
    time_machine.move_to(NOW + dt.timedelta(days=3), tick=False)
    assert (sees("minh", dossier), sees("cuc", dossier)) == (True, False)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"who": "cuc"}, "Chỉ lãnh đạo UBND xã"),
        ({"who": "giang"}, "Chỉ lãnh đạo UBND xã"),
        ({"who": "quan_tri"}, "Chỉ lãnh đạo UBND xã"),
        ({"taker": "duc"}, "Không ai tự"),
        ({"taker": "cuc"}, "Công việc bàn giao cho người khác"),
        ({"giver": "em"}, "Người này không giữ chức trách"),
        ({"giver": "duc", "taker": "minh"}, "Người này không giữ chức trách"),
        ({"since": TODAY - dt.timedelta(days=1)}, "Ngày không hợp lý."),
        ({"last_day": TODAY - dt.timedelta(days=1)}, "Ngày không hợp lý."),
        ({"reason": "  "}, "Chưa nêu lý do."),
    ],
)
def test_what_does_not_fit_changes_nothing(dossier, change, words):
    for name in ("cuc", "giang", "quan_tri", "em", "minh"):
        cast(name)
    before = list(RoleAssignment.objects.order_by("pk").values_list("pk", "until"))
    with pytest.raises(Refused) as raised:
        passed(dossier, **change)
    assert str(raised.value.answer.reason).startswith(words)
    assert list(RoleAssignment.objects.order_by("pk").values_list("pk", "until")) == before
    assert WorkHandover.objects.count() == 0


def test_only_desk_offices_pass_never_the_leader_s(dossier):
    passed(dossier, giver="dung", last_day=TODAY)
    assert set(cast("minh").role_assignments.values_list("role", flat=True)) == {Role.COMMUNE_RECEPTION}


def test_the_minutes_name_both_the_term_and_every_open_dossier(dossier):
    client = client_of("duc")
    form = {"giver": cast("cuc").pk, "taker": cast("minh").username, "since": "2026-10-20", "reason": "Nghỉ thai sản"}
    answer = client.post(reverse("work-handover", args=[dossier.commune_id]), form)
    row = WorkHandover.objects.get()
    assert answer.url == reverse("work-handover", args=[dossier.commune_id])
    pdf = client.get(reverse("work-handover-minutes", args=[row.pk])).content
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    for part in (
        "BIÊN BẢN BÀN GIAO HỒ SƠ", "Trần Thị Cúc", "Bùi Văn Minh", "từ ngày 20/10/2026 (lâu dài)", "Nghỉ thai sản",
        dossier.number, "Phạm Văn Đức",
    ):  # fmt: skip
        assert part in words


def test_who_has_no_account_is_named_beside_the_field_and_nothing_typed_is_lost(dossier):
    form = {"giver": cast("cuc").pk, "taker": "0999999999", "since": "2026-10-20", "reason": "Nghỉ phép"}
    answer = client_of("duc").post(reverse("work-handover", args=[dossier.commune_id]), form)
    page = html.unescape(answer.content.decode())
    assert (answer.status_code, WorkHandover.objects.count()) == (422, 0)
    assert 'value="0999999999"' in page
    assert 'value="Nghỉ phép"' in page


def test_the_desk_reads_what_is_open_and_others_find_no_page(dossier):
    address = reverse("work-handover", args=[dossier.commune_id])
    page = html.unescape(client_of("cuc").get(address).content.decode())
    assert dossier.number in page
    assert "Chỉ lãnh đạo UBND xã" in page
    assert 'name="giver"' not in page
    assert status_of(client_of("em"), address) == 404
    row = passed(dossier, last_day=TODAY)
    assert status_of(client_of("em"), reverse("work-handover-minutes", args=[row.pk])) == 404
