"""Before the chair opens, nobody learns of another's sheet: not its answers, its progress, nor any total (defect 9)."""

import re

import pytest

from ratings.councils import actions as councils
from ratings.councils.models import CouncilPerson
from ratings.dossiers.models import Dossier
from ratings.scoring import actions as scoring
from ratings.scoring import queries
from ratings.scoring.models import Conclusion, MemberSheet
from ratings.scoring.pages import result_context
from ratings.scoring.secrecy import BLIND, Phase, Sight, Viewer, phase_of, sight
from registry.access.answers import Refused
from registry.journal.models import JournalEntry
from registry.notifications.models import Notification
from tests import council_builders as built
from tests.cast import PEOPLE, cast, client_of
from tests.criteria.demo_sheets import D01, council, sheet_of

EVERYBODY = frozenset(Viewer)


@pytest.mark.parametrize(
    ("opened", "concluded", "phase"),
    [
        ([], False, Phase.NOT_STARTED),
        ([False], False, Phase.SEALED),
        ([True], False, Phase.DISCUSSED),
        ([True, False], False, Phase.SEALED_AGAIN),
        ([True, True], False, Phase.DISCUSSED),
        ([True], True, Phase.CONCLUDED),
    ],
)
def test_the_phase_follows_from_the_rounds(opened, concluded, phase):
    assert phase_of(opened=opened, concluded=concluded) is phase


def test_nothing_is_opened_and_no_result_exists_while_sheets_are_sealed():
    assert sight(EVERYBODY, Phase.SEALED) == Sight(progress=True)
    assert sight(frozenset({Viewer.MEMBER, Viewer.OFFICE, Viewer.ADVISOR, Viewer.OUTSIDE}), Phase.SEALED) == BLIND


def test_offices_producers_and_advisors_see_nothing_before_the_conclusion():
    outside = frozenset({Viewer.OFFICE, Viewer.OUTSIDE, Viewer.ADVISOR})
    assert {sight(outside, phase) for phase in Phase if phase is not Phase.CONCLUDED} == {BLIND}
    assert sight(frozenset({Viewer.OUTSIDE}), Phase.CONCLUDED) == Sight(result=True)
    assert sight(frozenset({Viewer.OFFICE}), Phase.CONCLUDED) == Sight(result=True, sheets_after=True)


def test_recusal_outweighs_every_capacity():
    assert {sight(EVERYBODY, phase, recused=True) for phase in Phase if phase is not Phase.CONCLUDED} == {BLIND}
    assert sight(EVERYBODY, Phase.CONCLUDED, recused=True) == Sight(result=True)


def test_the_second_round_is_sealed_while_the_first_stays_open():
    member = sight(frozenset({Viewer.MEMBER}), Phase.SEALED_AGAIN)
    assert (member.opened_rounds, member.progress, member.result) == (True, False, False)


# ---------------------------------------------------------------- every channel

REMARK = "Ghi chú kín của tv2: 7319"
"""On the sheet of tv2 only; whoever reads it elsewhere has seen a sealed sheet."""


@pytest.fixture
def sealed(law):
    """D01 in scoring: tv1 to tv4 have sent, tv5 has half of hers; tv2 left a remark."""
    dossier = built.on_the_desk()
    scoring_round = built.in_scoring(dossier)
    sheets = council(sheet_of(9), D01)
    for name, ticks in list(zip(built.SCORERS, sheets, strict=True))[:4]:
        if name == "tv2":
            own = built.sheet_of_member(scoring_round, name)
            scoring.save_ticks(own, revision=0, actor=cast(name), remarks={"1.1": REMARK})
        built.fill(scoring_round, name, ticks)
    fifth = built.sheet_of_member(scoring_round, "tv5")
    half = dict(list(sheets[4].ticks.items())[:15])
    scoring.save_ticks(fifth, revision=0, actor=cast("tv5"), ticks=half)
    return dossier, scoring_round


def addresses(dossier, scoring_round):
    session = scoring_round.session
    room = f"/councils/{session.council_id}/sessions/{session.number}/"
    sheets = MemberSheet.objects.order_by("pk").values_list("pk", flat=True)
    return [
        "/councils/",
        f"/councils/{session.council_id}/",
        room,
        f"{room}{dossier.number}/",
        "/scoring/",
        *(f"/scoring/{pk}/{tail}" for pk in sheets for tail in ("", "send/", "dossier/")),
        f"/dossiers/{dossier.number}/council/",
        f"/dossiers/{dossier.number}/result/",
        f"/councils/dossiers/{dossier.number}/",
        "/notifications/",
    ]


TOTALS = re.compile(r"(?<![0-9A-Za-z])(79,60|398|82/100|76/100)(?![0-9A-Za-z])")
"""As somebody would read them; within digests and tokens the same signs turn up by chance."""

KEY_IN_ADDRESS = re.compile(r"/\d+(?=/)")
"""The key of a row, in an address, may be any number."""


@pytest.mark.no_cover
@pytest.mark.django_db
def test_no_page_shows_anybody_another_s_sheet_before_the_opening(sealed):
    dossier, scoring_round = sealed
    owner = {one.pk: one.person.user.username for one in MemberSheet.objects.select_related("person__user")}
    seen = 0
    for name in PEOPLE:
        client = client_of(name)
        for address in addresses(dossier, scoring_round):
            answer = client.get(address)
            page = answer.content.decode()
            if address.startswith("/scoring/") and address != "/scoring/":
                whose = owner[int(address.split("/")[2])]
                if name != whose:
                    assert answer.status_code == 404, (name, address)
                    continue
            seen += answer.status_code == 200
            if name != "tv2":
                assert REMARK not in page, (name, address)
            if not address.startswith("/scoring/"):
                assert not TOTALS.search(KEY_IN_ADDRESS.sub("/", page)), (name, address)
    assert seen > 60


@pytest.mark.django_db
def test_who_has_sent_is_told_to_the_chair_and_the_secretary_alone(sealed):
    dossier, scoring_round = sealed
    session = scoring_round.session
    room = f"/councils/{session.council_id}/sessions/{session.number}/{dossier.number}/"
    shown = {
        name: 'class="turnout"' in client_of(name).get(room).content.decode()
        for name in ("tv1", "thu", "tv2", "tv6", "tv7", "giang", "lan")
    }
    assert shown == {"tv1": True, "thu": True, "tv2": False, "tv6": False, "tv7": False, "giang": False, "lan": False}


@pytest.mark.django_db
def test_journal_and_notifications_carry_neither_answers_nor_totals(sealed):
    _dossier, scoring_round = sealed
    scoring.save_ticks(built.sheet_of_member(scoring_round, "tv5"), revision=1, actor=cast("tv5"), remarks={"11": "x"})
    sent = JournalEntry.objects.filter(action="dossier.sheet_sent")
    assert {frozenset(entry.payload["after"]) for entry in sent} == {frozenset({"sheet", "digest"})}
    assert sent.count() == 4
    digests = set(MemberSheet.objects.exclude(sheet__digest="").values_list("sheet__digest", flat=True))
    everything = " ".join(str(entry.payload) for entry in JournalEntry.objects.all())
    assert not any(digest in everything for digest in digests)
    said = " ".join(str(values) for values in Notification.objects.values_list("values", "path"))
    assert not any(word in everything + said for word in (REMARK, "'1.1'", '"1.1"'))
    keys_in_entries = re.compile(r"'(sheet|people)': (\d+|\[[\d, ]*\])")
    assert not TOTALS.search(keys_in_entries.sub("", everything) + KEY_IN_ADDRESS.sub("/", said))
    assert set(sent.values_list("audience", flat=True)) == {"audit"}


@pytest.mark.django_db
def test_autosave_is_not_journaled(sealed):
    _dossier, scoring_round = sealed
    before = JournalEntry.objects.count()
    scoring.save_ticks(
        built.sheet_of_member(scoring_round, "tv5"), revision=1, actor=cast("tv5"), remarks={"11": "Xem lại"}
    )
    assert JournalEntry.objects.count() == before


@pytest.mark.django_db
def test_queries_give_out_nothing_of_a_sealed_round(sealed):
    dossier, scoring_round = sealed
    assert queries.board([dossier]) == {}
    assert queries.boards_of([scoring_round]) == {}
    for name in ("tv1", "tv2", "thu", "giang", "hanh", "cuc", "stranger", "tv7"):
        own = set(queries.sheets_visible_to(cast(name)).values_list("person__user__username", flat=True))
        assert own <= {name}
        assert queries.sight_of(built.actor(name), dossier).result is False


@pytest.mark.django_db
def test_a_recused_member_reaches_neither_sheet_dossier_nor_evidence(sealed):
    dossier, scoring_round = sealed
    client = client_of("tv7")
    assert client.get(f"/councils/dossiers/{dossier.number}/").status_code == 404
    assert queries.dossiers_through_council(cast("tv7")).count() == 0
    built.declared(dossier, "tv6")
    assert client_of("tv6").get(f"/councils/dossiers/{dossier.number}/").status_code == 200
    own = built.sheet_of_member(scoring_round, "tv5")
    assert client_of("tv5").get(f"/scoring/{own.pk}/").status_code == 200
    scoring.recuse(dossier, person=built.person("tv5"), reason="Người thân", actor=cast("tv5"), at=built.AT_SESSION)
    assert client_of("tv5").get(f"/scoring/{own.pk}/").status_code == 404
    own.refresh_from_db()
    assert own.void_at is not None


@pytest.mark.django_db
def test_after_the_opening_the_council_sees_the_board_and_nobody_outside_does(law):
    dossier = built.on_the_desk()
    scoring_round = built.opened(dossier, council(sheet_of(9), D01))
    session = scoring_round.session
    room = f"/councils/{session.council_id}/sessions/{session.number}/{dossier.number}/"
    for name in ("tv1", "tv2", "tv6", "thu"):
        assert "79,60" in client_of(name).get(room).content.decode(), name
    for name in ("tv7", "giang", "lan"):
        answer = client_of(name).get(room)
        assert (answer.status_code, "79,60" in answer.content.decode()) == (200, False), name
    for name in ("hanh", "cuc", "giang", "quoc"):
        page = client_of(name).get(f"/dossiers/{dossier.number}/result/")
        assert (page.status_code, page.content.decode().strip()) == (200, ""), name
    scoring.conclude(dossier, actor=cast("tv1"), at=built.CONCLUDED)
    for name in ("hanh", "cuc", "giang"):
        assert "79,60" in client_of(name).get(f"/dossiers/{dossier.number}/result/").content.decode(), name
    assert "Hồ Văn Một" not in client_of("hanh").get(f"/dossiers/{dossier.number}/result/").content.decode()
    assert "Hồ Văn Một" in client_of("giang").get(f"/dossiers/{dossier.number}/result/").content.decode()
    for name in ("bien", "em", "tam", "stranger"):
        assert client_of(name).get(f"/dossiers/{dossier.number}/result/").status_code == 404, name


@pytest.mark.django_db
def test_advisors_and_the_secretary_have_no_sheet_that_counts(law):
    dossier = built.on_the_desk()
    scoring_round = built.in_scoring(dossier)
    people = set(scoring_round.member_sheets.values_list("person__user__username", flat=True))
    assert people == set(built.SCORERS)
    with pytest.raises(Refused):
        scoring.recuse(
            dossier,
            person=CouncilPerson.objects.get(user=cast("lan")),
            reason="x",
            actor=cast("thu"),
            at=built.AT_SESSION,
        )
    assert councils.composition_answer(built.a_council())


@pytest.mark.parametrize(
    ("seen", "shown"),
    [(Sight(result=True), ""), (Sight(result=True, sheets_after=True), "Bà A và ông B lệch 12 điểm.")],
)
def test_the_minuted_reason_is_shown_like_the_sheets_whose_members_it_may_name(seen, shown):
    conclusion = Conclusion(total=158, sheets=2, facts={}, note="Bà A và ông B lệch 12 điểm.")
    assert result_context(Dossier(), conclusion, seen)["note"] == shown
