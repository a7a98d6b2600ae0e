"""One row of a register that comes in: corrected where it stands, its choices made, or left out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ratings.register_import import queries, row_actions, rules
from ratings.register_import.forms import RowForm, shown_data
from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.preview import steps_of
from ratings.register_import.states import Verdict
from ratings.register_import.views import visible
from registry.access.answers import Answer, Refused
from registry.access.numbers import whole_number
from registry.access.permissions import holding, requires
from registry.access.roles import Role
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now


@requires(holding(Role.PROVINCE_OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def register_row(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """The whole row as a form, what is wrong beside each field; saved, the next row that waits is shown."""
    register, shown = _asked(request, pk, row)
    candidates = queries.candidates_of(register, shown)
    answer: Answer | None = None
    data = request.POST if request.method == "POST" else shown_data(shown, candidates)
    form = RowForm(data, row=shown, register=register, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        shown.revision = whole_number(form.cleaned_data["revision"]) or 0
        try:
            saved = row_actions.correct_row(
                register=register,
                row=shown,
                texts=form.texts(),
                choices=form.choices(),
                everywhere=form.cleaned_data.get("everywhere", False),
                actor=request.user,
                at=now(),
            )
        except Refused as refused:
            answer = refused.answer
            shown.refresh_from_db(fields=["revision"])
        else:
            return _saved(request, register, saved)
    elif request.method != "POST":
        form.show_problems()
    may = rules.may_correct(register, shown)
    context = {
        "register": register,
        "row": shown,
        "form": form,
        "verdict": Verdict(shown.verdict),
        "refused": answer if answer is not None or may else may,
        "may": bool(may),
        "steps": steps_of(register),
    }
    status = 200 if request.method != "POST" else status_of(form, answer)
    return render(request, "register_import/row.html", context, status=status)


def _saved(request: SignedInRequest, register: RegisterImport, row: ImportRow) -> HttpResponse:
    """Lead on: to the same row while something is wrong with it, else to the next one that waits, else to the list."""
    if row.verdict in (Verdict.BAD, Verdict.CHOICE):
        messages.warning(request, _("Row %(row)s is saved; what is marked still keeps it out.") % {"row": row.number})
        return redirect("register-import-row", register.pk, row.number)
    messages.success(request, _("Row %(row)s is saved and ready.") % {"row": row.number})
    following = queries.next_waiting(register, row.number)
    if following:
        return redirect("register-import-row", register.pk, following.number)
    return _to_list(register, Verdict.GOOD)


@requires(holding(Role.PROVINCE_OFFICER))
@require_POST
def register_row_leave(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """Leave a row out: a line that is no product, or a duplicate."""
    register, shown = _asked(request, pk, row)
    try:
        row_actions.leave_out(register=register, row=shown, actor=request.user, at=now())
    except Refused as refused:
        messages.error(request, refused.answer.in_one_line)
        return redirect("register-import-row", pk, row)
    messages.success(request, _("Row %(row)s is left out.") % {"row": row})
    following = queries.next_waiting(register, row)
    return redirect("register-import-row", pk, following.number) if following else _to_list(register, Verdict.LEFT_OUT)


def _asked(request: SignedInRequest, pk: int, row: int) -> tuple[RegisterImport, ImportRow]:
    register = visible(request, pk)
    return register, get_object_or_404(ImportRow, register_import=register, number=row)


def _to_list(register: RegisterImport, verdict: Verdict) -> HttpResponse:
    response = redirect("register-import", register.pk)
    response["Location"] += "?" + urlencode({"verdict": verdict.value})
    return response
