"""Pages on which the commune moves a dossier: receive, return, draft Form 03, have it signed, forward.

Province and ministry ask for completion on the same page as the commune.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ratings.criteria.queries import sheet_of
from ratings.criteria.wording import name_of
from ratings.dossiers import commune_actions, queries, rules
from ratings.dossiers.clocks import commune_due
from ratings.dossiers.field_wording import composed
from ratings.dossiers.forms import (
    MoveForm,
    ReasonForm,
    ReceiveForm,
    RecheckForm,
    RecordSignedForm,
    RefuseForm,
    ReportForm,
    ReturnForm,
    SignForm,
    return_candidates,
)
from ratings.dossiers.models import CommuneReport, Dossier
from ratings.dossiers.move_views import Page, initial_of, move_page
from ratings.dossiers.papers import claims_of
from ratings.dossiers.return_texts import text_of
from ratings.dossiers.states import Recheck, State
from ratings.dossiers.views import head_of, seen
from ratings.dossiers.workflow import Fact, Move
from registry.access.answers import Answer, Refused
from registry.access.editions import differing
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.phrases import dmy
from registry.calendar.queries import working_calendar
from registry.calendar.today import now, today
from registry.files.actions import store
from registry.producers.queries import latest_workforce


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_receive_complete(request: SignedInRequest, number: str) -> HttpResponse:
    """Confirm full receipt; the page says what day the commune then has until."""
    dossier = seen(request, number)
    due = commune_due(today(), working_calendar())
    page = Page(
        _("Confirm full receipt"),
        _("The 15 working days of the commune begin on the day after. Received today, they end on %(due)s.")
        % {"due": dmy(due)},
        _("Full receipt is confirmed; the producer has been told."),
    )
    return move_page(
        request,
        dossier,
        Move.RECEIVE_COMPLETE,
        page,
        ReceiveForm(request.POST or None, initial=initial_of(dossier, received_on=today(), paper_set=True)),
        lambda shown, form: commune_actions.receive_complete(
            dossier=shown,
            received_on=form.cleaned_data["received_on"],
            paper_set=form.cleaned_data["paper_set"],
            slip_number=form.cleaned_data["slip_number"],
            actor=request.user,
            at=now(),
        ),
        {Fact.TICKETS_SETTLED: rules.tickets_settled(queries.last_answered(dossier))},
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_refuse_reception(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Refuse reception"),
        _("The dossier ends here. Only Article 2 is a ground; the commune never refuses on merit."),
        _("Reception is refused; the producer has been told."),
        dangerous=True,
    )
    return move_page(
        request,
        dossier,
        Move.REFUSE_RECEPTION,
        page,
        RefuseForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, form: commune_actions.refuse_reception(
            dossier=shown,
            ground=form.cleaned_data["ground"],
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=now(),
        ),
    )


_RETURNS: Mapping[State, tuple[Move, Callable[..., object]]] = {
    State.PROVINCE_CHECKING: (Move.RETURN_BY_PROVINCE, commune_actions.return_by_province),
    State.MINISTRY_CHECKING: (Move.RETURN_BY_MINISTRY, commune_actions.return_by_ministry),
}


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_return(request: SignedInRequest, number: str) -> HttpResponse:
    """Ask for completion: choose items and lines, a reason for each, and the day."""
    dossier = seen(request, number)
    move, act = _RETURNS.get(dossier.current, (Move.RETURN_BY_COMMUNE, commune_actions.return_by_commune))
    head = head_of(request, dossier)
    sheet = sheet_of(dossier.criteria_set_id).sheet
    lines = [(code, f"{code}. {name_of(line)}") for code, line in sheet.lines.items()]
    candidates = return_candidates(head["record"].items, lines)
    answered = queries.last_answered(dossier)
    form = ReturnForm(
        request.POST or None,
        candidates=candidates,
        texts={code: text_of(code, sheet) for code, _title in candidates},
        again=[item for item in answered.items.all() if item.recheck == Recheck.AGAIN] if answered else (),
        initial=initial_of(dossier),
    )
    page = Page(
        _("Ask for completion"),
        _("The producer gets the list with your reasons and the day, and can change the dossier again.")
        if move is not Move.RETURN_BY_MINISTRY
        else _("The province gets the list with your reasons and the day."),
        _("The request to complete has been sent."),
        template="dossiers/return.html",
        context={
            "open_items": {item.code for item in head["record"].items if not item.done},
            "lines_asked": any(row.is_line and row.want.initial for row in form.rows()),
        },
    )
    return move_page(
        request,
        dossier,
        move,
        page,
        form,
        lambda shown, form: act(
            dossier=shown, wanted=form.wanted(), due_on=form.cleaned_data["due_on"], actor=request.user, at=now()
        ),
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_recheck(request: SignedInRequest, number: str) -> HttpResponse:
    """The answered tickets of the last request, and only those, looked at again."""
    dossier = seen(request, number)
    answered = queries.last_answered(dossier)
    if answered is None:
        raise Http404
    form = RecheckForm(request.POST or None, items=answered.items.all())
    allowed = rules.may_recheck(request.user, dossier, answered)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            commune_actions.recheck(dossier=dossier, checked=form.checked(), actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("What you found is saved."))
            again = any(each.recheck is Recheck.AGAIN for each in form.checked())
            return redirect("dossier-return" if again else "dossier", number)
    context = {
        **head_of(request, dossier, "checks"),
        "form": form,
        "answered": answered,
        "allowed": allowed,
        "refusal": answer,
    }
    return render(request, "dossiers/recheck.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_report(request: SignedInRequest, number: str) -> HttpResponse:
    """Form 03: the four matters, each beside the producer's own words."""
    dossier = seen(request, number)
    report, submission = queries.report_of(dossier), queries.latest_submission(dossier)
    allowed = rules.may_draft_report(request.user, dossier)
    claims = claims_of(dossier, latest_workforce(dossier.producer))
    initial = ReportForm.initial_of(report)
    if request.GET.get("from") == "field":
        initial |= _from_field(dossier, claims, initial)
    form = ReportForm(request.POST or None, initial=initial)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            commune_actions.draft_form_03(
                dossier=dossier,
                texts=form.texts(),
                revision=form.cleaned_data["report_revision"] or 0,
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("Form 03 is saved."))
            return redirect("dossier-submit-for-signature" if "submit" in request.POST else "dossier-report", number)
    context = {
        **head_of(request, dossier, "checks"),
        "field_url": reverse("dossier-field", args=[number]) if allowed else "",
        "form": form,
        "matters": [(form[name], claims[name]) for name in commune_actions.MATTERS],
        "report": report,
        "allowed": allowed,
        "refusal": answer,
        "saved_now": differing(form, ReportForm.initial_of(report)) if isinstance(answer, Answer) else [],
        "out_of_date": report is not None and submission is not None and report.submission_id != submission.pk,
    }
    return render(request, "dossiers/report.html", context, status=status_of(form, answer))


def _from_field(dossier: Dossier, claims: Mapping[str, str], initial: Mapping[str, Any]) -> dict[str, str]:
    """Draft the matters that nobody has written yet from the notes of the visit."""
    visit = queries.field_visit_of(dossier)
    if visit is None:
        return {}
    drafted = composed(
        {matter: getattr(visit, matter) for matter in commune_actions.MATTERS},
        claims,
        [matter for matter in commune_actions.MATTERS if getattr(visit, f"seen_{matter}")],
        visited_on=visit.visited_on,
        producer=dossier.producer.name,
    )
    return {matter: text for matter, text in drafted.items() if text and not initial.get(matter)}


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_submit_for_signature(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    report = queries.report_of(dossier)
    page = Page(
        _("Submit for signature"),
        _("Form 03 and the request letter go to the leader of the commune for signature."),
        _("Submitted for signature."),
        template="dossiers/signing.html",
        context={"report": report},
    )
    return move_page(
        request,
        dossier,
        Move.SUBMIT_FOR_SIGNATURE,
        page,
        MoveForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, _form: commune_actions.submit_for_signature(dossier=shown, actor=request.user, at=now()),
        {Fact.FORM_03: rules.report_complete(report, queries.latest_submission(dossier))},
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_send_back_to_officer(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Send back to the officer"),
        _("Form 03 can be changed again; a signature on it falls."),
        _("Sent back to the officer."),
    )
    return move_page(
        request,
        dossier,
        Move.SEND_BACK_TO_OFFICER,
        page,
        ReasonForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, form: commune_actions.send_back_to_officer(
            dossier=shown, reason=form.cleaned_data["reason"], actor=request.user, at=now()
        ),
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_sign_here(request: SignedInRequest, number: str) -> HttpResponse:
    """The commune's leader reads Form 03 and signs with the numbers and dates of both papers."""
    dossier = seen(request, number)
    report = queries.report_of(dossier)
    page = Page(
        _("Sign Form 03 and the request"),
        _("Both papers count as signed by you with these numbers and dates."),
        _("Both papers are signed; the officer can send them to the province."),
        template="dossiers/signing.html",
        context={"report": report},
    )
    return move_page(
        request,
        dossier,
        Move.SIGN_HERE,
        page,
        SignForm(request.POST or None, initial=initial_of(dossier, report_date=today(), request_date=today())),
        lambda shown, form: commune_actions.sign_here(
            dossier=shown, numbers=form.numbers(), actor=request.user, at=now()
        ),
        _signing_facts(dossier, report),
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_record_signed(request: SignedInRequest, number: str) -> HttpResponse:
    """Record papers signed by hand, with their scan."""
    dossier = seen(request, number)
    report = queries.report_of(dossier)

    def act(shown: Dossier, form: RecordSignedForm) -> object:
        scan = store(form.cleaned_data["scan"], actor=request.user, at=now())
        return commune_actions.record_signed(
            dossier=shown, numbers=form.numbers(), signer=form.signer(), scan=scan, actor=request.user, at=now()
        )

    page = Page(
        _("Record the signed papers"),
        _("Numbers, dates, signer and scan are kept as they stand on the papers."),
        _("The signed papers are recorded; they can be sent to the province."),
        template="dossiers/signing.html",
        context={"report": report},
    )
    form = RecordSignedForm(request.POST or None, request.FILES or None, initial=initial_of(dossier))
    return move_page(request, dossier, Move.RECORD_SIGNED, page, form, act, _signing_facts(dossier, report))


def _signing_facts(dossier: Dossier, report: CommuneReport | None) -> dict[Fact, Answer]:
    facts = {Fact.FORM_03_CURRENT: rules.report_current(report, queries.latest_submission(dossier))}
    if report is not None and report.signed_at:
        facts[Fact.SIGNATURE_STATED] = rules.report_signed_already()
    return facts


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_forward(request: SignedInRequest, number: str) -> HttpResponse:
    """Send the request file to the province; the page says which round the day of the letter leads to."""
    dossier = seen(request, number)
    report = queries.report_of(dossier)
    page = Page(
        _("Send to the province"),
        _("The province receives Form 03, the request and the dossier; the producer is told."),
        _("The request file is sent to the province."),
        template="dossiers/signing.html",
        context={"report": report},
    )
    facts = {
        Fact.SIGNED: rules.report_signed(report),
        Fact.FORM_03_CURRENT: rules.report_current(report, queries.latest_submission(dossier)),
    }
    return move_page(
        request,
        dossier,
        Move.FORWARD,
        page,
        MoveForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, _form: commune_actions.forward(dossier=shown, actor=request.user, at=now()),
        facts,
    )
