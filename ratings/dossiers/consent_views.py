"""Consent of the producer, and the page that is read back to it before it agrees."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratings.criteria.queries import sheet_of
from ratings.dossiers import consent_actions, queries, rules
from ratings.dossiers.forms import ConsentForm
from ratings.dossiers.models import Dossier
from ratings.dossiers.paper_views import pdf_answer
from ratings.dossiers.read_back import read_back
from ratings.dossiers.score_page import score_page
from ratings.dossiers.views import head_of, seen
from ratings.sheets.queries import content_of
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today
from registry.evidence.forms import uploads_of
from registry.evidence.kept import kept, token_for
from registry.files.actions import store_paper
from registry.files.models import StoredFile


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_consent(request: SignedInRequest, number: str) -> HttpResponse:
    """The three ways to a consent: read back, by code, or on a signed page."""
    shown = seen(request, number)
    initial = {"note": shown.consent_note, "on": shown.consent_on or today()}
    form = ConsentForm(request.POST or None, request.FILES or None, initial=initial)
    scan = _scan_of(request, form)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            consent_actions.record_consent(
                dossier=shown,
                note=form.cleaned_data["note"],
                on=form.cleaned_data["on"],
                scan=scan,
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The consent is recorded."))
            return redirect(reverse("dossier-checks", args=[number]) + "#consent")
    return _page(request, shown, form, answer, scan)


def _page(
    request: SignedInRequest,
    shown: Dossier,
    form: ConsentForm,
    answer: Answer | None,
    scan: StoredFile | None = None,
) -> HttpResponse:
    context = {
        **head_of(request, shown, "checks"),
        "form": form,
        "allowed": rules.may_record_consent(request.user, shown),
        "refusal": answer,
        "waiting": queries.consent_code_of(shown, now() - consent_actions.LIVES),
        "kept_token": token_for(scan, request.user) if scan else "",
        "kept_file": scan,
    }
    return render(request, "dossiers/consent.html", context, status=status_of(form, answer))


def _scan_of(request: SignedInRequest, form: ConsentForm) -> StoredFile | None:
    """Keep the signed page at once, so that a form refused for another reason does not lose it."""
    if not form.is_bound:
        return None
    uploads = uploads_of(form)
    if not uploads:
        return kept(StoredFile, form.data.get("kept", ""), request.user)
    form.full_clean()
    try:
        return store_paper(uploads, actor=request.user, at=now())
    except Refused as refused:
        form.add_error("file", refused.answer.in_one_line)
        return None


@requires(signed_in())
@require_POST
def dossier_consent_code(request: SignedInRequest, number: str) -> HttpResponse:
    """Send a code to the representatives of the producer."""
    return _act(
        request,
        seen(request, number),
        lambda shown: consent_actions.send_code(dossier=shown, actor=request.user, at=now()),
        _("The code is sent. Ask the representative to read it to you."),
        "dossier-consent",
    )


@requires(signed_in())
@require_POST
def dossier_consent_confirm(request: SignedInRequest, number: str) -> HttpResponse:
    """Type the code that the representative has read aloud."""
    code = request.POST.get("code", "")
    return _act(
        request,
        seen(request, number),
        lambda shown: consent_actions.confirm_code(dossier=shown, code=code, actor=request.user, at=now()),
        _("The consent is recorded."),
        "dossier-checks",
    )


def _act(
    request: SignedInRequest, shown: Dossier, act: Callable[[Dossier], object], done: str, then: str
) -> HttpResponse:
    try:
        act(shown)
    except Refused as refused:
        form = ConsentForm(initial={"note": shown.consent_note, "on": shown.consent_on or today()})
        return _page(request, shown, form, refused.answer)
    messages.success(request, done)
    return redirect(then, shown.number)


@requires(signed_in())
@require_safe
def dossier_read_back(request: SignedInRequest, number: str) -> HttpResponse:
    """Everything typed so far, with who typed it, to be read to the producer and signed."""
    shown = seen(request, number)
    if not shown.typed_by_office:
        raise Http404
    law = sheet_of(shown.criteria_set_id)
    content = content_of(shown.self_score)
    page = score_page(law, content, case=shown.case, revision=shown.self_score.revision)
    paper = read_back(shown, page, queries.entered_of(shown), today=today())
    return pdf_answer(paper.pdf(), f"{shown.number}-read-back")
