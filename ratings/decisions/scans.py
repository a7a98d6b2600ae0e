"""The scan that comes with a form: kept at once, so that a form refused for another reason does not lose it."""

from __future__ import annotations

from typing import Any

from registry.access.answers import Refused
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now
from registry.evidence.kept import kept, token_for
from registry.files.actions import store
from registry.files.models import StoredFile


def scan_of(request: SignedInRequest, form: Any) -> StoredFile | None:
    """Return the scan sent now or kept from before; a refused file becomes an error of its field."""
    if not form.is_bound:
        return None
    upload = request.FILES.get("scan")
    if upload is None:
        return kept(StoredFile, form.data.get("kept", ""), request.user)
    try:
        stored = store(upload, actor=request.user, at=now())
    except Refused as refused:
        form.full_clean()
        form.add_error("scan", " ".join(filter(None, (str(refused.answer.reason), str(refused.answer.remedy)))))
        return None
    form.data = form.data.copy()
    form.data["kept"] = token_for(stored, request.user)
    return stored
