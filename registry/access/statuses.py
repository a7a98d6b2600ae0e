"""HTTP status of a page that shows what was typed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.forms import BaseForm

    from registry.access.answers import Answer

REFUSED = 409
"""The input was understood; the state or somebody else stands in the way."""
INVALID = 422


def status_of(form: BaseForm | None, answer: Answer | None) -> int:
    """Return 409 for a refusal, 422 for a form with errors, else 200."""
    if answer is not None:
        return REFUSED
    return INVALID if form is not None and form.is_bound and form.errors else 200
