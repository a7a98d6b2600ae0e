"""What the register says of a producer and of its years, as plain values between forms and actions."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from registry.places.models import Commune
from registry.producers.models import Producer
from registry.producers.states import ENTERPRISES, ProducerKind, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class ProducerFacts:
    """What a profile says (Forms 01 and 02, part I), as plain values. ``local_capital_share`` in percent."""

    kind: ProducerKind
    name: str
    commune: Commune
    representative_name: str
    address: str = ""
    registration_number: str = ""
    registered_on: dt.date | None = None
    registration_issuer: str = ""
    small_or_medium: bool | None = None
    local_capital_share: Decimal | None = None
    representative_position: str = ""
    representative_sex: Sex | str = ""
    representative_ethnicity: str = ""
    representative_disabled: bool = False
    representative_residence: str = ""
    phone: str = ""
    email: str = ""
    history: str = ""
    structure: str = ""
    predecessor: Producer | None = None

    def values(self) -> dict[str, Any]:
        """Column values; what does not concern this kind of organisation is left empty."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        if self.kind not in ENTERPRISES:
            values["small_or_medium"] = None
        if self.kind != ProducerKind.JOINT_STOCK_COMPANY:
            values["local_capital_share"] = None
        values["name"] = " ".join(self.name.split())
        return values


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Figures of one calendar year; money in đồng, shares in percent."""

    year: int
    workers: int | None = None
    local_workers: int | None = None
    revenue: int | None = None
    profit: int | None = None
    local_material_share: Decimal | None = None
    linked_output_share: Decimal | None = None
    agents: int | None = None
    """Agents and distributors outside the commune."""
