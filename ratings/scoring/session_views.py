"""The page of a session: its agenda and who is present."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ratings.councils import actions as councils
from ratings.councils import queries as council_queries
from ratings.councils.models import Appraisal, Session
from ratings.councils.queries import chamber_of
from ratings.councils.rules import DECLARING, keeps_sessions, scores
from ratings.councils.states import Capacity
from ratings.scoring import actions
from ratings.scoring.forms import PresenceForm
from registry.access.answers import Refused, refusal_of
from registry.access.numbers import whole_number
from registry.access.permissions import requires, signed_in
from registry.access.statuses import INVALID, REFUSED
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now


@requires(signed_in())
@require_safe
def session(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    shown = shown_session(request, council, number)
    return render(request, "scoring/session.html", _session_context(request, shown))


@requires(signed_in())
@require_POST
def presence(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    shown = shown_session(request, council, number)
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
    shown = shown_session(request, council, number)
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
    shown = shown_session(request, council, number)
    order = [item.pk for item in council_queries.agenda_of(shown)]
    wanted = whole_number(request.POST.get("item", ""))
    step = -1 if request.POST.get("way") == "up" else 1
    if wanted not in order:
        raise Http404
    at = order.index(wanted)
    if 0 <= at + step < len(order):
        order[at], order[at + step] = order[at + step], order[at]
    return _do(request, shown, lambda: councils.reorder_agenda(shown, items=order, actor=request.user, at=now()), "")


def shown_session(request: SignedInRequest, council: int, number: int) -> Session:
    return get_object_or_404(
        Session.objects.filter(council__in=council_queries.visible_to(request.user)).select_related(
            "council__regulation", "council__province", "evaluation_round"
        ),
        council=council,
        number=number,
    )


def _do(request: SignedInRequest, shown: Session, action: Callable[[], object], said: str) -> HttpResponse:
    answer = refusal_of(action)
    if answer is not None:
        context = _session_context(request, shown) | {"refused": answer}
        return render(request, "scoring/session.html", context, status=REFUSED)
    if said:
        messages.success(request, said)
    return redirect("session", shown.council_id, shown.number)


def _session_context(
    request: SignedInRequest, shown: Session, *, presence_form: PresenceForm | None = None
) -> dict[str, Any]:
    items = list(council_queries.agenda_of(shown))
    chamber = chamber_of(shown, [item.dossier_id for item in items])
    said = council_queries.said_in(chamber, [item.dossier_id for item in items])
    own = [one for one in chamber.seats_of(request.user) if scores(one)]
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
        "declared": {one.pk: sum(1 for person, _dossier in said if person == one.pk) for one in chamber.members},
        "undeclared": sum(
            1
            for one in own
            for item in items
            if (one.pk, item.dossier_id) not in said and item.dossier.current in DECLARING
        ),
        "has_deputy": any(person.capacity == Capacity.DEPUTY for person in chamber.members),
        "keeps": keeps,
        "presence_form": presence_form or PresenceForm(members=chamber.members, present=chamber.presence),
        "waiting": [{"appraisal": one, "reported": one.pk in reported} for one in waiting],
        "refused": None,
    }  # fmt: skip
