"""What the room of one dossier shows to one person, and the forms that she may fill there. Writes nothing.

What she may see of sheets and totals is answered by ``secrecy.sight`` alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ratings.councils.models import Session
from ratings.councils.queries import Chamber
from ratings.councils.rules import keeps_sessions
from ratings.councils.states import Capacity
from ratings.criteria.queries import sheet_of
from ratings.criteria.result import GateTest
from ratings.criteria.sheet import Line, Tick
from ratings.dossiers.models import Dossier
from ratings.dossiers.rules import may
from ratings.dossiers.states import State
from ratings.dossiers.workflow import Fact, Move
from ratings.scoring import pages, queries, rules
from ratings.scoring.forms import (
    ConcludeForm,
    KnockOutForm,
    ReasonForm,
    RecusalForm,
    SecondScoringForm,
    VoteForm,
)
from ratings.scoring.models import KnockOut, ScoringRound
from ratings.scoring.queries import Board, usual_ticks
from ratings.scoring.secrecy import Sight, sight
from registry.access.answers import Answer
from registry.accounts.models import User

BEFORE_OPENING = frozenset({State.UNDER_APPRAISAL, State.ON_AGENDA, State.SCORING})
"""A member can still step back from the product."""


@dataclass(frozen=True)
class Place:
    """A dossier on the agenda of a session, with the people of the room."""

    session: Session
    dossier: Dossier
    chamber: Chamber


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Forms that were filled and are shown again; ``voted`` is the knock-out that was voted on."""

    recusal: RecusalForm | None = None
    knock_out: KnockOutForm | None = None
    conclude: ConcludeForm | None = None
    vote: VoteForm | None = None
    voted: int = 0


NOTHING_TYPED = Typed()


@dataclass(frozen=True)
class _Viewer:
    """In what capacity somebody is in the room of this dossier."""

    person: User
    seated: bool
    leads: bool
    recused: bool
    keeps: bool
    """Keeps the agenda of the session."""


def room_context(person: User, place: Place, typed: Typed = NOTHING_TYPED) -> dict[str, Any]:
    """Return everything that the page shows; sealed sheets never come into it."""
    dossier, chamber = place.dossier, place.chamber
    rounds = queries.rounds_of_dossier(dossier)
    at_work = dossier.current in {*queries.COUNCIL_AT_WORK, State.ON_AGENDA}
    conclusion = None if at_work else queries.conclusion_of(dossier)
    viewer = _viewer(person, place)
    seen = sight(
        queries.viewers(person, dossier, chamber),
        queries.phase(dossier, rounds, concluded=conclusion is not None),
        recused=viewer.recused,
    )
    boards = _boards(rounds, seen)
    knock_outs = [] if viewer.recused else list(queries.knock_outs_of(dossier))
    names = {one.pk: one for one in chamber.people}
    return {
        "session": place.session,
        "council": place.session.council,
        "dossier": dossier,
        "quorum": chamber.quorum(dossier.pk),
        "recusals": [(names[one.person_id], one) for one in chamber.recusals.get(dossier.pk, {}).values()],
        "sight": seen,
        "boards": [page for one in reversed(list(boards.values())) if (page := pages.board_page(one))],
        "result_context": pages.result_context(dossier, conclusion, seen) if conclusion and seen.result else None,
        "knock_outs": knock_outs,
        "leads": viewer.leads,
        "reads_dossier": viewer.seated and not viewer.recused,
        "agreed_test": place.session.council.regulation.gate_test == GateTest.AGREED.value,
        "refused": None,
        **_running(person, rounds, seen),
        **_forms(viewer, place, rounds, typed),
        **_concluding(viewer, place, typed, rounds=rounds, boards=boards, knock_outs=knock_outs),
    }


def _viewer(person: User, place: Place) -> _Viewer:
    dossier, chamber = place.dossier, place.chamber
    seats = chamber.seats_of(person)
    mine = frozenset(Capacity(one.capacity) for one in seats)
    return _Viewer(
        person=person,
        seated=bool(seats),
        leads=bool(chamber.leaders(dossier.pk) & {one.pk for one in seats}),
        recused=chamber.is_recused(person, dossier.pk),
        keeps=bool(keeps_sessions(person, place.session.council, mine)),
    )


def _boards(rounds: Sequence[ScoringRound], seen: Sight) -> dict[int, Board]:
    """Boards of the opened scorings in order, for whom may see them."""
    opened = [one for one in rounds if one.opened_at is not None]
    if not opened or not (seen.opened_rounds or seen.sheets_after):
        return {}
    found = queries.boards_of(opened)
    return {one.pk: found[one.pk] for one in opened if one.pk in found}


def _running(person: User, rounds: Sequence[ScoringRound], seen: Sight) -> dict[str, Any]:
    """The scoring that is not opened: one's own sheet, and who has sent hers."""
    running = rounds[-1] if rounds and rounds[-1].opened_at is None else None
    filled = queries.sheets_of_round(running)
    return {
        "running": running,
        "own": next((one for one in filled if one.person.user_id == person.pk), None),
        "turnout": queries.turnout(filled) if running and seen.progress else [],
    }


def _forms(viewer: _Viewer, place: Place, rounds: Sequence[ScoringRound], typed: Typed) -> dict[str, Any]:
    """What can be done besides concluding; None where it is not for this person or not for this state."""
    dossier, chamber, person = place.dossier, place.chamber, viewer.person
    on_agenda = dossier.current is State.ON_AGENDA
    quorum = {Fact.QUORUM: rules.quorum_answer(chamber.quorum(dossier.pk))}
    examines = viewer.seated and not viewer.recused and dossier.current in rules.KNOCK_OUT_STATES
    return {
        "may_start": may(person, Move.START_SCORING, dossier, quorum, capacities=chamber.parties(person, dossier.pk))
        if on_agenda
        else None,
        "remove_form": ReasonForm() if on_agenda and viewer.keeps else None,
        "recusal_form": typed.recusal or _recusal_form(person, place, rounds),
        "knock_out_form": typed.knock_out or KnockOutForm(rules=ending_rules(dossier)) if examines else None,
        "may_vote": viewer.leads and dossier.current in queries.COUNCIL_AT_WORK,
        "vote_form": typed.vote or VoteForm(),
        "voted": typed.voted,
    }


def _concluding(
    viewer: _Viewer,
    place: Place,
    typed: Typed,
    *,
    rounds: Sequence[ScoringRound],
    boards: Mapping[int, Board],
    knock_outs: Sequence[KnockOut],
) -> dict[str, Any]:
    """Scoring again and concluding, for whoever leads, once the sheets are open."""
    board = boards.get(rounds[-1].pk) if rounds else None
    done, allowed = len(rounds), place.session.council.regulation.scoring_rounds
    leads_opened = viewer.leads and place.dossier.current is State.OPENED
    return {
        "again_form": SecondScoringForm(sessions=later_sessions(place), initial={"session": place.session.pk})
        if leads_opened and _again_answer(board, done, allowed)
        else None,
        "conclude_form": typed.conclude or conclude_form(place, None, board) if leads_opened else None,
        "conclude_answer": _conclude_answer(board, done, allowed, knock_outs),
    }


def _again_answer(board: Board | None, done: int, allowed: int) -> Answer:
    answer = rules.spread_over(board.result if board else None)
    return answer and rules.round_left(done, allowed)


def _conclude_answer(board: Board | None, done: int, allowed: int, knock_outs: Sequence[KnockOut]) -> Answer:
    """What stands in the way of concluding; a reason that is still to be typed does not."""
    answer = rules.no_knock_out_open(sum(one.concluded_at is None for one in knock_outs))
    if not answer:
        return answer
    return rules.spread_settled(board.result if board else None, done=done, allowed=allowed, note="-")


def _recusal_form(person: User, place: Place, rounds: Sequence[ScoringRound]) -> RecusalForm | None:
    """The secretary may minute every member's recusal, a member her own; not once sheets were opened."""
    if any(one.opened_at is not None for one in rounds) or place.dossier.current not in BEFORE_OPENING:
        return None
    entitled = place.chamber.entitled(place.dossier.pk)
    if not any(one.capacity == Capacity.SECRETARY for one in place.chamber.seats_of(person)):
        entitled = [one for one in entitled if one.user_id == person.pk]
    return RecusalForm(people=entitled) if entitled else None


def conclude_form(place: Place, posted: QueryDict | None, board: Board | None = None) -> ConcludeForm:
    """Return the form of the conclusion; where the regulation asks for agreed ticks, with the usual ones chosen."""
    lines: list[Line] = []
    usual: dict[str, Tick] = {}
    if place.session.council.regulation.gate_test == GateTest.AGREED.value:
        board = board or queries.board([place.dossier]).get(place.dossier.pk)
        if board is not None:
            lines = [line for line in board.law.sheet.lines.values() if line.gates]
            usual = usual_ticks(board.law, board.ticks)
    return ConcludeForm(posted, lines=lines, usual=usual)


def later_sessions(place: Place) -> list[Session]:
    """The session itself and those of the same council and round that follow."""
    return list(
        Session.objects.filter(
            council=place.session.council_id,
            evaluation_round=place.session.evaluation_round_id,
            number__gte=place.session.number,
        ).order_by("number")
    )


def ending_rules(dossier: Dossier) -> list[tuple[int, str]]:
    """Primary key and words of every clause under which the council can exclude this dossier."""
    law = sheet_of(dossier.criteria_set_id)
    return [(law.rule_ids[rule.clause, rule.where], rule.quote) for rule in law.sheet.ending_rules]
