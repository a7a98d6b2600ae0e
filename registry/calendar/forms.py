"""A day typed by a person."""

from __future__ import annotations

from typing import Any

from django import forms


class DateInput(forms.DateInput):
    """The date picker of the device; browsers send and expect 2026-11-23 whatever they show."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    widget = DateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **options)
