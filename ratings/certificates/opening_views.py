"""Opening a dossier: what the product holds decides which kind of registration fits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ratings.certificates.queries import renewable_rank
from ratings.dossiers import actions, queries
from ratings.dossiers.forms import OpenForm
from ratings.dossiers.kinds import likely_kind
from ratings.dossiers.states import Kind
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.queries import working_calendar
from registry.calendar.today import now, today
from registry.calendar.working_days import re_ranking_window
from registry.products import queries as products
from registry.products.sets import BY_NUMBER as SETS


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_new(request: SignedInRequest) -> HttpResponse:
    """Open a dossier for a product, or choose the product first."""
    candidates = products.for_lists(products.editable_by(request.user)).order_by("folded", "pk")
    public_id = request.POST.get("product") or request.GET.get("product")
    if not public_id:
        rows = queries.without_open_dossier(candidates)[:100]
        return render(request, "dossiers/choose_product.html", {"rows": [(row, SETS[row.set_number]) for row in rows]})
    product = get_object_or_404(candidates.select_related("commune__province"), public_id=public_id)
    held = renewable_rank(product.pk, today())
    cases = queries.cases_of(product.set_number, today())
    form = OpenForm(request.POST or None, initial={"kind": likely_kind(held, today()).value}, cases=cases)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        kind, case = form.cleaned_data["kind"], form.cleaned_data.get("case", "")
        try:
            opened = actions.open_dossier(
                product=product, kind=kind, held=held, case=case, actor=request.user, at=now()
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("Dossier %(number)s is open.") % {"number": opened.number})
            return redirect("dossier-renewal" if kind is Kind.RE_RANKING else "dossier-checks", opened.number)
    context = {
        "form": form,
        "product": product,
        "set": SETS[product.set_number],
        "held": held,
        "window": re_ranking_window(held.ends, working_calendar()) if held else None,
        "refusal": answer,
    }
    return render(request, "dossiers/new.html", context, status=status_of(form, answer))
