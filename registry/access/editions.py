"""Two people edit one record: the second is told, reads what is saved now, and replaces it only knowingly.

A form carries the edition that it was filled from: a digest of the columns it may change. No counter is kept; the same
values are the same edition, whoever wrote them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.access.answers import Refused, refuse

if TYPE_CHECKING:
    from django.forms import BaseForm, Field
    from django_stubs_ext import StrOrPromise

OVERTAKEN = refuse(
    gettext_lazy("Somebody else has saved this meanwhile."),
    remedy=gettext_lazy("What you typed stands below. Compare it with what is saved now; save again to replace that."),
)


def edition_of(plain: Mapping[str, Any]) -> str:
    """Return the edition of plain column values (text, numbers, None)."""
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:20]


def require_edition(seen: str, plain: Mapping[str, Any]) -> None:
    """Refuse a form that was filled from another edition; programs, which saw none, send an empty one.

    Raises:
        Refused: ``OVERTAKEN``.
    """
    if seen and seen != edition_of(plain):
        raise Refused(OVERTAKEN)


def differing(form: BaseForm, saved: Mapping[str, Any]) -> list[tuple[StrOrPromise, str]]:
    """Return label and saved value of every field in which what was typed differs from what is saved."""
    return [
        (field.label or "", _in_words(field, saved[name]))
        for name, field in form.fields.items()
        if name in saved and field.has_changed(saved[name], form[name].value())
    ]


def _in_words(field: Field, value: Any) -> str:
    value = getattr(value, "pk", value)
    options = dict(getattr(field, "choices", ()) or ())
    if options:
        words = next((words for key, words in options.items() if str(getattr(key, "value", key)) == str(value)), value)
        return str(words) if value not in {None, ""} else "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value in {None, ""} else str(formats.localize(value))
