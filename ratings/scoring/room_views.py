"""One dossier in the room of a session: start, recusal, opening, scoring again, knock-outs, conclusion."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ratings.councils import actions as councils
from ratings.councils import queries as council_queries
from ratings.councils.models import AgendaItem
from ratings.councils.queries import chamber_of
from ratings.criteria.models import Rule
from ratings.scoring import actions
from ratings.scoring.forms import KnockOutForm, ReasonForm, RecusalForm, SecondScoringForm, VoteForm
from ratings.scoring.models import KnockOut
from ratings.scoring.room_page import (
    NOTHING_TYPED,
    Place,
    Typed,
    conclude_form,
    ending_rules,
    later_sessions,
    room_context,
)
from registry.access.answers import Answer, refusal_of
from registry.access.permissions import requires, signed_in
from registry.access.statuses import INVALID, REFUSED
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now


@requires(signed_in())
@require_safe
def room(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    return render(request, "scoring/room.html", room_context(request.user, place))


@requires(signed_in())
@require_POST
def agenda_remove(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    answer = refusal_of(lambda: councils.take_off_agenda(place.dossier, reason=reason, actor=request.user, at=now()))
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
        return render(
            request, "scoring/room.html", room_context(request.user, place, Typed(recusal=form)), status=INVALID
        )
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
    form = SecondScoringForm(request.POST, sessions=later_sessions(place))
    chosen = form.cleaned_data["session"] if form.is_valid() else None
    answer = refusal_of(
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
    form = conclude_form(place, request.POST)
    if not form.is_valid():
        return render(
            request, "scoring/room.html", room_context(request.user, place, Typed(conclude=form)), status=INVALID
        )
    return _act(
        request,
        place,
        lambda: actions.conclude(
            place.dossier, actor=request.user, at=now(), note=form.cleaned_data["note"], agreed=form.agreed()
        ),
        _("The council has concluded."),
        Typed(conclude=form),
    )


@requires(signed_in())
@require_POST
def knock_out(request: SignedInRequest, council: int, number: int, dossier: str) -> HttpResponse:
    place = _place(request, council, number, dossier)
    form = KnockOutForm(request.POST, rules=ending_rules(place.dossier))
    if not form.is_valid():
        return render(
            request, "scoring/room.html", room_context(request.user, place, Typed(knock_out=form)), status=INVALID
        )
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
        Typed(knock_out=form),
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
            request, "scoring/room.html", room_context(request.user, place, Typed(vote=form, voted=pk)), status=INVALID
        )
    return _act(
        request,
        place,
        lambda: actions.conclude_knock_out(row, actor=request.user, at=now(), **form.cleaned_data),
        _("The vote is minuted."),
        Typed(vote=form, voted=pk),
    )


def _place(request: SignedInRequest, council: int, number: int, dossier: str) -> Place:
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
    return Place(item.session, item.dossier, chamber_of(item.session, [item.dossier_id]))


def _act(
    request: SignedInRequest, place: Place, action: Callable[[], object], said: str, typed: Typed = NOTHING_TYPED
) -> HttpResponse:
    answer = refusal_of(action)
    if answer is not None:
        return _again(request, place, answer, typed)
    messages.success(request, said)
    return redirect("session-dossier", place.session.council_id, place.session.number, place.dossier.number)


def _again(request: SignedInRequest, place: Place, answer: Answer, typed: Typed = NOTHING_TYPED) -> HttpResponse:
    """Show the room as it stands now, with the refusal and what was typed."""
    place.dossier.refresh_from_db(fields=["state", "revision"])
    context = room_context(request.user, place, typed) | {"refused": answer}
    return render(request, "scoring/room.html", context, status=REFUSED)
