"""A field for choosing one of 3,321 communes: the search needs htmx, choosing does not.

Where only a few communes may be chosen (an officer's own), a plain ``ModelChoiceField`` with a select is enough.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.places.folding import fold
from registry.places.models import Commune
from registry.places.queries import Offer, candidates_of, offers, resolve_line
from registry.places.states import Outcome

_CODE = re.compile(r"\d{5}")
_LEFT_CODE = re.compile(r"\s*\(\d{5}\)$")
_WITH_CODE = re.compile(r"(.+)\((\d{5})\)")
LONGEST = 160
SHOWN_IN_ERRORS = 5
SHOWN_OF_PROVINCE = 200
"""More than any province has communes (168 at most)."""


def label_of(commune: Commune) -> str:
    """Return how a commune stands in a text box: "Xã Triệu Cơ, Tỉnh Quảng Trị (19654)"."""
    return f"{commune}, {commune.province} ({commune.pk})"


class CommuneInput(forms.TextInput):
    """A search box and beside it a list of what it found; a choice in the list goes before what is typed.

    With htmx the list follows the typing. Without script the name is typed and the form sent; where the name is not
    certain the form comes back with the list filled.
    """

    template_name = "places/commune_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, province: str = "") -> None:
        super().__init__(attrs)
        self.province = province

    def use_required_attribute(self, initial: Any) -> bool:
        """Browsers would ask for text also where something is chosen in the list."""
        return False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return str(data.get(f"{name}_choice") or data.get(name) or "")[:LONGEST]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_choice" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        text = str(value or "").strip()
        chosen = find_by_code(text)
        context["widget"]["value"] = label_of(chosen) if chosen else text
        context["search_url"] = f"{reverse('commune-options')}?field={name}&province={self.province}"
        context["chosen"] = chosen
        context["asked"] = bool(text)
        context["offers"] = [] if chosen else self._offers(text)
        return context

    def _offers(self, text: str) -> list[Offer]:
        if not text:
            return offers("", self.province, limit=SHOWN_OF_PROVINCE) if self.province else []
        found = offers(text, self.province or None)
        return found or [Offer(commune) for commune in candidates_of(resolve_line(text))]


class CommuneField(forms.ModelChoiceField):
    """A commune of today, given by code, by name, or by a former name that has one certain successor.

    ``province`` (a code) narrows what may be chosen and fills the list from the start.
    """

    widget: type[forms.Widget] = CommuneInput
    default_error_messages = {
        "invalid_choice": _("No commune is written like this, now or before July 2025. Choose one from the list."),
        "several": _("More than one commune can be meant: %(communes)s. Choose one from the list."),
        "nearest": _("This is not certain. The nearest are: %(communes)s. Choose one from the list."),
    }

    def __init__(self, *, province: str = "", **options: Any) -> None:
        communes = Commune.objects.select_related("province")
        if province:
            communes = communes.filter(province=province)
        self.province = province
        options.setdefault("widget", CommuneInput(province=province))
        super().__init__(communes, empty_label=None, **options)

    def to_python(self, value: Any) -> Commune | None:
        """Return the commune, or None for nothing.

        Raises:
            ValidationError: when the text names no commune for certain; it lists the candidates.
        """
        if value in self.empty_values:
            return None
        if isinstance(value, Commune):
            value = value.pk
        text = str(value).strip()
        chosen = find_by_code(text)
        if chosen is None and _CODE.fullmatch(text) is None:
            chosen = self._by_name(text)
        if chosen is None or not self._allowed([chosen]):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return chosen

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether another commune is meant: the box shows a label, the initial value is a code or a commune."""
        try:
            meant = self.to_python(data)
        except ValidationError:
            return True
        before = initial.pk if isinstance(initial, Commune) else initial
        return (meant.pk if meant else "") != (before or "")

    def _by_name(self, text: str) -> Commune | None:
        resolution = resolve_line(_LEFT_CODE.sub("", text))
        found = self._allowed(candidates_of(resolution))
        certain = resolution.outcome is not Outcome.UNKNOWN
        if not found or (certain and len(found) == 1):
            return found[0] if found else None
        names = "; ".join(label_of(commune) for commune in found[:SHOWN_IN_ERRORS])
        code = "several" if certain else "nearest"
        raise ValidationError(self.error_messages[code], code=code, params={"communes": names})

    def _allowed(self, communes: list[Commune]) -> list[Commune]:
        return [each for each in communes if self.province in ("", each.province_id)]


def find_by_code(text: str) -> Commune | None:
    """Return the commune of "19654" or of its whole label; a label whose name was changed afterwards is none."""
    labelled = _WITH_CODE.fullmatch(text)
    code = labelled[2] if labelled else text
    if _CODE.fullmatch(code) is None:
        return None
    commune = Commune.objects.select_related("province").filter(pk=code).first()
    if commune and labelled and fold(label_of(commune)) != fold(text):
        return None
    return commune
