"""Pages on which the producer, or the officer for it, writes: forms, self-score, citations, consent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ratings.criteria.guidance_reading import handbook_of
from ratings.criteria.queries import sheet_of
from ratings.dossiers import actions, queries, rules
from ratings.dossiers.forms import DossierForm, read_cited
from ratings.dossiers.known import Known
from ratings.dossiers.models import Citation, Dossier
from ratings.dossiers.score_page import read_remarks, read_ticks, score_page
from ratings.dossiers.views import head_of, seen
from ratings.sheets.actions import StaleRevision
from ratings.sheets.queries import Content, content_of
from registry.access.answers import Answer, Refused, refuse
from registry.access.numbers import whole_number
from registry.access.permissions import requires, signed_in
from registry.access.revisions import LENGTH, new_window
from registry.access.statuses import INVALID, REFUSED, status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.queries import working_calendar
from registry.calendar.today import now, today
from registry.products.sets import BY_NUMBER as SETS

# ---------------------------------------------------------------- forms


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_forms(request: SignedInRequest, number: str) -> HttpResponse:
    """Forms 01 and 02: written where they may be, else read. htmx saves field by field, the button saves all."""
    shown = seen(request, number)
    allowed = rules.may_edit_forms(request.user, shown)
    form = DossierForm(request.POST or None, dossier=shown, initial=_initial(shown))
    answer: Answer | None = None
    if request.method == "POST":
        saved, answer = _save_forms(request, shown, form)
        if request.htmx:
            return _autosaved(request, shown, form, answer)
        if saved:
            messages.success(request, _("The forms are saved."))
            return redirect(reverse("dossier-forms", args=[number]))
    context = {
        **head_of(request, shown, "forms"),
        "form": form,
        "allowed": allowed,
        "refusal": answer,
        "set": SETS[shown.product.set_number],
        "beside": _beside(shown) if isinstance(answer, Answer) else {},
        "entered": queries.entered_of(shown),
    }
    return render(request, "dossiers/forms.html", context, status=status_of(form, answer))


def _initial(shown: Dossier) -> dict[str, Any]:
    return {name: getattr(shown, name) for name in (*actions.FORM_FIELDS, "forms_revision")}


def _save_forms(request: SignedInRequest, shown: Dossier, form: DossierForm) -> tuple[bool, Answer | None]:
    if not form.is_valid():
        return False, None
    try:
        actions.save_forms(
            dossier=shown,
            forms_revision=form.cleaned_data["forms_revision"],
            values=form.values(),
            actor=request.user,
            at=now(),
            window=form.cleaned_data["window"],
        )
    except Refused as refused:
        return False, refused.answer
    return True, None


def _autosaved(request: SignedInRequest, shown: Dossier, form: DossierForm, answer: Answer | None) -> HttpResponse:
    """Answer an autosave: the new revision and what is still missing, or the refusal."""
    if answer is not None:
        return render(request, "access/refused_part.html", {"answer": answer}, status=REFUSED)
    context = {"dossier": shown, "form": form, "record": head_of(request, seen(request, shown.number))["record"]}
    return render(request, "dossiers/forms.html#saved", context, status=INVALID if form.errors else 200)


def _beside(shown: Dossier) -> dict[str, Any]:
    """What stands in the database now, to be read beside what was typed."""
    shown.refresh_from_db()
    return {name: getattr(shown, name) for name in actions.FORM_FIELDS}


# ---------------------------------------------------------------- self-score


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_self_score(request: SignedInRequest, number: str) -> HttpResponse:
    """The self-score in one column. htmx saves each tick; without script a button saves all that is ticked."""
    shown = seen(request, number)
    answer: Answer | None = None
    if request.method == "POST":
        answer = _save_ticks(request, shown)
        if request.htmx:
            return _ticked(request, shown, answer)
        if answer is None:
            messages.success(request, _("The self-score is saved."))
            part = request.POST.get("part", "")
            return redirect(reverse("dossier-self-score", args=[number]) + (f"#part-{part}" if part else ""))
    return _self_score(request, shown, answer)


def _self_score(request: SignedInRequest, shown: Dossier, answer: Answer | None) -> HttpResponse:
    """The whole page, to write or to read."""
    content, citations = _read(shown, changed=request.method == "POST")
    versions = queries.citable_versions(shown)
    papers = queries.papers_among(versions, today())
    known = queries.known_of(shown, today(), papers)
    cited = {citation.line.code for citation in citations}
    read = queries.SelfScoreRead(content=content, cited=cited, papers=papers, known=known)
    context = {
        **head_of(request, shown, "self-score", read=read),
        **_score(shown, content, citations, known),
        "versions": versions,
        "refusal": answer,
        "entered": queries.entered_of(shown) if shown.typed_by_office else {},
    }
    template = "dossiers/self_score.html" if context["may_write"] else "dossiers/self_score_read.html"
    return render(request, template, context, status=status_of(None, answer))


def _read(shown: Dossier, *, changed: bool = True) -> tuple[Content, list[Citation]]:
    """Read answers and citations; ``changed`` when something has been saved since ``shown`` was fetched."""
    if changed:
        shown.self_score.refresh_from_db()
    return content_of(shown.self_score), list(queries.citations_of(shown))


def _score(shown: Dossier, content: Content, citations: list[Citation], known: Known | None = None) -> dict[str, Any]:
    law = sheet_of(shown.criteria_set_id)
    page = score_page(
        law,
        content,
        case=shown.case,
        revision=shown.self_score.revision,
        window=new_window(),
        citations=citations,
        planned=(today(), working_calendar()),
        known=known,
    )
    return {
        "score": page,
        "law": law.sheet,
        "cases": law.sheet.cases,
        "guided": bool(handbook_of(law.sheet.law).entries),
    }


def _save_ticks(request: SignedInRequest, shown: Dossier) -> Answer | None:
    law = sheet_of(shown.criteria_set_id)
    content = content_of(shown.self_score)
    revision = whole_number(request.POST.get("sheet_revision", ""))
    try:
        actions.answer_self_score(
            dossier=shown,
            revision=-1 if revision is None else revision,
            ticks=read_ticks(law, request.POST, content),
            remarks=read_remarks(law, request.POST, content),
            actor=request.user,
            at=now(),
            window=request.POST.get("window", "")[:LENGTH],
        )
    except Refused as refused:
        return refused.answer
    except StaleRevision:
        return refuse(
            _("The self-score was saved in another window meanwhile."),
            remedy=_("Open the page again: what is saved there stays, and what you ticked is put beside it."),
        )
    return None


def _ticked(request: SignedInRequest, shown: Dossier, answer: Answer | None) -> HttpResponse:
    if answer is not None:
        return render(request, "access/refused_part.html", {"answer": answer}, status=REFUSED)
    known = queries.known_of(shown, today(), queries.papers_of(shown, today()))
    context = {"dossier": shown, **_score(shown, *_read(shown), known)}
    return render(request, "dossiers/self_score.html#ticked", context)


@requires(signed_in())
@require_POST
def dossier_case(request: SignedInRequest, number: str) -> HttpResponse:
    """Choose the case of a set that offers two (set 26)."""
    shown = seen(request, number)
    try:
        actions.choose_case(
            dossier=shown,
            case=request.POST.get("case", ""),
            revision=shown.self_score.revision,
            actor=request.user,
            at=now(),
        )
    except Refused as refused:
        return _back_with(request, shown, refused.answer)
    messages.success(request, _("The case is chosen."))
    return redirect("dossier-self-score", number)


@requires(signed_in())
@require_POST
def dossier_follow_set(request: SignedInRequest, number: str) -> HttpResponse:
    """Begin the self-score anew on the sheet of the set in which the product is registered now."""
    shown = seen(request, number)
    try:
        actions.follow_product_set(dossier=shown, case=request.POST.get("case", ""), actor=request.user, at=now())
    except Refused as refused:
        return _back_with(request, shown, refused.answer)
    return redirect("dossier-self-score", number)


@requires(signed_in())
@require_POST
def dossier_cite(request: SignedInRequest, number: str) -> HttpResponse:
    """Cite the document chosen beside a line."""
    shown = seen(request, number)
    line = request.POST.get("line", "")
    cited = read_cited(line, request.POST, queries.citable_versions(shown))
    if cited is None:
        answer = refuse(_("No document has been chosen."), remedy=_("Choose one of the vault, then press Cite."))
        return _back_with(request, shown, answer)
    try:
        actions.cite(dossier=shown, line=line, version=cited.version, page=cited.page, actor=request.user, at=now())
    except Refused as refused:
        return _back_with(request, shown, refused.answer)
    return _line(request, shown, line)


@requires(signed_in())
@require_POST
def dossier_uncite(request: SignedInRequest, number: str, citation: int) -> HttpResponse:
    """Take a citation away."""
    shown = seen(request, number)
    row = get_object_or_404(Citation.objects.select_related("line", "dossier"), pk=citation, dossier=shown)
    line = row.line.code
    try:
        actions.uncite(citation=row, actor=request.user, at=now())
    except Refused as refused:
        return _back_with(request, shown, refused.answer)
    return _line(request, shown, line)


def _line(request: SignedInRequest, shown: Dossier, line: str) -> HttpResponse:
    """Show the citations of one line again (htmx), or the page at that line."""
    if not request.htmx:
        return redirect(reverse("dossier-self-score", args=[shown.number]) + f"#line-{line}")
    page = _score(shown, *_read(shown))["score"]
    found = next(each for part in page.parts for each in part.lines if each.asked.code == line)
    context = {"dossier": shown, "line": found, "versions": queries.citable_versions(shown)}
    return render(request, "dossiers/citations.html", context)


def _back_with(request: SignedInRequest, shown: Dossier, answer: Answer) -> HttpResponse:
    if request.htmx:
        return render(request, "access/refused_part.html", {"answer": answer}, status=REFUSED)
    return _self_score(request, shown, answer)
