"""Handing over the work of a commune's officer: the leader names who takes it, and prints the minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratings.dossiers.paper_views import pdf_answer
from ratings.office import actions, queries, rules
from ratings.office.forms import WorkHandoverForm
from ratings.office.minutes import minutes
from ratings.office.models import WorkHandover
from registry.access.answers import Answer, Refused
from registry.access.permissions import holding, requires
from registry.access.roles import COMMUNE_ROLES
from registry.access.statuses import status_of
from registry.accounts.queries import officers_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today
from registry.places.models import Commune


@requires(holding(*COMMUNE_ROLES))
@require_http_methods(["GET", "HEAD", "POST"])
def work_handover(request: SignedInRequest, commune: str) -> HttpResponse:
    """Who takes over whose work from when; earlier ones with their minutes."""
    place = get_object_or_404(Commune.objects.filter(pk__in=request.user.communes(COMMUNE_ROLES)), pk=commune)
    allowed = rules.may_hand_over_work(request.user, place.pk)
    form = WorkHandoverForm(request.POST or None, officers=officers_of(place.pk, today()), initial={"since": today()})
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = actions.hand_over_work(
                commune=place,
                giver=said["giver"],
                taker=said["taker"],
                since=said["since"],
                last_day=said["last_day"],
                reason=said["reason"],
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(
                request, _("%(taker)s takes over the work; print the minutes and sign them.") % {"taker": row.taker}
            )
            return redirect("work-handover", place.pk)
    context = {
        "commune": place,
        "form": form,
        "allowed": allowed,
        "refusal": answer,
        "open": queries.open_at_commune(place.pk),
        "rows": queries.handovers_of(place.pk),
    }
    return render(request, "office/handover.html", context, status=status_of(form, answer))


@requires(holding(*COMMUNE_ROLES))
@require_safe
def work_handover_minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Biên bản bàn giao hồ sơ of one handing over."""
    rows = WorkHandover.objects.filter(commune__in=request.user.communes(COMMUNE_ROLES))
    row = get_object_or_404(rows.select_related("commune__province", "giver", "taker", "made_by"), pk=pk)
    return pdf_answer(minutes(row).pdf(), f"ban-giao-{row.commune_id}-{row.pk}")
