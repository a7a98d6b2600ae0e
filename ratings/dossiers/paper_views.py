"""Papers of one dossier as files: the forms of annex III and the slips of the one-stop desk."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from ratings.criteria.queries import sheet_of
from ratings.dossiers import papers, queries, rules, slips
from ratings.dossiers.forms import ApologyForm
from ratings.dossiers.models import Dossier, Transition
from ratings.dossiers.score_page import score_page
from ratings.dossiers.slips import Slip
from ratings.dossiers.views import head_of, seen
from ratings.sheets.queries import content_of
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.queries import working_calendar
from registry.calendar.today import today
from registry.producers.queries import latest_workforce


@requires(signed_in())
@require_safe
def dossier_paper(request: SignedInRequest, number: str, form: str) -> HttpResponse:
    """Form 01, 02 or 03 as PDF, from what stands in the dossier now."""
    shown = seen(request, number)
    law = sheet_of(shown.criteria_set_id)
    content = content_of(shown.self_score)
    citations = list(queries.citations_of(shown))
    page = score_page(law, content, case=shown.case, revision=shown.self_score.revision, citations=citations)
    report = queries.report_of(shown)
    if form == "form-03" and report is None:
        raise Http404
    labour = latest_workforce(shown.producer)
    pdf = papers.pdf_of(form, shown, page, law, report=report, citations=citations, labour=labour, day=today())
    return pdf_answer(pdf, f"{shown.number}-{form}")


@requires(signed_in())
@require_safe
def dossier_slip(request: SignedInRequest, number: str, slip: str) -> HttpResponse:
    """A slip of the one-stop desk as PDF; one that does not apply to the dossier does not exist."""
    shown = seen(request, number)
    history = _history_where(request, shown, Slip(slip))
    match Slip(slip):
        case Slip.RECEIPT:
            received = slips.receipt_of(history)
            submission = queries.submission_at(shown, received.at) if received else None
            paper = slips.receipt(shown, history, submission).pdf()
        case Slip.REFUSAL:
            paper = slips.refusal_slip(shown, history).pdf()
        case _:
            paper = slips.control_slip(shown, history, today=today()).pdf()
    return pdf_answer(paper, f"{shown.number}-{slip}")


def _history_where(request: SignedInRequest, dossier: Dossier, slip: Slip) -> list[Transition]:
    history = list(queries.transitions_of(dossier))
    parties = rules.parties_of(request.user, dossier)
    if slip not in slips.applying(dossier, history, parties=parties, today=today()):
        raise Http404
    return history


@requires(signed_in())
@require_safe
def dossier_return_slip(request: SignedInRequest, number: str, returned: int) -> HttpResponse:
    """Request to complete as PDF: the items of one return, with their reasons and the day."""
    shown = seen(request, number)
    asked = get_object_or_404(queries.returns_of(shown), pk=returned)
    return pdf_answer(slips.return_slip(shown, asked).pdf(), f"{shown.number}-return-{returned}")


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_apology(request: SignedInRequest, number: str) -> HttpResponse:
    """Letter of apology: the officer states reason and new day, or leaves them to be written by hand."""
    shown = seen(request, number)
    _history_where(request, shown, Slip.APOLOGY)
    form = ApologyForm(request.POST if request.method == "POST" else None, today=today())
    if form.is_valid():
        letter = slips.apology(
            shown,
            today=today(),
            calendar=working_calendar(),
            reason=form.cleaned_data["reason"].strip(),
            new_due=form.cleaned_data["new_due"],
        )
        return pdf_answer(letter.pdf(), f"{shown.number}-apology")
    context = {**head_of(request, shown), "form": form}
    return render(request, "dossiers/apology.html", context, status=status_of(form, None))


def pdf_answer(pdf: bytes, name: str) -> HttpResponse:
    """Answer with a PDF to be saved, under a name of plain letters."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
