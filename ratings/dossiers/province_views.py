"""Pages on which the province's desk works on a dossier: accept, postpone, take up again, report on a re-ranking."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ratings.dossiers import province_actions, queries, rules
from ratings.dossiers.filing import differences_of, window_of
from ratings.dossiers.forms import AgencyReportForm, MoveForm, PostponeForm
from ratings.dossiers.move_views import Page, initial_of, move_page
from ratings.dossiers.views import head_of, seen
from ratings.dossiers.workflow import Fact, Move
from registry.access.answers import Answer, Refused
from registry.access.editions import differing
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today


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


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_start_agency_report(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Begin the agency's report"),
        _(
            "On a re-ranking the agency itself reports to the chair of the council, without the advisory team; the whole "
            "must be done within 45 days of the full file."
        ),
        _("The agency has the re-ranking in hand."),
    )
    return move_page(
        request,
        dossier,
        Move.START_AGENCY_REPORT,
        page,
        MoveForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, _form: province_actions.start_agency_report(dossier=shown, actor=request.user, at=now()),
        {
            Fact.BY_AGENCY: rules.by_agency(dossier),
            Fact.TICKETS_SETTLED: rules.tickets_settled(queries.last_answered(dossier)),
        },
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_agency_report(request: SignedInRequest, number: str) -> HttpResponse:
    """The agency's report as it was signed, beside what the producer says is new and what changed."""
    dossier = seen(request, number)
    report = queries.agency_report_of(dossier)
    form = AgencyReportForm(request.POST or None, initial=AgencyReportForm.initial_of(report, today()))
    allowed = rules.may_report(request.user, dossier)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            province_actions.record_agency_report(
                dossier=dossier,
                reported=form.reported(),
                revision=form.cleaned_data["report_revision"] or 0,
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The agency's report is recorded."))
            return redirect("dossier", number)
    context = {
        **head_of(request, dossier, "checks"),
        **window_of(dossier, today()),
        "form": form,
        "report": report,
        "allowed": allowed,
        "refusal": answer,
        "saved_now": differing(form, AgencyReportForm.initial_of(report, today()))
        if isinstance(answer, Answer)
        else [],
        "said": queries.updates_of(dossier),
        "differences": differences_of(dossier, today()),
    }
    return render(request, "dossiers/agency_report.html", context, status=status_of(form, answer))
