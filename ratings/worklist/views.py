"""Home is a work list for everybody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ratings.worklist.queries import home_of, renewals_of
from registry.access.permissions import requires, signed_in
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import today


@requires(signed_in())
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for me, by when; then what I wait for and from whom; then certificates that will end."""
    day = today()
    found = home_of(request.user, today=day)
    return render(request, "worklist/home.html", {"home": found, "renewals": renewals_of(request.user, today=day)})


@requires(signed_in())
@require_safe
def next_work(request: SignedInRequest) -> HttpResponse:
    """Lead from one dossier to the next that waits for this person, by last safe day; from the last one to the list."""
    mine = [row for row in home_of(request.user, today=today()).mine if row.dossier is not None]
    numbers = [row.dossier.number if row.dossier else "" for row in mine]
    after = request.GET.get("after", "")
    place = numbers.index(after) + 1 if after in numbers else 0
    if place < len(mine):
        return redirect(mine[place].url)
    messages.info(request, _("That was the last one on your list."))
    return redirect("home")
