"""What an officer reads in a decision about a council, as plain values between forms and actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ratings.councils.states import Capacity, Seat
from ratings.criteria.result import GateTest
from registry.accounts.models import User


@dataclass(frozen=True, slots=True)
class RegulationText:
    """What the regulation says, as the officer reads it in its decision."""

    decision_number: str
    decision_date: dt.date
    quorum_numerator: int = 3
    quorum_denominator: int = 4
    spread_limit: int = 10
    gate_test: GateTest = GateTest.MAJORITY
    scoring_rounds: int = 2
    shows_self_score: bool = False
    sends_up_on_points_alone: bool = False


@dataclass(frozen=True, slots=True)
class Appointment:
    """One person as the decision appoints her."""

    user: User
    capacity: Capacity
    seat: Seat | None = None
    position: str = ""
    by_delegation: bool = False
