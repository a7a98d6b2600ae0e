"""The page on which a filed dossier moves to another product set."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ratings.criteria.queries import sheet_of
from ratings.dossiers import queries, rules, set_actions
from ratings.dossiers.completeness import TOURISM_SET
from ratings.dossiers.forms import ChangeSetForm
from ratings.dossiers.move_views import initial_of
from ratings.dossiers.moving import require_unmoved
from ratings.dossiers.set_actions import Consent
from ratings.dossiers.views import head_of, seen
from ratings.dossiers.workflow import Party
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_change_set(request: SignedInRequest, number: str) -> HttpResponse:
    shown = seen(request, number)
    own = Party.PRODUCER in rules.parties_of(request.user, shown)
    form = ChangeSetForm(
        request.POST or None,
        own=own,
        cases=queries.cases_of(TOURISM_SET, today()),
        initial=initial_of(shown, on=today(), set_number=shown.product.set_number),
    )
    allowed = rules.may_change_set(request.user, shown, scored=queries.was_scored(shown))
    answer: Answer | None = None if allowed else allowed
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            require_unmoved(shown, said["revision"])
            kept = set_actions.change_set(
                dossier=shown,
                set_number=said["set_number"],
                case=said["case"] if said["set_number"] == TOURISM_SET else "",
                consent=None if own else Consent(said["note"], said["on"]),
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _changed(len(kept.ticks), len(kept.anew)))
            return redirect("dossier-self-score", number)
    context = {
        **head_of(request, shown),
        "form": form,
        "refusal": answer,
        "allowed": allowed,
        "set": sheet_of(shown.criteria_set_id).sheet,
    }
    return render(request, "dossiers/change_set.html", context, status=status_of(form, answer))


def _changed(kept: int, anew: int) -> str:
    said = ngettext("The set is changed; %(count)s answer stays.", "The set is changed; %(count)s answers stay.", kept)
    rest = ngettext("%(count)s line is to be answered anew.", "%(count)s lines are to be answered anew.", anew)
    return f"{said % {'count': kept}} {rest % {'count': anew}}"
