"""Help on the kinds of evidence, for whoever has to bring or to read a paper."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.access.permissions import requires, signed_in
from registry.accounts.requests import SignedInRequest
from registry.evidence.help import evidence_help


@requires(signed_in())
@require_safe
def evidence_help_list(request: SignedInRequest) -> HttpResponse:
    return render(request, "evidence/help_list.html", {"helps": evidence_help().values()})


@requires(signed_in())
@require_safe
def evidence_help_kind(request: SignedInRequest, no: int) -> HttpResponse:
    helps = evidence_help()
    if no not in helps:
        raise Http404
    context = {"help": helps[no], "before": helps.get(no - 1), "after": helps.get(no + 1)}
    return render(request, "evidence/help_kind.html", context)
