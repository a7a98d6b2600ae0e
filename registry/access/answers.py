"""An answer to "may this be done?" that always carries its reason.

The same answer hides a button, explains a disabled one and guards the action (house rule 5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, or no with what stands in the way.

    ``reason`` says what could not be done and why, ``article`` names the law as officials cite it
    ("khoản 3 Điều 2"), ``remedy`` says what the person can do about it. All three are sentences for people.
    """

    allowed: bool
    reason: StrOrPromise = ""
    article: StrOrPromise = ""
    remedy: StrOrPromise = ""

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def in_one_line(self) -> str:
        """Reason and remedy, where there is room for one message only."""
        return " ".join(str(part) for part in (self.reason, self.remedy) if part)


ALLOWED = Answer(allowed=True)


def refuse(reason: StrOrPromise, *, article: StrOrPromise = "", remedy: StrOrPromise = "") -> Answer:
    """Return a refusal; ``reason`` is obligatory because nobody may be refused without one."""
    return Answer(allowed=False, reason=reason, article=article, remedy=remedy)


class Refused(Exception):
    """A write was refused; nothing has changed. Pages show ``answer`` as Chưa thực hiện được / Căn cứ / Cần làm."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.reason))
        self.answer = answer


def require(answer: Answer) -> None:
    """Raise ``Refused`` unless ``answer`` allows."""
    if not answer:
        raise Refused(answer)


def refusal_of(act: Callable[[], object]) -> Answer | None:
    """Run an action; return its refusal, or None when it happened."""
    try:
        act()
    except Refused as refused:
        return refused.answer
    return None
