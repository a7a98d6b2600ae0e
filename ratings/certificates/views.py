"""Pages of those who work with certificates: list, record, PDF, parts for other pages; the signature that issues them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ratings.certificates import actions, queries
from ratings.certificates.filters import CertificateFilter
from ratings.certificates.labels import Advice, advice_on
from ratings.certificates.models import Certificate
from ratings.certificates.paper import address_of
from ratings.certificates.standing import Standing, standing_of
from ratings.decisions import queries as decisions
from ratings.decisions.forms import FiveForm, SignForm
from ratings.decisions.scans import scan_of
from ratings.decisions.views import OFFICES, decision_context, visible_decision
from ratings.dossiers import queries as dossiers
from ratings.dossiers.move_views import Page, initial_of, move_page
from ratings.dossiers.states import State
from ratings.dossiers.views import seen
from ratings.dossiers.workflow import Move
from ratings.dossiers.writing_views import status_of
from registry.access.answers import Answer, Refused
from registry.access.permissions import holding, requires, signed_in
from registry.access.roles import PROVINCE_ROLES, Role
from registry.access.sorting import Order, columns_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.phrases import dmy
from registry.calendar.today import now, today
from registry.documents.serving import as_workbook
from registry.files.serving import as_attachment
from registry.products import queries as products
from registry.products.sets import product_set

PAGE = 25
ORDERS = {
    "": Order(gettext_lazy("Ends next"), ("ended", "ends")),
    "product": Order(gettext_lazy("Product"), ("product__folded",)),
    "producer": Order(gettext_lazy("Producer"), ("product__producer__folded", "product__folded")),
    "stars": Order(gettext_lazy("Most stars first"), ("-stars", "product__folded")),
    "newest": Order(gettext_lazy("Newest first"), ("-valid_from",)),
}


@requires(signed_in())
@require_safe
def certificates(request: SignedInRequest) -> HttpResponse:
    """Certificates of the person's scope, those that end first at the top."""
    day = today()
    narrowed = CertificateFilter(request.GET, queries.visible_to(request.user), day)
    found = narrowed.found.order_by(*columns_of(ORDERS, request.GET.get("sort", "")))
    if request.GET.get("as") == "xlsx":
        lines = (_line(row, standing_of(row, day)) for row in found)
        return as_workbook("giay-chung-nhan", title=_("Certificates"), headings=_headings(), rows=lines)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "orders": ORDERS,
        "filter": narrowed,
        "page": page,
        "rows": [(row, standing_of(row, day)) for row in page],
        "active": narrowed.active,
        "searching": narrowed.searching,
    }
    part = "#rows" if request.htmx and not request.htmx.boosted else ""
    return render(request, f"certificates/list.html{part}", context)


def _headings() -> list[str]:
    return [
        _("Product"), _("Producer"), _("Place"), _("Stars"), _("In force from"), _("Last day"), _("State"),
        _("Code of the certificate"), _("Product code"),
    ]  # fmt: skip


def _line(row: Certificate, standing: Standing) -> tuple[str | int, ...]:
    return (
        row.product_name, row.producer_name, row.place, row.stars, dmy(row.valid_from), dmy(standing.last_day),
        str(standing.status.label), row.code, row.product_code,
    )  # fmt: skip


@requires(signed_in())
@require_safe
def certificate(request: SignedInRequest, code: str) -> HttpResponse:
    day = today()
    shown = _visible(request, code)
    context = {
        "certificate": shown,
        "standing": standing_of(shown, day),
        "set": product_set(shown.set_number),
        "history": [(row, standing_of(row, day)) for row in queries.history_of(shown.product_id)],
        "address": address_of(shown.code),
        "dossier": dossiers.visible_to(request.user).filter(pk=shown.dossier_id).first() if shown.dossier_id else None,
        "decision": decisions.visible_to(request.user).filter(pk=shown.decision_id).first()
        if shown.decision_id
        else None,
    }
    return render(request, "certificates/certificate.html", context)


@requires(signed_in())
@require_safe
def certificate_pdf(request: SignedInRequest, code: str) -> HttpResponseBase:
    """The certificate as it was made when it was signed."""
    shown = _visible(request, code)
    if shown.pdf is None:
        return redirect("certificate", code)
    return as_attachment(shown.pdf, f"Giấy chứng nhận {shown.product_code} {shown.product_name}")


@requires(signed_in())
@require_safe
def product_certificates(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The part of a product's page that lists its certificates."""
    product = get_object_or_404(products.visible_to(request.user), public_id=public_id)
    return _part(request, list(queries.history_of(product.pk)), heading=True)


RESULTS = frozenset({State.RECOGNISED, State.RECOGNISED_FIVE, State.NOT_RECOGNISED, State.EXCLUDED})
"""States in which a producer asks what becomes of its labels."""


@requires(signed_in())
@require_safe
def dossier_certificate(request: SignedInRequest, number: str) -> HttpResponse:
    """The part of a dossier's page that shows the certificate it led to."""
    dossier = get_object_or_404(dossiers.visible_to(request.user), number=number)
    history = list(queries.history_of(dossier.product_id))
    told = dossier.current in RESULTS
    advice = advice_on(queries.held_days(history), today()) if told else ()
    return _part(request, [one for one in history if one.dossier_id == dossier.pk], heading=False, labels=advice)


@requires(holding(*OFFICES))
@require_safe
def decision_certificates(request: SignedInRequest, pk: int) -> HttpResponse:
    """The part of a decision's page that lists what it issued."""
    shown = visible_decision(request, pk)
    return _part(request, list(Certificate.objects.filter(decision=shown).order_by("pk")), heading=False)


def _part(
    request: SignedInRequest, rows: list[Certificate], *, heading: bool, labels: tuple[Advice, ...] = ()
) -> HttpResponse:
    day = today()
    context = {"rows": [(row, standing_of(row, day)) for row in rows], "heading": heading, "labels": labels}
    template = "certificates/part.html" if request.htmx else "certificates/part_page.html"
    return render(request, template, context)


def _visible(request: SignedInRequest, code: str) -> Certificate:
    rows = queries.visible_to(request.user).select_related("product__producer", "pdf", "superseded_by")
    return get_object_or_404(rows, code=code)


# ---------------------------------------------------------------- signing


@requires(holding(*sorted(PROVINCE_ROLES)))
@require_http_methods(["GET", "HEAD", "POST"])
def decision_sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """The authority signs here; another officer records the signed paper with its scan."""
    shown = visible_decision(request, pk)
    context = decision_context(request, shown)
    office = next((one for one in request.user.assignments if one.role == Role.DECIDING_AUTHORITY), None)
    initial: dict[str, object] = {"issued_on": today()}
    if context["signs_here"] and office is not None:
        initial |= {"signer_name": str(request.user), "signer_capacity": _capacity(office.signs_as, office.position)}
    form = SignForm(request.POST or None, request.FILES or None, initial=initial)
    scan = scan_of(request, form)
    answer: Answer | None = None if context["may_sign"] else context["may_sign"]
    if request.method == "POST" and form.is_valid():
        try:
            issued = actions.sign_and_issue(
                shown, signature=form.signature(scan.pk if scan else None), actor=request.user, at=now()
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _signed(len(issued)))
            return redirect("decision", pk)
    context |= {"form": form, "refusal": answer, "scan": scan}
    return render(request, "decisions/sign.html", context, status=status_of(form, answer if form.is_bound else None))


def _capacity(signs_as: str, position: str) -> str:
    """Prefill "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH" for a deputy, "CHỦ TỊCH" for the chairman himself."""
    deputy = position.casefold().startswith("phó chủ tịch")
    return f"{signs_as} - PHÓ CHỦ TỊCH" if signs_as and deputy else signs_as or "CHỦ TỊCH"


def _signed(count: int) -> str:
    if not count:
        return _("The approval is signed; the province now sends the request to the Ministry.")
    return _("The decision is signed; %(count)s certificates are in force. Producers and communes are told.") % {
        "count": count
    }


@requires(holding(Role.MINISTRY_OFFICER, Role.PROVINCE_OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_record_five(request: SignedInRequest, number: str) -> HttpResponse:
    """Record the Minister's recognition; the certificate is issued at once."""
    dossier = seen(request, number)
    form = FiveForm(request.POST or None, request.FILES or None, initial=initial_of(dossier, answered_on=today()))
    scan = scan_of(request, form)
    page = Page(
        _("Record the Minister's recognition"),
        _("The five-star certificate comes into force with the date of the Minister's decision."),
        _("The recognition is recorded and the certificate issued."),
        template="decisions/answer.html",
        context={"scan": scan},
    )
    return move_page(
        request,
        dossier,
        Move.RECORD_FIVE,
        page,
        form,
        lambda shown, typed: actions.record_five_and_issue(
            shown,
            answer=typed.answer(scan.pk if scan else None),
            signer_name=typed.cleaned_data["signer_name"],
            signer_capacity=typed.cleaned_data["signer_capacity"],
            actor=request.user,
            at=now(),
        ),
    )
