"""Documents out and in: those of one dossier, and the register of an office for a period.

Opened by the commune's reception and officer, and the province's officer, on a computer with the office's own register
beside it: she copies number and date, nothing is numbered here.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratings.correspondence import actions, register, rules
from ratings.correspondence.forms import DocumentForm, DocumentRegisterForm, StrikeForm
from ratings.correspondence.models import Direction, DocumentKind, Keeper, OfficeDocument
from ratings.correspondence.queries import entries_of
from ratings.correspondence.register import Shown
from ratings.decisions.scans import scan_of
from ratings.dossiers.models import Dossier
from ratings.dossiers.paper_views import pdf_answer
from ratings.dossiers.views import head_of, seen
from ratings.office.register_views import KEEPERS, form_of
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today
from registry.documents.serving import as_workbook
from registry.files.serving import as_attachment


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_documents(request: SignedInRequest, number: str) -> HttpResponse:
    """Documents of one dossier in the register of one's office, and the form that enters another one."""
    dossier, keeper = _kept(request, number)
    form = DocumentForm(request.POST or None, request.FILES or None, initial=_usual(request, dossier, keeper))
    scan = scan_of(request, form)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.record_document(
                dossier=dossier, keeper=keeper, stated=form.stated(), scan=scan, actor=request.user, at=now()
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("%(number)s is in the register.") % {"number": row.number})
            return redirect("dossier-documents", dossier.number)
    context = {
        **head_of(request, dossier),
        "form": form,
        "scan": scan,
        "refusal": answer,
        "keeper": keeper,
        "entries": entries_of(keeper, Dossier.objects.filter(pk=dossier.pk)),
    }
    return render(request, "correspondence/dossier.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_POST
def strike_document(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    """Strike an entry out; without a reason nothing happens and the page says so."""
    dossier, keeper = _kept(request, number)
    row = get_object_or_404(OfficeDocument.objects.select_related("dossier"), pk=pk, dossier=dossier, keeper=keeper)
    form = StrikeForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.strike_document(row=row, reason=reason, actor=request.user, at=now())
    except Refused as refused:
        messages.error(request, refused.answer.in_one_line)
    else:
        messages.success(request, _("%(number)s is struck out.") % {"number": row.number})
    return redirect("dossier-documents", dossier.number)


@requires(signed_in())
@require_safe
def document_scan(request: SignedInRequest, number: str, pk: int) -> HttpResponseBase:
    dossier, keeper = _kept(request, number)
    rows = OfficeDocument.objects.filter(dossier=dossier, keeper=keeper, scan__isnull=False).select_related("scan")
    row = get_object_or_404(rows, pk=pk)
    if row.scan is None:
        raise AssertionError("only those with a scan were asked for")
    return as_attachment(row.scan, f"{row.what} {row.number}")


def _kept(request: SignedInRequest, number: str) -> tuple[Dossier, Keeper]:
    """The dossier and the register of hers that it stands in; nobody else finds a page here."""
    dossier = seen(request, number)
    keepers = rules.keepers_of(request.user, dossier)
    if not keepers:
        raise Http404
    return dossier, keepers[0]


def _usual(request: SignedInRequest, dossier: Dossier, keeper: Keeper) -> dict[str, object]:
    """What is written most often: today, to the producer, signed by whoever signed last for the office."""
    rows = OfficeDocument.objects.filter(keeper=keeper, direction=Direction.OUT, struck_at=None)
    of_commune = keeper is Keeper.COMMUNE
    whose = Q(dossier__commune=dossier.commune_id) if of_commune else Q(dossier__province=dossier.province_id)
    last = rows.filter(whose).order_by("-pk").first()
    asked = request.GET.get("kind", "")
    return {
        "dated_on": today(),
        "kind": asked if asked in DocumentKind.values else DocumentKind.RECEIPT,
        "counterpart": dossier.producer.name,
        "signer_name": last.signer_name if last else "",
        "signer_capacity": last.signer_capacity if last else "",
    }


# ---------------------------------------------------------------- the register of an office


@requires(KEEPERS)
@require_safe
def document_register(request: SignedInRequest) -> HttpResponse:
    """Documents of the office for the days chosen; the present month to begin with."""
    form, shown = _asked(request)
    query = ""
    if shown:
        days = f"first={shown.first:%Y-%m-%d}&last={shown.last:%Y-%m-%d}"
        query = f"place={shown.office.key}&{days}&direction={shown.direction or ''}"
    context = {"form": form, "shown": shown, "query": query}
    return render(request, "correspondence/register.html", context, status=status_of(form, None))


@requires(KEEPERS)
@require_safe
def document_register_pdf(request: SignedInRequest) -> HttpResponse:
    with translation.override(settings.LANGUAGE_CODE):
        _form, shown = _asked(request)
        if shown is None:
            return redirect("document-register")
        return pdf_answer(register.printed(request.user, shown, today=today()).pdf(), _name(shown))


@requires(KEEPERS)
@require_safe
def document_register_xlsx(request: SignedInRequest) -> HttpResponse:
    with translation.override(settings.LANGUAGE_CODE):
        _form, shown = _asked(request)
        if shown is None:
            return redirect("document-register")
        title, headings, rows = register.table(shown)
        return as_workbook(_name(shown), title=title, headings=headings, rows=rows)


def _asked(request: SignedInRequest) -> tuple[DocumentRegisterForm, Shown | None]:
    form, offices = form_of(request, DocumentRegisterForm)
    if not form.is_valid():
        return form, None
    cleaned = form.cleaned_data
    return form, register.register_of(
        request.user,
        offices[cleaned["place"]],
        first=cleaned["first"],
        last=cleaned["last"],
        direction=cleaned["direction"],
    )


def _name(shown: Shown) -> str:
    return f"so-van-ban-{shown.office.key}-{shown.first:%Y%m%d}-{shown.last:%Y%m%d}"
