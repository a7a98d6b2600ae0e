"""The REST API's wiring: one router, one way to explain a refusal."""

from __future__ import annotations

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from registry.access.answers import Refused


def explain(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal with its reason, article and remedy (409); everything else as DRF does."""
    if isinstance(exception, Refused):
        answer = exception.answer
        body = {"detail": str(answer.reason), "article": str(answer.article), "remedy": str(answer.remedy)}
        return Response(body, status=409)
    return exception_handler(exception, context)
