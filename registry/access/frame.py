"""The frame of a page: what its navigation and its marks are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the navigation; ``active`` where the page lies below it."""

    label: StrOrPromise
    url: str
    icon: str
    active: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """``bottom`` is what a phone shows; the public has no navigation."""

    demo: bool
    navigation: list[Link] = field(default_factory=list)
    bottom: list[Link] = field(default_factory=list)
