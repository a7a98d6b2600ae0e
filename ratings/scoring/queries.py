"""Sheets and results as people may see them. What is not opened never leaves this module (secrecy.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from ratings.councils.models import Appraisal, CouncilPerson, Declaration, Recusal, Session
from ratings.councils.queries import Chamber, chamber_of
from ratings.councils.states import SCORING_CAPACITIES, TEAM_CAPACITIES, Capacity
from ratings.criteria.queries import PublishedSheet, sheet_of
from ratings.criteria.queries import sheets_of as published
from ratings.criteria.result import FiveStarRule, GateTest, Result, TickSheet
from ratings.criteria.sheet import Mark, Tick
from ratings.criteria.stars import evaluate
from ratings.dossiers import queries as dossiers
from ratings.dossiers.models import Citation, Dossier
from ratings.dossiers.states import State
from ratings.scoring.explanation import Assessor
from ratings.scoring.models import Conclusion, KnockOut, MemberSheet, ScoringRound
from ratings.scoring.secrecy import BLIND, Phase, Sight, Viewer, phase_of, sight
from ratings.sheets.models import Sheet
from ratings.sheets.queries import ticks_of
from registry.access.roles import MINISTRY_ROLES, PROVINCE_ROLES
from registry.accounts.models import User

COUNCIL_AT_WORK = frozenset({State.SCORING, State.RESCORING, State.OPENED})


# ---------------------------------------------------------------- the member's own door


def sheets_visible_to(person: User) -> QuerySet[MemberSheet]:
    """Return the sheets that ``person`` fills herself; nobody reaches another's sheet by its address.

    A member who stepped back from the product no longer reaches dossier, forms or evidence.
    """
    if not person.is_authenticated:
        return MemberSheet.objects.none()
    recused = Recusal.objects.filter(person=OuterRef("person"), dossier=OuterRef("scoring_round__dossier"))
    return MemberSheet.objects.filter(~Exists(recused), person__user=person)


def with_dossier(sheets: QuerySet[MemberSheet]) -> QuerySet[MemberSheet]:
    """Fetch along what the list and the page of a sheet show."""
    said = Declaration.objects.filter(person=OuterRef("person"), dossier=OuterRef("scoring_round__dossier"))
    return sheets.annotate(declared=Exists(said)).select_related(
        "sheet__criteria_set__law",
        "person__user",
        "scoring_round__session__council__regulation",
        "scoring_round__dossier__product",
        "scoring_round__dossier__producer",
        "scoring_round__dossier__commune",
    )


def own_sheets(person: User) -> list[MemberSheet]:
    """Everything ``person`` has to score or has scored; what is open comes first."""
    rows = with_dossier(sheets_visible_to(person)).order_by("-scoring_round__started_at", "-pk")
    return sorted(rows, key=lambda one: one.sent_at is not None or one.scoring_round.opened_at is not None)


def citations_of(dossier: int) -> QuerySet[Citation]:
    """Papers that a dossier cites, line by line."""
    return (
        Citation.objects.filter(dossier=dossier)
        .select_related("version__document", "version__file", "version__original_check")
        .order_by("line__position", "version__document__kind", "page", "pk")
    )


def dossiers_through_council(person: User) -> QuerySet[Dossier]:
    """Return the dossiers that ``person`` reaches as council member or advisor: the council's own door to evidence.

    Members and the secretary from the moment it is on an agenda of their council, the team from the hand-over; nobody
    whose recusal is recorded.
    """
    if not person.is_authenticated:
        return Dossier.objects.none()
    team = Q(
        pk__in=Appraisal.objects.filter(
            council__people__user=person, council__people__capacity__in=TEAM_CAPACITIES
        ).values("dossier")
    )
    seats = [*SCORING_CAPACITIES, Capacity.SECRETARY]
    agenda = Q(
        agenda_items__removed_at=None,
        agenda_items__session__council__people__user=person,
        agenda_items__session__council__people__capacity__in=seats,
    )
    stepped_back = Recusal.objects.filter(person__user=person).values("dossier")
    reached = Dossier.objects.filter(team | agenda).exclude(pk__in=stepped_back)
    return Dossier.objects.filter(pk__in=reached.values("pk"))


def session_to_declare(person: User, dossier: Dossier) -> Session | None:
    """The session before which ``person``, who scores there, has to say whether an interest links her with ``dossier``."""
    seat = CouncilPerson.objects.filter(
        council=OuterRef("council"), user=person, capacity__in=SCORING_CAPACITIES
    ).exclude(declarations__dossier=dossier)
    sessions = Session.objects.filter(Exists(seat), agenda__dossier=dossier, agenda__removed_at=None)
    return sessions.order_by("-held_on", "-pk").first()


# ---------------------------------------------------------------- rounds, phase and sight


def rounds_of(appraisal: Appraisal) -> list[ScoringRound]:
    """Scorings of one appraisal in order."""
    return list(
        ScoringRound.objects.filter(appraisal=appraisal)
        .select_related("session__council__regulation", "opened_by", "appraisal")
        .order_by("number")
    )


def rounds_of_dossier(dossier: Dossier) -> list[ScoringRound]:
    """Scorings of the appraisal that is running, in order."""
    return list(
        ScoringRound.objects.filter(dossier=dossier, appraisal__ended_at=None)
        .select_related("session__council__regulation", "opened_by")
        .order_by("number")
    )


def running_round(dossier: Dossier) -> ScoringRound | None:
    """Return the scoring that is not opened yet."""
    return (
        ScoringRound.objects.filter(dossier=dossier, opened_at=None)
        .select_related("session__council__regulation", "appraisal")
        .first()
    )


def last_round(dossier: Dossier) -> ScoringRound | None:
    """Return the newest scoring of the appraisal that is running."""
    return (
        ScoringRound.objects.filter(dossier=dossier, appraisal__ended_at=None)
        .select_related("session__council__regulation", "appraisal")
        .order_by("-number")
        .first()
    )


def conclusion_of(dossier: Dossier) -> Conclusion | None:
    """Return the newest conclusion on the dossier, of whichever council."""
    return Conclusion.objects.filter(dossier=dossier).select_related("concluded_by").last()


def is_concluded(dossier: Dossier) -> bool:
    """Whether the council's work on the dossier has ended."""
    return dossier.current not in COUNCIL_AT_WORK and Conclusion.objects.filter(dossier=dossier).exists()


def phase(dossier: Dossier, rounds: Sequence[ScoringRound], *, concluded: bool) -> Phase:
    return phase_of(opened=[one.opened_at is not None for one in rounds], concluded=concluded)


def viewers(person: User, dossier: Dossier, chamber: Chamber | None) -> frozenset[Viewer]:
    """In which capacities ``person`` looks at ``dossier``; the dossier's own scope is asked for offices."""
    found: set[Viewer] = set()
    if chamber is not None:
        leaders = chamber.leaders(dossier.pk)
        for seat in chamber.seats_of(person):
            if seat.pk in leaders:
                found.add(Viewer.LEADER)
            if seat.capacity in SCORING_CAPACITIES:
                found.add(Viewer.MEMBER)
            elif seat.capacity == Capacity.SECRETARY:
                found.add(Viewer.SECRETARY)
            else:
                found.add(Viewer.ADVISOR)
    if dossier.province_id in person.provinces(PROVINCE_ROLES):
        found.add(Viewer.OFFICE)
    elif found and chamber is not None and not chamber.is_recused(person, dossier.pk):
        pass  # her seat shows all that an office or the producer could see besides
    elif dossiers.visible_to(person).filter(pk=dossier.pk).exists():
        found.add(Viewer.OFFICE if person.holds(MINISTRY_ROLES) else Viewer.OUTSIDE)
    return frozenset(found)


def sight_of(person: User, dossier: Dossier) -> Sight:
    """Return what ``person`` may see of the council's work on ``dossier`` now."""
    if not person.is_authenticated:
        return BLIND
    last = last_round(dossier)
    chamber = chamber_of(last.session, [dossier.pk]) if last else None
    rounds = rounds_of(last.appraisal) if last else []
    return sight(
        viewers(person, dossier, chamber),
        phase(dossier, rounds, concluded=is_concluded(dossier)),
        recused=_has_stepped_back(person, dossier),
    )


def _has_stepped_back(person: User, dossier: Dossier) -> bool:
    return Recusal.objects.filter(person__user=person, dossier=dossier).exists()


@dataclass(frozen=True)
class Turnout:
    """Whether a member has sent her sheet; never what is on it or how far it is."""

    name: str
    seat: str
    sent: bool
    void: bool


def sheets_of_round(scoring_round: ScoringRound | None) -> list[MemberSheet]:
    """Return whose sheets a scoring has, without anything that is on them."""
    if scoring_round is None:
        return []
    return list(scoring_round.member_sheets.select_related("person__user").order_by("person"))


def turnout(sheets: Collection[MemberSheet]) -> list[Turnout]:
    """Return who has sent a sheet of a running scoring: for the leader and the secretary only (``Sight.progress``)."""
    return [
        Turnout(str(row.person.user), row.person.get_seat_display(), row.sent_at is not None, row.void_at is not None)
        for row in sheets
    ]


# ---------------------------------------------------------------- results of opened rounds


@dataclass(frozen=True)
class Board:
    """An opened scoring with its sheets side by side and what follows from them."""

    scoring_round: ScoringRound
    law: PublishedSheet
    members: list[MemberSheet]
    """Sheets that count, in the order of the council."""
    ticks: list[TickSheet]
    void: list[MemberSheet]
    result: Result | None
    """None when no sheet counts."""

    @property
    def assessors(self) -> list[Assessor]:
        return [
            Assessor(one.person_id, label, one.person.seat)
            for one, label in zip(self.members, labels_of(self.members).values(), strict=True)
        ]


def labels_of(members: Sequence[MemberSheet]) -> dict[int, str]:
    """Name the assessors by the sheet's primary key; namesakes are numbered."""
    names = [str(one.person.user) for one in members]
    seen: dict[str, int] = defaultdict(int)
    labels: dict[int, str] = {}
    for one, name in zip(members, names, strict=True):
        seen[name] += 1
        labels[one.sheet_id] = f"{name} ({seen[name]})" if names.count(name) > 1 else name
    return labels


def board(dossiers_: Collection[Dossier]) -> dict[int, Board]:
    """Return the newest *opened* scoring of each dossier, by dossier, in two queries whatever their number.

    A dossier without an opened scoring is absent: a sealed sheet never comes out of here.
    """
    newest = (
        ScoringRound.objects.filter(dossier=OuterRef("dossier"), opened_at__isnull=False)
        .order_by("-opened_at", "-pk")
        .values("pk")[:1]
    )
    rounds = ScoringRound.objects.filter(
        dossier__in=[one.pk for one in dossiers_], opened_at__isnull=False, pk=Subquery(newest)
    )
    return {one.scoring_round.dossier_id: one for one in _boards(rounds).values()}


def boards_of(rounds: Collection[ScoringRound]) -> dict[int, Board]:
    """Return the boards of opened scorings by their primary key, in two queries."""
    return _boards(ScoringRound.objects.filter(pk__in=[one.pk for one in rounds], opened_at__isnull=False))


def _boards(rounds: QuerySet[ScoringRound]) -> dict[int, Board]:
    rows = (
        MemberSheet.objects.filter(scoring_round__in=rounds, scoring_round__opened_at__isnull=False)
        .select_related("person__user", "sheet", "scoring_round__session__council__regulation")
        .order_by("scoring_round", "person")
    )
    by_round: dict[int, list[MemberSheet]] = defaultdict(list)
    for row in rows:
        by_round[row.scoring_round_id].append(row)
    counting = [row for row in rows if row.counts]
    labels = {sheet: label for found in by_round.values() for sheet, label in labels_of(_counting(found)).items()}
    ticks = ticks_of([row.sheet for row in counting], labels)
    return {pk: _board(found, ticks) for pk, found in by_round.items()}


def _counting(rows: Sequence[MemberSheet]) -> list[MemberSheet]:
    return [row for row in rows if row.counts]


def _board(rows: Sequence[MemberSheet], ticks: Mapping[int, TickSheet]) -> Board:
    scoring_round = rows[0].scoring_round
    law = sheet_of(rows[0].sheet.criteria_set_id)
    members = _counting(rows)
    own = [ticks[one.sheet_id] for one in members]
    return Board(
        scoring_round=scoring_round,
        law=law,
        members=members,
        ticks=own,
        void=[row for row in rows if not row.counts],
        result=result_of(scoring_round, law, own, case=rows[0].sheet.case) if own else None,
    )


def result_of(
    scoring_round: ScoringRound,
    law: PublishedSheet,
    ticks: Sequence[TickSheet],
    *,
    case: str,
    agreed: Mapping[str, Tick] | None = None,
) -> Result:
    """Compute the result under the council's regulation.

    Where the regulation asks for one agreed tick, what most members ticked stands for it until the council has agreed.
    """
    regulation = scoring_round.session.council.regulation
    test = GateTest(regulation.gate_test)
    if test is GateTest.AGREED and agreed is None:
        agreed = usual_ticks(law, ticks)
    return evaluate(
        law.sheet,
        ticks,
        case=case,
        test=test,
        agreed=agreed,
        five_star_rule=FiveStarRule.POINTS_ALONE
        if regulation.sends_up_on_points_alone
        else FiveStarRule.POINTS_AND_GATES,
        spread_limit=regulation.spread_limit,
    )


def usual_ticks(law: PublishedSheet, ticks: Sequence[TickSheet]) -> dict[str, Tick]:
    """Return, for every line with a minimum, the answer that most sheets give; the lower one when they are even."""
    usual: dict[str, Tick] = {}
    for line in law.sheet.lines.values():
        if not line.gates:
            continue
        given = [one.ticks.get(line.code, Mark.NONE_FITS) for one in ticks]
        usual[line.code] = min(set(given), key=lambda tick: (-given.count(tick), line.points(tick)))
    return usual


# ---------------------------------------------------------------- provisional result of one's own sheet


def provisional(sheet: Sheet, ticks: Mapping[str, Tick]) -> Result:
    """Compute totals and provisional star of one sheet; lines without an answer count 0."""
    law = published([sheet.criteria_set_id])[sheet.criteria_set_id]
    return evaluate(law.sheet, [TickSheet("", ticks)], case=sheet.case, provisional=True)


# ---------------------------------------------------------------- knock-outs


def knock_outs_of(dossier: Dossier) -> QuerySet[KnockOut]:
    """Proposed and concluded knock-outs of a dossier."""
    return KnockOut.objects.filter(dossier=dossier).select_related("rule", "proposed_by", "concluded_by")
