"""How a dossier is moved on a page: what will happen is said, what is needed is asked, a refusal keeps what was typed.

Here are the frame of every such page and those of the producer; ``commune_views`` and ``province_views`` bring the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ratings.dossiers import actions, filing, queries, rules
from ratings.dossiers.forms import AnswerForm, MoveForm, ReasonForm
from ratings.dossiers.models import Dossier
from ratings.dossiers.moving import require_unmoved
from ratings.dossiers.views import head_of, seen
from ratings.dossiers.workflow import Fact, Move, Party, answer_to, row_of
from registry.access.answers import ALLOWED, Answer, Refused
from registry.access.permissions import requires, signed_in
from registry.access.statuses import status_of
from registry.accounts.requests import SignedInRequest
from registry.calendar.today import now, today

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one move: what it is called, what it leads to in a sentence, its button and its template."""

    title: StrOrPromise
    consequence: StrOrPromise
    done: StrOrPromise
    template: str = "dossiers/move.html"
    dangerous: bool = False
    context: Mapping[str, Any] | None = None


Act = Callable[[Dossier, Any], object]


def move_page(  # noqa: PLR0917 - every page below gives them in this order
    request: SignedInRequest,
    dossier: Dossier,
    move: Move,
    page: Page,
    form: Any,
    act: Act,
    facts: Mapping[Fact, Answer] | None = None,
) -> HttpResponse:
    """Show or make one move. ``facts`` are those known before anything is typed; the rest the action asks."""
    answer = _beforehand(request, dossier, move, facts or {})
    if request.method == "POST" and form.is_valid():
        try:
            require_unmoved(dossier, form.cleaned_data["revision"])
            act(dossier, form)
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, str(page.done))
            return redirect("dossier", dossier.number)
    context = {
        **head_of(request, dossier),
        **(page.context or {}),
        "page": page,
        "form": form,
        "refusal": answer,
        "article": row.article if (row := row_of(move, dossier.current)) else "",
        "possible": row_of(move, dossier.current) is not None,
    }
    return render(request, page.template, context, status=status_of(form, answer))


def _beforehand(request: SignedInRequest, dossier: Dossier, move: Move, facts: Mapping[Fact, Answer]) -> Answer | None:
    """Why the move is impossible whatever is typed, if it is."""
    row = row_of(move, dossier.current)
    assumed = {fact: facts.get(fact, ALLOWED) for fact in (row.facts if row else ())}
    answer = rules.may(request.user, move, dossier, assumed)
    return None if answer else answer


def initial_of(dossier: Dossier, **more: Any) -> dict[str, Any]:
    return {"revision": dossier.revision, **more}


# ---------------------------------------------------------------- pages of the producer


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_file(request: SignedInRequest, number: str) -> HttpResponse:
    """Read back what is about to be filed, then file it."""
    dossier = seen(request, number)
    own = Party.PRODUCER in rules.parties_of(request.user, dossier)
    facts = filing.filing_facts(dossier, today())
    page = Page(
        _("File the dossier") if own else _("File on behalf of the producer"),
        _(
            "The dossier is sealed as it stands and sent to the commune. After that it changes only if an office returns it."
        ),
        _("The dossier is filed. It waits for reception by the commune."),
        template="dossiers/file.html",
        context={"content": filing.content_to_seal(dossier, 0, on=today()), "own": own},
    )
    return move_page(
        request,
        dossier,
        Move.FILE if own else Move.FILE_ON_BEHALF,
        page,
        MoveForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, _form: actions.file_dossier(dossier=shown, actor=request.user, at=now()),
        facts,
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_retract(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Retract the dossier"),
        _("The dossier ends here. The product can be registered again with a new dossier."),
        _("The dossier is retracted."),
        dangerous=True,
    )
    return move_page(
        request,
        dossier,
        Move.RETRACT,
        page,
        ReasonForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, form: actions.retract(
            dossier=shown, reason=form.cleaned_data["reason"], actor=request.user, at=now()
        ),
    )


@requires(signed_in())
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_answer(request: SignedInRequest, number: str) -> HttpResponse:
    """Answer a request to complete, item by item. ``save`` keeps the answers, ``send`` sends them."""
    dossier = seen(request, number)
    waiting = queries.open_return(dossier)
    move = answer_to(dossier.current) or Move.ANSWER_COMMUNE
    items = list(waiting.items.all()) if waiting else []
    form = AnswerForm(request.POST or None, items=items, initial=initial_of(dossier))
    sending = "send" in request.POST

    def act(shown: Dossier, form: AnswerForm) -> object:
        for item, answer in form.answers():
            actions.save_answer(item=item, answer=answer, actor=request.user, at=now())
        return actions.answer_return(dossier=shown, actor=request.user, at=now()) if sending else None

    page = Page(
        _("Complete what was asked"),
        _("The whole dossier is sealed again and goes back to the office that asked."),
        _("What was asked is sent.") if sending else _("Your answers are saved; they have not been sent yet."),
        template="dossiers/answer.html",
        context={"waiting": waiting, "lines_at": _line_anchors(items)},
    )
    facts = filing.answer_facts(waiting, head_of(request, dossier)["record"].items) if request.method != "POST" else {}
    return move_page(request, dossier, move, page, form, act, {Fact.COMPLETE: facts[Fact.COMPLETE]} if facts else {})


def _line_anchors(items: list[Any]) -> dict[int, str]:
    return {item.pk: item.subject.partition(":")[2] for item in items if item.subject.startswith("line:")}
