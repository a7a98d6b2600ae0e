"""The commune records that a producer ended, or became another one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from registry.access.answers import Answer, Refused
from registry.access.permissions import holding, requires
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today
from registry.producers import queries as producers
from registry.producers.models import Producer
from registry.producers.rules import CLERKS
from registry.products import succession_actions
from registry.products.forms import EndForm
from registry.products.models import Product


@requires(holding(*CLERKS))
@require_http_methods(["GET", "HEAD", "POST"])
def producer_end(request: SignedInRequest, pk: int) -> HttpResponse:
    producer = _own(request, pk)
    others = Producer.objects.filter(commune__in=request.user.communes(CLERKS), active=True).exclude(pk=producer.pk)
    form = EndForm(request.POST or None, successors=others.order_by("folded"), initial={"on": today()})
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            succession_actions.end_activity(
                producer=producer,
                reason=said["reason"],
                on=said["on"],
                successor=said["successor"],
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("Recorded. What was recognised stays readable to everybody."))
            return redirect("producer", (said["successor"] or producer).pk)
    context = {
        "producer": producer,
        "form": form,
        "refusal": answer,
        "products": Product.objects.filter(producer=producer).order_by("folded"),
    }
    return render(request, "products/producer_end.html", context, status=status_of(form, answer))


@requires(holding(*CLERKS))
@require_POST
def producer_resume(request: SignedInRequest, pk: int) -> HttpResponse:
    producer = _own(request, pk)
    succession_actions.resume_activity(producer=producer, actor=request.user, at=now())
    messages.success(request, _("The producer is active again."))
    return redirect("producer", producer.pk)


def _own(request: SignedInRequest, pk: int) -> Producer:
    """Return a producer of the officer's commune; elsewhere there is no such page."""
    rows = producers.visible_to(request.user).filter(commune__in=request.user.communes(CLERKS))
    return get_object_or_404(rows.select_related("commune"), pk=pk)
