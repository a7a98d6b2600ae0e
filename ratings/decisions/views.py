"""Pages of decisions: what waits, a draft for several dossiers, taking back; notices; letters to the ministry."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratings.councils.models import Council
from ratings.decisions import actions, queries, rules
from ratings.decisions.forms import LetterForm, NoticeForm, PrepareForm, RankAgainForm, SendBackForm, TakeBackForm
from ratings.decisions.models import Decision, DecisionItem, DecisionKind
from ratings.decisions.printed import place_of, product_code_of
from ratings.decisions.scans import scan_of
from ratings.dossiers.forms import MoveForm
from ratings.dossiers.lines import in_sentence
from ratings.dossiers.models import Dossier
from ratings.dossiers.move_views import Page, initial_of, move_page
from ratings.dossiers.queries import agency_report_of, last_answered
from ratings.dossiers.rounds import ministry_round_of
from ratings.dossiers.rules import agency_reported, renews_five, tickets_settled
from ratings.dossiers.views import seen
from ratings.dossiers.workflow import Fact, Move
from ratings.dossiers.writing_views import status_of
from ratings.scoring.explanation import sentences
from ratings.scoring.models import Conclusion
from registry.access.answers import ALLOWED, Answer, Refused, refuse
from registry.access.permissions import holding, requires, signed_in
from registry.access.roles import MINISTRY_ROLES, PROVINCE_ROLES, Role
from registry.accounts.requests import SignedInRequest
from registry.calendar.phrases import dmy
from registry.calendar.today import now, today
from registry.files.serving import as_attachment

PAGE = 25
OFFICES = sorted(PROVINCE_ROLES | MINISTRY_ROLES)
TITLES = {
    DecisionKind.RECOGNITION: "Quyết định công nhận và cấp giấy chứng nhận sản phẩm OCOP 3 sao, 4 sao",
    DecisionKind.APPROVAL: "Quyết định phê duyệt kết quả đánh giá sản phẩm có tiềm năng 5 sao",
}
"""Titles as decisions bear them (wording.md 6): Vietnamese, whatever the language of the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A concluded dossier with what the council concluded, as lists and drafts show it."""

    dossier: Dossier
    conclusion: Conclusion | None

    @property
    def mean(self) -> Fraction | None:
        return Fraction(self.conclusion.total, self.conclusion.sheets) if self.conclusion else None

    @property
    def sum_of(self) -> str:
        """The exact mean as a sum over sheets: "398 / 5"."""
        return f"{self.conclusion.total} / {self.conclusion.sheets}" if self.conclusion else ""

    @property
    def stars(self) -> int | None:
        return self.conclusion.stars if self.conclusion and self.conclusion.recognisable else None

    @property
    def sentence(self) -> str:
        """Why these stars, in the language of the page; the centre's result says only whose it is."""
        if self.conclusion is None:
            return ""
        if self.conclusion.facts.get("source") == "ministry":
            return _("Result of the central council (point g, clause 4, Article 7).")
        return str(sentences(self.conclusion.facts, get_language() or "vi").get("sentence", ""))

    @property
    def place(self) -> str:
        return self.dossier.commune.name


@requires(holding(*OFFICES))
@require_safe
def decisions(request: SignedInRequest) -> HttpResponse:
    """What waits for a decision or a notice, drafts, the way to the ministry, and what was signed."""
    concluded = list(queries.waiting_for_decision(request.user))
    rows = _rows([*concluded, *queries.about_the_ministry(request.user)])
    waiting, ministry = rows[: len(concluded)], rows[len(concluded) :]
    visible = queries.for_list(queries.visible_to(request.user))
    signed = visible.filter(signed_at__isnull=False).order_by("-issued_on", "-pk")
    context = {
        "recognition": [row for row in waiting if row.conclusion and row.stars and not row.conclusion.goes_up],
        "approval": [row for row in waiting if row.conclusion and row.stars and row.conclusion.goes_up],
        "notices": [row for row in waiting if row.stars is None],
        "drafts": list(visible.filter(signed_at=None, dropped_at=None).order_by("prepared_at")),
        "ministry": ministry,
        "page": Paginator(signed, PAGE).get_page(request.GET.get("page")),
        "prepares": request.user.holds({Role.PROVINCE_OFFICER}),
    }
    return render(request, "decisions/list.html", context)


def _rows(dossiers: list[Dossier]) -> list[Row]:
    found = queries.conclusions_by_key(dossiers)
    return [Row(dossier, found.get(dossier.counting)) for dossier in dossiers]  # type: ignore[attr-defined]


@requires(holding(Role.PROVINCE_OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: SignedInRequest) -> HttpResponse:
    """Put several concluded dossiers into one draft; the rule keeps recognition and approval apart."""
    data = request.POST or request.GET
    kind = DecisionKind.APPROVAL if data.get("kind") == DecisionKind.APPROVAL else DecisionKind.RECOGNITION
    rows = [
        row
        for row in _rows(list(queries.waiting_for_decision(request.user)))
        if row.conclusion and row.stars and row.conclusion.goes_up == (kind == DecisionKind.APPROVAL)
    ]
    chosen = set(data.getlist("dossier"))
    province = rows[0].dossier.province if rows else None
    initial = {
        "title": TITLES[kind],
        "authority": f"Chủ tịch Ủy ban nhân dân {in_sentence(province.name)}" if province else "",
    }
    form = PrepareForm(request.POST or None, initial=initial)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.prepare_decision(
                kind=kind,
                dossiers=[row.dossier for row in rows if row.dossier.number in chosen],
                actor=request.user,
                at=now(),
                **form.cleaned_data,
            )
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The draft is submitted to the authority."))
            return redirect("decision", made.pk)
    context = {"form": form, "refusal": answer, "kind": kind, "rows": rows, "chosen": chosen}
    return render(request, "decisions/new.html", context, status=status_of(form, answer))


@requires(holding(*OFFICES))
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """One decision: its dossiers with exact means, who prepared and signed it. POST takes a draft back."""
    shown = visible_decision(request, pk)
    form = TakeBackForm(request.POST or None)
    answer: Answer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(shown, actor=request.user, at=now(), reason=form.cleaned_data["reason"])
        except Refused as refused:
            answer = refused.answer
        else:
            messages.success(request, _("The draft is taken back; its dossiers can be prepared anew."))
            return redirect("decisions")
    context = {**decision_context(request, shown), "form": form, "refusal": answer}
    return render(request, "decisions/decision.html", context, status=status_of(form, answer))


def visible_decision(request: SignedInRequest, pk: int) -> Decision:
    """Return the decision if the person may see it; else the page does not exist for her."""
    rows = queries.visible_to(request.user).select_related(
        "province", "prepared_by", "signed_by", "recorded_by", "scan"
    )
    return get_object_or_404(rows, pk=pk)


def decision_context(request: SignedInRequest, shown: Decision) -> dict[str, Any]:
    """What the page of a decision and that of its signature show."""
    items = queries.items_of(shown) if shown.dropped_at else queries.open_items(shown)
    changed = rules.unchanged(shown, items) if shown.is_draft else ALLOWED
    return {
        "decision": shown,
        "lines": [(Row(item.dossier, item.conclusion), item.stars, product_code_of(item.dossier)) for item in items],
        "places": {item.pk: place_of(item.dossier.product.commune) for item in items},
        "changed": changed,
        "may_sign": may_open_signing(request.user, shown, items),
        "signs_here": shown.province_id in request.user.provinces({Role.DECIDING_AUTHORITY}),
        "takes_back": shown.is_draft and shown.province_id in request.user.provinces(PROVINCE_ROLES),
    }


def may_open_signing(person: Any, shown: Decision, items: list[DecisionItem]) -> Answer:
    """Whether the button to sign leads anywhere, before number and date are known."""
    if not shown.is_draft:
        return refuse(_("This draft has already been signed or taken back."))
    if shown.province_id not in person.provinces(PROVINCE_ROLES):
        return refuse(_("A decision is signed or recorded in its own province."))
    by_another = rules.signed_by_another(shown, person)
    return by_another if not by_another else rules.unchanged(shown, items)


@requires(holding(*OFFICES))
@require_safe
def decision_scan(request: SignedInRequest, pk: int) -> HttpResponseBase:
    shown = visible_decision(request, pk)
    scan = shown.scan
    if scan is None:
        return redirect("decision", pk)
    return as_attachment(scan, f"Quyết định {shown.number}")


@requires(signed_in())
@require_safe
def result_notice(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The notice as it was sent, for producer, commune and province."""
    rows = queries.notices_visible_to(request.user).select_related("document", "dossier__product")
    shown = get_object_or_404(rows, pk=pk, document__isnull=False)
    return as_attachment(shown.document, f"Thông báo {shown.number} {shown.dossier.product.name}")  # type: ignore[arg-type]


# ---------------------------------------------------------------- from a dossier's page to its decision


@requires(holding(Role.PROVINCE_OFFICER))
@require_safe
def dossier_prepare(request: SignedInRequest, number: str) -> HttpResponse:
    """Begin a draft with this dossier ticked."""
    dossier = seen(request, number)
    found = queries.latest_conclusion(dossier)
    kind = DecisionKind.APPROVAL if found and found.goes_up else DecisionKind.RECOGNITION
    return redirect(f"{reverse('decision-new')}?kind={kind.value}&dossier={dossier.number}")


@requires(holding(*OFFICES))
@require_safe
def dossier_decision(request: SignedInRequest, number: str) -> HttpResponse:
    """Go to the decision that holds this dossier, where it is signed or taken back."""
    dossier = seen(request, number)
    holds = queries.visible_to(request.user).filter(items__dossier=dossier, items__taken_out_at=None)
    found = holds.order_by("-pk").first()
    return redirect("decision", found.pk) if found else redirect("decisions")


@requires(holding(Role.PROVINCE_OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_notice(request: SignedInRequest, number: str) -> HttpResponse:
    """The written notice of a result without recognition."""
    dossier = seen(request, number)
    found = queries.latest_conclusion(dossier)
    page = Page(
        _("Notify that it is not recognised"),
        _("Producer and commune receive the notice. There is no decision and no certificate."),
        _("The notice is sent."),
        template="decisions/notice.html",
        context={"row": Row(dossier, found), "sentence": actions.sentence_of(found) if found else ""},
    )
    form = NoticeForm(request.POST or None, initial=initial_of(dossier, issued_on=today()))
    return move_page(
        request,
        dossier,
        Move.NOTIFY_NOT_RECOGNISED,
        page,
        form,
        lambda shown, typed: actions.notify_not_recognised(
            shown,
            number=typed.cleaned_data["number"],
            issued_on=typed.cleaned_data["issued_on"],
            **typed.signer(),
            actor=request.user,
            at=now(),
        ),
    )


# ---------------------------------------------------------------- the ministry


@requires(holding(Role.PROVINCE_OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_send_to_ministry(request: SignedInRequest, number: str) -> HttpResponse:
    """The letter that asks the ministry for five stars, with the last day of its round."""
    dossier = seen(request, number)
    found = ministry_round_of(today())
    deadline = _(
        "For round %(number)s/%(year)s of the Ministry the letter is dated %(day)s at the latest; results by %(result)s."
    )
    page = Page(
        _("Send the five-star request file"),
        deadline
        % {
            "number": found.number,
            "year": found.year,
            "day": dmy(found.last_request_day),
            "result": dmy(found.last_result_day),
        },
        _("The request file is with the Ministry."),
    )
    form = LetterForm(request.POST or None, initial=initial_of(dossier, sent_on=today()))
    return move_page(
        request,
        dossier,
        Move.SEND_TO_MINISTRY,
        page,
        form,
        lambda shown, typed: actions.send_to_ministry(
            shown,
            number=typed.cleaned_data["number"],
            sent_on=typed.cleaned_data["sent_on"],
            **typed.signer(),
            actor=request.user,
            at=now(),
        ),
        {Fact.AGENCY_REPORT: agency_reported(agency_report_of(dossier)), Fact.RENEWS_FIVE: renews_five(dossier)},
    )


@requires(holding(Role.MINISTRY_OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_ministry_accept(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Accept at the Ministry"),
        _("The Ministry checks the request file; the province is told."),
        _("The request file is accepted."),
    )
    return move_page(
        request,
        dossier,
        Move.MINISTRY_ACCEPT,
        page,
        MoveForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, _typed: actions.accept_at_ministry(shown, actor=request.user, at=now()),
    )


@requires(holding(Role.MINISTRY_OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_to_central_council(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    page = Page(
        _("Hand to the central council"),
        _("The central council assesses the product; its result is recorded here."),
        _("The dossier is with the central council."),
    )
    return move_page(
        request,
        dossier,
        Move.TO_CENTRAL_COUNCIL,
        page,
        MoveForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, _typed: actions.to_central_council(shown, actor=request.user, at=now()),
        {Fact.TICKETS_SETTLED: tickets_settled(last_answered(dossier))},
    )


@requires(holding(Role.MINISTRY_OFFICER, Role.PROVINCE_OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_send_back(request: SignedInRequest, number: str) -> HttpResponse:
    """Record that the centre stayed under 90 points."""
    dossier = seen(request, number)
    form = SendBackForm(request.POST or None, request.FILES or None, initial=initial_of(dossier, answered_on=today()))
    scan = scan_of(request, form)
    page = Page(
        _("Report the result to the province (under 90 points)"),
        _(
            "The Chairman of the province then chooses: the centre's result, or ranking again (point g, clause 4, Article 7)."
        ),
        _("The result is recorded; the Chairman of the province chooses what follows."),
        template="decisions/answer.html",
        context={"scan": scan},
    )
    return move_page(
        request,
        dossier,
        Move.SEND_BACK,
        page,
        form,
        lambda shown, typed: actions.send_back(
            shown, answer=typed.answer(scan.pk if scan else None), actor=request.user, at=now()
        ),
    )


@requires(holding(Role.DECIDING_AUTHORITY))
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_use_central_result(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    found = queries.latest_conclusion(dossier)
    page = Page(
        _("Use the centre's result"),
        _("The province prepares a decision on the centre's result; the product is not scored again."),
        _("The centre's result counts; the decision can be prepared."),
        template="decisions/choice.html",
        context={"row": Row(dossier, found)},
    )
    return move_page(
        request,
        dossier,
        Move.USE_CENTRAL_RESULT,
        page,
        MoveForm(request.POST or None, initial=initial_of(dossier)),
        lambda shown, _typed: actions.use_central_result(shown, actor=request.user, at=now()),
    )


@requires(holding(Role.DECIDING_AUTHORITY))
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_rank_again(request: SignedInRequest, number: str) -> HttpResponse:
    dossier = seen(request, number)
    councils = (
        Council.objects.filter(province=dossier.province_id).exclude(confirmed_at=None).order_by("-decision_date")
    )
    form = RankAgainForm(request.POST or None, councils=councils, initial=initial_of(dossier, council=councils.first()))
    page = Page(
        _("Rank again in the province"),
        _("The dossier goes to the council's advisory team and takes the provincial way anew; both results are kept."),
        _("The dossier is with the advisory team again."),
        template="decisions/choice.html",
        context={"row": Row(dossier, queries.latest_conclusion(dossier))},
    )
    return move_page(
        request,
        dossier,
        Move.RANK_AGAIN,
        page,
        form,
        lambda shown, typed: actions.rank_again(
            shown, council=typed.cleaned_data["council"], actor=request.user, at=now()
        ),
    )
