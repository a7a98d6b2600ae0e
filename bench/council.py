"""The result of a council of 15 with 70 dossiers: at most three queries, at most twice the bare SQL.

The bare SQL fetches what a result cannot do without: for every sheet its total and the points of each line (minimums
are asked line by line), summed and gathered by the database, one row a sheet.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.measure import Measure, compare
from bench.project import analyze, engine, make_tables
from ratings.councils import actions as councils
from ratings.councils.actions import Appointment
from ratings.councils.models import Appraisal, CouncilPerson, Session
from ratings.councils.states import SCORING_CAPACITIES, Capacity, Seat
from ratings.criteria.queries import PublishedSheet, published_sheet
from ratings.criteria.sheet import CriteriaSheet, Mark, Tick, closed_lines
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import Kind, State
from ratings.scoring.models import MemberSheet, ScoringRound
from ratings.scoring.queries import board
from ratings.sheets.actions import digest_of
from ratings.sheets.models import Answer, Sheet
from ratings.sheets.queries import Content
from ratings.sheets.states import Purpose
from registry.accounts.models import User
from registry.places.folding import fold
from registry.products.models import Product
from tests.builders import law
from tests.cast import QUANG_TRI, cast, producer
from tests.council_builders import (
    ENTERED,
    HANDED,
    OPENED,
    REPORTED,
    SESSION_DAY,
    a_regulation,
    appointments,
    the_round,
)  # fmt: skip

MEMBERS, DOSSIERS = 15, 70
SETS = (9, 20)

_GATHERED = {
    "sqlite": "group_concat(a.line_id || ':' || COALESCE(o.points, 0))",
    "postgresql": "string_agg(a.line_id || ':' || COALESCE(o.points, 0), ',')",
}
_BARE = """
    SELECT r.dossier_id, m.sheet_id, SUM(COALESCE(o.points, 0)), {gathered}
    FROM ratings_scoringround r
    JOIN ratings_membersheet m ON m.scoring_round_id = r.id
    JOIN ratings_answer a ON a.sheet_id = m.sheet_id
    LEFT JOIN ratings_option o ON o.id = a.option_id
    WHERE r.dossier_id IN ({places}) AND r.opened_at IS NOT NULL AND m.sent_at IS NOT NULL AND m.void_at IS NULL
    GROUP BY r.dossier_id, m.sheet_id
"""


def run() -> Iterator[Measure]:
    make_tables()
    dossiers = _scored()
    sql = _BARE.format(gathered=_GATHERED[engine()], places=", ".join(["%s"] * len(dossiers)))
    keys = [one.pk for one in dossiers]

    def bare() -> dict[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(sql, keys)
            return {sheet: total for _dossier, sheet, total, _lines in cursor.fetchall()}

    board(dossiers)
    with CaptureQueriesContext(connection) as captured:
        boards = board(dossiers)
    totals = {
        member.sheet_id: total.total
        for one in boards.values()
        if one.result
        for member, total in zip(one.members, one.result.sheets, strict=True)
    }
    assert len(boards) == DOSSIERS
    assert totals == bare()
    yield Measure(f"council result, queries, {engine()}", len(captured), 3, "queries")
    found = compare(lambda: board(dossiers), bare)
    detail = f"{found.one * 1000:.0f} ms by {found.other * 1000:.0f} ms"
    yield Measure(f"council result by bare SQL, {engine()}", found.ratio, 2, "times", detail=detail)


def _scored() -> list[Dossier]:
    """Make the council by its real actions and 70 opened scorings of 15 sent sheets in bulk."""
    law()
    session, people = _council()
    laws = [published_sheet("qd26-2026", SETS[number % len(SETS)]) for number in range(DOSSIERS)]
    with transaction.atomic():
        dossiers = _dossiers(laws)
        _sent(_opened(dossiers, session), people, laws)
    analyze()
    return dossiers


def _dossiers(laws: Sequence[PublishedSheet]) -> list[Dossier]:
    owner, officer = producer("gia_dang"), cast("cuc")
    products = Product.objects.bulk_create(
        Product(
            producer=owner, commune=owner.commune, name=f"Sản phẩm {number}", folded=fold(f"Sản phẩm {number}"),
            search="", set_number=one.sheet.number or 0, created_by=officer, created_at=ENTERED,
        )
        for number, one in enumerate(laws)
    )  # fmt: skip
    own = Sheet.objects.bulk_create(
        Sheet(criteria_set_id=one.criteria_set_id, purpose=Purpose.SELF_SCORE) for one in laws
    )
    return Dossier.objects.bulk_create(
        Dossier(
            number=f"{owner.commune_id}-2026-{product.pk:05d}", product=product, producer=owner,
            commune=owner.commune, province=owner.commune.province, kind=Kind.FIRST,
            criteria_set_id=sheet.criteria_set_id, state=State.OPENED, state_since=OPENED, self_score=sheet,
            created_at=ENTERED, created_by=officer, evaluation_round=the_round(),
        )
        for product, sheet in zip(products, own, strict=True)
    )  # fmt: skip


def _opened(dossiers: Sequence[Dossier], session: Session) -> list[ScoringRound]:
    officer = cast("giang")
    appraisals = Appraisal.objects.bulk_create(
        Appraisal(council=session.council, dossier=one, handed_at=HANDED, handed_by=officer) for one in dossiers
    )
    return ScoringRound.objects.bulk_create(
        ScoringRound(
            dossier=one.dossier, appraisal=one, session=session, number=1, started_at=OPENED, started_by=officer,
            opened_at=OPENED, opened_by=officer,
        )
        for one in appraisals
    )  # fmt: skip


def _sent(rounds: Sequence[ScoringRound], people: Sequence[CouncilPerson], laws: Sequence[PublishedSheet]) -> None:
    """Fill a sheet of every person in every round at random, seal it and send it."""
    chance = random.Random(2026)
    places = [(one, person, published) for one, published in zip(rounds, laws, strict=True) for person in people]
    sheets = Sheet.objects.bulk_create(
        Sheet(criteria_set_id=published.criteria_set_id, purpose=Purpose.MEMBER) for _one, _person, published in places
    )
    answers: list[Answer] = []
    for sheet, (_one, _person, published) in zip(sheets, places, strict=True):
        ticks = _ticks(published.sheet, chance)
        sheet.digest, sheet.sealed_at = digest_of(sheet, Content(ticks, {}), published), OPENED
        answers += [
            Answer(
                sheet=sheet, line_id=published.line_ids[code], none_fits=tick is Mark.NONE_FITS,
                option_id=published.option_ids[code, tick] if isinstance(tick, int) else None,
            )
            for code, tick in ticks.items()
        ]  # fmt: skip
    Answer.objects.bulk_create(answers, batch_size=5000)
    Sheet.objects.bulk_update(sheets, ["digest", "sealed_at"], batch_size=200)
    MemberSheet.objects.bulk_create(
        MemberSheet(scoring_round=one, person=person, sheet=sheet, sent_at=OPENED)
        for sheet, (one, person, _published) in zip(sheets, places, strict=True)
    )


def _ticks(sheet: CriteriaSheet, chance: random.Random) -> dict[str, Tick]:
    """Answer every open line at random: an option, or "none fits" where the law prints no 0."""
    ticks: dict[str, Tick] = {}
    for code, line in sheet.lines.items():
        if code in closed_lines(sheet, ticks):
            continue
        positions = [option.position for option in line.options_for("")]
        choices: list[Tick] = [*positions, *positions]
        ticks[code] = chance.choice(choices if line.prints_zero else [*choices, Mark.NONE_FITS])
    for code in closed_lines(sheet, ticks):
        ticks.pop(code, None)
    return ticks


def _council() -> tuple[Session, list[CouncilPerson]]:
    invited = [
        Appointment(User.objects.create_user(f"expert{number}", full_name=f"Chuyên gia {number}"), Capacity.MEMBER, Seat.EXPERT)
        for number in range(MEMBERS - 7)
    ]  # fmt: skip
    entered = councils.enter_council(
        province=QUANG_TRI, name="Hội đồng (đo)", decision_number="1022/QĐ-UBND", decision_date=dt.date(2026, 8, 21),
        regulation=a_regulation(), people=[*appointments(), *invited], actor=cast("giang"), at=ENTERED,
    )  # fmt: skip
    council = councils.confirm_council(entered, actor=cast("hung"), at=ENTERED)
    session = councils.plan_session(
        council, evaluation_round=the_round(), held_on=SESSION_DAY, place="Phòng họp số 2", actor=cast("giang"), at=REPORTED
    )  # fmt: skip
    people = list(CouncilPerson.objects.filter(council=council, capacity__in=SCORING_CAPACITIES).order_by("pk"))
    assert len(people) == MEMBERS
    return session, people
