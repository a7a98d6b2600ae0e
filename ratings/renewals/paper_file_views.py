"""The old paper dossier: scanned, taken apart into papers of the vault, and cited in the renewal.

Opened by the producer, or the commune's officer for it, when a product was ranked before this system; on a computer with
the scanner beside it, or on a phone that photographs page by page.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ratings.dossiers import rules
from ratings.dossiers.views import head_of, seen
from ratings.renewals import actions, queries
from ratings.renewals.base import base_of
from ratings.renewals.forms import CutForm, PaperFileForm, ticked
from ratings.renewals.models import CutPaper, PaperFile
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import REFUSED, status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today
from registry.evidence.views import file_of, kept_of
from registry.files import pages
from registry.files.actions import render_page
from registry.files.serving import as_inline_picture
from registry.producers.rules import may_edit
from registry.products import queries as products


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def paper_files(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Scans of a product's old dossier; a new one is brought here."""
    visible = products.visible_to(request.user).select_related("producer__commune", "commune")
    product = get_object_or_404(visible, public_id=public_id)
    allowed = may_edit(request.user, product.producer)
    form = PaperFileForm(request.POST or None, request.FILES or None)
    stored = file_of(request, form)
    answer: Answer | None = None
    if form.is_bound and stored and form.is_valid():
        try:
            row = actions.add_paper_file(
                product=product, label=form.cleaned_data["label"], file=stored, actor=request.user, at=now()
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The scan is kept. Now take its papers out, one after the other."))
            return redirect("paper-file", row.pk)
    context = {
        "product": product,
        "producer": product.producer,
        "files": queries.paper_files_of(product.pk),
        "allowed": allowed,
        "form": form,
        "refusal": answer,
        **kept_of(request, stored),
    }
    return render(request, "renewals/paper_files.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def paper_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """All pages of a scan small; beside them the form that takes one paper out."""
    row = _visible(request, pk)
    cuts = list(row.cuts.select_related("document"))
    following = min(max((cut.last_page for cut in cuts), default=0) + 1, row.file.page_count)
    initial = {"first_page": following, "last_page": following}
    form = CutForm(request.POST or None, pages=row.file.page_count, initial=initial)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            cut = actions.cut_paper(
                paper_file=row,
                first=form.cleaned_data["first_page"],
                last=form.cleaned_data["last_page"],
                particulars=form.particulars(),
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("“%(title)s” is in the vault.") % {"title": cut.document.title})
            return redirect("paper-file", row.pk)
    context = {
        "row": row,
        "product": row.product,
        "producer": row.product.producer,
        "cuts": cuts,
        "pages": [(page, _taken(cuts, page)) for page in range(1, row.file.page_count + 1)],
        "allowed": may_edit(request.user, row.product.producer),
        "form": form,
        "refusal": answer,
    }
    return render(request, "renewals/paper_file.html", context, status=status_of(form, answer))


def _taken(cuts: Sequence[CutPaper], page: int) -> str:
    """Title of the paper to which a page belongs already."""
    return next((cut.document.title for cut in cuts if cut.first_page <= page <= cut.last_page), "")


@requires(signed_in())
@require_safe
def paper_file_page(request: SignedInRequest, pk: int, page: int) -> HttpResponseBase:
    row = _visible(request, pk)
    if not 1 <= page <= row.file.page_count:
        raise Http404
    width = pages.THUMBNAIL if request.GET.get("size") == "small" else pages.READING
    return as_inline_picture(render_page(row.file, page=page, width=width, at=now()))


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_base(request: SignedInRequest, number: str) -> HttpResponse:
    """Old papers beside the lines that they may prove; what is ticked is cited in this dossier."""
    shown = seen(request, number)
    if shown.previous_id is not None:
        raise Http404
    base = base_of(shown, today())
    answer: Answer | None = None
    if request.method == "POST":
        chosen = list(ticked(request.POST, base))
        try:
            done = actions.cite_base(dossier=shown, chosen=chosen, actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            said = ngettext("%(count)s citation is made.", "%(count)s citations are made.", done)
            messages.success(request, said % {"count": done})
            return redirect("dossier-base", number)
    context = {
        **head_of(request, shown, "renewal"),
        "base": base,
        "allowed": rules.may_edit_forms(request.user, shown),
        "refusal": answer,
    }
    return render(request, "renewals/base.html", context, status=REFUSED if answer is not None else 200)


def _visible(request: SignedInRequest, pk: int) -> PaperFile:
    return get_object_or_404(queries.paper_files_visible_to(request.user), pk=pk)
