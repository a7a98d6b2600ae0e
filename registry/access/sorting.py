"""In what order a list stands: one of the orders that its page offers, never a column that an address names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Order:
    """One order: its words, and the columns it means (a minus turns one round)."""

    label: StrOrPromise
    columns: tuple[str, ...]


def columns_of(orders: Mapping[str, Order], asked: str) -> tuple[str, ...]:
    """Return the columns of the order that was asked for, or of the first; the key of the row settles what is equal."""
    chosen = orders.get(asked) or next(iter(orders.values()))
    return (*chosen.columns, "pk")
