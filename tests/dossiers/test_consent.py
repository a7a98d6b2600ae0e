"""The office types for a producer: by whose word, and who typed what."""

from __future__ import annotations

import datetime as dt
import html
import io
import re

import pypdfium2
import pytest
from django.urls import reverse

from ratings.dossiers import actions, consent_actions
from ratings.dossiers.completeness import items_of
from ratings.dossiers.consent_actions import PAUSE, TRIES, confirm_code, send_code
from ratings.dossiers.models import ConsentCode, Dossier, Entered
from ratings.dossiers.queries import entered_of, filing_of
from ratings.dossiers.states import State
from registry.access.answers import Refused
from registry.notifications.models import Notification
from registry.producers.models import Membership
from tests import builders
from tests.builders import at
from tests.cast import cast, client_of, status_of
from tests.files import made

pytestmark = pytest.mark.django_db
NOW = at(26, 9, 9)


@pytest.fixture
def typed():
    """Cúc types for hợp tác xã Gia Đẳng; nobody has agreed yet."""
    builders.law()
    dossier = builders.a_draft(actor=cast("cuc"))
    cast("hanh")
    Dossier.objects.filter(pk=dossier.pk).update(consent_on=None, consent_note="")
    dossier.refresh_from_db()
    return dossier


def told():
    """The code, as the representative reads it."""
    return Notification.objects.filter(event="dossier.consent_code", channel="in_app").latest("pk").values["code"]


def refused(act):
    with pytest.raises(Refused) as raised:
        act()
    return str(raised.value.answer.reason)


def test_the_representative_reads_the_code_to_the_officer_and_the_consent_stands(typed):
    assert send_code(dossier=typed, actor=cast("cuc"), at=NOW) == [cast("hanh")]
    code = told()
    assert re.fullmatch(r"\d{6}", code)
    confirm_code(dossier=typed, code=f"{code[:3]} {code[3:]}", actor=cast("cuc"), at=NOW + dt.timedelta(minutes=5))
    typed.refresh_from_db()
    assert typed.consent_on == NOW.date()
    assert str(cast("hanh")) in typed.consent_note
    assert "09:05 26/09/2026" in typed.consent_note
    actions.file_dossier(dossier=typed, actor=cast("cuc"), at=NOW)


def test_the_code_itself_is_kept_nowhere_but_in_the_message_to_the_representative(typed):
    send_code(dossier=typed, actor=cast("cuc"), at=NOW)
    assert told() not in ConsentCode.objects.get().digest
    recipients = set(Notification.objects.filter(event="dossier.consent_code").values_list("recipient", flat=True))
    assert recipients == {cast("hanh").pk}
    for page in ("", "consent/", "checks/", "history/"):
        assert told() not in client_of("cuc").get(f"/dossiers/{typed.number}/{page}").content.decode()


@pytest.mark.parametrize(("minutes", "good"), [(29, True), (30, False)])
def test_a_code_is_good_for_thirty_minutes(typed, minutes, good):
    send_code(dossier=typed, actor=cast("cuc"), at=NOW)
    later = NOW + dt.timedelta(minutes=minutes)
    if good:
        confirm_code(dossier=typed, code=told(), actor=cast("cuc"), at=later)
    else:
        words = refused(lambda: confirm_code(dossier=typed, code=told(), actor=cast("cuc"), at=later))
        assert words.startswith("Không có mã nào đang chờ")
    typed.refresh_from_db()
    assert bool(typed.consent_on) is good


def test_a_code_is_tried_five_times_and_then_no_more(typed):
    send_code(dossier=typed, actor=cast("cuc"), at=NOW)
    wrong = "000000" if told() != "000000" else "111111"
    for _ in range(TRIES):
        assert refused(lambda: confirm_code(dossier=typed, code=wrong, actor=cast("cuc"), at=NOW)) == (
            "Đây không phải mã đã gửi."
        )
    words = refused(lambda: confirm_code(dossier=typed, code=told(), actor=cast("cuc"), at=NOW))
    assert words.startswith("Không có mã nào đang chờ")


def test_only_the_last_code_counts_and_it_counts_once(typed):
    send_code(dossier=typed, actor=cast("cuc"), at=NOW)
    first = told()
    assert refused(lambda: send_code(dossier=typed, actor=cast("cuc"), at=NOW)) == "Vừa gửi một mã."
    later = NOW + PAUSE
    send_code(dossier=typed, actor=cast("cuc"), at=later)
    if first != told():
        assert refused(lambda: confirm_code(dossier=typed, code=first, actor=cast("cuc"), at=later)).startswith("Đây")
    confirm_code(dossier=typed, code=told(), actor=cast("cuc"), at=later)
    assert refused(lambda: confirm_code(dossier=typed, code=told(), actor=cast("cuc"), at=later)).startswith("Không")


def test_where_nobody_has_an_account_the_page_leads_to_paper(typed):
    Membership.objects.all().delete()
    answer = client_of("cuc").post(reverse("dossier-consent-code", args=[typed.number]))
    assert answer.status_code == 409
    words = html.unescape(answer.content.decode())
    assert "Chưa người đại diện nào của chủ thể có tài khoản" in words
    assert "In bản đọc lại" in words
    assert ConsentCode.objects.count() == 0


@pytest.mark.parametrize("who", ["hanh", "dung", "giang", "bien"])
def test_nobody_but_the_officer_who_types_sends_or_confirms(typed, who):
    for act in (
        lambda: send_code(dossier=typed, actor=cast(who), at=NOW),
        lambda: confirm_code(dossier=typed, code="123456", actor=cast(who), at=NOW),
        lambda: consent_actions.record_consent(dossier=typed, note="a", on=NOW.date(), actor=cast(who), at=NOW),
    ):
        refused(act)
    typed.refresh_from_db()
    assert (typed.consent_on, ConsentCode.objects.count()) == (None, 0)


def test_a_signed_page_is_photographed_and_kept_with_the_consent(typed, time_machine):
    time_machine.move_to(NOW, tick=False)
    client, address = client_of("cuc"), reverse("dossier-consent", args=[typed.number])
    photos = [made.upload(made.picture(size=(600, 800)), f"{at}.jpg") for at in range(2)]
    refused_form = client.post(address, {"note": "", "on": "2026-09-25", "file": photos})
    token = re.search(r'name="kept" value="([^"]+)"', refused_form.content.decode())[1]
    answer = client.post(address, {"note": "Ký tại nhà ngày 25/09", "on": "2026-09-25", "kept": token})
    assert answer.status_code == 302
    typed.refresh_from_db()
    assert (typed.consent_on, typed.consent_scan.pages) == (dt.date(2026, 9, 25), 2)


def test_a_day_that_lies_ahead_is_no_consent(typed):
    words = refused(
        lambda: consent_actions.record_consent(
            dossier=typed, note="Hẹn", on=dt.date(2026, 9, 27), actor=cast("cuc"), at=NOW
        )
    )
    assert words == "Ngày đồng ý sau ngày hôm nay."


# ---------------------------------------------------------------- who typed what


def test_every_field_and_line_remembers_who_typed_it_last(typed):
    before = {key: one.by for key, one in entered_of(typed).items()}
    assert set(before.values()) == {cast("cuc")}
    assert {"plan", "markets", "line:1.1"} <= set(before)
    actions.save_forms(
        dossier=typed, forms_revision=typed.forms_revision, actor=cast("hanh"), at=NOW,
        values={"plan": "Bà Hạnh viết.", "markets": typed.markets},
    )  # fmt: skip
    typed.self_score.refresh_from_db()
    actions.answer_self_score(
        dossier=typed, revision=typed.self_score.revision, ticks={"1.2": 1}, remarks={}, actor=cast("hanh"), at=NOW
    )
    after = entered_of(typed)
    assert {key for key, one in after.items() if one.by == cast("hanh")} == {"plan", "line:1.2"}
    assert after["plan"].at == NOW
    page = html.unescape(client_of("hanh").get(reverse("dossier-forms", args=[typed.number])).content.decode())
    said = re.findall(r'<p class="small secondary entered">([^<]+)</p>', page)
    assert [words for words in said if words.startswith(str(cast("hanh")))] == [f"{cast('hanh')}, 09:00 26/09/2026"]


def test_what_the_office_types_after_the_consent_is_named_until_the_producer_agrees_again(typed):
    def covered():
        dossier = Dossier.objects.get(pk=typed.pk)
        return next((item for item in items_of(filing_of(dossier, NOW.date())) if item.code == "consent_covers"), None)

    def save(who, at, **values):
        dossier = Dossier.objects.get(pk=typed.pk)
        actions.save_forms(
            dossier=dossier, forms_revision=dossier.forms_revision, values=values, actor=cast(who), at=at
        )

    assert covered() is None
    consent_actions.record_consent(dossier=typed, note="Giấy ủy quyền", on=NOW.date(), actor=cast("cuc"), at=NOW)
    assert covered().done
    later = NOW + dt.timedelta(hours=2)
    save("hanh", later, markets="Chủ thể tự viết.")
    assert covered().done, "what she writes herself she agrees to"
    save("cuc", later, plan="Công chức viết thêm.")
    typed.self_score.refresh_from_db()
    actions.answer_self_score(
        dossier=typed, revision=typed.self_score.revision, ticks={"1.2": 1}, remarks={}, actor=cast("cuc"), at=later
    )
    item = covered()
    assert (item.done, item.warning) == (False, True)
    assert "1 mục của biểu mẫu" in item.note
    assert "1.2" in item.note
    consent_actions.record_consent(
        dossier=typed, note="Bản đọc lại đã ký", on=NOW.date(), actor=cast("cuc"), at=later + dt.timedelta(hours=1)
    )
    assert covered().done
    paper = consent_actions.record_consent(
        dossier=typed, note="Ký hôm qua", on=at(25, 9).date(), actor=cast("cuc"), at=later + dt.timedelta(hours=2)
    )
    assert paper.consent_at == at(26, 9, 0), "a page signed yesterday covers what was typed until its end"
    assert not covered().done


def test_the_read_back_page_says_what_was_typed_by_whom_and_who_signs(typed, time_machine):
    time_machine.move_to(NOW, tick=False)
    answer = client_of("cuc").get(reverse("dossier-read-back", args=[typed.number]))
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert "BẢN ĐỌC LẠI HỒ SƠ NHẬP THAY CHỦ THỂ" in words
    assert typed.producer.representative_name in words
    assert builders.TEXTS["plan"][:30] in words
    assert str(cast("cuc")) in words
    assert "ĐẠI DIỆN CHỦ THỂ" in words
    assert len(re.findall(r"\d\d:\d\d \d\d/\d\d/2026", words)) == Entered.objects.count()


def test_a_dossier_that_the_producer_types_has_no_read_back_page():
    builders.law()
    own = builders.a_draft()
    assert status_of(client_of("hanh"), reverse("dossier-read-back", args=[own.number])) == 404
    filed = builders.a_dossier_at(State.FILED, name="Mắm tép")
    assert status_of(client_of("bien"), reverse("dossier-consent", args=[filed.number])) == 404
