"""Everybody's home: what waits for me, what I wait for, gathered from the concepts below."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ratings.certificates.models import Certificate
from ratings.certificates.queries import visible_to as certificates_of
from ratings.councils.models import Session
from ratings.councils.queries import seats_of, sessions_ahead, sessions_of, team_desk
from ratings.dossiers.models import Dossier
from ratings.dossiers.queries import for_lists, with_calls
from ratings.dossiers.queries import visible_to as dossiers_of
from ratings.dossiers.rules import parties_of
from ratings.dossiers.standing import Standing, report_on, standing_of
from ratings.dossiers.states import OPEN, State
from ratings.scoring.queries import COUNCIL_AT_WORK, own_sheets
from ratings.worklist.duties import duty_in
from registry.access.roles import Role
from registry.calendar.queries import working_calendar
from registry.calendar.working_days import re_ranking_window
from registry.producers.queries import joins_to_decide, memberships_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from registry.accounts.models import User

_SEND_REPORT, _EXAMINE = _("Send the report of the advisory team"), _("Examine it for the advisory team")
SHOWN = 50
"""Rows of each half; the list behind shows the rest."""
_FAR = dt.date.max
SOON_DAYS = 240
"""A certificate appears on the producer's home this long before its end: the window opens 180 days before."""


@dataclass(frozen=True, slots=True)
class Work:
    """One row: what to do with which product, until when."""

    verb: StrOrPromise
    url: str
    product: str
    producer: str
    cover_id: int | None
    dossier: Dossier | None = None
    standing: Standing | None = None
    due: dt.date | None = None
    since: dt.date | None = None
    """Since when it has been waiting, where no day is set by which it is due."""
    asked: dt.date | None = None
    """When a person asked for it."""


@dataclass(frozen=True, slots=True)
class Home:
    """What the work list shows. ``more_mine`` and ``more_others`` count what did not fit."""

    mine: list[Work]
    others: list[Work]
    more_mine: int
    more_others: int
    newcomer: bool
    """Holds no office, sits in no council, acts for no producer: what she can do is ask for one."""
    books: list[tuple[str, int]]
    """Communes whose papers she signs or sends, with the number of dossiers that wait for her hand (from two on)."""
    sessions: list[Session]
    """Sessions to come of councils that she sits in or whose office she holds."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """A certificate that will end: the window of article 7.6a and its last safe day."""

    certificate: Certificate
    last_day: dt.date
    days_left: int
    window_first: dt.date
    window_last: dt.date
    safe: dt.date
    missed: bool
    """The window has closed; article 12.3 says what follows."""


def home_of(person: User, *, today: dt.date) -> Home:
    """Gather the work list of ``person``: first by last safe day, then by number. A constant number of queries."""
    days = working_calendar()
    ahead = list(sessions_ahead(person, today)[:SHOWN])
    mine = _joins(person) + _declarations(ahead) + _sheets(person) + _reports(person)
    others: list[Work] = []
    dossiers, to_call = _dossiers(person)
    mine += [_call(dossier) for dossier in to_call]
    sessions = sessions_of([dossier.pk for dossier in dossiers if dossier.current is State.ON_AGENDA])
    for dossier in dossiers:
        report = report_on(dossier)
        duty = duty_in(
            dossier.current,
            parties_of(person, dossier),
            signed=bool(report and report.signed_at),
            typed=dossier.typed_by_office,
        )
        standing = standing_of(dossier, today, days=days)
        row = Work(
            verb=duty.verb if duty else dossier.current.label,
            url=_door(dossier, sessions.get(dossier.pk) if duty else None),
            product=dossier.product.name,
            producer=dossier.producer.name,
            cover_id=getattr(dossier, "cover_id", None),
            dossier=dossier,
            standing=standing,
            due=standing.due,
        )
        (mine if duty else others).append(row)
    mine.sort(key=lambda row: row.due or _FAR)
    others.sort(key=lambda row: row.due or _FAR)
    return Home(
        mine[:SHOWN],
        others[:SHOWN],
        max(0, len(mine) - SHOWN),
        max(0, len(others) - SHOWN),
        _is_newcomer(person),
        _books(row.dossier for row in mine if row.dossier is not None),
        ahead,
    )


def _books(dossiers: Iterable[Dossier]) -> list[tuple[str, int]]:
    """Where the signing book is worth opening: two dossiers of a commune can be signed or sent at once."""
    found = Counter(one.commune_id for one in dossiers if one.current is State.AWAITING_COMMUNE_SIGNATURE)
    return [(commune, many) for commune, many in found.items() if many > 1]


def _declarations(sessions: Collection[Session]) -> list[Work]:
    """Sessions before which she has to say whether an interest links her with a product."""
    return [
        Work(
            verb=_("Declare your interests"),
            url=reverse("session-declaration", args=[one.council_id, one.number]),
            product=one.council.name,
            producer=f"{gettext('Session')} {one.number}",
            cover_id=None,
            due=one.held_on,
        )
        for one in sessions
        if getattr(one, "must_declare", False)
    ]


def _is_newcomer(person: User) -> bool:
    return not (person.assignments or seats_of(person).exists() or memberships_of(person).exists())


def _door(dossier: Dossier, session: Session | None) -> str:
    """Where the work on ``dossier`` is done: in its session, or on its own page."""
    if session:
        return reverse("session", args=[session.council_id, session.number])
    return reverse("dossier", args=[dossier.number])


def _dossiers(person: User) -> tuple[list[Dossier], list[Dossier]]:
    """Return the open dossiers that the person sees, and those, open or closed, whose producer she has to call."""
    rows = with_calls(for_lists(dossiers_of(person)), person.communes({Role.COMMUNE_OFFICER, Role.COMMUNE_RECEPTION}))
    found = list(rows.filter(Q(state__in=sorted(OPEN)) | Q(call_asked_at__isnull=False)).order_by("number"))
    to_call = [dossier for dossier in found if dossier.call_asked_at]  # type: ignore[attr-defined]
    return [dossier for dossier in found if dossier.current in OPEN], to_call


def _sheets(person: User) -> list[Work]:
    """Score sheets that the person has still to send."""
    return [
        Work(
            verb=_("Score and send the sheet"),
            url=reverse("sheet", args=[sheet.pk]),
            product=sheet.scoring_round.dossier.product.name,
            producer=sheet.scoring_round.dossier.producer.name,
            cover_id=None,
            due=sheet.scoring_round.session.held_on,
        )
        for sheet in own_sheets(person)
        if sheet.sent_at is None
        and sheet.void_at is None
        and sheet.scoring_round.opened_at is None
        and sheet.scoring_round.dossier.current in COUNCIL_AT_WORK
    ]


def _joins(person: User) -> list[Work]:
    """Requests of people who want to act for a producer, that the person may answer."""
    return [
        Work(
            verb=_("Answer the request to join"),
            url=reverse("join-requests"),
            product=str(join.user),
            producer=join.producer.name if join.producer else join.name,
            cover_id=None,
            asked=timezone.localdate(join.asked_at),
        )
        for join in joins_to_decide(person)[:SHOWN]
    ]


def _call(dossier: Dossier) -> Work:
    """The producer of ``dossier``, whom no message reaches, is to be called."""
    return Work(
        verb=_("Call the producer"),
        url=reverse("dossier-call", args=[dossier.number]),
        product=dossier.product.name,
        producer=dossier.producer.name,
        cover_id=getattr(dossier, "cover_id", None),
        asked=timezone.localdate(dossier.call_asked_at),  # type: ignore[attr-defined]
    )


def _reports(person: User) -> list[Work]:
    """Dossiers that the person's advisory team has in hand and has not reported on."""
    return [
        Work(
            verb=_SEND_REPORT if appraisal.leads else _EXAMINE,  # type: ignore[attr-defined]
            url=reverse("council-dossier", args=[appraisal.dossier.number]),
            product=appraisal.dossier.product.name,
            producer=appraisal.dossier.producer.name,
            cover_id=None,
            since=timezone.localdate(appraisal.handed_at),
        )
        for appraisal in team_desk(person)
    ]


def renewals_of(person: User, *, today: dt.date) -> list[Renewal]:
    """Certificates in force that end within ``SOON_DAYS``, the first to end first."""
    horizon = today + dt.timedelta(days=SOON_DAYS)
    rows = certificates_of(person).filter(valid_from__lte=today, valid_until__gt=today, valid_until__lte=horizon)
    days = working_calendar()
    found = []
    for certificate in rows.order_by("valid_until")[:SHOWN]:
        last = certificate.valid_until - dt.timedelta(days=1)
        window = re_ranking_window(last, days)
        found.append(
            Renewal(certificate, last, (last - today).days, window.first, window.last, window.safe, today > window.last)
        )
    return found
