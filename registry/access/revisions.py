"""Rows that count their saves: the slower of two people is told, and a save whose answer got lost may come again.

A page knows the revision that it was filled from and the window it is (one opening of the page). A save is taken when
nobody else has saved since: the revision is the known one, or the last save came from this very window, which did not
hear that it had arrived.
"""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.db.models import Q

LENGTH = 32
"""Characters of the name of a window."""


def new_window() -> str:
    """Return the name of a page that is being opened."""
    return secrets.token_hex(LENGTH // 2)


class RevisionField(forms.IntegerField):
    """The revision a page was filled from. A refused page that is shown again knows the present one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.HiddenInput, **options)

    def bound_data(self, _data: Any, initial: Any) -> Any:
        return initial


class WindowField(forms.CharField):
    """The window in which a form is filled."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, max_length=LENGTH, initial=new_window)


def not_overtaken(window: str, **known: int) -> Q:
    """Rows that nobody else has saved since; ``known`` names the column of the revision with its value.

    The column ``saved_in`` of the row holds the window that saved it last.
    """
    return Q(**known) | Q(saved_in=window) if window else Q(**known)
