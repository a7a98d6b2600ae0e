"""What the register says of a product, as plain values between forms and actions."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from registry.places.models import Commune
from registry.producers.models import Producer
from registry.products.sets import BY_NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """What the register says of a product; without ``commune`` it is made where its producer is."""

    name: str
    set_number: int
    commune: Commune | None = None
    description: str = ""
    specification: str = ""
    standard: str = ""
    story: str = ""

    def values(self, producer: Producer) -> dict[str, Any]:
        if self.set_number not in BY_NUMBER:
            raise ValueError(self.set_number)
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        values["name"] = " ".join(self.name.split())
        values["commune"] = self.commune or producer.commune
        return values
