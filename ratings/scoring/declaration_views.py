"""Whether an interest links a member with the products of a session: asked for each before anything is shown.

Opened by a member from her home or from her first sheet, mostly on a phone on the way to the session; all products of the
agenda on one page, so that it is done once.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ratings.councils import actions as councils
from ratings.councils import queries as council_queries
from ratings.councils.models import CouncilPerson, Session
from ratings.councils.rules import DECLARING, scores
from ratings.scoring import actions, queries
from ratings.scoring.forms import DeclarationForm
from ratings.scoring.session_views import shown_session
from registry.access.answers import Answer, Refused
from registry.access.numbers import whole_number
from registry.access.permissions import requires, signed_in
from registry.access.statuses import REFUSED, status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def declaration(request: SignedInRequest, council: int, number: int) -> HttpResponse:
    """Every product of the agenda of which she has not said it yet, with what the register knows that may link them."""
    session = shown_session(request, council, number)
    person = _seat(request, session)
    dossiers = [item.dossier for item in council_queries.agenda_of(session)]
    said = council_queries.asked([person.pk], [one.pk for one in dossiers])
    open_ones = [one for one in dossiers if (person.pk, one.pk) not in said and one.current in DECLARING]
    form = DeclarationForm(request.POST if request.method == "POST" else None, dossiers=open_ones)
    left: list[tuple[str, Answer]] = []
    if request.method == "POST" and form.is_valid():
        for dossier, reason in form.said():
            try:
                if reason:
                    actions.recuse(dossier, person=person, reason=reason, actor=request.user, at=now())
                else:
                    councils.declare_no_interest(dossier, person=person, actor=request.user, at=now())
            except Refused as refused:
                left.append((dossier.product.name, refused.answer))
        if not left:
            done = len(form.said())
            words = ngettext("%(count)s product is declared.", "%(count)s products are declared.", done)
            messages.success(request, words % {"count": done})
            return redirect(_next(request, person, session))
    signs = council_queries.signs_between([person], open_ones)
    context = {
        "session": session,
        "council": session.council,
        "form": form,
        "rows": [(one, *form.fields_of(one), signs.get((person.pk, one.pk), ())) for one in open_ones],
        "done": len(dossiers) - len(open_ones),
        "left": left,
        "sheet": request.GET.get("sheet", ""),
    }
    status = REFUSED if left else status_of(form, None)
    return render(request, "scoring/declaration.html", context, status=status)


def _seat(request: SignedInRequest, session: Session) -> CouncilPerson:
    """Her scoring seat in the council; the page does not exist for anybody else."""
    for person in council_queries.people_of(session.council_id).filter(user=request.user):
        if scores(person):
            return person
    raise Http404


def _next(request: SignedInRequest, person: CouncilPerson, session: Session) -> str:
    """Back to the sheet from which she came, if it is still hers; else to the session."""
    wanted = whole_number(request.POST.get("sheet", ""))
    if wanted and queries.sheets_visible_to(request.user).filter(pk=wanted, person=person).exists():
        return reverse("sheet", args=[wanted])
    return reverse("session", args=[session.council_id, session.number])
