"""Pages of bringing in a province's register: upload, columns, progress, preview, import, what remains."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratings.register_import import actions, queries, rules
from ratings.register_import.forms import ColumnsForm, UploadForm
from ratings.register_import.inspection import BROKEN, MEDIA_TYPE
from ratings.register_import.models import RegisterImport
from ratings.register_import.preview import Preview, percent_read, steps_of
from ratings.register_import.remaining import empty_workbook, file_name, remaining_workbook
from ratings.register_import.states import WAITING, State
from registry.access.answers import Answer, Refused
from registry.access.permissions import holding, requires
from registry.access.roles import Role
from registry.access.statuses import REFUSED, status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now
from registry.files.serving import safe_name
from registry.places.models import Province

PAGE = 25
POLL_SECONDS = 2


def province_of(request: SignedInRequest) -> Province:
    """The province whose register the officer keeps."""
    return Province.objects.get(pk=min(request.user.provinces(rules.KEEPERS)))


def visible(request: SignedInRequest, pk: int) -> RegisterImport:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


@requires(holding(Role.PROVINCE_OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def register_imports(request: SignedInRequest) -> HttpResponse:
    """Upload a workbook; below, what was brought in before."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.bring_in(
                upload=form.cleaned_data["workbook"], province=province_of(request), actor=request.user, at=now()
            )
        except Refused as refused:
            answer = refused.answer
        else:
            return redirect("register-import-columns", made.pk)
    page = Paginator(queries.visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "refused": answer, "page": page, "province": province_of(request), "steps": steps_of(None)}
    return render(request, "register_import/list.html", context, status=status_of(form, answer))


@requires(holding(Role.PROVINCE_OFFICER))
@require_safe
def register_template(request: SignedInRequest) -> HttpResponse:
    """An empty register with the headings that are understood."""
    return _workbook(empty_workbook(), _("OCOP register, empty"))


@requires(holding(Role.PROVINCE_OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def register_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which column is which; a workbook of several sheets offers them first."""
    register = visible(request, pk)
    answer: Answer | None = None
    form = ColumnsForm(request.POST if request.method == "POST" else None, register=register)
    if request.method == "POST":
        try:
            if "sheet" in request.POST:
                actions.choose_sheet(register=register, name=request.POST["sheet"], actor=request.user, at=now())
                return redirect("register-import-columns", pk)
            if form.is_valid():
                actions.assign_columns(register=register, columns=form.columns(), actor=request.user, at=now())
                return redirect("register-import", pk)
        except Refused as refused:
            answer = refused.answer
    may = rules.may_assign(register)
    context = {
        "register": register,
        "form": form,
        "refused": answer if answer is not None or may else may,
        "may": bool(may),
        "steps": steps_of(register, columns=True),
    }
    return render(request, "register_import/columns.html", context, status=status_of(form, answer))


@requires(holding(Role.PROVINCE_OFFICER))
@require_safe
def register_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the import stands: being read (asked again every two seconds), or the preview of its rows."""
    register = visible(request, pk)
    if register.status is State.UPLOADED:
        return redirect("register-import-columns", pk)
    return _shown(request, register, None)


def _shown(request: SignedInRequest, register: RegisterImport, answer: Answer | None) -> HttpResponse:
    context: dict[str, Any] = {"register": register, "refused": answer, "steps": steps_of(register)}
    status = 200 if answer is None else REFUSED
    if register.status.at_work:
        context |= {"percent": percent_read(register), "seconds": POLL_SECONDS}
        part = "#working" if request.htmx else ""
        return render(request, f"register_import/working.html{part}", context, status=status)
    if request.htmx and request.htmx.target == "working":
        # What was waited for is done: the whole page is asked for anew.
        return HttpResponse(headers={"HX-Refresh": "true"})
    if register.status is State.FAILED:
        return render(request, "register_import/failed.html", {**context, "answer": BROKEN}, status=status)
    context["preview"] = Preview(register, request.GET)
    part = "#rows" if request.htmx and not request.htmx.boosted else ""
    return render(request, f"register_import/preview.html{part}", context, status=status)


@requires(holding(Role.PROVINCE_OFFICER))
@require_POST
def register_write(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the rows that are ready into the register."""
    register = visible(request, pk)
    try:
        count = actions.start_writing(register=register, actor=request.user, at=now())
    except Refused as refused:
        if register.status is State.UPLOADED:
            return redirect("register-import-columns", pk)
        return _shown(request, register, refused.answer)
    text = ngettext("%(count)s row is being written.", "%(count)s rows are being written.", count)
    messages.success(request, text % {"count": count})
    return redirect("register-import", pk)


@requires(holding(Role.PROVINCE_OFFICER))
@require_safe
def register_remaining(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rows that wait for a person, with their reasons, as a workbook that comes in again when it is corrected."""
    register = visible(request, pk)
    rows = queries.rows_of(register).filter(verdict__in=WAITING)
    return _workbook(remaining_workbook(register, rows.iterator(chunk_size=500)), file_name(register))


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=safe_name(name, "xlsx")) or ""
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
