"""The member's own door: her sheets, the dossier beside them, the pages of its papers. Nobody else comes in here."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratings.councils.models import TeamReport
from ratings.criteria.queries import PublishedSheet, sheet_of
from ratings.criteria.sheet import Mark, Tick
from ratings.dossiers.filing import differences_of
from ratings.dossiers.models import Dossier
from ratings.dossiers.queries import agency_report_of, latest_submission, report_of, updates_of
from ratings.scoring import actions, pages, queries, rules
from ratings.scoring.forms import StopForm, answers_of, revision_of
from ratings.scoring.models import MemberSheet
from ratings.sheets.actions import StaleRevision, Unanswered
from ratings.sheets.queries import Content, content_of
from registry.access.answers import Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.revisions import LENGTH, new_window
from registry.access.statuses import REFUSED, status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today
from registry.evidence.kinds import BY_NUMBER
from registry.evidence.models import EvidenceVersion
from registry.files import pages as file_pages
from registry.files.actions import render_page
from registry.files.serving import as_inline_picture

STALE = 409
SEND = "send"


@requires(signed_in())
@require_safe
def own_sheets(request: SignedInRequest) -> HttpResponse:
    rows = queries.own_sheets(request.user)
    context = {
        "open": [row for row in rows if rules.may_fill(request.user, row)],
        "done": [row for row in rows if not rules.may_fill(request.user, row)],
    }
    return render(request, "scoring/list.html", context)


@requires(signed_in())
@require_safe
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if rules.asks_first(row):
        return redirect(_declaration_of(row))
    if not rules.may_fill(request.user, row):
        return _read_only(request, row)
    return _score(request, row, line=request.GET.get("line", ""))


@requires(signed_in())
@require_POST
def sheet_save(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save what the page shows. ``go`` names the line to show next; without it htmx only gets what changed."""
    row = _own(request, pk)
    if rules.asks_first(row):
        return _go(request, _declaration_of(row))
    law = sheet_of(row.sheet.criteria_set_id)
    ticks, remarks = answers_of(request.POST, law.sheet)
    here, go = request.POST.get("line", ""), request.POST.get("go", "")
    try:
        saved = actions.save_ticks(
            row,
            revision=revision_of(request.POST),
            actor=request.user,
            ticks=ticks,
            remarks=remarks,
            window=request.POST.get("window", "")[:LENGTH],
        )
    except StaleRevision as stale:
        row.sheet = stale.sheet
        return _conflict(request, row, law, stale.content, ticks=ticks, remarks=remarks, here=here)
    except Refused as refused:
        row.refresh_from_db()
        return _not_saved(request, row, refused.answer, here)
    if go == SEND or not request.htmx:
        following = f"{reverse('sheet', args=[pk])}?{urlencode({'line': go or here})}"
        return _go(request, reverse("sheet-send", args=[pk]) if go == SEND else following)
    if go:
        response = _score(request, row, line=go, content=saved.content, part="scoring/score.html")
        response["HX-Push-Url"] = f"{reverse('sheet', args=[pk])}?{urlencode({'line': go})}"
        return response
    page = _page(row, law, saved.content, here, [])
    shown = {*ticks, *law.sheet.conditions}
    steps = [
        step for part in page.parts for _code, _name, lines in part.criteria for step in lines if step.code in shown
    ]
    context = {"member_sheet": row, "page": page, "steps": steps, "revision": saved.revision}
    return render(request, "scoring/saved.html", context)


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_send(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if rules.asks_first(row):
        return redirect(_declaration_of(row))
    if not rules.may_fill(request.user, row):
        return _read_only(request, row)
    law = sheet_of(row.sheet.criteria_set_id)
    form = StopForm(request.POST or None, sheet=law.sheet)
    answer: Answer | None = None
    open_lines: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        clause, place, reason = form.named()
        try:
            actions.send_sheet(
                row,
                revision=revision_of(request.POST),
                actor=request.user,
                at=now(),
                stop_clause=clause,
                stop_place=place,
                stop_reason=reason,
            )
        except Unanswered as unanswered:
            answer, open_lines = unanswered.answer, unanswered.lines
        except Refused as refused:
            answer = refused.answer
        except StaleRevision:
            messages.warning(request, _("Another window has saved meanwhile. Look once more, then send."))
            return redirect("sheet-send", pk)
        else:
            messages.success(request, _("The sheet is sent. Nobody sees it before the sheets are opened."))
            return redirect("sheet", pk)
        row = _own(request, pk)
    content = content_of(row.sheet)
    context = {
        "member_sheet": row,
        "dossier": row.scoring_round.dossier,
        "page": _page(row, law, content, "", []),
        "form": form,
        "refused": answer,
        "open_lines": open_lines,
        "has_stop_rules": bool(law.sheet.stop_rules),
    }
    return render(request, "scoring/send.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_safe
def sheet_dossier(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forms, report of the commune and of the team, and every cited paper, read beside the sheet."""
    row = _own(request, pk)
    if rules.asks_first(row):
        return redirect(_declaration_of(row))
    dossier = row.scoring_round.dossier
    context = {
        "member_sheet": row,
        **dossier_context(dossier, door=reverse("sheet-evidence", args=[pk, 0, 0])[: -len("0/0/")]),
    }
    return render(request, "scoring/sheet_dossier.html", context)


@requires(signed_in())
@require_safe
def sheet_evidence(request: SignedInRequest, pk: int, version: int, page: int) -> HttpResponseBase:
    """The picture of a page of a paper that this sheet's dossier cites."""
    row = _own(request, pk)
    if rules.asks_first(row):
        raise Http404
    return cited_page(row.scoring_round.dossier_id, version, page)


def cited_page(dossier: int, version: int, page: int) -> HttpResponseBase:
    """Answer with a page of a paper, if the dossier cites it; the caller has asked whether the person may read it."""
    citation = queries.citations_of(dossier).filter(version=version).first()
    if citation is None or not 1 <= page <= citation.version.pages:
        raise Http404
    row: EvidenceVersion = citation.version
    return as_inline_picture(render_page(row.file, page=page, width=file_pages.READING, at=now()))


def dossier_context(dossier: Dossier, *, door: str) -> dict[str, Any]:
    """What a reading page of a dossier shows to council and team; ``door`` ends where version and page follow."""
    citations = list(queries.citations_of(dossier.pk))
    papers: dict[int, dict[str, Any]] = {}
    for one in citations:
        paper = papers.setdefault(
            one.version_id,
            {
                "document": one.version.document,
                "kind": BY_NUMBER[one.version.document.kind],
                "version": one.version,
                "compared": hasattr(one.version, "original_check"),
                "expired": one.version.document.valid_until is not None and one.version.document.valid_until < today(),
                "url": f"{door}{one.version_id}/{one.page or 1}/",
                "lines": [],
            },
        )
        paper["lines"].append(one)
    return {
        "dossier": dossier,
        "report": report_of(dossier),
        "team_reports": list(TeamReport.objects.filter(dossier=dossier).select_related("recorded_by")),
        "papers": list(papers.values()),
        "said": updates_of(dossier),
        "differences": differences_of(dossier, today()),
        "agency_report": agency_report_of(dossier),
    }


# ---------------------------------------------------------------- helpers


def _own(request: SignedInRequest, pk: int) -> MemberSheet:
    return get_object_or_404(queries.with_dossier(queries.sheets_visible_to(request.user)), pk=pk)


def _declaration_of(row: MemberSheet) -> str:
    """Where the member says whether she has an interest, before anything is shown; it leads back to the sheet."""
    session = row.scoring_round.session
    door = reverse("session-declaration", args=[session.council_id, session.number])
    return f"{door}?{urlencode({'sheet': row.pk})}"


def _page(row: MemberSheet, law: PublishedSheet, content: Content, line: str, citations: list[Any]) -> pages.SheetPage:
    cited = Counter(law.code_of[one.line_id] for one in citations)
    result = queries.provisional(row.sheet, content.ticks)
    return pages.sheet_page(law, content, result, case=row.sheet.case, current=line, cited=cited)


def _score(
    request: SignedInRequest,
    row: MemberSheet,
    *,
    line: str,
    content: Content | None = None,
    part: str = "scoring/sheet.html",
    **extra: Any,
) -> HttpResponse:
    law = sheet_of(row.sheet.criteria_set_id)
    content = content or content_of(row.sheet)
    dossier = row.scoring_round.dossier
    citations = list(queries.citations_of(dossier.pk))
    page = _page(row, law, content, line, citations)
    own = [one for one in citations if law.code_of[one.line_id] == page.line.code]
    paper = pages.shown_paper(
        own,
        wanted=request.GET.get("paper", ""),
        page=request.GET.get("page", ""),
        door=reverse("sheet-evidence", args=[row.pk, 0, 0])[: -len("0/0/")],
    )
    context = {
        "member_sheet": row,
        "dossier": dossier,
        "page": page,
        "citations": own,
        "paper": paper,
        "kinds": BY_NUMBER,
        "revision": row.sheet.revision,
        "window": new_window(),
        "self_points": _self_points(row, law, page.line.code),
        "conflict": None,
        "refused": None,
        **extra,
    }
    return render(request, part, context, status=200)


def _self_points(row: MemberSheet, law: PublishedSheet, code: str) -> int | None:
    """The producer's own points on the line, where the regulation lets members see them."""
    if not row.scoring_round.session.council.regulation.shows_self_score:
        return None
    filed = latest_submission(row.scoring_round.dossier)
    if filed is None:
        return None
    tick = content_of(filed.sheet).ticks.get(code)
    return law.sheet.lines[code].points(tick) if tick is not None else None


def _conflict(
    request: SignedInRequest,
    row: MemberSheet,
    law: PublishedSheet,
    content: Content,
    *,
    ticks: dict[str, Tick | Mark],
    remarks: dict[str, str],
    here: str,
) -> HttpResponse:
    """Another window saved meanwhile: show what stands there now beside what was just chosen; nothing is lost."""
    line = law.sheet.lines.get(here)
    mine = ticks.get(here)
    conflict = {
        "mine": _words(law, here, mine) if line and mine is not None else "",
        "remark": remarks.get(here, "") if remarks.get(here, "") != content.remarks.get(here, "") else "",
    }
    part = "scoring/score.html" if request.htmx else "scoring/sheet.html"
    response = _score(request, row, line=here, content=content, part=part, conflict=conflict)
    if not request.htmx:
        response.status_code = STALE
    else:
        response["HX-Retarget"], response["HX-Reswap"] = "#score", "outerHTML"
    return response


def _words(law: PublishedSheet, code: str, tick: Tick | Mark) -> str:
    if not isinstance(tick, int):
        return _("None fits (0 points)")
    options = law.sheet.lines[code].options
    if not 1 <= tick <= len(options):
        return ""
    return f"{options[tick - 1].text} ({options[tick - 1].points})"


def _not_saved(request: SignedInRequest, row: MemberSheet, answer: Answer, here: str) -> HttpResponse:
    """The sheet was sent, voided or opened meanwhile, or the answer is impossible."""
    fresh = _own(request, row.pk)
    if not rules.may_fill(request.user, fresh):
        if request.htmx:
            return _go(request, reverse("sheet", args=[row.pk]))
        return _read_only(request, fresh, answer, status=REFUSED)
    response = _score(
        request, fresh, line=here, part="scoring/score.html" if request.htmx else "scoring/sheet.html", refused=answer
    )
    if request.htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#score", "outerHTML"
    else:
        response.status_code = REFUSED
    return response


def _go(request: SignedInRequest, url: str) -> HttpResponse:
    if not request.htmx:
        return redirect(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response


def _read_only(
    request: SignedInRequest, row: MemberSheet, answer: Answer | None = None, *, status: int = 200
) -> HttpResponse:
    law = sheet_of(row.sheet.criteria_set_id)
    content = content_of(row.sheet)
    context = {
        "member_sheet": row,
        "dossier": row.scoring_round.dossier,
        "page": _page(row, law, content, "", []),
        "lines": [
            {
                "code": line.code,
                "name": pages.wording.name_of(line),
                "answer": _words(law, line.code, content.ticks[line.code]) if line.code in content.ticks else "",
                "remark": content.remarks.get(line.code, ""),
            }
            for line in law.sheet.lines.values()
        ],
        "refused": answer,
    }
    return render(request, "scoring/read.html", context, status=status)
