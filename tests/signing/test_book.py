"""The signing book: several dossiers submitted, signed and sent at once; what is refused stays with its reason."""

import html
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings.dossiers.models import CommuneReport, Dossier, Transition
from ratings.dossiers.states import State
from tests import builders
from tests.cast import TRIEU_CO, client_of, status_of
from tests.files import made

pytestmark = pytest.mark.django_db
ADDRESS = f"/dossiers/signing-book/{TRIEU_CO}/"
NAMES = ("Nước mắm Gia Đẳng", "Ruốc chua Gia Đẳng", "Cá khô Gia Đẳng")


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel(builders.at(20, 10, 16), tick=False):
        yield


def several(state, names=NAMES):
    return [builders.a_dossier_at(state, name=name) for name in names]


def ticked(*dossiers, **more):
    form = {f"take-{one.pk}": "on" for one in dossiers} | {f"revision-{one.pk}": one.revision for one in dossiers}
    return {**form, **more}


def numbers(*dossiers, first=45):
    own = {f"number-{one.pk}": f"{first + place}/BC-UBND" for place, one in enumerate(dossiers)}
    return {
        **own, "do": "sign", "report_date": "2026-10-20", "request_number": "112/UBND-KT", "request_date": "2026-10-20",
    }  # fmt: skip


def states(dossiers):
    return [Dossier.objects.get(pk=one.pk).current for one in dossiers]


def test_the_leader_signs_several_with_one_letter_and_the_officer_sends_them():
    dossiers = several(State.AWAITING_COMMUNE_SIGNATURE)
    first, second, _third = dossiers
    page = html.unescape(client_of("duc").get(ADDRESS).content.decode())
    assert all(name in page for name in NAMES)
    answer = client_of("duc").post(ADDRESS, ticked(first, second) | numbers(first, second))
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    signed = CommuneReport.objects.exclude(signed_at=None).order_by("report_number")
    assert list(signed.values_list("dossier", "report_number", "request_number", "signer_name")) == [
        (first.pk, "45/BC-UBND", "112/UBND-KT", "Phạm Văn Đức"),
        (second.pk, "46/BC-UBND", "112/UBND-KT", "Phạm Văn Đức"),
    ]
    assert client_of("duc").post(ADDRESS, ticked(first, do="send")).status_code == 409, "sending is the officer's"
    for one in dossiers:
        one.refresh_from_db()
    assert client_of("cuc").post(ADDRESS, ticked(first, second, do="send")).status_code == 302
    assert states(dossiers) == [State.FORWARDED, State.FORWARDED, State.AWAITING_COMMUNE_SIGNATURE]


def test_papers_signed_by_hand_are_recorded_at_once_with_their_scan():
    dossiers = several(State.AWAITING_COMMUNE_SIGNATURE, NAMES[:2])
    form = ticked(*dossiers) | numbers(*dossiers) | {"signer_name": "Phạm Văn Đức", "signer_capacity": "KT. CHỦ TỊCH"}
    client = client_of("cuc")
    missing = client.post(ADDRESS, form)
    assert (missing.status_code, CommuneReport.objects.exclude(signed_at=None).count()) == (422, 0)
    assert 'value="112/UBND-KT"' in missing.content.decode()
    bad = client.post(ADDRESS, {**form, "scan": SimpleUploadedFile("ky.pdf", b"MZ\x90\x00" + b"x" * 200)})
    assert (bad.status_code, CommuneReport.objects.exclude(signed_at=None).count()) == (409, 0)
    assert client.post(ADDRESS, {**form, "scan": made.upload(made.pdf())}).status_code == 302
    assert CommuneReport.objects.exclude(signed_at=None).values("scan").distinct().count() == 1
    assert CommuneReport.objects.filter(signer_name="Phạm Văn Đức", recorded_by__username="cuc").count() == 2


def test_what_is_refused_stays_in_the_book_and_the_rest_is_done():
    first, second = several(State.AWAITING_COMMUNE_SIGNATURE, NAMES[:2])
    form = ticked(first, second) | numbers(first, second) | {f"revision-{second.pk}": second.revision - 1}
    answer = client_of("duc").post(ADDRESS, form)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Phạm Văn" in page
    assert list(CommuneReport.objects.exclude(signed_at=None).values_list("dossier", flat=True)) == [first.pk]
    assert 'value="46/BC-UBND"' in page, "what was typed stays"
    assert re.search(rf'name="revision-{second.pk}" value="{second.revision}"', page), "the page knows the present one"
    again = client_of("duc").post(ADDRESS, ticked(second) | numbers(second, first=46))
    assert (again.status_code, CommuneReport.objects.exclude(signed_at=None).count()) == (302, 2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"report_date": "2026-10-25"}, "phải từ ngày nhận đủ hồ sơ đến hôm nay"),
        ({"request_number": ""}, "Số văn bản đề nghị"),
        ({"number-first": ""}, "Ghi số của báo cáo này"),
    ],
)
def test_a_letter_that_states_too_little_signs_nothing(changes, words):
    (first,) = several(State.AWAITING_COMMUNE_SIGNATURE, NAMES[:1])
    changes = {name.replace("first", str(first.pk)): value for name, value in changes.items()}
    answer = client_of("duc").post(ADDRESS, ticked(first) | numbers(first) | changes)
    assert answer.status_code in {409, 422}
    assert words in html.unescape(answer.content.decode())
    assert not CommuneReport.objects.exclude(signed_at=None).exists()


def test_complete_reports_are_submitted_together_and_incomplete_ones_are_named():
    first, second = several(State.RECEIVED, NAMES[:2])
    builders.draft_report(first)
    builders.draft_report(second, idea_origin="")
    client = client_of("cuc")
    page = html.unescape(client.get(ADDRESS).content.decode())
    assert f"take-{first.pk}" in page
    assert f"take-{second.pk}" not in page
    assert f"/dossiers/{second.number}/form-03/" in page
    assert client.post(ADDRESS, ticked(first, second, do="submit")).status_code == 302
    assert states([first, second]) == [State.AWAITING_COMMUNE_SIGNATURE, State.RECEIVED]


def test_nothing_ticked_and_dossiers_that_others_have_moved():
    (first,) = several(State.AWAITING_COMMUNE_SIGNATURE, NAMES[:1])
    nothing = client_of("duc").post(ADDRESS, numbers(first))
    assert (nothing.status_code, "Đánh dấu ít nhất một hồ sơ" in html.unescape(nothing.content.decode())) == (422, True)
    assert client_of("duc").post(ADDRESS, ticked(first) | numbers(first)).status_code == 302
    gone = client_of("duc").post(ADDRESS, ticked(first) | numbers(first))
    assert gone.status_code == 422
    assert "đã được người khác xử lý" in html.unescape(gone.content.decode())
    assert Transition.objects.filter(dossier=first, move="sign_here").count() == 1


@pytest.mark.parametrize("who", ["hanh", "dung", "tam", "em", "stranger", None])
def test_the_book_is_open_to_the_desk_that_writes_and_signs_only(who):
    assert status_of(client_of(who), ADDRESS) in {302, 403, 404}
    assert status_of(client_of("cuc"), "/dossiers/signing-book/99999/") == 404


def test_the_number_of_queries_does_not_grow_with_the_book():
    client = client_of("cuc")
    builders.draft_report(several(State.RECEIVED, NAMES[:1])[0])
    several(State.AWAITING_COMMUNE_SIGNATURE, ("Một",))
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for one in several(State.RECEIVED, NAMES[1:]):
        builders.draft_report(one)
    several(State.AWAITING_COMMUNE_SIGNATURE, ("Hai", "Ba"))
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS)
    assert len(many) == len(few)


def test_home_leads_to_the_book_from_two_on():
    several(State.AWAITING_COMMUNE_SIGNATURE, NAMES[:1])
    assert ADDRESS not in client_of("duc").get("/home/").content.decode()
    several(State.AWAITING_COMMUNE_SIGNATURE, NAMES[1:])
    page = html.unescape(client_of("duc").get("/home/").content.decode())
    assert (ADDRESS in page, "Sổ trình ký: 3 hồ sơ" in page) == (True, True)
