"""Pages of councils: their list, regulation, council with its people and sessions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratings.councils import actions, composition, queries, rules
from ratings.councils.forms import CouncilForm, PersonForm, RegulationForm, SessionForm
from ratings.councils.models import Council
from ratings.councils.states import SCORING_CAPACITIES, Capacity, Level, Seat
from registry.access.answers import Answer, Refused
from registry.access.permissions import holding, requires, signed_in
from registry.access.roles import Role
from registry.access.statuses import INVALID, REFUSED, status_of
from registry.accounts.models import User
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now

KEEPERS = (Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)


def _place(person: User) -> str | None:
    """The province whose councils the officer keeps; None for the ministry's."""
    provinces = person.provinces({Role.PROVINCE_OFFICER})
    return min(provinces) if provinces else None


@requires(signed_in())
@require_safe
def councils(request: SignedInRequest) -> HttpResponse:
    context = {
        "councils": queries.for_list(request.user),
        "regulations": queries.regulations_of(request.user) if request.user.holds(KEEPERS) else [],
        "keeps": request.user.holds(KEEPERS),
    }
    return render(request, "councils/list.html", context)


@requires(holding(*KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def regulation_new(request: SignedInRequest) -> HttpResponse:
    form = RegulationForm(request.POST or None)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter_regulation(
                province=_place(request.user), text=form.text(), actor=request.user, at=now()
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The regulation is entered. A second officer now confirms it."))
            return redirect("regulation", made.pk)
    return render(
        request, "councils/regulation_form.html", {"form": form, "refused": answer}, status=status_of(form, answer)
    )


@requires(holding(*KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def regulation(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.regulations_of(request.user), pk=pk)
    answer = rules.may_confirm(request.user, shown)
    refused: Answer | None = None
    if request.method == "POST":
        try:
            actions.confirm_regulation(shown, actor=request.user, at=now())
        except Refused as error:
            refused = error.answer
        else:
            messages.success(request, _("The regulation is confirmed and does not change any more."))
            return redirect("regulation", pk)
    context = {"regulation": shown, "may_confirm": answer, "refused": refused}
    return render(request, "councils/regulation.html", context, status=200 if refused is None else REFUSED)


@requires(holding(*KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def council_new(request: SignedInRequest) -> HttpResponse:
    regulations = queries.regulations_of(request.user)
    form = CouncilForm(request.POST or None, regulations=regulations)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter_council(
                province=_place(request.user), people=[], actor=request.user, at=now(), **form.cleaned_data
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The council is entered. Now add its people as the decision names them."))
            return redirect("council", made.pk)
    context = {"form": form, "refused": answer, "has_regulation": regulations.exists()}
    return render(request, "councils/council_form.html", context, status=status_of(form, answer))


@requires(signed_in())
@require_safe
def council(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    return render(request, "councils/council.html", _council_context(request, shown))


@requires(holding(*KEEPERS))
@require_POST
def council_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    try:
        actions.confirm_council(shown, actor=request.user, at=now())
    except Refused as refused:
        return _shown_again(request, shown, refused.answer)
    messages.success(request, _("The council is confirmed and can work."))
    return redirect("council", pk)


@requires(holding(*KEEPERS))
@require_POST
def council_person_add(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return render(
            request, "councils/council.html", _council_context(request, shown, person_form=form), status=INVALID
        )
    try:
        actions.add_person(
            shown,
            appointment=form.appointment(),
            decision_number=form.cleaned_data["decision_number"],
            actor=request.user,
            at=now(),
        )
    except Refused as refused:
        context = _council_context(request, shown, person_form=form) | {"refused": refused.answer}
        return render(request, "councils/council.html", context, status=REFUSED)
    messages.success(request, _("%(who)s is entered.") % {"who": form.cleaned_data["who"]})
    return redirect("council", pk)


@requires(holding(*KEEPERS))
@require_POST
def council_person_remove(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    shown = _visible(request, pk)
    row = get_object_or_404(shown.people.select_related("council", "user"), pk=person)
    try:
        actions.remove_person(row, actor=request.user, at=now())
    except Refused as refused:
        return _shown_again(request, shown, refused.answer)
    messages.success(request, _("%(who)s is taken out.") % {"who": row.user})
    return redirect("council", pk)


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    form = SessionForm(request.POST or None, council=shown)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_session(shown, actor=request.user, at=now(), **form.cleaned_data)
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The session is planned."))
            return redirect("session", pk, made.number)
    context = {"council": shown, "form": form, "refused": answer}
    return render(request, "councils/session_form.html", context, status=status_of(form, answer))


def _visible(request: SignedInRequest, pk: int) -> Council:
    rows = queries.visible_to(request.user).select_related("regulation", "province", "entered_by", "confirmed_by")
    return get_object_or_404(rows, pk=pk)


def _council_context(
    request: SignedInRequest, shown: Council, *, person_form: PersonForm | None = None
) -> dict[str, object]:
    people = queries.in_order(queries.people_of(shown.pk))
    mine = frozenset(Capacity(one.capacity) for one in people if one.user_id == request.user.pk)
    places = actions.places_of(people)
    level = Level(shown.level)
    food_safety = shown.has_food_safety_department
    faults = composition.faults(places, level=level, has_food_safety_department=food_safety)
    keeps = rules.manages(request.user, shown)
    return {
        "council": shown,
        "members": [one for one in people if one.capacity in SCORING_CAPACITIES],
        "others": [one for one in people if one.capacity not in SCORING_CAPACITIES],
        "sessions": list(shown.sessions.select_related("evaluation_round").order_by("-held_on")),
        "faults": faults,
        "missing": [
            (seat, Seat(seat).label)
            for seat in composition.missing_seats(places, has_food_safety_department=food_safety)
        ],
        "keeps": keeps,
        "reads_statistics": rules.reads_statistics(request.user, shown, mine),
        "keeps_sessions": rules.keeps_sessions(request.user, shown, mine),
        "may_confirm": _confirm_answer(request.user, shown, faults) if keeps else None,
        "removable": bool(keeps) and bool(rules.before_first_sheet(shown)),
        "person_form": person_form or PersonForm(),
        "refused": None,
        "steps": _steps(shown, faults),
    }


def _confirm_answer(person: User, shown: Council, faults: list[Answer]) -> Answer:
    if faults:
        return faults[0]
    return rules.may_confirm(person, shown)


def _steps(shown: Council, faults: list[Answer]) -> list[dict[str, str]]:
    """Where the entry of a council stands: regulation, decision, people, confirmation."""
    done = [True, True, not faults, shown.confirmed_at is not None]
    labels = [_("Regulation"), _("Decision"), _("People"), _("Confirmation")]
    current = next((number for number, ready in enumerate(done) if not ready), len(done))
    return [
        {"label": label, "state": "done" if ready else "current" if number == current else "todo"}
        for number, (label, ready) in enumerate(zip(labels, done, strict=True))
    ]


def _shown_again(request: SignedInRequest, shown: Council, answer: Answer) -> HttpResponse:
    context = _council_context(request, shown) | {"refused": answer}
    return render(request, "councils/council.html", context, status=REFUSED)
