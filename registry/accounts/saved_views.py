"""Keeping and forgetting the filters of a list."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from registry.access.answers import Refused
from registry.access.permissions import requires, signed_in
from registry.accounts import saved_actions
from registry.accounts.forms import SavedFilterForm
from registry.accounts.requests import SignedInRequest
from registry.accounts.states import ListPage
from registry.calendar.today import now


@requires(signed_in())
@require_POST
def filter_keep(request: SignedInRequest) -> HttpResponse:
    form = SavedFilterForm(request.POST)
    form.full_clean()
    page, query = form.cleaned_data.get("page", ""), form.cleaned_data.get("query", "")
    if page not in ListPage.values:
        raise Http404
    if form.errors:
        messages.error(request, _("Give the filter a name of at most 60 letters."))
        return redirect(f"{reverse(page)}?{query}")
    try:
        kept = saved_actions.keep_filter(
            page=ListPage(page), name=form.cleaned_data["name"], query=query, actor=request.user, at=now()
        )
    except Refused as refused:
        messages.error(request, refused.answer.in_one_line)
        return redirect(f"{reverse(page)}?{query}")
    messages.success(request, _("The filter “%(name)s” is kept; it stands above the list.") % {"name": kept.name})
    return redirect(f"{reverse(page)}?{kept.query}")


@requires(signed_in())
@require_POST
def filter_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    page = saved_actions.drop_filter(key=pk, actor=request.user)
    if page is None:
        raise Http404
    messages.success(request, _("The filter is removed."))
    return redirect(reverse(page))
