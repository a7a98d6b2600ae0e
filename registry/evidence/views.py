"""The vault of a producer: its papers, their files and pages, and the comparison with the original."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.answers import Answer, Refused
from registry.access.numbers import whole_number
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today
from registry.evidence import actions, queries, rules
from registry.evidence.forms import EvidenceForm, FileForm, ParticularsForm
from registry.evidence.kept import kept, token_for
from registry.evidence.kinds import BY_NUMBER
from registry.evidence.models import EvidenceDocument, EvidenceVersion
from registry.files import pages
from registry.files.actions import render_page, store_paper
from registry.files.models import StoredFile
from registry.files.serving import as_attachment, as_inline_picture
from registry.producers import queries as producers
from registry.producers import rules as producer_rules

PAGES_AT_ONCE = 12
"""So many page pictures are put into a document's page; the rest is asked for."""


@requires(signed_in())
@require_safe
def evidence_list(request: SignedInRequest, pk: int) -> HttpResponse:
    producer = get_object_or_404(producers.visible_to(request.user).select_related("commune"), pk=pk)
    shelves = queries.shelves(producer, today())
    context = {
        "producer": producer,
        "full": [shelf for shelf in shelves if shelf.papers],
        "empty": [shelf for shelf in shelves if not shelf.papers],
        "may_edit": producer_rules.may_edit(request.user, producer),
    }
    return render(request, "evidence/list.html", context)


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_new(request: SignedInRequest, pk: int) -> HttpResponse:
    producer = get_object_or_404(producers.editable_by(request.user).select_related("commune"), pk=pk)
    wanted = request.GET.get("kind", "")
    initial = {"kind": wanted} if whole_number(wanted) in BY_NUMBER else {}
    form = EvidenceForm(request.POST or None, request.FILES or None, initial=initial)
    answer: Answer | None = None
    stored = file_of(request, form)
    if form.is_bound and stored and form.is_valid():
        try:
            document = actions.add_evidence(
                producer=producer, particulars=form.particulars(), file=stored, actor=request.user, at=now()
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The paper is in the vault."))
            return redirect("evidence", document.pk)
    context = {"producer": producer, "form": form, "refusal": answer, **kept_of(request, stored)}
    return render(request, "evidence/new.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_safe
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    document = _visible(request, pk)
    versions = list(document.versions.all())
    asked = request.GET.get("version", "")
    shown = next((version for version in versions if str(version.number) == asked), versions[0])
    every = range(1, shown.pages + 1)
    context = {
        "producer": document.producer,
        "document": document,
        "kind": BY_NUMBER[document.kind],
        "paper": queries.paper(document, today()),
        "versions": versions,
        "shown": shown,
        "check": getattr(shown, "original_check", None),
        "may_check": rules.may_check(request.user, shown),
        "is_clerk": producer_rules.is_clerk_of(request.user, document.producer.commune_id),
        "may_edit": producer_rules.may_edit(request.user, document.producer),
        "may_correct": rules.may_correct(request.user, document),
        "pages": every if "all" in request.GET else every[:PAGES_AT_ONCE],
        "more": 0 if "all" in request.GET else max(0, shown.pages - PAGES_AT_ONCE),
    }
    return render(request, "evidence/record.html", context)


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(_rows(request, queries.editable_by(request.user)), pk=pk)
    form = ParticularsForm(request.POST or None, initial=ParticularsForm.initial_of(document))
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_evidence(document=document, particulars=form.particulars(), actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The particulars are saved."))
            return redirect("evidence", document.pk)
    context = {"producer": document.producer, "document": document, "form": form, "refusal": answer}
    return render(request, "evidence/edit.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_version_new(request: SignedInRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(_rows(request, queries.editable_by(request.user)), pk=pk)
    form = FileForm(request.POST or None, request.FILES or None)
    answer: Answer | None = None
    stored = file_of(request, form)
    if form.is_bound and stored and form.is_valid():
        try:
            actions.add_version(document=document, file=stored, actor=request.user, at=now())
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The new version is in the vault; earlier ones stay."))
            return redirect("evidence", document.pk)
    context = {
        "producer": document.producer,
        "document": document,
        "form": form,
        "refusal": answer,
        **kept_of(request, stored),
    }
    return render(request, "evidence/version.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_POST
def evidence_check(request: SignedInRequest, version: int) -> HttpResponse:
    row = _version(request, version)
    actions.check_against_original(version=row, actor=request.user, at=now())
    messages.success(request, _("Noted: compared with the original."))
    return redirect("evidence", row.document_id)


@requires(signed_in())
@require_safe
def evidence_file(request: SignedInRequest, version: int) -> HttpResponseBase:
    row = _version(request, version)
    return as_attachment(row.file, f"{row.document.title} ({row.number})")


@requires(signed_in())
@require_safe
def evidence_page(request: SignedInRequest, version: int, page: int) -> HttpResponseBase:
    row = _version(request, version)
    if not 1 <= page <= row.pages:
        raise Http404
    width = pages.THUMBNAIL if request.GET.get("size") == "small" else pages.READING
    return as_inline_picture(render_page(row.file, page=page, width=width, at=now()))


def _rows(request: SignedInRequest, rows: Any) -> Any:
    return queries.with_versions(rows).select_related("producer__commune")


def _visible(request: SignedInRequest, pk: int) -> EvidenceDocument:
    document: EvidenceDocument = get_object_or_404(_rows(request, queries.visible_to(request.user)), pk=pk)
    return document


def _version(request: SignedInRequest, version: int) -> EvidenceVersion:
    return get_object_or_404(queries.versions_visible_to(request.user), pk=version)


def file_of(request: SignedInRequest, form: FileForm) -> StoredFile | None:
    """Keep what was sent at once, so that a form refused for another reason does not lose it."""
    if not form.is_bound:
        return None
    form.full_clean()
    uploads = form.uploads()
    if not uploads:
        row = kept(StoredFile, form.data.get("kept", ""), request.user)
        if row is None and not form.has_error("file"):
            form.add_error("file", _("Choose the file or take a photo."))
        return row
    try:
        return store_paper(uploads, actor=request.user, at=now())
    except Refused as refused:
        form.add_error("file", refused.answer.in_one_line)
        return None


def kept_of(request: SignedInRequest, stored: StoredFile | None) -> dict[str, Any]:
    """What the page shown again says of the file that came with it."""
    return {"kept_token": token_for(stored, request.user) if stored else "", "kept_file": stored}
