"""Asking to act for a producer, and answering such requests."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now
from registry.producers import joining_actions as actions
from registry.producers import queries
from registry.producers.joining_forms import AskForm, ProposalForm, ReasonForm
from registry.producers.models import Producer

FOUND = 20
"""Producers that a search shows at most; a longer name narrows it."""


@requires(signed_in())
@require_safe
def join(request: SignedInRequest) -> HttpResponse:
    """Find the producer one wants to act for; see what became of earlier requests."""
    return _page(request, ProposalForm(), None)


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def join_ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for one registered producer."""
    producer = get_object_or_404(Producer.objects.filter(active=True).select_related("commune__province"), pk=pk)
    form = AskForm(request.POST or None)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_to_join(producer=producer, **form.cleaned_data, actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("Your request is sent. You are told as soon as it is answered."))
            return redirect("join")
    context = {"form": form, "producer": producer, "refusal": answer}
    return render(request, "producers/join_ask.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_POST
def join_propose(request: SignedInRequest) -> HttpResponse:
    """Propose a producer that is not registered."""
    form = ProposalForm(request.POST)
    answer: Answer | None = None
    if form.is_valid():
        note = form.cleaned_data["note"]
        try:
            actions.propose_producer(proposal=form.proposal(), note=note, actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("Your request is sent. You are told as soon as it is answered."))
            return redirect("join")
    return _page(request, form, answer)


@requires(signed_in())
@require_safe
def join_requests(request: SignedInRequest) -> HttpResponse:
    """Requests that wait for the person's answer."""
    return _requests(request, None, None)


@requires(signed_in())
@require_POST
def join_accept(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(queries.joins_answered_by(request.user), pk=pk)
    if asked.producer is None:
        return redirect(f"{reverse('producer-new')}?request={asked.pk}")
    actions.accept_join(join=asked, actor=request.user, at=now())
    messages.success(request, _("%(person)s can now act for the producer.") % {"person": asked.user})
    return redirect("join-requests")


@requires(signed_in())
@require_POST
def join_refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(queries.joins_answered_by(request.user), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _requests(request, asked.pk, form)
    actions.refuse_join(join=asked, reason=form.cleaned_data["reason"], actor=request.user, at=now())
    messages.success(request, _("The request is refused; %(person)s reads your reason.") % {"person": asked.user})
    return redirect("join-requests")


def _page(request: SignedInRequest, form: ProposalForm, answer: Answer | None) -> HttpResponse:
    text = request.GET.get("q", "")
    context: dict[str, Any] = {
        "asked": queries.joins_of(request.user)[:FOUND],
        "text": text,
        "found": queries.findable(text)[:FOUND],
        "form": form,
        "refusal": answer,
    }
    return render(request, "producers/join.html", context, status=status_of(form, answer))


def _requests(request: SignedInRequest, wrong: int | None, form: ReasonForm | None) -> HttpResponse:
    rows = [
        (row, form if form is not None and row.pk == wrong else ReasonForm(auto_id=f"id_{row.pk}_%s"))
        for row in queries.joins_to_decide(request.user)
    ]
    return render(request, "producers/join_requests.html", {"rows": rows, "wrong": wrong}, status=status_of(form, None))
