"""One measured figure beside its limit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """``least`` True: the figure must not be under the limit; otherwise not over it."""

    name: str
    measured: float
    limit: float
    unit: str
    least: bool = False
    detail: str = ""

    @property
    def ok(self) -> bool:
        return self.measured >= self.limit if self.least else self.measured <= self.limit

    def line(self) -> str:
        sign = ">=" if self.least else "<="
        verdict = "ok" if self.ok else "SHORT"
        detail = f"  ({self.detail})" if self.detail else ""
        return f"{self.name:<44} {self.measured:>10.2f} {sign} {self.limit:<8g} {self.unit:<22} {verdict}{detail}"
