"""The request letter of a commune as a Word file, and the template it is made from (article 7.2b)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ratings.dossiers import rules
from ratings.signing import actions, queries, request_letter
from ratings.signing.forms import TemplateForm
from registry.access.answers import Answer, Refused
from registry.access.permissions import holding, requires
from registry.access.roles import Role
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now
from registry.documents import word
from registry.places.models import Commune

KEEPERS = holding(Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER)


def own_commune(request: SignedInRequest, code: str) -> Commune:
    """Return the commune if the person keeps its letters; else the page does not exist for her."""
    if code not in request.user.communes(rules.KEEPS_TEMPLATE):
        raise Http404
    return get_object_or_404(Commune.objects.select_related("province"), pk=code)


@requires(KEEPERS)
@require_safe
def request_letter_choose(request: SignedInRequest, commune: str) -> HttpResponse:
    """Choose the products of the letter; below, the template and its placeholders."""
    return _page(request, own_commune(request, commune))


def _page(
    request: SignedInRequest, commune: Commune, form: TemplateForm | None = None, answer: Answer | None = None
) -> HttpResponse:
    templates = list(queries.request_templates_of(commune.pk))
    context: dict[str, Any] = {
        "commune": commune,
        "waiting": list(queries.awaiting_signature(request.user, commune.pk)),
        "chosen": set(request.GET.getlist("dossier")),
        "form": form or TemplateForm(),
        "refusal": answer,
        "in_use": next((each for each in templates if each.ended_at is None), None),
        "former": [each for each in templates if each.ended_at is not None],
        "of_letter": request_letter.OF_LETTER,
        "of_product": request_letter.OF_PRODUCT,
    }
    return render(request, "signing/request_letter.html", context, status=status_of(form, answer))


@requires(KEEPERS)
@require_safe
def request_letter_file(request: SignedInRequest, commune: str) -> HttpResponse:
    """The letter: the products chosen, or all that await signature. Without a product there is no letter."""
    of = own_commune(request, commune)
    waiting = queries.awaiting_signature(request.user, of.pk)
    if chosen := request.GET.getlist("dossier"):
        waiting = waiting.filter(number__in=chosen)
    dossiers = list(waiting)
    if not dossiers:
        messages.error(request, _("No product whose papers await signature is chosen."))
        return redirect("request-letter", of.pk)
    own = queries.request_template_of(of.pk)
    try:
        letter = request_letter.letter(bytes(own.content) if own else None, of, dossiers)
    except Refused as refused:
        return _page(request, of, answer=refused.answer)
    return _docx(letter, _("Request letter") + f" {of.name}.docx")


@requires(KEEPERS)
@require_POST
def request_letter_template(request: SignedInRequest, commune: str) -> HttpResponse:
    """Bring in the commune's own template; it is tried out before it is taken."""
    of = own_commune(request, commune)
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, of, form)
    try:
        actions.take_template(
            upload=form.cleaned_data["template"], commune=of, actor=request.user, at=now()
        )  # fmt: skip
    except Refused as refused:
        return _page(request, of, form, refused.answer)
    messages.success(request, _("The template was tried out and is in use now."))
    return redirect("request-letter", of.pk)


@requires(KEEPERS)
@require_safe
def request_letter_template_file(request: SignedInRequest, commune: str) -> HttpResponse:
    """The template in use, or with ``?default`` the one that the programme brings."""
    of = own_commune(request, commune)
    own = None if "default" in request.GET else queries.request_template_of(of.pk)
    if own is None:
        return _docx(request_letter.DEFAULT.read_bytes(), _("Request letter, default template") + ".docx")
    return _docx(bytes(own.content), own.file_name)


@requires(KEEPERS)
@require_POST
def request_letter_default(request: SignedInRequest, commune: str) -> HttpResponse:
    """Go back to the default template."""
    of = own_commune(request, commune)
    try:
        actions.use_default_template(commune=of, actor=request.user, at=now())
    except Refused as refused:
        return _page(request, of, answer=refused.answer)
    messages.success(request, _("The default template is in use now."))
    return redirect("request-letter", of.pk)


def _docx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=word.MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
