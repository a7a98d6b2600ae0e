"""A file that came in pieces stands in ``request.FILES`` as if it had come with the form: no page asks how it came."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from registry.files.models import Upload
from registry.files.uploads import whole

SENT = "_sent"
"""Field ``scan_sent`` names the uploads that are the files of field ``scan``, in their order."""


class FilesInPieces:
    """Put complete uploads of this person into the request; forget them once the form was taken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        used = _put_in(request) if request.method == "POST" and request.user.is_authenticated else []
        response = self.get_response(request)
        # A form that was refused comes again: its files are still there and need not be sent twice.
        if used and response.status_code < 400:
            Upload.objects.filter(pk__in=used).delete()
        return response


def _put_in(request: HttpRequest) -> list[uuid.UUID]:
    if not (request.content_type or "").startswith("multipart/"):
        return []
    used = []
    for name in [name for name in request.POST if name.endswith(SENT)]:
        keys = [key for key in map(_key, request.POST.getlist(name)) if key]
        own = Upload.objects.filter(owner_id=request.user.pk).in_bulk(keys)
        for upload in [own[key] for key in keys if key in own and own[key].complete]:
            request.FILES.appendlist(name.removesuffix(SENT), whole(upload))
            used.append(upload.pk)
    return used


def _key(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
