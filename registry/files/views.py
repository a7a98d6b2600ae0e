"""Where browsers send files piece by piece (``static/ocop/upload.js``); a person reaches only what she began herself."""

from __future__ import annotations

import re
import uuid

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from registry.access.answers import Refused
from registry.access.numbers import whole_number
from registry.access.permissions import requires, signed_in
from registry.files import uploads
from registry.files.models import Upload

_DIGEST = re.compile(r"[0-9a-f]{64}")


@requires(signed_in())
@require_POST
def upload_begin(request: HttpRequest) -> JsonResponse:
    digest = request.POST.get("sha256", "")
    try:
        upload = uploads.begin(
            name=request.POST.get("name", ""),
            size=whole_number(request.POST.get("size", "")) or 0,
            sha256=digest if _DIGEST.fullmatch(digest) else "",
            owner=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
    except Refused as refused:
        return _refusal(refused)
    return JsonResponse({"key": upload.key, "received": upload.received, "piece": uploads.PIECE}, status=201)


@requires(signed_in())
@require_http_methods(["PUT"])
def upload_piece(request: HttpRequest, upload: uuid.UUID) -> JsonResponse:
    row = get_object_or_404(Upload.objects.filter(owner_id=request.user.pk), pk=upload)
    try:
        row = uploads.receive(row, start=whole_number(request.GET.get("from", "")) or 0, data=request.body)
    except uploads.OutOfStep as out:
        return JsonResponse({"received": out.received}, status=409)
    except Refused as refused:
        return _refusal(refused)
    return JsonResponse({"received": row.received})


def _refusal(refused: Refused) -> JsonResponse:
    return JsonResponse({"refusal": refused.answer.in_one_line}, status=422)
