"""Documents of an office, in and out (sổ văn bản đi, đến): number, date, who signed in which capacity.

What the office does in the programme (Form 03, request, decision, notice, letter, report) is entered by the doing; for
papers that are numbered beside it (receipt, return slip, apology, letters that came) an ``OfficeDocument`` is recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratings.correspondence.models import Direction, Keeper, OfficeDocument
from ratings.councils.models import TeamReport
from ratings.decisions.models import Decision, DecisionItem, DecisionKind, MinistryLetter, ResultNotice
from ratings.dossiers.lines import in_sentence
from ratings.dossiers.models import AgencyReport, CommuneReport, Dossier

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in the register of an office."""

    day: dt.date
    """The day that stands on it."""
    direction: Direction
    number: str
    what: StrOrPromise
    dossier: Dossier
    others: int
    """How many more dossiers it is about."""
    counterpart: str
    """To whom it went, or from whom it came."""
    signer: str
    capacity: str
    received: dt.date | None = None
    note: str = ""
    row: OfficeDocument | None = None
    """None for what was entered by the doing."""

    @property
    def signed(self) -> str:
        return ", ".join(filter(None, (self.signer, self.capacity)))


def entries_of(
    keeper: Keeper,
    dossiers: QuerySet[Dossier],
    *,
    first: dt.date = dt.date.min,
    last: dt.date = dt.date.max,
    direction: Direction | None = None,
) -> list[Entry]:
    """Return the documents of ``keeper`` about ``dossiers`` dated ``first`` to ``last``, the oldest first."""
    own = {Keeper.COMMUNE: _of_commune, Keeper.PROVINCE: _of_province}[keeper]
    whose = dossiers.values("pk")
    found = [
        entry
        for entry in (*own(whose, (first, last)), *_recorded(keeper, whose, (first, last)))
        if direction in {None, entry.direction}
    ]
    return sorted(found, key=lambda entry: (entry.day, entry.direction, entry.number))


Days = tuple[dt.date, dt.date]
_ABOUT = ("dossier__product", "dossier__producer", "dossier__commune", "dossier__province")


def _recorded(keeper: Keeper, whose: Any, days: Days) -> Iterator[Entry]:
    rows = OfficeDocument.objects.filter(keeper=keeper, dossier__in=whose, dated_on__range=days, struck_at=None)
    for row in rows.select_related(*_ABOUT, "scan"):
        yield Entry(
            row.dated_on, Direction(row.direction), row.number, row.what, row.dossier, 0, row.counterpart,
            row.signer_name, row.signer_capacity, row.received_on, row=row,
        )  # fmt: skip


def _of_commune(whose: Any, days: Days) -> Iterator[Entry]:
    def ours(dossier: Dossier) -> str:
        return _people_of(dossier.province.name)

    yield from _signed_by_commune(whose, days, Direction.OUT, ours)
    yield from _decided(whose, days, Direction.IN, ours)
    yield from _noticed(whose, days, Direction.IN, ours)


def _of_province(whose: Any, days: Days) -> Iterator[Entry]:
    yield from _signed_by_commune(whose, days, Direction.IN, lambda dossier: _people_of(dossier.commune.name))
    yield from _decided(whose, days, Direction.OUT, lambda dossier: _people_of(dossier.commune.name))
    yield from _noticed(whose, days, Direction.OUT, lambda dossier: _people_of(dossier.commune.name))
    for report in AgencyReport.objects.filter(dossier__in=whose, reported_on__range=days).select_related(*_ABOUT):
        yield Entry(
            report.reported_on, Direction.OUT, report.number, _("Agency's report (re-ranking)"), report.dossier, 0,
            _("the council"), report.signer_name, report.signer_capacity,
        )  # fmt: skip
    for row in TeamReport.objects.filter(dossier__in=whose, reported_on__range=days).select_related(
        *_ABOUT, "recorded_by"
    ):
        yield Entry(
            row.reported_on, Direction.IN, row.number, _("Report of the advisory team"), row.dossier, 0,
            _("the advisory team"), row.recorded_by.full_name, _("Leader of the advisory team"),
        )  # fmt: skip
    letters = MinistryLetter.objects.filter(dossier__in=whose).select_related(*_ABOUT)
    for letter in letters.filter(Q(sent_on__range=days) | Q(answered_on__range=days)):
        if days[0] <= letter.sent_on <= days[1]:
            yield Entry(
                letter.sent_on, Direction.OUT, letter.number, _("Request to the Ministry (five stars)"), letter.dossier,
                0, _("the Ministry"), letter.signer_name, letter.signer_capacity,
            )  # fmt: skip
        if letter.answered_on and days[0] <= letter.answered_on <= days[1]:
            yield Entry(
                letter.answered_on, Direction.IN, letter.answer_number, _("Answer of the Ministry"), letter.dossier, 0,
                _("the Ministry"), "", "",
            )  # fmt: skip


def _signed_by_commune(whose: Any, days: Days, way: Direction, other: Callable[[Dossier], str]) -> Iterator[Entry]:
    """Form 03 of each dossier, and the request letter once for all that it lists."""
    reports = CommuneReport.objects.filter(dossier__in=whose, signed_at__isnull=False).select_related(*_ABOUT)
    letters: dict[tuple[str, str, dt.date], list[CommuneReport]] = {}
    for one in reports.filter(Q(report_date__range=days) | Q(request_date__range=days)).order_by("pk"):
        if one.report_date and days[0] <= one.report_date <= days[1]:
            yield Entry(
                one.report_date, way, one.report_number, _("Report of the commune (Form 03)"), one.dossier, 0,
                other(one.dossier), one.signer_name, one.signer_capacity,
            )  # fmt: skip
        if one.request_date and days[0] <= one.request_date <= days[1]:
            letters.setdefault((one.dossier.commune_id, one.request_number, one.request_date), []).append(one)
    for (_commune, number, day), some in letters.items():
        one = some[0]
        yield Entry(
            day, way, number, _("Request for evaluation"), one.dossier, len(some) - 1, other(one.dossier),
            one.signer_name, one.signer_capacity,
        )  # fmt: skip


_NAMES = {
    DecisionKind.RECOGNITION: gettext_lazy("Decision of recognition"),
    DecisionKind.APPROVAL: gettext_lazy("Decision that approves the result"),
    DecisionKind.FIVE_STARS: gettext_lazy("Decision of recognition of 5 stars"),
}


def _decided(whose: Any, days: Days, way: Direction, other: Callable[[Dossier], str]) -> Iterator[Entry]:
    about = DecisionItem.objects.filter(dossier__in=whose).select_related(*_ABOUT).order_by("pk")
    decisions = Decision.objects.filter(signed_at__isnull=False, issued_on__range=days, items__dossier__in=whose)
    for decision in decisions.distinct().prefetch_related(Prefetch("items", about, to_attr="about")):
        dossiers = [item.dossier for item in decision.about]  # type: ignore[attr-defined]
        if decision.issued_on is None:
            raise AssertionError("a signed decision has its date")
        yield Entry(
            decision.issued_on, way, decision.number, _NAMES[DecisionKind(decision.kind)], dossiers[0],
            len(dossiers) - 1, ", ".join(dict.fromkeys(map(other, dossiers))), decision.signer_name,
            decision.signer_capacity,
        )  # fmt: skip


def _noticed(whose: Any, days: Days, way: Direction, other: Callable[[Dossier], str]) -> Iterator[Entry]:
    for notice in ResultNotice.objects.filter(dossier__in=whose, issued_on__range=days).select_related(*_ABOUT):
        yield Entry(
            notice.issued_on, way, notice.number, _("Notice of the result"), notice.dossier, 0, other(notice.dossier),
            notice.signer_name, notice.signer_capacity,
        )  # fmt: skip


def _people_of(place: str) -> str:
    return _("People's Committee of %(place)s") % {"place": in_sentence(place)}
