"""The council's own door to a dossier, and what the record of a dossier shows of its council.

What a person may see of a dossier here is answered by ``secrecy.sight`` alone.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ratings.councils import actions as councils
from ratings.councils import queries as council_queries
from ratings.councils.forms import HandOverForm, TeamReportForm
from ratings.councils.models import Council, Session
from ratings.councils.rules import DECLARING, manages
from ratings.councils.states import TEAM_CAPACITIES, Capacity
from ratings.dossiers import queries as dossiers
from ratings.dossiers.evidence_plan import next_filing
from ratings.dossiers.models import Dossier
from ratings.dossiers.rules import by_team, in_round, may, may_plan, tickets_settled
from ratings.dossiers.states import State
from ratings.dossiers.workflow import Fact, Move
from ratings.scoring import queries
from ratings.scoring.pages import result_context
from ratings.scoring.views import cited_page, dossier_context
from registry.access.answers import ALLOWED, Answer, refusal_of
from registry.access.permissions import holding, requires, signed_in
from registry.access.roles import Role
from registry.access.statuses import INVALID, REFUSED
from registry.accounts.requests import SignedInRequest
from registry.calendar.queries import working_calendar
from registry.calendar.today import now, today

# ---------------------------------------------------------------- reading door of advisors and secretary


@requires(signed_in())
@require_safe
def council_dossier(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = _through_council(request, number)
    if session := _asks_first(request, dossier):
        return redirect("session-declaration", session.council_id, session.number)
    return render(request, "scoring/council_dossier.html", _reading_context(request, dossier))


@requires(signed_in())
@require_safe
def council_evidence(request: SignedInRequest, number: str, version: int, page: int) -> HttpResponseBase:
    dossier = _through_council(request, number)
    if _asks_first(request, dossier):
        raise Http404
    return cited_page(dossier.pk, version, page)


@requires(signed_in())
@require_POST
def team_report(request: SignedInRequest, number: str) -> HttpResponse:
    """The leader of the team sends the report; an officer of the agency records the paper."""
    through = queries.dossiers_through_council(request.user).values("pk")
    own = dossiers.visible_to(request.user).values("pk")
    dossier = get_object_or_404(
        Dossier.objects.filter(Q(pk__in=through) | Q(pk__in=own)).select_related(
            "product", "producer", "commune", "evaluation_round"
        ),
        number=number,
    )
    form = TeamReportForm(request.POST)
    answer: Answer | None = None
    if form.is_valid():
        answer = refusal_of(
            lambda: councils.record_team_report(dossier, actor=request.user, at=now(), **form.cleaned_data)
        )
        if answer is None:
            messages.success(request, _("The report of the advisory team is recorded."))
            appraisal = council_queries.appraisal_of(dossier)
            return redirect("council", appraisal.council_id) if appraisal else redirect("councils")
    context = _reading_context(request, dossier) | {"form": form, "refused": answer}
    return render(request, "scoring/council_dossier.html", context, status=INVALID if answer is None else REFUSED)


def _reading_context(request: SignedInRequest, dossier: Dossier) -> dict[str, Any]:
    door = reverse("council-evidence", args=[dossier.number, 0, 0])[: -len("0/0/")]
    appraisal = council_queries.appraisal_of(dossier)
    seats = council_queries.capacities_in(request.user, appraisal.council) if appraisal else frozenset()
    may_report = dossier.current is State.UNDER_APPRAISAL and (
        Capacity.TEAM_LEADER in seats or bool(appraisal and manages(request.user, appraisal.council))
    )
    return {
        **dossier_context(dossier, door=door),
        "form": TeamReportForm(),
        "may_report": may_report,
        "in_team": bool(seats & set(TEAM_CAPACITIES)),
        "refused": None,
    }


# ---------------------------------------------------------------- parts of a dossier's record


@requires(signed_in())
@require_safe
def dossier_council(request: SignedInRequest, number: str) -> HttpResponse:
    """Which council has the dossier, its sessions, and for an officer the next step towards the council."""
    dossier = _visible(request, number)
    return render(request, "scoring/dossier_council.html", _council_part(request, dossier))


@requires(holding(Role.PROVINCE_OFFICER))
@require_POST
def dossier_appraisal(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = _visible(request, number)
    form = HandOverForm(request.POST, councils=_councils_for(dossier))
    if not form.is_valid():
        return redirect("dossier", number)
    answer = refusal_of(
        lambda: councils.start_appraisal(dossier, council=form.cleaned_data["council"], actor=request.user, at=now())
    )
    if answer is None:
        messages.success(request, _("The dossier is with the advisory team."))
    else:
        messages.error(request, answer.in_one_line)
    return redirect("dossier", number)


FINAL = frozenset({State.RECOGNISED, State.NOT_RECOGNISED, State.EXCLUDED})
"""The dossier is done; who wants more begins another one."""


@requires(signed_in())
@require_safe
def dossier_result(request: SignedInRequest, number: str) -> HttpResponse:
    """The result in plain words, after the conclusion and never before."""
    dossier = _visible(request, number)
    seen = queries.sight_of(request.user, dossier)
    conclusion = queries.conclusion_of(dossier) if seen.result else None
    context = result_context(dossier, conclusion, seen)
    if conclusion is not None and dossier.current in FINAL and context["levels"]:
        found, file_by = next_filing(today(), working_calendar())
        plans = bool(may_plan(request.user, dossier))
        context |= {"again": {"number": found.number, "year": found.year, "by": file_by, "plans": plans}}
    return render(request, "scoring/dossier_result.html", context)


def _visible(request: SignedInRequest, number: str) -> Dossier:
    rows = dossiers.visible_to(request.user).select_related("product", "producer", "commune", "evaluation_round")
    return get_object_or_404(rows, number=number)


def _asks_first(request: SignedInRequest, dossier: Dossier) -> Session | None:
    """Where a scoring member declares before she reads the dossier; None for everybody else and once she has."""
    return queries.session_to_declare(request.user, dossier) if dossier.current in DECLARING else None


def _through_council(request: SignedInRequest, number: str) -> Dossier:
    rows = queries.dossiers_through_council(request.user).select_related(
        "product", "producer", "commune", "evaluation_round", "criteria_set"
    )
    return get_object_or_404(rows, number=number)


def _councils_for(dossier: Dossier) -> QuerySet[Council]:
    return Council.objects.filter(province=dossier.province_id, confirmed_at__isnull=False).order_by("-decision_date")


def _council_part(request: SignedInRequest, dossier: Dossier) -> dict[str, Any]:
    appraisal = council_queries.appraisal_of(dossier)
    item = council_queries.agenda_item_of(dossier)
    official = dossier.province_id in request.user.provinces({Role.PROVINCE_OFFICER})
    available = _councils_for(dossier)
    form, answer = None, ALLOWED
    if official and dossier.current is State.PROVINCE_CHECKING and by_team(dossier):
        form = HandOverForm(councils=available)
        first = available.first()
        answer = may(
            request.user,
            Move.START_APPRAISAL,
            dossier,
            {
                Fact.BY_TEAM: by_team(dossier),
                Fact.TICKETS_SETTLED: tickets_settled(dossiers.last_answered(dossier)),
                Fact.IN_ROUND: in_round(dossier),
                Fact.TEAM: councils.has_team(dossier, first),
            },
        )
    return {
        "dossier": dossier,
        "appraisal": appraisal,
        "item": item,
        "hand_over": form,
        "hand_over_answer": answer,
        "official": official,
        "report": council_queries.team_report_of(appraisal) if appraisal and official else None,
        "report_form": TeamReportForm() if official and dossier.current is State.UNDER_APPRAISAL else None,
    }
