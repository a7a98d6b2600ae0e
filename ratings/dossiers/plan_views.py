"""The plan of papers for the next star: computed, saved, ticked off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ratings.criteria.queries import sheet_of
from ratings.dossiers import plan_actions, queries, rules
from ratings.dossiers.models import Dossier, PlanItem
from ratings.dossiers.plan_page import plan_for, shown_plan
from ratings.dossiers.score_page import result_of
from ratings.dossiers.views import head_of, seen
from ratings.sheets.queries import content_of
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import REFUSED, status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.queries import working_calendar
from registry.calendar.today import now, today
from registry.evidence.queries import kinds_in_force


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_plan(request: SignedInRequest, number: str) -> HttpResponse:
    """What the next star needs on paper and by when; a button saves it as a list to tick off."""
    shown = seen(request, number)
    answer: Answer | None = None
    if request.method == "POST":
        try:
            plan_actions.save_plan(dossier=shown, calendar=working_calendar(), actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The plan is saved."))
            return redirect("dossier-plan", number)
    context = {**head_of(request, shown, "self-score"), **_plan(request, shown), "refusal": answer}
    return render(request, "dossiers/plan.html", context, status=status_of(None, answer))


def _plan(request: SignedInRequest, shown: Dossier) -> dict[str, Any]:
    law, ticks = sheet_of(shown.criteria_set_id), content_of(shown.self_score).ticks
    result = result_of(law, ticks, shown.case)
    plan = plan_for(result, ticks, case=shown.case, today=today(), calendar=working_calendar())
    return {
        "plan": shown_plan(plan, law.sheet.law) if plan else None,
        "complete": result.complete,
        "star": result.next_star.star if result.next_star else None,
        "vault": kinds_in_force(shown.producer_id, today()),
        **items_of(request, shown),
    }


def items_of(request: SignedInRequest, shown: Dossier) -> dict[str, Any]:
    """Return the context of the saved list."""
    return {
        "plan_items": queries.plan_of(shown),
        "may_plan": bool(rules.may_plan(request.user, shown)),
        "today": today(),
    }


@requires(signed_in())
@require_POST
def dossier_plan_item(request: SignedInRequest, number: str, item: int) -> HttpResponse:
    """Tick a paper of the saved list off, or take the tick away."""
    shown = seen(request, number)
    row = get_object_or_404(PlanItem.objects.select_related("dossier"), pk=item, dossier=shown)
    try:
        plan_actions.mark_plan_item(item=row, done=request.POST.get("done") == "1", actor=request.user, at=now())
    except Refused as refused:
        if request.htmx:
            return render(request, "access/refused_part.html", {"answer": refused.answer}, status=REFUSED)
        context = {**head_of(request, shown, "self-score"), **_plan(request, shown), "refusal": refused.answer}
        return render(request, "dossiers/plan.html", context, status=REFUSED)
    if request.htmx:
        return render(request, "dossiers/plan_items.html", {"dossier": shown, **items_of(request, shown)})
    return redirect("dossier-plan", number)
