"""Where a citation leads: the page of the paper, the place on it, and whether the paper is still in force.

Producer, commune and province come here by one click; a council member has the same page beside her sheet (scoring).
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratings.criteria.queries import sheet_of
from ratings.criteria.wording import name_of
from ratings.dossiers import actions, queries
from ratings.dossiers.models import Citation
from ratings.dossiers.region import BANDS, read_region
from ratings.dossiers.views import head_of, seen
from registry.access.answers import Answer, Refused, refuse
from registry.access.numbers import whole_number
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today
from registry.evidence import queries as evidence
from registry.evidence.rules import validity

DRAWN = "drawn"
"""Choice of the form that takes the rectangle drawn on the page."""


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_citation(request: SignedInRequest, number: str, citation: int) -> HttpResponse:
    """Open the cited page at the cited place; who writes the dossier marks the place here."""
    shown = seen(request, number)
    row = get_object_or_404(queries.citations_of(shown), pk=citation)
    pages = max(row.version.pages, 1)
    asked = whole_number((request.POST or request.GET).get("page", ""))
    page = min(max(asked or row.page or 1, 1), pages)
    answer: Answer | None = None
    if request.method == "POST":
        answer = _marked(request, row, page)
        if answer is None:
            messages.success(request, _("The place is marked."))
            return redirect("dossier-citation", number, citation)
    code = row.line.code
    context = {
        **head_of(request, shown),
        "citation": row,
        "line_code": code,
        "line_name": name_of(sheet_of(shown.criteria_set_id).sheet.lines[code]),
        "validity": validity(row.version.document, today()),
        "compared": hasattr(row.version, "original_check"),
        "page": page,
        "pages": pages,
        "region": row.region if page == row.page else None,
        "bands": BANDS,
        "chosen": row.marked if page == row.page else "",
        "refusal": answer,
    }
    return render(request, "dossiers/citation.html", context, status=status_of(None, answer))


def _marked(request: SignedInRequest, row: Citation, page: int) -> Answer | None:
    part = request.POST.get("part", "")
    text = request.POST.get("rectangle", "") if part == DRAWN else part
    region = read_region(text)
    if text and region is None:
        return refuse(
            _("No place on the page is marked."), remedy=_("Draw a frame on the page, or choose a part of it.")
        )
    try:
        actions.mark(citation=row, page=page, region=region, actor=request.user, at=now())
    except Refused as refused:
        return refused.answer
    return None


@requires(signed_in())
@require_safe
def evidence_cited(request: SignedInRequest, pk: int) -> HttpResponse:
    """The lines of dossiers that cite a paper: what becomes weaker when it lapses. A part of the paper's page."""
    document = get_object_or_404(evidence.visible_to(request.user), pk=pk)
    found = (
        Citation.objects.filter(version__document=document, dossier__in=queries.visible_to(request.user).values("pk"))
        .select_related("dossier__product", "line", "version")
        .order_by("-dossier__pk", "line__position", "pk")
    )
    context = {"document": document, "citations": found, "validity": validity(document, today())}
    return render(request, "dossiers/cited.html", context)
