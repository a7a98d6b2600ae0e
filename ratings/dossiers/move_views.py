"""Pages on which a dossier moves: what will happen is said, what is needed is asked, a refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ratings.criteria.queries import sheet_of
from ratings.criteria.wording import name_of
from ratings.dossiers import actions, commune_actions, province_actions, queries, rules
from ratings.dossiers.actions import answer_facts
from ratings.dossiers.clocks import commune_due
from ratings.dossiers.forms import (
    AnswerForm,
    MoveForm,
    PostponeForm,
    ReasonForm,
    ReceiveForm,
    RecordSignedForm,
    RefuseForm,
    ReportForm,
    ReturnForm,
    SignForm,
    return_candidates,
)
from ratings.dossiers.models import Dossier
from ratings.dossiers.moving import require_unmoved
from ratings.dossiers.papers import claims_of
from ratings.dossiers.states import State
from ratings.dossiers.views import head_of, seen
from ratings.dossiers.workflow import Fact, Move, Party, row_of
from ratings.dossiers.writing_views import status_of
from registry.access.answers import ALLOWED, Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.accounts.requests import SignedInRequest
from registry.calendar.queries import working_calendar
from registry.calendar.today import now, today
from registry.files.actions import store

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one move: what it is called, what it leads to in a sentence, its button and its template."""

    title: StrOrPromise
    consequence: StrOrPromise
    done: StrOrPromise
    template: str = "dossiers/move.html"
    dangerous: bool = False
    context: Mapping[str, Any] | None = None


Act = Callable[[Dossier, Any], object]


def move_page(  # noqa: PLR0917 - every page below gives them in this order
    request: SignedInRequest,
    dossier: Dossier,
    move: Move,
    page: Page,
    form: Any,
    act: Act,
    facts: Mapping[Fact, Answer] | None = None,
) -> HttpResponse:
    """Show or make one move. ``facts`` are those known before anything is typed; the rest the action asks."""
    answer = _beforehand(request, dossier, move, facts or {})
    if request.method == "POST" and form.is_valid():
        try:
            require_unmoved(dossier, form.cleaned_data["revision"])
            act(dossier, form)
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, str(page.done))
            return redirect("dossier", dossier.number)
    context = {
        **head_of(request, dossier),
        **(page.context or {}),
        "page": page,
        "form": form,
        "refusal": answer,
        "article": row.article if (row := row_of(move, dossier.current)) else "",
        "possible": row_of(move, dossier.current) is not None,
    }
    return render(request, page.template, context, status=status_of(form, answer))


def _beforehand(request: SignedInRequest, dossier: Dossier, move: Move, facts: Mapping[Fact, Answer]) -> Answer | None:
    """Why the move is impossible whatever is typed, if it is."""
    row = row_of(move, dossier.current)
    assumed = {fact: facts.get(fact, ALLOWED) for fact in (row.facts if row else ())}
    answer = rules.may(request.user, move, dossier, assumed)
    return None if answer else answer


def initial_of(dossier: Dossier, **more: Any) -> dict[str, Any]:
    return {"revision": dossier.revision, **more}


# ---------------------------------------------------------------- producer


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_file(request: SignedInRequest, number: str) -> HttpResponse:
    """Read back what is about to be filed, then file it."""
    dossier = seen(request, number)
    own = Party.PRODUCER in rules.parties_of(request.user, dossier)
    facts = actions.filing_facts(dossier, today())
    page = Page(
        _("File the dossier") if own else _("File on behalf of the producer"),
        _(
            "The dossier is sealed as it stands and sent to the commune. After that it changes only if an office returns it."
        ),
        _("The dossier is filed. It waits for reception by the commune."),
        template="dossiers/file.html",
        context={"content": actions.content_to_seal(dossier, 0, on=today()), "own": own},
    )
    return move_page(
        request,
        dossier,
        Move.FILE if own else Move.FILE_ON_BEHALF,
        page,
        MoveForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, _form: actions.file_dossier(dossier=shown, actor=request.user, at=now()),
        facts,
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_retract(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Retract the dossier"),
        _("The dossier ends here. The product can be registered again with a new dossier."),
        _("The dossier is retracted."),
        dangerous=True,
    )
    return move_page(
        request,
        dossier,
        Move.RETRACT,
        page,
        ReasonForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, form: actions.retract(
            dossier=shown, reason=form.cleaned_data["reason"], actor=request.user, at=now()
        ),
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_answer(request: SignedInRequest, number: str) -> HttpResponse:
    """Answer a request to complete, item by item. ``save`` keeps the answers, ``send`` sends them."""
    dossier = seen(request, number)
    waiting = queries.open_return(dossier)
    move = {
        State.RETURNED_BY_PROVINCE: Move.ANSWER_PROVINCE,
        State.RETURNED_BY_MINISTRY: Move.ANSWER_MINISTRY,
    }.get(dossier.current, Move.ANSWER_COMMUNE)
    items = list(waiting.items.all()) if waiting else []
    form = AnswerForm(request.POST or None, items=items, initial=initial_of(dossier))
    sending = "send" in request.POST

    def act(shown: Dossier, form: AnswerForm) -> object:
        for item, answer in form.answers():
            actions.save_answer(item=item, answer=answer, actor=request.user, at=now())
        return actions.answer_return(dossier=shown, actor=request.user, at=now()) if sending else None

    page = Page(
        _("Complete what was asked"),
        _("The whole dossier is sealed again and goes back to the office that asked."),
        _("What was asked is sent.") if sending else _("Your answers are saved; they have not been sent yet."),
        template="dossiers/answer.html",
        context={"waiting": waiting, "lines_at": _line_anchors(items)},
    )
    facts = answer_facts(waiting, head_of(request, dossier)["record"].items) if request.method != "POST" else {}
    return move_page(request, dossier, move, page, form, act, {Fact.COMPLETE: facts[Fact.COMPLETE]} if facts else {})


def _line_anchors(items: list[Any]) -> dict[int, str]:
    return {item.pk: item.subject.partition(":")[2] for item in items if item.subject.startswith("line:")}


# ---------------------------------------------------------------- commune


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_receive_complete(request: SignedInRequest, number: str) -> HttpResponse:
    """Confirm full receipt; the page says what day the commune then has until."""
    dossier = seen(request, number)
    due = commune_due(today(), working_calendar())
    page = Page(
        _("Confirm full receipt"),
        _("The 15 working days of the commune begin on the day after. Received today, they end on %(due)s.")
        % {"due": f"{due:%d/%m/%Y}"},
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
    form = ReturnForm(request.POST or None, candidates=candidates, initial=initial_of(dossier))
    page = Page(
        _("Ask for completion"),
        _("The producer gets the list with your reasons and the day, and can change the dossier again.")
        if move is not Move.RETURN_BY_MINISTRY
        else _("The province gets the list with your reasons and the day."),
        _("The request to complete has been sent."),
        template="dossiers/return.html",
        context={"open_items": {item.code for item in head["record"].items if not item.done}},
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
def dossier_report(request: SignedInRequest, number: str) -> HttpResponse:
    """Form 03: the four matters, each beside the producer's own words."""
    dossier = seen(request, number)
    report, submission = queries.report_of(dossier), queries.latest_submission(dossier)
    allowed = rules.may_draft_report(request.user, dossier)
    form = ReportForm(request.POST or None, initial=ReportForm.initial_of(report))
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
    claims = claims_of(dossier)
    context = {
        **head_of(request, dossier, "checks"),
        "form": form,
        "matters": [(form[name], claims[name]) for name in commune_actions.MATTERS],
        "report": report,
        "allowed": allowed,
        "refusal": answer,
        "stands": answer is not None
        and report is not None
        and [getattr(report, name) for name in commune_actions.MATTERS],
        "out_of_date": report is not None and submission is not None and report.submission_id != submission.pk,
    }
    return render(request, "dossiers/report.html", context, status=status_of(form, answer))


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


def _signing_facts(dossier: Dossier, report: Any) -> dict[Fact, Answer]:
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


# ---------------------------------------------------------------- province


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
        gettext_lazy("The province checks the dossier again; it goes on in the round to which it was moved."),
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
