"""How the council's members scored: for its chair and secretary, and the officers of its province, after conclusions.

Opened on a computer before the next round, to talk about the lines on which everybody reads the law differently. Only
products that are concluded count, and none from which the reader has stepped back.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ratings.councils import queries as council_queries
from ratings.councils.rules import reads_statistics
from ratings.scoring import agreement, queries, statistics
from registry.access.permissions import requires, signed_in
from registry.accounts.requests import SignedInRequest


@requires(signed_in())
@require_safe
def council_statistics(request: SignedInRequest, pk: int) -> HttpResponse:
    council = get_object_or_404(council_queries.visible_to(request.user), pk=pk)
    if not reads_statistics(request.user, council, council_queries.capacities_in(request.user, council)):
        raise Http404
    dossiers = statistics.concluded_by(council, request.user)
    boards = queries.board(dossiers)
    laid = [one for one in boards.values() if one.result is not None]
    totals = [statistics.totals_of(one) for one in laid]
    names = {sheet.person_id: str(sheet.person.user) for one in laid for sheet in one.members}
    context = {
        "council": council,
        "products": len(laid),
        "sheets": sum(map(len, totals)),
        "measures": [
            (_("Totals of the products"), *statistics.judged(agreement.alpha(list(one.values()) for one in totals))),
            (_("Answers to every line"), *statistics.judged(agreement.alpha(statistics.answers_of(laid)))),
        ],
        "severities": [(names[one.assessor], one, abs(one.difference)) for one in agreement.severities(totals)],
        "lines": statistics.disputed_lines(laid),
        "times": (times := statistics.times_of(dossiers)),
        "time_bars": [(one.product, one.minutes) for one in times],
    }
    return render(request, "scoring/statistics.html", context)
