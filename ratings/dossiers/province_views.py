"""Pages on which the province's desk moves a dossier: accept, postpone, take up again."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ratings.dossiers import province_actions, queries, rules
from ratings.dossiers.forms import MoveForm, PostponeForm
from ratings.dossiers.move_views import Page, initial_of, move_page
from ratings.dossiers.views import seen
from ratings.dossiers.workflow import Fact, Move
from registry.access.permissions import requires, signed_in
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_accept(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Accept the request file"),
        _("The province checks the dossier from now on; commune and producer are told."),
        _("The request file is accepted."),
    )
    return move_page(
        request,
        dossier,
        Move.ACCEPT,
        page,
        MoveForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, _form: province_actions.accept(dossier=shown, actor=request.user, at=now()),
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_postpone(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Move to a later round"),
        _("The dossier stays as it is and keeps the day of the commune's request; the producer need not file again."),
        _("The dossier is moved to a later round."),
    )
    form = PostponeForm(request.POST or None, rounds=queries.later_rounds(dossier), initial=initial_of(dossier))
    return move_page(
        request,
        dossier,
        Move.POSTPONE,
        page,
        form,
        lambda shown, form: province_actions.postpone(
            dossier=shown,
            evaluation_round=form.cleaned_data["evaluation_round"],
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=now(),
        ),
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_put_in_round(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Take the dossier up in its round"),
        _("The province checks the dossier again; it goes on in the round to which it was moved."),
        _("The dossier is taken up again."),
    )
    return move_page(
        request,
        dossier,
        Move.PUT_IN_ROUND,
        page,
        MoveForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, _form: province_actions.put_in_round(dossier=shown, actor=request.user, at=now()),
        {Fact.IN_ROUND: rules.in_round(dossier)},
    )
