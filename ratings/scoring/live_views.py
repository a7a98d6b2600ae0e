"""The room that everybody's screen follows, and the view for the projector.

Opened by every member on a phone or laptop for the whole session, and by the secretary on the computer at the projector.
A screen asks every few seconds with the mark of what it shows; where nothing has changed the answer is 304 and empty.
No connection is held open: thirty waiting screens would occupy thirty threads of the server.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ratings.councils import actions as councils
from ratings.councils import queries as council_queries
from ratings.councils.models import Session
from ratings.councils.rules import turns_room
from ratings.dossiers.states import State
from ratings.scoring import pages, queries
from ratings.scoring.scene import EVERY, Scene, scene_of
from ratings.scoring.session_views import shown_session
from registry.access.answers import refusal_of
from registry.access.numbers import whole_number
from registry.access.permissions import requires, signed_in
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now

LIVE, PROJECTOR = "live", "projector"


@requires(signed_in())
@require_safe
def live(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    """The room for one person: the product on the table, and the one thing she can do about it now."""
    return _page(request, shown_session(request, council, number), LIVE)


@requires(signed_in())
@require_safe
def live_now(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    return _part(request, shown_session(request, council, number), LIVE)


@requires(signed_in())
@require_safe
def projector(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    """What the whole room may read from the wall: no name of a person, nothing of a sealed sheet."""
    return _page(request, _kept(request, council, number), PROJECTOR)


@requires(signed_in())
@require_safe
def projector_now(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    return _part(request, _kept(request, council, number), PROJECTOR)


@requires(signed_in())
@require_POST
def table(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    """Put a product of the agenda on the table; no product is a pause."""
    shown = shown_session(request, council, number)
    asked = request.POST.get("item", "")
    items = {one.pk: one for one in council_queries.agenda_of(shown)}
    wanted = whole_number(asked)
    if asked and wanted not in items:
        raise Http404
    item = items[wanted] if wanted is not None and asked else None
    answer = refusal_of(lambda: councils.put_on_table(shown, item=item, actor=request.user, at=now()))
    if answer is not None:
        messages.error(request, answer.in_one_line)
    elif item is not None:
        messages.success(request, _("%(product)s is on the table.") % {"product": item.dossier.product})
    return redirect("session-live", council, number)


def _kept(request: SignedInRequest, council: int, number: int) -> Session:
    """The session, for whoever turns the room: the projector is the secretary's or the chair's."""
    shown = shown_session(request, council, number)
    if not turns_room(request.user, shown, council_queries.capacities_in(request.user, shown.council)):
        raise Http404
    return shown


def _page(request: SignedInRequest, shown: Session, page: str) -> HttpResponse:
    scene = scene_of(request.user, shown)
    context = {**_context(shown, scene, page), "mark": scene.mark(request.user, page), "every": EVERY}
    return render(request, f"scoring/{page}.html", context)


def _part(request: SignedInRequest, shown: Session, page: str) -> HttpResponse:
    """What has changed since the screen looked last, or 304."""
    scene = scene_of(request.user, shown)
    mark = scene.mark(request.user, page)
    same = get_conditional_response(request, etag=mark)
    response = same or render(request, f"scoring/{page}_now.html", _context(shown, scene, page))
    response["ETag"] = mark
    response["Cache-Control"] = "private, no-cache"
    return response


def _context(shown: Session, scene: Scene, page: str) -> dict[str, Any]:
    items = list(council_queries.agenda_of(shown)) if scene.item or page == LIVE else []
    item = next((one for one in items if one.pk == scene.item), None)
    dossier = item.dossier if item else None
    board = None
    if dossier is not None and scene.opened:
        rounds = [one for one in queries.rounds_of_dossier(dossier) if one.opened_at is not None]
        boards = queries.boards_of(rounds[-1:])
        board = next((laid for one in boards.values() if (laid := pages.board_page(one))), None)
    return {
        "session": shown,
        "council": shown.council,
        "scene": scene,
        "dossier": dossier,
        "board": board,
        "rows": items if page == LIVE and scene.turns else [],
        "scoring_now": dossier is not None and dossier.current in {State.SCORING, State.RESCORING},
        "discussing": dossier is not None and dossier.current is State.OPENED,
        "waiting": dossier is not None and dossier.current is State.ON_AGENDA,
    }
