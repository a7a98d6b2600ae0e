"""Calling a producer whom no message reaches: what to say, whom to call, and noting that it was said."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ratings.dossiers import call_actions, queries, rules
from ratings.dossiers.forms import CallForm
from ratings.dossiers.views import head_of, seen
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_call(request: SignedInRequest, number: str) -> HttpResponse:
    shown = seen(request, number)
    calls = queries.calls_of(shown)
    if not calls:
        raise Http404
    task = next((call for call in calls if call.called_at is None), None)
    allowed = rules.may_call(request.user, shown)
    form = CallForm(request.POST or None, initial={"spoke_to": shown.producer.representative_name})
    answer: Answer | None = None
    if request.method == "POST" and task and form.is_valid():
        try:
            call_actions.record_call(
                task=task,
                spoke_to=form.cleaned_data["spoke_to"],
                note=form.cleaned_data["note"],
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The call is noted."))
            return redirect("home")
    context = {
        **head_of(request, shown),
        "calls": [call for call in calls if call.called_at],
        "task": task,
        "allowed": allowed,
        "form": form,
        "refusal": answer,
    }
    return render(request, "dossiers/call.html", context, status=status_of(form, answer))
