"""The table of the most frequent defects, for the offices that return dossiers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ratings.dossiers import queries
from ratings.dossiers.defects import defects_of
from registry.access.permissions import holding, requires
from registry.access.roles import COMMUNE_ROLES, MINISTRY_ROLES, PROVINCE_ROLES
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import today
from registry.calendar.working_days import months_after

MONTHS = 12


@requires(holding(*sorted(COMMUNE_ROLES | PROVINCE_ROLES | MINISTRY_ROLES)))
@require_safe
def dossier_defects(request: SignedInRequest) -> HttpResponse:
    """What was asked for in the dossiers a person sees, in the last twelve months."""
    since = months_after(today(), -MONTHS)
    context = {"defects": defects_of(queries.visible_to(request.user), since), "since": since}
    return render(request, "dossiers/defects.html", context)
