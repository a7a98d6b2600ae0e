"""Closed by default: a view that declares no permission is refused, third-party views included."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from registry.access.answers import Answer, Refused, refuse
from registry.access.permissions import Permission, declared_permission

logger = logging.getLogger(__name__)
LARGEST_KEY = 2**63 - 1
"""No row has a greater one, and databases fail on the question."""


class ClosedByDefault:
    """Ask every view for its permission before it runs; answer refusals in the words of the refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.third_party: Callable[[HttpRequest, Any], Permission | None] = import_string(
            settings.THIRD_PARTY_PERMISSIONS
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if any(isinstance(value, int) and value > LARGEST_KEY for value in kwargs.values()):
            raise Http404
        if _holds_nul(request):
            raise BadRequest("a sign that no row can hold")
        permission = declared_permission(view) or self.third_party(request, view)
        if permission is None:
            logger.error("view %s.%s declares no permission", view.__module__, getattr(view, "__qualname__", view))
            return refusal(request, refuse(_("This page is closed because it names no permission.")))
        if permission.public:
            return None
        answer = permission.test(request.user)
        if answer:
            return None
        if not request.user.is_authenticated and not wants_json(request) and not _wants_part(request):
            return redirect_to_login(_page_of(request))
        return refusal(request, answer, status=403 if request.user.is_authenticated else 401)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no page handled itself still reads as one (409: the state, not the person, was in the way)."""
        return refusal(request, exception.answer, status=409) if isinstance(exception, Refused) else None


def _wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks: it would follow a redirect and read the sign-in as its answer: "saved", where nothing was."""
    return "HX-Request" in request.headers


def _page_of(request: HttpRequest) -> str:
    """Where the person goes on after signing in: for something sent, the page on which it was filled in."""
    sender = urlsplit(request.headers.get("Referer", ""))
    if request.method not in ("GET", "HEAD") and sender.netloc == request.get_host():
        return sender._replace(scheme="", netloc="", fragment="").geturl()
    return request.get_full_path()


def _holds_nul(request: HttpRequest) -> bool:
    """Whether something sent holds the sign U+0000, which PostgreSQL refuses.

    Forms and serializers say so themselves; this is for what pages read out of the address, or around a form. The body
    of a program's request is left to its serializer.
    """
    sent = [request.GET] if wants_json(request) else [request.GET, request.POST]
    return any("\x00" in value for values in sent for _name, each in values.lists() for value in each)


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def refusal(request: HttpRequest, answer: Answer, *, status: int = 403) -> HttpResponse:
    """Render ``answer`` as Chưa thực hiện được / Căn cứ / Cần làm (wording.md 0.5)."""
    if wants_json(request):
        body = {"detail": str(answer.reason), "article": str(answer.article), "remedy": str(answer.remedy)}
        return JsonResponse(body, status=status)
    return render(request, "access/refused.html", {"answer": answer}, status=status)
