"""The samples of a dossier: who holds them, their labels, and the record of every hand-over."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratings.dossiers.models import Dossier
from ratings.dossiers.paper_views import pdf_answer
from ratings.dossiers.rules import parties_of
from ratings.dossiers.views import head_of, seen
from ratings.samples import actions, papers, queries, rules
from ratings.samples.custody import UNITS, held, open_steps
from ratings.samples.forms import HandOverForm
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_samples(request: SignedInRequest, number: str) -> HttpResponse:
    """Who holds the samples; whose office holds them records the next hand-over."""
    shown = _with_samples(request, number)
    units = held(queries.steps_of(shown))
    steps = open_steps(units, parties_of(request.user, shown)) if rules.samples_move(shown) else []
    initial = {"quantity": UNITS, "on": today()}
    form = HandOverForm(request.POST or None, steps=steps, initial=initial)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_over(dossier=shown, said=form.said(), actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The hand-over is recorded."))
            return redirect("dossier-samples", number)
    held_by = [(holder.label, count) for holder, count in units.items()]
    if request.htmx:  # a line of the dossier's page
        return render(request, "samples/samples.html#held", {"dossier": shown, "units": held_by})
    context = {
        **head_of(request, shown),
        "units": held_by,
        "moves": queries.moves_of(shown),
        "steps": steps,
        "form": form,
        "refusal": answer,
    }
    return render(request, "samples/samples.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_safe
def dossier_sample_labels(request: SignedInRequest, number: str) -> HttpResponse:
    """Labels to be glued on the samples, one a unit."""
    shown = _with_samples(request, number)
    address = request.build_absolute_uri(reverse("dossier-samples", args=[number]))
    paper = papers.labels(shown, units=shown.samples or UNITS, address=address, today=today())
    return pdf_answer(paper.pdf(), f"{shown.number}-sample-labels")


@requires(signed_in())
@require_safe
def dossier_sample_record(request: SignedInRequest, number: str, move: int) -> HttpResponse:
    """The record of one hand-over, to be signed by both."""
    shown = _with_samples(request, number)
    row = get_object_or_404(queries.moves_of(shown), pk=move)
    return pdf_answer(papers.record(shown, row).pdf(), f"{shown.number}-sample-{row.pk}")


def _with_samples(request: SignedInRequest, number: str) -> Dossier:
    """Return the dossier; a tourism service has no samples, and no page about them."""
    shown = seen(request, number)
    if not rules.sends_samples(shown):
        raise Http404
    return shown
