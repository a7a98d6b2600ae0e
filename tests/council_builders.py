"""A council as the demonstration has it, and dossiers on their way through it, made by the real actions.

Members tv1 (chair by delegation) to tv7, secretary Thư, team Lan, Minh and Nga; regulation: three quarters, spread 10,
majority, two scorings. On 18/11/2026 tv6 is absent and tv7 steps back, so five of six entitled members score.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from ratings.councils import actions as councils
from ratings.councils.actions import Appointment, RegulationText
from ratings.councils.models import Council, CouncilPerson, Session
from ratings.councils.states import Capacity, Seat
from ratings.criteria.models import CriteriaSet
from ratings.criteria.result import TickSheet
from ratings.dossiers.models import Dossier, EvaluationRound
from ratings.dossiers.states import Kind, State
from ratings.scoring import actions as scoring
from ratings.scoring.models import Conclusion, MemberSheet, ScoringRound
from ratings.sheets.actions import open_sheet
from ratings.sheets.states import Purpose
from registry.accounts.models import User
from registry.places.folding import fold
from registry.products.models import Product
from tests.cast import QUANG_TRI, cast, producer, province

VN = dt.timezone(dt.timedelta(hours=7))
ENTERED = dt.datetime(2026, 9, 1, 9, 0, tzinfo=VN)
HANDED = dt.datetime(2026, 10, 26, 9, 0, tzinfo=VN)
REPORTED = dt.datetime(2026, 11, 12, 15, 0, tzinfo=VN)
SESSION_DAY = dt.date(2026, 11, 18)
LATER_DAY = dt.date(2026, 12, 8)
AT_SESSION = dt.datetime(2026, 11, 18, 8, 0, tzinfo=VN)
OPENED = dt.datetime(2026, 11, 18, 10, 0, tzinfo=VN)
CONCLUDED = dt.datetime(2026, 11, 18, 11, 0, tzinfo=VN)

SEATS = {
    "tv1": Seat.AGRICULTURE,
    "tv2": Seat.INDUSTRY_TRADE,
    "tv3": Seat.HEALTH,
    "tv4": Seat.SCIENCE,
    "tv5": Seat.CULTURE,
    "tv6": Seat.SPECIALIST,
    "tv7": Seat.OCOP_AGENCY,
}
SCORERS = ("tv1", "tv2", "tv3", "tv4", "tv5")


def appointments(names: Iterable[str] = tuple(SEATS)) -> list[Appointment]:
    """The people of the demonstration's council; ``names`` are the members."""
    special = {"tv1": Capacity.CHAIR, "tv2": Capacity.DEPUTY}
    return [
        *(
            Appointment(cast(name), special.get(name, Capacity.MEMBER), SEATS[name], by_delegation=name == "tv1")
            for name in names
        ),
        Appointment(cast("thu"), Capacity.SECRETARY),
        Appointment(cast("lan"), Capacity.TEAM_LEADER),
        Appointment(cast("minh"), Capacity.ADVISOR),
        Appointment(cast("nga"), Capacity.ADVISOR),
    ]


def a_regulation(**changes: object):
    """The regulation of the demonstration, confirmed by a second officer; ``changes`` are fields of its text."""
    values = {"decision_number": "1021/QĐ-UBND", "decision_date": dt.date(2026, 8, 20), **changes}
    province(QUANG_TRI)
    entered = councils.enter_regulation(
        province=QUANG_TRI, text=RegulationText(**values), actor=cast("giang"), at=ENTERED
    )
    return councils.confirm_regulation(entered, actor=cast("hung"), at=ENTERED)


def an_entered_council(names: Iterable[str] = tuple(SEATS), **regulation: object) -> Council:
    """A council that waits for its confirmation."""
    return councils.enter_council(
        province=QUANG_TRI,
        name="Hội đồng OCOP tỉnh 2026 (minh họa)",
        decision_number="1022/QĐ-UBND",
        decision_date=dt.date(2026, 8, 21),
        regulation=a_regulation(**regulation),
        people=appointments(names),
        actor=cast("giang"),
        at=ENTERED,
    )


def a_council(**regulation: object) -> Council:
    """The confirmed council; one for the whole test."""
    known = Council.objects.first()
    if known:
        return known
    return councils.confirm_council(an_entered_council(**regulation), actor=cast("hung"), at=ENTERED)


def the_round() -> EvaluationRound:
    """Round 2/2026."""
    return EvaluationRound.objects.get_or_create(
        province=province(QUANG_TRI),
        year=2026,
        number=2,
        defaults={
            "label": "Đợt 2/2026",
            "last_request_day": dt.date(2026, 10, 29),
            "last_result_day": dt.date(2026, 12, 29),
        },
    )[0]


def person(name: str, council: Council | None = None) -> CouncilPerson:
    """The seat of ``name`` in the council."""
    return CouncilPerson.objects.select_related("council", "user").get(council=council or a_council(), user=cast(name))


def a_session(held_on: dt.date = SESSION_DAY, *, absent: Sequence[str] = ("tv6",), present: bool = True) -> Session:
    """A session with presence recorded: everybody but ``absent``."""
    council = a_council()
    known = council.sessions.filter(held_on=held_on).first()
    if known:
        return known
    session = councils.plan_session(
        council, evaluation_round=the_round(), held_on=held_on, place="Phòng họp số 2", actor=cast("giang"), at=REPORTED
    )
    if present:
        for name in SEATS:
            record_presence(session, name, present=name not in absent)
    return session


def record_presence(session: Session, name: str, *, present: bool = True):
    at = dt.datetime.combine(session.held_on, dt.time(8), VN)
    return scoring.record_presence(
        session, person=person(name, session.council), present=present, reason="" if present else "Công tác đột xuất",
        actor=cast("thu"), at=at,
    )  # fmt: skip


def on_the_desk(name: str = "Nước mắm Gia Đẳng", set_number: int = 9, producer_name: str = "gia_dang") -> Dossier:
    """A dossier that the province is checking, as a row: what the commune did before matters to no test here."""
    owner = producer(producer_name)
    product = Product.objects.create(
        producer=owner, commune=owner.commune, name=name, folded=fold(name), search=fold(name), set_number=set_number,
        created_by=owner.created_by, created_at=ENTERED,
    )  # fmt: skip
    criteria_set = CriteriaSet.objects.get(law__code="qd26-2026", number=set_number)
    return Dossier.objects.create(
        number=f"{owner.commune_id}-2026-{product.pk:05d}",
        product=product,
        producer=owner,
        commune=owner.commune,
        province=owner.commune.province,
        kind=Kind.FIRST,
        criteria_set=criteria_set,
        state=State.PROVINCE_CHECKING,
        state_since=ENTERED,
        self_score=open_sheet(criteria_set=criteria_set, purpose=Purpose.SELF_SCORE),
        created_at=ENTERED,
        created_by=owner.created_by,
        filed_on=dt.date(2026, 9, 28),
        received_on=dt.date(2026, 9, 30),
        due_on=dt.date(2026, 10, 21),
        requested_on=dt.date(2026, 10, 16),
        evaluation_round=the_round(),
    )


def under_appraisal(dossier: Dossier) -> Dossier:
    """Hand a dossier that the province is checking to the team."""
    councils.start_appraisal(dossier, council=a_council(), actor=cast("giang"), at=HANDED)
    return dossier


def reported(dossier: Dossier) -> Dossier:
    councils.record_team_report(
        dossier, text="Hồ sơ đầy đủ; đề nghị đưa vào phiên họp.", reported_on=dt.date(2026, 11, 12), number="07/BC-TTV",
        actor=cast("lan"), at=REPORTED,
    )  # fmt: skip
    return dossier


def on_agenda(dossier: Dossier, session: Session | None = None, *, recused: Sequence[str] = ("tv7",)) -> Dossier:
    """Bring a dossier that the province is checking onto the agenda; ``recused`` step back."""
    reported(under_appraisal(dossier))
    session = session or a_session()
    councils.put_on_agenda(dossier, session=session, actor=cast("giang"), at=REPORTED)
    for name in recused:
        scoring.recuse(
            dossier, person=person(name), reason="Đã hướng dẫn lập hồ sơ trước khi được bổ nhiệm", actor=cast(name),
            at=REPORTED,
        )  # fmt: skip
    return dossier


def in_scoring(dossier: Dossier, session: Session | None = None, *, recused: Sequence[str] = ("tv7",)) -> ScoringRound:
    """Bring a dossier that the province is checking into its first scoring."""
    on_agenda(dossier, session, recused=recused)
    return scoring.start_scoring(dossier, actor=cast("thu"), at=AT_SESSION)


def declared(dossier: Dossier, name: str) -> None:
    """``name`` says that no interest links her with the dossier, unless she has said so."""
    councils.declare_no_interest(dossier, person=person(name), actor=cast(name), at=REPORTED)


def sheet_of_member(scoring_round: ScoringRound, name: str, *, asked: bool = True) -> MemberSheet:
    """Her sheet; ``asked`` lets her declare first that she has no interest."""
    seat = person(name, scoring_round.session.council)
    if asked and not seat.recusals.filter(dossier=scoring_round.dossier).exists():
        councils.declare_no_interest(scoring_round.dossier, person=seat, actor=cast(name), at=REPORTED)
    return MemberSheet.objects.select_related(
        "sheet", "person__user", "scoring_round__session__council", "scoring_round__dossier"
    ).get(scoring_round=scoring_round, person__user=cast(name))


def fill(scoring_round: ScoringRound, name: str, ticks: TickSheet, *, at: dt.datetime = AT_SESSION, send: bool = True):
    """Fill the sheet of ``name`` line by line as ``ticks`` says, and send it."""
    sheet = sheet_of_member(scoring_round, name)
    saved = scoring.save_ticks(sheet, revision=sheet.sheet.revision, actor=cast(name), ticks=ticks.ticks)
    if send:
        scoring.send_sheet(
            sheet, revision=saved.revision, actor=cast(name), at=at, stop_clause=ticks.stopped_by,
            stop_reason="Dừng theo quy định" if ticks.stopped_by else "",
        )  # fmt: skip
    return sheet


def fill_all(scoring_round: ScoringRound, sheets: Sequence[TickSheet], names: Sequence[str] = SCORERS) -> None:
    for name, ticks in zip(names, sheets, strict=True):
        fill(scoring_round, name, ticks)


def opened(dossier: Dossier, sheets: Sequence[TickSheet], *, recused: Sequence[str] = ("tv7",)) -> ScoringRound:
    """Bring a dossier from the province's desk to opened sheets."""
    scoring_round = in_scoring(dossier, recused=recused)
    fill_all(scoring_round, sheets)
    return scoring.open_sheets(dossier, actor=cast("tv1"), at=OPENED)


def concluded(dossier: Dossier, sheets: Sequence[TickSheet], *, recused: Sequence[str] = ("tv7",)) -> Conclusion:
    """Bring a dossier from the province's desk to the council's conclusion."""
    opened(dossier, sheets, recused=recused)
    return scoring.conclude(dossier, actor=cast("tv1"), at=CONCLUDED)


WAY = (State.UNDER_APPRAISAL, State.ON_AGENDA, State.SCORING, State.OPENED, State.CONCLUDED)
"""States that ``brought_to`` reaches."""


def brought_to(dossier: Dossier, state: State, sheets: Sequence[TickSheet]) -> Dossier:
    """Bring a dossier at PROVINCE_CHECKING to one of ``WAY``."""
    match state:
        case State.UNDER_APPRAISAL:
            under_appraisal(dossier)
        case State.ON_AGENDA:
            on_agenda(dossier)
        case State.SCORING:
            in_scoring(dossier)
        case State.OPENED:
            opened(dossier, sheets)
        case State.CONCLUDED:
            concluded(dossier, sheets)
        case _:
            raise ValueError(state)
    return dossier


def actor(name: str) -> User:
    """A person as a later request would load her: nothing cached."""
    return User.objects.get(pk=cast(name).pk)
