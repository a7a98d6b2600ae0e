"""What I was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.access.permissions import holding, requires, signed_in
from registry.access.roles import Role
from registry.calendar.today import now
from registry.notifications import queries
from registry.notifications.actions import mark_read, try_again

if TYPE_CHECKING:
    from registry.accounts.requests import SignedInRequest

PAGE = 25


@requires(signed_in())
@require_safe
def notifications(request: SignedInRequest) -> HttpResponse:
    page = Paginator(queries.visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/list.html", {"page": page})


@requires(signed_in())
@require_POST
def read_one(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark as read; ``open`` goes on to the page that the notification is about."""
    row = get_object_or_404(queries.visible_to(request.user), pk=pk)
    mark_read(actor=request.user, at=now(), pk=row.pk)
    return redirect(row.path if "open" in request.POST else "notifications")


@requires(signed_in())
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    mark_read(actor=request.user, at=now())
    return redirect("notifications")


@requires(holding(Role.SYSTEM_ADMINISTRATOR))
@require_safe
def failed(request: SignedInRequest) -> HttpResponse:
    """What no attempt could deliver: the administrator sees whom to reach otherwise, and can try again."""
    page = Paginator(queries.failed(), PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/failed.html", {"page": page})


@requires(holding(Role.SYSTEM_ADMINISTRATOR))
@require_POST
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    try_again(notification=get_object_or_404(queries.failed(), pk=pk), at=now())
    return redirect("notifications_failed")
