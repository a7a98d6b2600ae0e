"""The room of a session: agenda, presence, sealed sheets, opening, board, conclusion; and what a dossier's record shows.

What a person may see of a dossier here is answered by ``secrecy.sight`` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratings.councils import actions as councils
from ratings.councils import queries as council_queries
from ratings.councils.forms import HandOverForm, TeamReportForm
from ratings.councils.models import AgendaItem, Appraisal, Council, Session
from ratings.councils.queries import Chamber, chamber_of
from ratings.councils.rules import keeps_sessions, manages
from ratings.councils.states import TEAM_CAPACITIES, Capacity
from ratings.criteria.models import Rule
from ratings.criteria.queries import sheet_of
from ratings.criteria.stars import GateTest
from ratings.dossiers import queries as dossiers
from ratings.dossiers.models import Dossier
from ratings.dossiers.rules import in_round, may
from ratings.dossiers.states import State
from ratings.dossiers.workflow import Fact, Move
from ratings.scoring import actions, pages, queries, rules
from ratings.scoring.explanation import sentences
from ratings.scoring.forms import (
    ConcludeForm,
    KnockOutForm,
    PresenceForm,
    ReasonForm,
    RecusalForm,
    SecondScoringForm,
    VoteForm,
)
from ratings.scoring.models import Conclusion, KnockOut
from ratings.scoring.queries import Board, usual_ticks
from ratings.scoring.secrecy import Sight, sight
from ratings.scoring.views import cited_page, dossier_context
from registry.access.answers import ALLOWED, Answer, Refused
from registry.access.permissions import holding, requires, signed_in
from registry.access.roles import Role
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now

REFUSED, INVALID = 409, 422


# ---------------------------------------------------------------- the session


@requires(signed_in())
@require_safe
def session(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    shown = _session(request, council, number)
    return render(request, "scoring/session.html", _session_context(request, shown))


@requires(signed_in())
@require_POST
def presence(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    shown = _session(request, council, number)
    chamber = chamber_of(shown, [])
    form = PresenceForm(request.POST, members=chamber.members, present=chamber.presence)
    if not form.is_valid():
        context = _session_context(request, shown, presence_form=form)
        return render(request, "scoring/session.html", context, status=INVALID)
    try:
        for person, present, reason in form.stated():
            row = chamber.presence.get(person.pk)
            if row is None or (row.present, row.reason) != (present, "" if present else reason.strip()):
                actions.record_presence(
                    shown, person=person, present=present, reason=reason, actor=request.user, at=now()
                )
        authorised = request.POST.get("deputy") == "yes"
        if authorised != shown.deputy_leads:
            councils.authorise_deputy(shown, authorised=authorised, actor=request.user, at=now())
    except Refused as refused:
        context = _session_context(request, shown, presence_form=form) | {"refused": refused.answer}
        return render(request, "scoring/session.html", context, status=REFUSED)
    messages.success(request, _("Presence is recorded."))
    return redirect("session", council, number)


@requires(signed_in())
@require_POST
def agenda_add(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    shown = _session(request, council, number)
    appraisal = get_object_or_404(
        Appraisal.objects.select_related("dossier__product", "dossier__producer", "dossier__commune"),
        council=council,
        ended_at=None,
        dossier__number=request.POST.get("dossier", ""),
    )
    return _do(
        request,
        shown,
        lambda: councils.put_on_agenda(appraisal.dossier, session=shown, actor=request.user, at=now()),
        _("%(product)s is on the agenda.") % {"product": appraisal.dossier.product},
    )


@requires(signed_in())
@require_POST
def agenda_order(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    """Move one item up or down by a place."""
    shown = _session(request, council, number)
    order = [item.pk for item in council_queries.agenda_of(shown)]
    wanted = request.POST.get("item", "")
    step = -1 if request.POST.get("way") == "up" else 1
    if not wanted.isdigit() or int(wanted) not in order:
        raise Http404
    at = order.index(int(wanted))
    if 0 <= at + step < len(order):
        order[at], order[at + step] = order[at + step], order[at]
    return _do(request, shown, lambda: councils.reorder_agenda(shown, items=order, actor=request.user, at=now()), "")


# ---------------------------------------------------------------- one dossier in the room


@requires(signed_in())
@require_safe
def room(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    return render(request, "scoring/room.html", _room_context(request, place))


@requires(signed_in())
@require_POST
def agenda_remove(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    answer = _answer_of(lambda: councils.take_off_agenda(place.dossier, reason=reason, actor=request.user, at=now()))
    if answer is not None:
        return _again(request, place, answer)
    messages.success(request, _("The dossier is off the agenda."))
    return redirect("session", council, number)


@requires(signed_in())
@require_POST
def start(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    return _act(
        request,
        place,
        lambda: actions.start_scoring(place.dossier, actor=request.user, at=now()),
        _("Scoring is open; every member present has a sheet."),
    )


@requires(signed_in())
@require_POST
def recusal(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    form = RecusalForm(request.POST, people=place.chamber.entitled(place.dossier.pk))
    if not form.is_valid():
        return render(request, "scoring/room.html", _room_context(request, place, recusal_form=form), status=INVALID)
    return _act(
        request,
        place,
        lambda: actions.recuse(place.dossier, actor=request.user, at=now(), **form.cleaned_data),
        _("The recusal is recorded and the quorum counted again."),
    )


@requires(signed_in())
@require_POST
def open_sheets(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    return _act(
        request,
        place,
        lambda: actions.open_sheets(place.dossier, actor=request.user, at=now()),
        _("The sheets are open."),
    )


@requires(signed_in())
@require_POST
def again(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    form = SecondScoringForm(request.POST, sessions=_later_sessions(place))
    chosen = form.cleaned_data["session"] if form.is_valid() else None
    answer = _answer_of(
        lambda: actions.call_second_scoring(place.dossier, actor=request.user, at=now(), session=chosen)
    )
    if answer is not None:
        return _again(request, place, answer)
    messages.success(request, _("A further scoring is called; the first one stays as it is."))
    target = chosen or place.session
    return redirect("session-dossier", council, target.number, dossier)


@requires(signed_in())
@require_POST
def conclude(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    form = _conclude_form(request, place)
    if not form.is_valid():
        return render(request, "scoring/room.html", _room_context(request, place, conclude=form), status=INVALID)
    return _act(
        request,
        place,
        lambda: actions.conclude(
            place.dossier, actor=request.user, at=now(), note=form.cleaned_data["note"], agreed=form.agreed()
        ),
        _("The council has concluded."),
        conclude=form,
    )


@requires(signed_in())
@require_POST
def knock_out(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    form = KnockOutForm(request.POST, rules=_ending_rules(place.dossier))
    if not form.is_valid():
        return render(request, "scoring/room.html", _room_context(request, place, knock_out_form=form), status=INVALID)
    return _act(
        request,
        place,
        lambda: actions.propose_knock_out(
            place.dossier,
            rule=Rule.objects.get(pk=form.cleaned_data["rule"]),
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=now(),
        ),
        _("The proposal is recorded; the council votes on it."),
        knock_out_form=form,
    )


@requires(signed_in())
@require_POST
def knock_out_vote(request: SignedInRequest, council: int, number: int, dossier: str, pk: int) -> HttpResponse:
    place = _place(request, council, number, dossier)
    row = get_object_or_404(KnockOut.objects.select_related("rule"), pk=pk, dossier=place.dossier)
    row.dossier = place.dossier
    form = VoteForm(request.POST)
    if not form.is_valid():
        return render(
            request, "scoring/room.html", _room_context(request, place, vote_form=form, voted=pk), status=INVALID
        )
    return _act(
        request,
        place,
        lambda: actions.conclude_knock_out(row, actor=request.user, at=now(), **form.cleaned_data),
        _("The vote is minuted."),
        vote_form=form,
        voted=pk,
    )


# ---------------------------------------------------------------- reading door of advisors and secretary


@requires(signed_in())
@require_safe
def council_dossier(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = _through_council(request, number)
    return render(request, "scoring/council_dossier.html", _reading_context(request, dossier))


@requires(signed_in())
@require_safe
def council_evidence(request: SignedInRequest, number: str, version: int, page: int) -> HttpResponseBase:
    return cited_page(_through_council(request, number).pk, version, page)


@requires(signed_in())
@require_POST
def team_report(request: SignedInRequest, number: str) -> HttpResponse:
    """The leader of the team sends the report; an officer of the agency records the paper."""
    through = queries.dossiers_through_council(request.user).values("pk")
    own = dossiers.visible_to(request.user).values("pk")
    dossier = get_object_or_404(
        Dossier.objects.filter(Q(pk__in=through) | Q(pk__in=own)).select_related(
            "product", "producer", "commune", "evaluation_round"
        ),
        number=number,
    )
    form = TeamReportForm(request.POST)
    answer: Answer | None = None
    if form.is_valid():
        answer = _answer_of(
            lambda: councils.record_team_report(dossier, actor=request.user, at=now(), **form.cleaned_data)
        )
        if answer is None:
            messages.success(request, _("The report of the advisory team is recorded."))
            appraisal = council_queries.appraisal_of(dossier)
            return redirect("council", appraisal.council_id) if appraisal else redirect("councils")
    context = _reading_context(request, dossier) | {"form": form, "refused": answer}
    return render(request, "scoring/council_dossier.html", context, status=INVALID if answer is None else REFUSED)


def _reading_context(request: SignedInRequest, dossier: Dossier) -> dict[str, Any]:
    door = reverse("council-evidence", args=[dossier.number, 0, 0])[: -len("0/0/")]
    appraisal = council_queries.appraisal_of(dossier)
    seats = council_queries.capacities_in(request.user, appraisal.council) if appraisal else frozenset()
    may_report = dossier.current is State.UNDER_APPRAISAL and (
        Capacity.TEAM_LEADER in seats or bool(appraisal and manages(request.user, appraisal.council))
    )
    return {
        **dossier_context(dossier, door=door),
        "form": TeamReportForm(),
        "may_report": may_report,
        "in_team": bool(seats & set(TEAM_CAPACITIES)),
        "refused": None,
    }


# ---------------------------------------------------------------- parts of a dossier's record


@requires(signed_in())
@require_safe
def dossier_council(request: SignedInRequest, number: str) -> HttpResponse:
    """Which council has the dossier, its sessions, and for an officer the next step towards the council."""
    dossier = _visible(request, number)
    return render(request, "scoring/dossier_council.html", _council_part(request, dossier))


@requires(holding(Role.PROVINCE_OFFICER))
@require_http_methods(["POST"])
def dossier_appraisal(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = _visible(request, number)
    form = HandOverForm(request.POST, councils=_councils_for(dossier))
    if not form.is_valid():
        return redirect(f"/dossiers/{number}/")
    answer = _answer_of(
        lambda: councils.start_appraisal(dossier, council=form.cleaned_data["council"], actor=request.user, at=now())
    )
    if answer is None:
        messages.success(request, _("The dossier is with the advisory team."))
    else:
        messages.error(request, " ".join(filter(None, (str(answer.reason), str(answer.remedy)))))
    return redirect(f"/dossiers/{number}/")


@requires(signed_in())
@require_safe
def dossier_result(request: SignedInRequest, number: str) -> HttpResponse:
    """The result in plain words, after the conclusion and never before."""
    dossier = _visible(request, number)
    seen = queries.sight_of(request.user, dossier)
    conclusion = queries.conclusion_of(dossier) if seen.result else None
    return render(request, "scoring/dossier_result.html", result_context(dossier, conclusion, seen))


def result_context(dossier: Dossier, conclusion: Conclusion | None, seen: Sight) -> dict[str, Any]:
    """What the result shows; the members' sheets only to whom secrecy allows them."""
    if conclusion is None:
        return {"dossier": dossier, "conclusion": None}
    facts = conclusion.facts
    held = [level for level in facts.get("levels", []) if not level["gates_hold"]]
    return {
        "dossier": dossier,
        "conclusion": conclusion,
        "facts": facts,
        "mean": Fraction(conclusion.total, conclusion.sheets),
        "parts": [{**part, "mean": Fraction(part["sum"], conclusion.sheets)} for part in facts.get("parts", [])],
        "lines": [{**line, "mean": Fraction(line["sum"], conclusion.sheets)} for line in facts.get("lines", [])],
        "levels": held,
        "said": {"verdict": "", "sentence": "", "next_star": "", **sentences(facts, get_language() or "vi")},
        "sheets": facts.get("sheets", []) if seen.sheets_after else [],
    }


# ---------------------------------------------------------------- helpers


@dataclass(frozen=True)
class _Place:
    """A dossier on the agenda of a session, with the people of the room."""

    session: Session
    dossier: Dossier
    chamber: Chamber


def _session(request: SignedInRequest, council: int, number: int) -> Session:
    return get_object_or_404(
        Session.objects.filter(council__in=council_queries.visible_to(request.user)).select_related(
            "council__regulation", "council__province", "evaluation_round"
        ),
        council=council,
        number=number,
    )


def _place(request: SignedInRequest, council: int, number: int, dossier: str) -> _Place:
    item = get_object_or_404(
        AgendaItem.objects.filter(
            session__council__in=council_queries.visible_to(request.user), removed_at=None
        ).select_related(
            "session__council__regulation",
            "session__evaluation_round",
            "dossier__product",
            "dossier__producer",
            "dossier__commune",
            "dossier__criteria_set",
            "dossier__evaluation_round",
        ),
        session__council=council,
        session__number=number,
        dossier__number=dossier,
    )
    return _Place(item.session, item.dossier, chamber_of(item.session, [item.dossier_id]))


def _visible(request: SignedInRequest, number: str) -> Dossier:
    rows = dossiers.visible_to(request.user).select_related("product", "producer", "commune", "evaluation_round")
    return get_object_or_404(rows, number=number)


def _through_council(request: SignedInRequest, number: str) -> Dossier:
    rows = queries.dossiers_through_council(request.user).select_related(
        "product", "producer", "commune", "evaluation_round", "criteria_set"
    )
    return get_object_or_404(rows, number=number)


def _answer_of(action: Callable[[], object]) -> Answer | None:
    """Run an action; its refusal, or None when it happened."""
    try:
        action()
    except Refused as refused:
        return refused.answer
    return None


def _do(request: SignedInRequest, shown: Session, action: Callable[[], object], said: str) -> HttpResponse:
    answer = _answer_of(action)
    if answer is not None:
        context = _session_context(request, shown) | {"refused": answer}
        return render(request, "scoring/session.html", context, status=REFUSED)
    if said:
        messages.success(request, said)
    return redirect("session", shown.council_id, shown.number)


def _act(
    request: SignedInRequest, place: _Place, action: Callable[[], object], said: str, **typed: Any
) -> HttpResponse:
    answer = _answer_of(action)
    if answer is not None:
        return _again(request, place, answer, **typed)
    messages.success(request, said)
    return redirect("session-dossier", place.session.council_id, place.session.number, place.dossier.number)


def _again(request: SignedInRequest, place: _Place, answer: Answer, **typed: Any) -> HttpResponse:
    """Show the room as it stands now, with the refusal and what was typed."""
    place.dossier.refresh_from_db(fields=["state", "revision"])
    context = _room_context(request, place, **typed) | {"refused": answer}
    return render(request, "scoring/room.html", context, status=REFUSED)


def _session_context(
    request: SignedInRequest, shown: Session, *, presence_form: PresenceForm | None = None
) -> dict[str, Any]:
    items = list(council_queries.agenda_of(shown))
    chamber = chamber_of(shown, [item.dossier_id for item in items])
    mine = frozenset(Capacity(one.capacity) for one in chamber.seats_of(request.user))
    keeps = keeps_sessions(request.user, shown.council, mine)
    waiting = list(council_queries.waiting_for_agenda(shown.council)) if keeps else []
    reported = council_queries.reported(waiting)
    return {
        "session": shown,
        "council": shown.council,
        "rows": [
            {"item": item, "dossier": item.dossier, "quorum": chamber.quorum(item.dossier_id), "first": number == 0,
             "last": number == len(items) - 1}
            for number, item in enumerate(items)
        ],
        "quorum": chamber.quorum(),
        "members": chamber.members,
        "presence": [(person, chamber.presence.get(person.pk)) for person in chamber.members],
        "has_deputy": any(person.capacity == Capacity.DEPUTY for person in chamber.members),
        "keeps": keeps,
        "presence_form": presence_form or PresenceForm(members=chamber.members, present=chamber.presence),
        "waiting": [{"appraisal": one, "reported": one.pk in reported} for one in waiting],
        "refused": None,
    }  # fmt: skip


def _room_context(
    request: SignedInRequest,
    place: _Place,
    *,
    recusal_form: RecusalForm | None = None,
    knock_out_form: KnockOutForm | None = None,
    conclude: ConcludeForm | None = None,
    vote_form: VoteForm | None = None,
    voted: int = 0,
) -> dict[str, Any]:
    dossier, chamber = place.dossier, place.chamber
    person = request.user
    rounds = queries.rounds_of_dossier(dossier)
    at_work = dossier.current in {*queries.COUNCIL_AT_WORK, State.ON_AGENDA}
    conclusion = None if at_work else queries.conclusion_of(dossier)
    concluded = conclusion is not None
    seen = sight(
        queries.viewers(person, dossier, chamber),
        queries.phase(dossier, rounds, concluded=concluded),
        recused=chamber.is_recused(person, dossier.pk),
    )
    opened = [one for one in rounds if one.opened_at is not None]
    boards = queries.boards_of(opened) if opened and (seen.opened_rounds or seen.sheets_after) else {}
    shown_boards = [pages.board_page(boards[one.pk]) for one in opened if one.pk in boards]
    running = rounds[-1] if rounds and rounds[-1].opened_at is None else None
    last_board = boards.get(rounds[-1].pk) if rounds else None
    regulation = place.session.council.regulation
    capacities = chamber.parties(person, dossier.pk)
    recusals = list(chamber.recusals.get(dossier.pk, {}).values())
    names = {one.pk: one for one in chamber.people}
    filled = queries.sheets_of_round(running)
    own = next((one for one in filled if one.person.user_id == person.pk), None)
    again_answer = _again_answer(last_board, len(rounds), regulation.scoring_rounds)
    quorum = chamber.quorum(dossier.pk)
    knock_outs = list(queries.knock_outs_of(dossier)) if not chamber.is_recused(person, dossier.pk) else []
    leads = chamber.leaders(dossier.pk) & {one.pk for one in chamber.seats_of(person)}
    is_member = bool(chamber.seats_of(person))
    return {
        "session": place.session,
        "council": place.session.council,
        "dossier": dossier,
        "quorum": quorum,
        "recusals": [(names[one.person_id], one) for one in recusals],
        "sight": seen,
        "turnout": queries.turnout(filled) if running and seen.progress else [],
        "own": own,
        "boards": [one for one in reversed(shown_boards) if one is not None],
        "running": running,
        "result_context": result_context(dossier, conclusion, seen) if concluded and seen.result else None,
        "leads": bool(leads),
        "may_start": may(
            person, Move.START_SCORING, dossier, {Fact.QUORUM: rules.quorum_answer(quorum)}, capacities=capacities
        )
        if dossier.current is State.ON_AGENDA
        else None,
        "again_form": SecondScoringForm(sessions=_later_sessions(place), initial={"session": place.session.pk})
        if leads and dossier.current is State.OPENED and again_answer
        else None,
        "conclude_form": conclude or _conclude_form(request, place, last_board)
        if leads and dossier.current is State.OPENED
        else None,
        "conclude_answer": _conclude_answer(last_board, len(rounds), regulation.scoring_rounds, knock_outs),
        "knock_outs": knock_outs,
        "knock_out_form": (knock_out_form or KnockOutForm(rules=_ending_rules(dossier)))
        if is_member and not chamber.is_recused(person, dossier.pk) and dossier.current in rules.KNOCK_OUT_STATES
        else None,
        "vote_form": vote_form or VoteForm(),
        "voted": voted,
        "may_vote": bool(leads) and dossier.current in queries.COUNCIL_AT_WORK,
        "recusal_form": recusal_form or _recusal_form(request, place, rounds),
        "remove_form": ReasonForm()
        if dossier.current is State.ON_AGENDA
        and keeps_sessions(
            person,
            place.session.council,
            frozenset(Capacity(one.capacity) for one in chamber.seats_of(person)),
        )
        else None,
        "reads_dossier": is_member and not chamber.is_recused(person, dossier.pk),
        "agreed_test": regulation.gate_test == GateTest.AGREED.value,
        "refused": None,
    }


def _again_answer(board: Board | None, done: int, allowed: int) -> Answer:
    answer = rules.spread_over(board.result if board else None)
    return answer and rules.round_left(done, allowed)


def _conclude_answer(board: Board | None, done: int, allowed: int, knock_outs: list[KnockOut]) -> Answer:
    """What stands in the way of concluding; a reason that is still to be typed does not."""
    waiting = sum(one.concluded_at is None for one in knock_outs)
    answer = rules.no_knock_out_open(waiting)
    if not answer:
        return answer
    return rules.spread_settled(board.result if board else None, done=done, allowed=allowed, note="-")


def _recusal_form(request: SignedInRequest, place: _Place, rounds: list[Any]) -> RecusalForm | None:
    """The secretary may minute every member's recusal, a member her own; not once sheets were opened."""
    if any(one.opened_at is not None for one in rounds) or place.dossier.current not in {
        State.UNDER_APPRAISAL,
        State.ON_AGENDA,
        State.SCORING,
    }:
        return None
    seats = place.chamber.seats_of(request.user)
    entitled = place.chamber.entitled(place.dossier.pk)
    if not any(one.capacity == Capacity.SECRETARY for one in seats):
        entitled = [one for one in entitled if one.user_id == request.user.pk]
    return RecusalForm(people=entitled) if entitled else None


def _conclude_form(request: SignedInRequest, place: _Place, board: Board | None = None) -> ConcludeForm:
    lines: list[Any] = []
    usual: dict[str, Any] = {}
    if place.session.council.regulation.gate_test == GateTest.AGREED.value:
        board = board or queries.board([place.dossier]).get(place.dossier.pk)
        if board is not None:
            lines = [line for line in board.law.sheet.lines.values() if line.gates]
            usual = usual_ticks(board.law, board.ticks)
    posted = request.POST if request.method == "POST" and "note" in request.POST else None
    return ConcludeForm(posted, lines=lines, usual=usual)


def _later_sessions(place: _Place) -> list[Session]:
    """The session itself and those of the same council and round that follow."""
    return list(
        Session.objects.filter(
            council=place.session.council_id,
            evaluation_round=place.session.evaluation_round_id,
            number__gte=place.session.number,
        ).order_by("number")
    )


def _ending_rules(dossier: Dossier) -> list[tuple[int, str]]:
    """Primary key and words of every clause under which the council can exclude this dossier."""
    law = sheet_of(dossier.criteria_set_id)
    return [(law.rule_ids[rule.clause, rule.where], rule.quote) for rule in law.sheet.ending_rules]


def _councils_for(dossier: Dossier) -> Any:
    return Council.objects.filter(province=dossier.province_id, confirmed_at__isnull=False).order_by("-decision_date")


def _council_part(request: SignedInRequest, dossier: Dossier) -> dict[str, Any]:
    appraisal = council_queries.appraisal_of(dossier)
    item = council_queries.agenda_item_of(dossier)
    official = dossier.province_id in request.user.provinces({Role.PROVINCE_OFFICER})
    available = _councils_for(dossier)
    form, answer = None, ALLOWED
    if official and dossier.current is State.PROVINCE_CHECKING:
        form = HandOverForm(councils=available)
        first = available.first()
        answer = may(
            request.user,
            Move.START_APPRAISAL,
            dossier,
            {Fact.IN_ROUND: in_round(dossier), Fact.TEAM: councils.has_team(dossier, first)},
        )
    return {
        "dossier": dossier,
        "appraisal": appraisal,
        "item": item,
        "hand_over": form,
        "hand_over_answer": answer,
        "official": official,
        "report": council_queries.team_report_of(appraisal) if appraisal and official else None,
        "report_form": TeamReportForm() if official and dossier.current is State.UNDER_APPRAISAL else None,
    }
