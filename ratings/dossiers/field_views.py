"""Form 03 in the field: four matters with notes and photos on a phone, also where there is no network.

``field.js`` keeps photos on the device until they are sent; what is typed is kept by ``drafts.js``; the service worker
opens the page itself again without a network.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratings.dossiers import field_actions, queries, rules
from ratings.dossiers.field_wording import MATTERS
from ratings.dossiers.forms import FieldForm
from ratings.dossiers.models import Dossier
from ratings.dossiers.papers import claims_of
from ratings.dossiers.views import head_of, seen
from registry.access.answers import Answer, Refused
from registry.access.editions import differing
from registry.access.permissions import anyone, requires, signed_in
from registry.access.statuses import INVALID, REFUSED, status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now
from registry.files.pictures import SIZES
from registry.files.serving import as_inline_picture
from registry.producers.queries import latest_workforce


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_field(request: SignedInRequest, number: str) -> HttpResponse:
    """The checklist of a visit. htmx saves what was typed; without script a button does."""
    shown = _of_office(request, number)
    visit = queries.field_visit_of(shown)
    form = FieldForm(request.POST or None, initial=FieldForm.initial_of(visit))
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            visit = field_actions.save_notes(
                dossier=shown,
                values=form.noted(),
                revision=form.cleaned_data["revision"] or 0,
                actor=request.user,
                at=now(),
                window=form.cleaned_data["window"],
            )
        except Refused as refused:
            answer = refused.answer
    if request.method == "POST" and request.htmx:
        if answer is not None:
            return render(request, "access/refused_part.html", {"answer": answer}, status=REFUSED)
        context: dict[str, Any] = {"revision": visit.revision if visit else 0}
        return render(request, "dossiers/field.html#saved", context, status=INVALID if form.errors else 200)
    if request.method == "POST" and answer is None and not form.errors:
        return redirect("dossier-field", number)
    photos = queries.field_photos_of(shown)
    claims = claims_of(shown, latest_workforce(shown.producer))
    context = {
        **head_of(request, shown, "checks"),
        "form": form,
        "revision": visit.revision if visit else 0,
        "visit": visit,
        "matters": [
            (name, form[name], form[f"seen_{name}"], claims[name], [one for one in photos if one.matter == name])
            for name in MATTERS
        ],
        "allowed": rules.may_draft_report(request.user, shown),
        "refusal": answer,
        "saved_now": differing(form, FieldForm.initial_of(visit)) if isinstance(answer, Answer) else [],
        "photo_width": min(SIZES),
    }
    return render(request, "dossiers/field.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_POST
def dossier_field_photo_add(request: SignedInRequest, number: str) -> JsonResponse:
    """Take one photo of a matter; the phone names it, so that it may send it again."""
    shown = _of_office(request, number)
    photo, matter = request.FILES.get("photo"), request.POST.get("matter", "")
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise Http404 from error
    if photo is None or matter not in MATTERS:
        raise Http404
    try:
        row = field_actions.add_photo(dossier=shown, matter=matter, key=key, photo=photo, actor=request.user, at=now())
    except Refused as refused:
        return JsonResponse({"refusal": refused.answer.in_one_line}, status=INVALID)
    return JsonResponse({"photo": row.pk}, status=201)


@requires(signed_in())
@require_POST
def dossier_field_photo_remove(request: SignedInRequest, number: str, photo: int) -> HttpResponse:
    shown = _of_office(request, number)
    row = get_object_or_404(queries.field_photos_of(shown), pk=photo)
    field_actions.remove_photo(photo=row, actor=request.user, at=now())
    return redirect("dossier-field", number)


@requires(signed_in())
@require_safe
def dossier_field_photo(request: SignedInRequest, number: str, photo: int, width: int) -> HttpResponseBase:
    shown = _of_office(request, number)
    row = get_object_or_404(queries.field_photos_of(shown), pk=photo)
    if width not in SIZES:
        raise Http404
    return as_inline_picture(row.picture.sizes.select_related("file").get(width=width))


@requires(anyone())
@never_cache
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The program by which a browser opens a page of the field again without a network."""
    return render(request, "dossiers/field_worker.js", content_type="text/javascript")


def _of_office(request: SignedInRequest, number: str) -> Dossier:
    """Return the dossier to people of offices: what an officer notes on the spot is not the producer's to read."""
    shown = seen(request, number)
    if not rules.of_office(request.user, shown):
        raise Http404
    return shown
