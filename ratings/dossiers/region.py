"""The part of a page that a citation means: a rectangle in thousandths of the page's width and height. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from registry.access.numbers import whole_number

WHOLE = 1000
LEAST = 20
"""Nothing smaller is a place on a page: one line of print is some 20 thousandths high."""


@dataclass(frozen=True, slots=True)
class Region:
    """Left, top, width and height, each in thousandths."""

    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        """Refuse what does not lie on the page.

        Raises:
            ValueError: when a side is too short, or the rectangle leaves the page.
        """
        sides = min(self.width, self.height) >= LEAST
        if not sides or min(self.left, self.top) < 0 or max(self.left + self.width, self.top + self.height) > WHOLE:
            raise ValueError(self)

    def __str__(self) -> str:
        return f"{self.left},{self.top},{self.width},{self.height}"


BANDS = (
    ("0,0,1000,340", _("Upper part of the page")),
    ("0,330,1000,340", _("Middle of the page")),
    ("0,660,1000,340", _("Lower part of the page")),
)
"""Parts that can be chosen without drawing."""


def read_region(text: str) -> Region | None:
    """Read "left,top,width,height"; None when it is empty or no place on a page."""
    numbers = [whole_number(part.strip()) for part in text.split(",")]
    if len(numbers) != 4 or any(number is None for number in numbers):
        return None
    try:
        return Region(*(number or 0 for number in numbers))
    except ValueError:
        return None
