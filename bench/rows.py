"""Rows of every list, made by the real actions: ``make(number)`` adds one of each kind that a page lists."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ratings.catalogue.actions import refresh
from ratings.councils.actions import enter_council
from ratings.dossiers.states import State
from registry.calendar.today import now
from registry.producers.actions import register_producer
from registry.producers.facts import ProducerFacts
from registry.producers.states import ProducerKind, Sex
from tests import council_builders, decision_builders
from tests.builders import a_dossier_at, a_draft
from tests.cast import MADE_AT, QUANG_TRI, TRIEU_CO, cast, commune
from tests.council_builders import ENTERED, a_council, appointments
from tests.criteria.demo_sheets import D01, council, sheet_of


@transaction.atomic
def make(number: int) -> None:
    """Add dossiers at four stages, a prepared and a signed decision, a certificate, a council, a producer."""
    a_draft(name=f"Nước mắm {number} nháp")
    a_dossier_at(State.FILED, name=f"Nước mắm {number} đã nộp")
    a_dossier_at(State.PROVINCE_CHECKING, name=f"Nước mắm {number} ở tỉnh")
    council_builders.in_scoring(a_dossier_at(State.PROVINCE_CHECKING, name=f"Nước mắm {number} đang chấm"))
    decision_builders.prepared(_concluded(f"Nước mắm {number} chờ ký"))
    _recognised(number)
    _council(number)
    _producer(number)


def _recognised(number: int) -> None:
    decision = decision_builders.prepared(_concluded(f"Nước mắm {number}"))
    [certificate] = decision_builders.signed(decision, number=f"{number}/QĐ-UBND")
    refresh(certificate.product_id, at=now())  # the worker does it after the commit


def _concluded(name: str):
    dossier = a_dossier_at(State.PROVINCE_CHECKING, name=name)
    return decision_builders.scored(dossier, council(sheet_of(9), D01))


def _council(number: int) -> None:
    enter_council(
        province=QUANG_TRI,
        name=f"Hội đồng {number} (minh họa)",
        decision_number=f"{number}/QĐ-UBND",
        # Before the day of the council that scores: builders take the newest one.
        decision_date=dt.date(2026, 8, 20),
        regulation=a_council().regulation,
        people=appointments(),
        actor=cast("giang"),
        at=ENTERED,
    )


def _producer(number: int) -> None:
    register_producer(
        facts=ProducerFacts(
            kind=ProducerKind.COOPERATIVE,
            name=f"HTX số {number} (minh họa)",
            commune=commune(TRIEU_CO),
            address="Thôn 1",
            registration_number=f"3007 {number:04d}",
            registered_on=dt.date(2019, 5, 20),
            registration_issuer="Phòng Tài chính - Kế hoạch",
            representative_name="Lê Văn Minh",
            representative_position="Giám đốc",
            representative_sex=Sex.MALE,
            representative_ethnicity="Kinh",
            representative_residence="Thôn 1",
            phone="0912345678",
        ),
        actor=cast("cuc"),
        at=MADE_AT,
    )
