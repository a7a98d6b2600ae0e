"""A filed dossier in the wrong set moves to the right one with the producer's consent, before any council sheet."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.criteria.sheet import Mark
from ratings.dossiers import actions, commune_actions, queries, set_actions
from ratings.dossiers.models import Citation, Dossier
from ratings.dossiers.rules import Wanted
from ratings.dossiers.set_actions import Consent
from ratings.dossiers.set_change import kept_answers
from ratings.dossiers.states import State
from ratings.sheets.queries import content_of
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from registry.places.folding import fold
from tests import builders
from tests import council_builders as councils
from tests.builders import at
from tests.cast import cast, client_of
from tests.criteria.demo_sheets import sheet_of

AGREED = Consent("Biên bản làm việc với chủ thể", dt.date(2026, 11, 12))
NOW = at(13, 11)


@pytest.fixture
def returned(law):
    """In set 18 and should be 12, like the tea of the demonstration; the province has returned it."""
    dossier = builders.a_dossier_at(State.PROVINCE_CHECKING, "gia_dang", "Trà thảo mộc túi lọc", 18)
    wanted = [Wanted("product_set", "Bộ sản phẩm", "Trà thảo mộc thuộc bộ 12.")]
    commune_actions.return_by_province(
        dossier=dossier, wanted=wanted, due_on=dt.date(2026, 11, 30), actor=cast("giang"), at=at(10, 11)
    )
    return dossier


def change(dossier, name, consent=AGREED, number=12):
    return set_actions.change_set(dossier=dossier, set_number=number, consent=consent, actor=cast(name), at=NOW)


@given(st.sampled_from(range(1, 27)), st.sampled_from(range(1, 27)), st.data())
def test_only_answers_of_the_same_words_are_kept(first, second, data):
    old, new = sheet_of(first), sheet_of(second)
    ticks = {
        code: data.draw(st.sampled_from([*(option.position for option in line.options), Mark.NONE_FITS]))
        for code, line in old.lines.items()
        if not (line.prints_zero and data.draw(st.booleans()))
    }
    kept = kept_answers(old, new, ticks, {}, case=new.cases[0][0] if new.cases else "")
    back = {target: code for code, target in kept.lines.items()}
    for code, tick in kept.ticks.items():
        line, source = new.lines[code], old.lines[back[code]]
        assert fold(line.name) == fold(source.name)
        given_then = ticks[back[code]]
        if given_then is Mark.NONE_FITS:
            assert tick is Mark.NONE_FITS
            assert not line.prints_zero
        else:
            assert fold(line.option(tick).text) == fold(source.option(given_then).text)
    assert set(kept.anew) == set(new.lines) - set(kept.ticks)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["hanh", "cuc", "giang"])
def test_the_right_set_keeps_what_it_can_and_the_way_goes_on(returned, name):
    before = content_of(returned.self_score)
    kept = change(returned, name)
    dossier = Dossier.objects.get(pk=returned.pk)
    after = content_of(dossier.self_score)
    assert (dossier.criteria_set.number, dossier.product.set_number) == (12, 12)
    assert dict(after.ticks) == dict(kept.ticks)
    assert 0 < len(after.ticks) < len(before.ticks)
    sheet = queries.sheet_of(dossier.criteria_set_id).sheet
    assert {one.line.criterion.part.criteria_set_id for one in Citation.objects.filter(dossier=dossier)} == {
        dossier.criteria_set_id
    }
    left = {item.code for item in queries.items_of(dossier, NOW.date()) if not item.done and not item.warning}
    assert left == {"self_score"}
    rest = {code: sheet.lines[code].best().position for code in kept.anew if code not in sheet.conditions}
    actions.answer_self_score(
        dossier=dossier, revision=dossier.self_score.revision, ticks=rest, remarks={}, actor=cast("hanh"), at=NOW
    )
    dossier.self_score.refresh_from_db()
    rest = {code: sheet.lines[code].best().position for code in kept.anew if code in sheet.conditions}
    actions.answer_self_score(
        dossier=dossier, revision=dossier.self_score.revision, ticks=rest, remarks={}, actor=cast("hanh"), at=NOW
    )
    for item in queries.open_return(dossier).items.all():
        actions.save_answer(item=item, answer="Đã đổi sang bộ 12.", actor=cast("hanh"), at=NOW)
    sealed = actions.answer_return(dossier=dossier, actor=cast("hanh"), at=NOW)
    assert (sealed.number, sealed.content["set"]) == (2, 12)
    entry = JournalEntry.objects.get(action="dossier.set_changed")
    assert (entry.payload["after"]["from"], entry.payload["after"]["to"]) == (18, 12)
    told = Notification.objects.filter(event="dossier.set_changed", recipient=cast("hanh"))
    assert told.exists() is (name != "hanh")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bien", "em", "tam", "duc", "bo", "stranger"])
def test_nobody_else_changes_the_set(returned, name):
    with pytest.raises(Refused):
        change(returned, name)
    assert Dossier.objects.get(pk=returned.pk).criteria_set.number == 18


@pytest.mark.django_db
@pytest.mark.parametrize("consent", [None, Consent(" ", NOW.date()), Consent("Biên bản", dt.date(2026, 11, 14))])
def test_an_office_without_the_consent_of_the_producer_changes_nothing(returned, consent):
    with pytest.raises(Refused, match="Chưa ghi chủ thể đồng ý"):
        change(returned, "giang", consent)
    assert Dossier.objects.get(pk=returned.pk).product.set_number == 18


@pytest.mark.django_db
def test_a_set_for_which_the_producer_is_not_admitted_is_refused_whole(returned):
    returned.producer.kind = "association"
    returned.producer.save(update_fields=["kind"])
    with pytest.raises(Refused):
        change(returned, "hanh", number=12)
    assert Dossier.objects.get(pk=returned.pk).criteria_set.number == 18


@pytest.mark.django_db
def test_once_the_council_has_sheets_the_set_stays(law):
    dossier = builders.a_dossier_at(State.PROVINCE_CHECKING)
    councils.in_scoring(dossier)
    with pytest.raises(Refused, match="Hội đồng đã chấm"):
        change(Dossier.objects.get(pk=dossier.pk), "hanh", number=10)


@pytest.mark.django_db
def test_the_page_asks_consent_of_offices_only_and_says_what_is_left(returned):
    address = f"/dossiers/{returned.number}/change-set/"
    assert 'name="note"' in client_of("giang").get(address).content.decode()
    own = client_of("hanh")
    assert 'name="note"' not in own.get(address).content.decode()
    typed = {"revision": Dossier.objects.get(pk=returned.pk).revision, "set_number": 12}
    answer = own.post(address, typed, follow=True)
    assert "Đã đổi bộ sản phẩm; giữ lại" in answer.content.decode()
    stale = client_of("cuc").post(address, {**typed, "revision": 1, "note": "Giấy", "on": "2026-11-12"})
    assert stale.status_code == 409
