"""Renewal by difference: what is new since the last recognition, and what changed against the last sealed dossier."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ratings.dossiers import queries, renewal_actions
from ratings.dossiers.filing import differences_of, window_of
from ratings.dossiers.forms import UpdatesForm
from ratings.dossiers.states import Kind
from ratings.dossiers.views import head_of, seen
from ratings.renewals.base import base_of
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_renewal(request: SignedInRequest, number: str) -> HttpResponse:
    """The matters of article 6.1c, each unchanged, changed or out of date; below, the differences side by side."""
    shown = seen(request, number)
    if shown.kind == Kind.FIRST:
        raise Http404
    form = UpdatesForm(request.POST or None, initial=UpdatesForm.initial_of(shown, queries.updates_of(shown)))
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            renewal_actions.say_updates(
                dossier=shown,
                updates=form.updates(),
                late_reason=form.cleaned_data["late_reason"],
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("What is new is saved."))
            return redirect("dossier-renewal", number)
    context = {
        **head_of(request, shown, "renewal"),
        **window_of(shown, today()),
        "form": form,
        "said": queries.updates_of(shown),
        "refusal": answer,
        "differences": differences_of(shown, today()),
        "base": [] if shown.previous_id else base_of(shown, today()),
    }
    return render(request, "renewals/renewal.html", context, status=status_of(form, answer))
