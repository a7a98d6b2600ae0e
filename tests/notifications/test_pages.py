"""What I was told, and nobody else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from ratings.worklist.navigation import frame
from registry.notifications.models import Notification
from registry.notifications.queries import visible_to
from tests.cast import cast, client_of
from tests.notifications.conftest import AT, VALUES

LIST = "/notifications/"


def _mine(name):
    return visible_to(cast(name))


@pytest.mark.django_db
def test_the_public_is_asked_to_sign_in():
    answer = client_of(None).get(LIST)
    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={LIST}")


@pytest.mark.django_db
def test_i_read_what_i_was_told_newest_first_and_nothing_of_others(told):
    told("hanh", values={**VALUES, "number": "HS-1"}, key="dossier:1:1")
    told("hanh", values={**VALUES, "number": "HS-2"}, key="dossier:2:1", at=AT.replace(hour=11))
    told("khoa", values={**VALUES, "number": "HS-3"}, key="dossier:3:1")

    answer = client_of("hanh").get(LIST)

    assert [row.said.subject for row in answer.context["page"]] == [
        "Hồ sơ HS-2 cần bổ sung, hoàn thiện",
        "Hồ sơ HS-1 cần bổ sung, hoàn thiện",
    ]
    assert "HS-3" not in answer.content.decode()


@pytest.mark.django_db
def test_a_list_without_rows_says_so(told):
    told("khoa")
    answer = client_of("hanh").get(LIST)

    assert "Chưa có thông báo" in answer.content.decode()
    assert "HS-17" not in answer.content.decode()


@pytest.mark.django_db
def test_the_list_is_read_in_the_language_of_the_page(told):
    told("hanh")
    client = client_of("hanh")
    client.cookies["django_language"] = "en"

    assert [row.said.subject for row in client.get(LIST).context["page"]] == ["Dossier HS-17 needs completion"]


@pytest.mark.django_db
def test_opening_marks_as_read_and_leads_to_the_page(told):
    told("hanh", "khoa")
    row = _mine("hanh").get()
    answer = client_of("hanh").post(reverse("notification_read", args=[row.pk]), {"open": "1"})

    assert (answer.status_code, answer.url) == (302, "/dossiers/HS-17/")
    assert _mine("hanh").get().read_at is not None
    assert _mine("khoa").get().read_at is None


@pytest.mark.django_db
def test_marking_as_read_stays_on_the_list_and_keeps_the_first_moment(told, time_machine):
    told("hanh")
    client, address = client_of("hanh"), reverse("notification_read", args=[_mine("hanh").get().pk])
    for hour in (10, 12):
        time_machine.move_to(AT.replace(hour=hour), tick=False)
        answer = client.post(address)
        assert (answer.status_code, answer.url) == (302, LIST)

    assert _mine("hanh").get().read_at == AT.replace(hour=10)


@pytest.mark.django_db
def test_reading_needs_a_post(told):
    told("hanh")
    row = _mine("hanh").get()
    answers = [
        client_of("hanh").get(reverse(name, args=args))
        for name, args in (
            ("notification_read", [row.pk]),
            ("notifications_read", []),
        )
    ]

    assert [answer.status_code for answer in answers] == [405, 405]
    assert _mine("hanh").get().read_at is None


@pytest.mark.django_db
def test_nobody_marks_what_another_was_told(told):
    told("hanh", "khoa")
    row = _mine("hanh").get()
    answer = client_of("khoa").post(reverse("notification_read", args=[row.pk]), {"open": "1"})

    assert answer.status_code == 404
    assert _mine("hanh").get().read_at is None


@pytest.mark.django_db
def test_a_row_of_another_channel_is_no_page(told):
    told("hanh")
    email = Notification.objects.get(channel="email")
    assert client_of("hanh").post(reverse("notification_read", args=[email.pk])).status_code == 404


@pytest.mark.django_db
def test_all_of_mine_are_marked_at_once(told):
    for number in range(3):
        told("hanh", "khoa", key=f"dossier:{number}:1")
    answer = client_of("hanh").post(reverse("notifications_read"))

    assert (answer.status_code, answer.url) == (302, LIST)
    assert _mine("hanh").filter(read_at=None).count() == 0
    assert _mine("khoa").filter(read_at=None).count() == 3


@pytest.mark.django_db
def test_the_second_page_holds_the_rest(told):
    for number in range(27):
        told("hanh", key=f"dossier:{number}:1")

    assert len(client_of("hanh").get(LIST, {"page": 2}).context["page"].object_list) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_six_times_whatever_the_rows(told, rows, django_assert_num_queries):
    for number in range(rows):
        told("hanh", key=f"dossier:{number}:1")
    client = client_of("hanh")
    with django_assert_num_queries(6):
        client.get(LIST)


@pytest.mark.django_db
def test_the_bell_counts_what_is_new_and_asks_only_when_it_is_shown(told):
    for number in range(3):
        told("hanh", key=f"dossier:{number}:1")
    client_of("hanh").post(reverse("notification_read", args=[_mine("hanh").first().pk]))
    request = RequestFactory().get("/")
    request.user = cast("hanh")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        given = frame(request)
        Template("").render(Context(given))
    assert len(asked) == 0

    with CaptureQueriesContext(connection) as asked, translation.override("vi"):
        text = Template("{% if unread_count %}{{ unread_count }} {{ unread_count }}{% endif %}").render(Context(given))
    assert (text, len(asked)) == ("2 2", 1)
