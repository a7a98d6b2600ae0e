"""Where a dossier can stand, as data: every state that the table of moves reaches, and each with other facts.

A standing is built by the real actions of nước mắm Gia Đẳng or of another case of the demonstration; ``lacking`` names
the facts that do not hold there. A council with a session of 18/11/2026 exists at every standing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from ratings.criteria.models import Rule
from ratings.decisions import actions as decisions
from ratings.decisions.models import DecisionKind
from ratings.decisions.rules import MinistryAnswer
from ratings.dossiers import commune_actions, consent_actions, extra_test_actions
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import Kind, State
from ratings.dossiers.workflow import Fact
from ratings.scoring import actions as scoring
from ratings.scoring.queries import last_round
from tests import builders
from tests import council_builders as councils
from tests import decision_builders as decided
from tests.builders import at
from tests.cast import cast
from tests.criteria.demo_sheets import D01, D17, council, sheet_of

NOW = at(27, 11, 10)
"""When everybody tries."""
AGREED = frozenset({Fact.CHAIR_SENT, Fact.SHEETS_SENT})


@dataclass(frozen=True)
class Standing:
    """``in_hand`` says whether a council has the dossier on an agenda, so that its chair and secretary act on it."""

    name: str
    state: State
    build: Callable[[], Dossier]
    lacking: frozenset[Fact] = frozenset()
    in_hand: bool = False

    def __str__(self) -> str:
        return self.name


def under_ninety() -> MinistryAnswer:
    """The central council's result that goes back to the province."""
    return decided.answer("88.50", 4, on=NOW.date())


def _before_the_council(state: State, *steps: Callable[[Dossier], object]) -> Callable[[], Dossier]:
    def build() -> Dossier:
        dossier = builders.a_dossier_at(state)
        for step in steps:
            step(dossier)
        councils.a_session()
        return dossier

    return build


def _renewed(state: State, *steps: Callable[[Dossier], object], stars: int = 3) -> Callable[[], Dossier]:
    def build() -> Dossier:
        dossier = builders.a_dossier_at(state, kind=Kind.RE_RANKING, stars=stars)
        for step in steps:
            step(dossier)
        councils.a_session()
        return dossier

    return build


def _from_the_desk(
    *steps: Callable[[Dossier], object], absent: tuple[str, ...] = ("tv6",), set_number: int = 9
) -> Callable[[], Dossier]:
    def build() -> Dossier:
        dossier = builders.a_dossier_at(State.PROVINCE_CHECKING, set_number=set_number)
        councils.a_session(absent=absent)
        for step in steps:
            step(dossier)
        return dossier

    return build


def _with_consent(dossier: Dossier) -> None:
    consent_actions.record_consent(
        dossier=dossier, note="Giấy ủy quyền", on=dt.date(2026, 9, 14), actor=cast("cuc"), at=builders.D01_DAYS.opened
    )


def _tests_asked(dossier: Dossier) -> None:
    extra_test_actions.request_tests(
        dossier=dossier, tests="Aflatoxin B1", reason="Phiếu cũ đã quá hạn.", due_on=NOW.date() + dt.timedelta(days=14),
        actor=cast("giang"), at=NOW,
    )  # fmt: skip


def _scored(table: str) -> Callable[[Dossier], object]:
    return lambda dossier: councils.fill_all(last_round(dossier), council(sheet_of(dossier.criteria_set.number), table))


def _opened(dossier: Dossier) -> None:
    scoring.open_sheets(dossier, actor=cast("tv1"), at=councils.OPENED)


def _rescored(dossier: Dossier) -> None:
    scoring.call_second_scoring(dossier, actor=cast("tv1"), at=councils.OPENED)


def _knock_out_proposed(dossier: Dossier) -> None:
    rule = Rule.objects.filter(criteria_set=dossier.criteria_set, ends_dossier=True).first()
    scoring.propose_knock_out(dossier, rule=rule, reason="Ghi sai xuất xứ.", actor=cast("tv2"), at=councils.AT_SESSION)


def _excluded(dossier: Dossier) -> None:
    scoring.conclude_knock_out(
        dossier.knock_outs.get(), votes_for=4, votes_against=1, minute="Đã thảo luận.", actor=cast("tv1"),
        at=councils.CONCLUDED,
    )  # fmt: skip


def _notified(dossier: Dossier) -> None:
    decisions.notify_not_recognised(
        dossier,
        number="15/TB-SNNMT",
        issued_on=decided.ISSUED_ON,
        **decided.SIGNER,
        actor=cast("giang"),
        at=decided.SIGNED,
    )


def _concluded(which: str) -> Callable[[], Dossier]:
    return lambda: decided.concluded(which)


def _decided(which: str, kind: DecisionKind, *, sign: bool) -> Callable[[], Dossier]:
    def build() -> Dossier:
        dossier = decided.concluded(which)
        draft = decided.prepared(dossier, kind=kind)
        if sign:
            decided.signed(draft)
        return dossier

    return build


def _sent_up(*steps: Callable[[Dossier], object]) -> Callable[[], Dossier]:
    def build() -> Dossier:
        dossier = decided.sent_up()
        for step in steps:
            step(dossier)
        return dossier

    return build


def _at_ministry(dossier: Dossier) -> None:
    decisions.accept_at_ministry(dossier, actor=cast("bo"), at=at(25, 11))


def _returned_by_ministry(dossier: Dossier) -> None:
    commune_actions.return_by_ministry(
        dossier=dossier, wanted=builders.WANTED, due_on=dt.date(2026, 12, 20), actor=cast("bo"), at=at(26, 11)
    )


def _at_central_council(dossier: Dossier) -> None:
    decisions.to_central_council(dossier, actor=cast("bo"), at=at(26, 11))


def _five(dossier: Dossier) -> None:
    decisions.record_five(
        dossier, answer=decided.answer("91.20", 5, on=NOW.date()), signer_name="Đinh Văn Mười Một",
        signer_capacity="KT. BỘ TRƯỞNG", actor=cast("bo"), at=NOW,
    )  # fmt: skip


def _back(dossier: Dossier) -> None:
    decisions.send_back(dossier, answer=under_ninety(), actor=cast("bo"), at=NOW)


_desk = _before_the_council
_scoring = (
    councils.on_agenda,
    lambda dossier: scoring.start_scoring(dossier, actor=cast("thu"), at=councils.AT_SESSION),
)
_wide = (*_scoring, _scored(D17), _opened)
_UNSIGNED = frozenset({Fact.SIGNED})
_ONE_CONCLUSION = frozenset({Fact.SPREAD_OVER})

STANDINGS: tuple[Standing, ...] = (
    # Producer and commune.
    Standing("draft", State.DRAFT, _desk(State.DRAFT), frozenset({Fact.CONSENT})),
    Standing("draft with consent", State.DRAFT, _desk(State.DRAFT, _with_consent)),
    Standing("filed", State.FILED, _desk(State.FILED)),
    Standing("refused at reception", State.REFUSED_RECEPTION, _desk(State.REFUSED_RECEPTION)),
    Standing("retracted", State.RETRACTED, _desk(State.RETRACTED)),
    Standing("received", State.RECEIVED, _desk(State.RECEIVED), frozenset({Fact.FORM_03})),
    Standing("Form 03 drafted", State.RECEIVED, _desk(State.RECEIVED, builders.draft_report)),
    Standing("returned by the commune", State.RETURNED_BY_COMMUNE, _desk(State.RETURNED_BY_COMMUNE)),
    Standing(
        "for signature", State.AWAITING_COMMUNE_SIGNATURE, _desk(State.AWAITING_COMMUNE_SIGNATURE), _UNSIGNED
    ),
    Standing(
        "signed", State.AWAITING_COMMUNE_SIGNATURE, _desk(State.AWAITING_COMMUNE_SIGNATURE, builders.sign),
        frozenset({Fact.SIGNATURE_STATED}),
    ),
    Standing("forwarded", State.FORWARDED, _desk(State.FORWARDED)),
    # The province.
    Standing(
        "province checking", State.PROVINCE_CHECKING, _desk(State.PROVINCE_CHECKING), frozenset({Fact.BY_AGENCY})
    ),
    Standing(
        "province checking a re-ranking", State.PROVINCE_CHECKING, _renewed(State.PROVINCE_CHECKING),
        frozenset({Fact.BY_TEAM, Fact.LATER_ROUND}),
    ),
    Standing(
        "with the agency", State.AGENCY_REPORT, _renewed(State.AGENCY_REPORT), frozenset({Fact.AGENCY_REPORT})
    ),
    Standing(
        "reported by the agency", State.AGENCY_REPORT,
        _renewed(State.AGENCY_REPORT, builders.record_agency_report, stars=4), frozenset({Fact.RENEWS_FIVE}),
    ),
    Standing(
        "five stars, reported by the agency", State.AGENCY_REPORT,
        _renewed(State.AGENCY_REPORT, builders.record_agency_report, stars=5),
    ),
    Standing("returned by the province", State.RETURNED_BY_PROVINCE, _desk(State.RETURNED_BY_PROVINCE)),
    Standing("postponed", State.POSTPONED, _desk(State.POSTPONED)),
    Standing(
        "under appraisal", State.UNDER_APPRAISAL, _from_the_desk(councils.under_appraisal),
        frozenset({Fact.TEAM_REPORT}),
    ),
    Standing(
        "tests asked for", State.TESTS_REQUESTED, _from_the_desk(councils.under_appraisal, _tests_asked)
    ),
    Standing("reported", State.UNDER_APPRAISAL, _from_the_desk(councils.under_appraisal, councils.reported)),
    # The council.
    Standing("on the agenda", State.ON_AGENDA, _from_the_desk(councils.on_agenda), in_hand=True),
    Standing(
        "no quorum", State.ON_AGENDA, _from_the_desk(councils.on_agenda, absent=("tv5", "tv6")),
        frozenset({Fact.QUORUM}), in_hand=True,
    ),
    Standing("scoring", State.SCORING, _from_the_desk(*_scoring), AGREED, in_hand=True),
    Standing(
        "all sent, knock-out proposed", State.SCORING,
        _from_the_desk(*_scoring, _scored(D01), _knock_out_proposed), in_hand=True,
    ),
    Standing(
        "opened", State.OPENED, _from_the_desk(*_scoring, _scored(D01), _opened), _ONE_CONCLUSION, in_hand=True
    ),
    Standing(
        "opened, wide spread", State.OPENED, _from_the_desk(*_wide, set_number=7), frozenset({Fact.SPREAD_SETTLED}), in_hand=True
    ),
    Standing(
        "opened, knock-out proposed", State.OPENED,
        _from_the_desk(*_scoring, _scored(D01), _opened, _knock_out_proposed),
        _ONE_CONCLUSION | {Fact.NO_KNOCK_OUT_OPEN}, in_hand=True,
    ),
    Standing("rescoring", State.RESCORING, _from_the_desk(*_wide, _rescored, set_number=7), AGREED, in_hand=True),
    Standing(
        "all sent again, knock-out proposed", State.RESCORING,
        _from_the_desk(*_wide, _rescored, _scored(D17), _knock_out_proposed, set_number=7), in_hand=True,
    ),
    Standing("excluded", State.EXCLUDED, _from_the_desk(*_scoring, _knock_out_proposed, _excluded), in_hand=True),
    Standing(
        "concluded with four stars", State.CONCLUDED, _concluded("D01"), frozenset({Fact.NOT_RECOGNISABLE}),
        in_hand=True,
    ),
    Standing(
        "concluded under three stars", State.CONCLUDED, _concluded("D18"), frozenset({Fact.RECOGNISABLE}), in_hand=True
    ),
    # The decision.
    Standing(
        "recognition prepared", State.DECISION_PREPARED, _decided("D01", DecisionKind.RECOGNITION, sign=False),
        frozenset({Fact.SENT_UP}), in_hand=True,
    ),
    Standing(
        "approval prepared", State.DECISION_PREPARED, _decided("D08", DecisionKind.APPROVAL, sign=False),
        frozenset({Fact.THREE_OR_FOUR}), in_hand=True,
    ),
    Standing(
        "recognised", State.RECOGNISED, _decided("D01", DecisionKind.RECOGNITION, sign=True), in_hand=True
    ),
    Standing("not recognised", State.NOT_RECOGNISED, lambda: _done(_concluded("D18"), _notified), in_hand=True),
    Standing(
        "approved for the ministry", State.APPROVED_FOR_MINISTRY, _decided("D08", DecisionKind.APPROVAL, sign=True),
        in_hand=True,
    ),
    # The ministry.
    Standing("sent to the ministry", State.SENT_TO_MINISTRY, _sent_up(), in_hand=True),
    Standing("ministry checking", State.MINISTRY_CHECKING, _sent_up(_at_ministry), in_hand=True),
    Standing(
        "returned by the ministry", State.RETURNED_BY_MINISTRY, _sent_up(_at_ministry, _returned_by_ministry),
        in_hand=True,
    ),
    Standing("central council", State.CENTRAL_COUNCIL, _sent_up(_at_ministry, _at_central_council), in_hand=True),
    Standing("recognised with five stars", State.RECOGNISED_FIVE, _sent_up(_at_ministry, _five), in_hand=True),
    Standing("back under ninety", State.BACK_UNDER_NINETY, _sent_up(_at_ministry, _back), in_hand=True),
)  # fmt: skip


def _done(build: Callable[[], Dossier], step: Callable[[Dossier], object]) -> Dossier:
    dossier = build()
    step(dossier)
    return dossier
