"""Papers of one dossier as files: the forms of annex III and the slips of the one-stop desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratings.criteria.queries import sheet_of
from ratings.dossiers import papers, queries, rules, slips, whole
from ratings.dossiers.forms import ApologyForm
from ratings.dossiers.models import Citation, CommuneReport, Dossier, Transition
from ratings.dossiers.score_page import score_page
from ratings.dossiers.slips import Slip
from ratings.dossiers.views import head_of, seen
from ratings.sheets.queries import content_of
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.queries import working_calendar
from registry.calendar.today import today
from registry.documents.binding import NotBound
from registry.producers.queries import latest_workforce


@requires(signed_in())
@require_safe
def dossier_paper(request: SignedInRequest, number: str, form: str) -> HttpResponse:
    """Form 01, 02 or 03 as PDF, from what stands in the dossier now."""
    shown = seen(request, number)
    forms = forms_of(shown, list(queries.citations_of(shown)), queries.report_of(shown))
    if form not in forms:
        raise Http404
    pdf = forms[form]()
    return pdf_answer(pdf, f"{shown.number}-{form}")


def forms_of(
    dossier: Dossier, citations: Sequence[Citation], report: CommuneReport | None
) -> dict[str, Callable[[], bytes]]:
    """The forms of annex III that the dossier has, each to be made when it is asked for."""
    law = sheet_of(dossier.criteria_set_id)
    page = score_page(
        law,
        content_of(dossier.self_score),
        case=dossier.case,
        revision=dossier.self_score.revision,
        citations=citations,
    )
    labour = latest_workforce(dossier.producer)

    def make(form: str) -> bytes:
        return papers.pdf_of(
            form, dossier, page, law, report=report, citations=citations, labour=labour, day=today()
        )  # fmt: skip

    names = ["form-01", "form-02", *(["form-03"] if report else [])]
    return {name: partial(make, name) for name in names}


@requires(signed_in())
@require_safe
def dossier_zip(request: SignedInRequest, number: str) -> StreamingHttpResponse:
    """The whole dossier as an archive: forms, and the cited originals in a folder for each kind; sent as it is made."""
    shown = seen(request, number)
    parts = _parts_of(shown)
    answer = StreamingHttpResponse(whole.archive(shown, parts, today=today()), content_type="application/zip")
    return _to_be_saved(answer, f"{shown.number}.zip")


@requires(signed_in())
@require_safe
def dossier_bound(request: SignedInRequest, number: str) -> HttpResponseBase:
    """The whole dossier as one PDF with contents and page codes; too heavy a one is given as an archive only."""
    shown = seen(request, number)
    try:
        made = whole.bound(shown, _parts_of(shown), today=today())
    except NotBound:
        messages.error(request, _("The dossier is too heavy for one PDF. Download it as an archive (ZIP)."))
        return redirect("dossier-checks", shown.number)
    return _to_be_saved(FileResponse(made, content_type="application/pdf"), f"{shown.number}.pdf")


def _parts_of(dossier: Dossier) -> list[whole.Part]:
    citations, report = list(queries.citations_of(dossier)), queries.report_of(dossier)
    forms = [(_FORM_TITLES[name], make) for name, make in forms_of(dossier, citations, report).items()]
    return whole.parts_of(forms, report.scan if report else None, citations)


_FORM_TITLES = {
    "form-01": "Mẫu số 01. Phiếu đăng ký",
    "form-02": "Mẫu số 02. Báo cáo tự đánh giá",
    "form-03": "Mẫu số 03. Báo cáo đánh giá của UBND cấp xã",
}

_Response = TypeVar("_Response", bound=HttpResponseBase)


def _to_be_saved(answer: _Response, name: str) -> _Response:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


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
