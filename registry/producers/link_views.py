"""The page of a producer's links: whom it supplies, who supplies it, and what waits for a confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from registry.access.answers import Answer, Refused
from registry.access.numbers import whole_number
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now
from registry.producers import link_actions, queries
from registry.producers.link_forms import LinkForm
from registry.producers.models import Producer, SupplyLink
from registry.producers.rules import may_edit

FOUND = 20


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def producer_links(request: SignedInRequest, pk: int) -> HttpResponse:
    """Links of a producer; a new one is entered after the other producer has been found."""
    shown = _seen(request, pk)
    allowed = may_edit(request.user, shown)
    text = request.GET.get("q", "").strip()
    others = Producer.objects.filter(active=True).exclude(pk=shown.pk).select_related("commune__province")
    wanted = whole_number((request.POST or request.GET).get("other", ""))
    other = get_object_or_404(others, pk=wanted) if wanted else None
    form = LinkForm(request.POST if request.method == "POST" else None)
    answer: Answer | None = None
    if request.method == "POST" and other is not None and form.is_valid():
        try:
            link_actions.enter_link(speaker=shown, other=other, actor=request.user, at=now(), **form.said())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The link is entered; %(other)s confirms it.") % {"other": other.name})
            return redirect("producer-links", pk)
    links = queries.links_of(shown)
    context = {
        "producer": shown,
        "may_edit": allowed,
        "links": [(link, link.other_than(shown), _state(request, shown, link)) for link in links],
        "allowed": allowed,
        "text": text,
        "found": queries.findable(text).exclude(pk=shown.pk)[:FOUND] if allowed else [],
        "other": other if allowed else None,
        "form": form,
        "refusal": answer,
    }
    return render(request, "producers/links.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_POST
def producer_link_confirm(request: SignedInRequest, pk: int, link: int) -> HttpResponse:
    shown = _seen(request, pk)
    link_actions.confirm_link(link=_link(shown, link), actor=request.user, at=now())
    messages.success(request, _("The link is confirmed."))
    return redirect("producer-links", pk)


@requires(signed_in())
@require_POST
def producer_link_end(request: SignedInRequest, pk: int, link: int) -> HttpResponse:
    shown = _seen(request, pk)
    link_actions.end_link(link=_link(shown, link), actor=request.user, at=now())
    messages.success(request, _("The link has ended."))
    return redirect("producer-links", pk)


def _state(request: SignedInRequest, shown: Producer, link: SupplyLink) -> dict[str, bool]:
    """What can be done with a link on the page of ``shown``."""
    edits = bool(may_edit(request.user, shown))
    waits = link.confirmed_at is None
    return {"confirm": edits and waits and link.entered_for_id != shown.pk, "end": edits and link.until is None}


def _seen(request: SignedInRequest, pk: int) -> Producer:
    return get_object_or_404(queries.visible_to(request.user).select_related("commune__province"), pk=pk)


def _link(shown: Producer, link: int) -> SupplyLink:
    return get_object_or_404(queries.links_of(shown), pk=link)
