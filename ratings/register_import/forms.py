"""What an officer types while a register comes in: the file, the columns, the correction of one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from ratings.register_import.checking import Choices
from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.problems import CONFIRMABLE, PLACES, Code, Weight, problem_of
from ratings.register_import.said import letters_of
from ratings.register_import.states import FIRST, SECOND, Field
from registry.access.numbers import whole_number
from registry.places.forms import CommuneField
from registry.places.models import Commune
from registry.products.sets import CHOICES

LONGEST_TEXT = 500


class UploadForm(forms.Form):
    workbook = forms.FileField(
        label=_("Register as an Excel workbook (.xlsx)"),
        help_text=_("At most 20 MB and 30,000 rows. Nothing is registered before you have seen and confirmed it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the sheet with its select."""

    letter: str
    heading: str
    samples: list[str]
    field: forms.BoundField


class ColumnsForm(forms.Form):
    """Which column is which; each field at most once."""

    def __init__(self, data: Any, *, register: RegisterImport) -> None:
        super().__init__(data)
        self.register = register
        of_index = {index: name for name, index in register.columns.items()}
        choices = [("", _("– not used –")), *Field.choices]
        for index, top, leaf, _samples in register.headings:
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=f"{get_column_letter(index + 1)} · {f'{top} – {leaf}' if top else leaf}",
                choices=choices,
                required=False,
                initial=of_index.get(index, ""),
            )

    @property
    def lines(self) -> Iterator[ColumnLine]:
        for index, top, leaf, samples in self.register.headings:
            heading = f"{top} – {leaf}" if top else leaf
            yield ColumnLine(
                get_column_letter(index + 1), heading, list(filter(None, samples)), self[f"column_{index}"]
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first: dict[str, str] = {}
        for name in self.fields:
            chosen = cleaned.get(name)
            if chosen and chosen in first:
                letter = get_column_letter(int(first[chosen].removeprefix("column_")) + 1)
                self.add_error(name, _("Column %(letter)s is assigned to this already.") % {"letter": letter})
            elif chosen:
                first[chosen] = name
        return cleaned

    def columns(self) -> dict[Field, int]:
        chosen = self.cleaned_data.items()
        return {Field(field): int(name.removeprefix("column_")) for name, field in chosen if field}


class RowForm(forms.Form):
    """All that one row says, its problems as errors of its fields, and the choices that it needs."""

    revision = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, row: ImportRow, register: RegisterImport, candidates: list[Commune]) -> None:
        super().__init__(data)
        self.row, self.register = row, register
        self.problems = [problem_of(plain) for plain in row.problems]
        letters = letters_of(register)
        for field in Field:
            if field is not Field.NUMBER:
                self.fields[field.value] = forms.CharField(
                    label=field.label,
                    required=False,
                    max_length=LONGEST_TEXT,
                    help_text=self._help(field, letters.get(field.value, "")),
                )
        self._add_choices(candidates)

    def _help(self, field: Field, letter: str) -> str:
        notes = [one.sentence for one in self.problems if one.field is field and one.weight is Weight.NOTE]
        column = [_("Column %(letter)s.") % {"letter": letter}] if letter else []
        return " ".join(str(part) for part in (*column, *(note[:1].upper() + note[1:] for note in notes)))

    def _add_choices(self, candidates: list[Commune]) -> None:
        codes = {one.code for one in self.problems}
        confirmable = [code for code in CONFIRMABLE if code in codes or code.value in self.confirmed]
        if confirmable:
            self.fields["confirmed"] = forms.MultipleChoiceField(
                label=_("Decide"),
                choices=[(code.value, CONFIRMABLE[code]) for code in confirmable],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if Code.SET_UNSURE in codes or self.row.choices.get("set"):
            self.fields["set_number"] = forms.ChoiceField(
                label=_("Product set"), choices=[("", _("– choose –")), *CHOICES], required=False
            )
        if self._asks_place(codes):
            self._add_place(candidates)

    def _asks_place(self, codes: set[Code]) -> bool:
        missing = any(one.code is Code.MISSING and one.field is Field.COMMUNE for one in self.problems)
        return missing or bool(codes & PLACES) or bool(self.row.choices.get("commune"))

    def _add_place(self, candidates: list[Commune]) -> None:
        if candidates:
            listed = [(one.pk, str(one)) for one in candidates]
            self.fields["place"] = forms.ChoiceField(
                label=_("Commune of today"),
                choices=[*listed, ("", _("another commune, chosen below"))],
                widget=forms.RadioSelect,
                required=False,
            )
        self.fields["other_place"] = CommuneField(
            label=_("Another commune of the province") if candidates else _("Commune of today"),
            province=self.register.province_id,
            required=False,
        )
        self.fields["everywhere"] = forms.BooleanField(
            label=_("Use this commune for every waiting row that writes the place in the same way"), required=False
        )

    @property
    def confirmed(self) -> list[str]:
        return list(self.row.choices.get("confirmed", ()))

    def show_problems(self) -> None:
        """Put what keeps the row out beside its fields, as errors."""
        self.full_clean()
        for problem in self.problems:
            if problem.weight is not Weight.NOTE:
                name = problem.field.value if problem.field.value in self.fields else None
                self.add_error(name, problem.sentence[:1].upper() + problem.sentence[1:])

    @property
    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Titles with their fields, in the order of the register."""
        for title, fields in _SECTIONS:
            yield str(title), [self[field.value] for field in fields]

    @property
    def choice_fields(self) -> list[forms.BoundField]:
        return [
            self[name]
            for name in ("confirmed", "set_number", "place", "other_place", "everywhere")
            if name in self.fields
        ]

    def texts(self) -> dict[Field, str]:
        typed: dict[Field, str] = {
            field: self.cleaned_data[field.value] for field in Field if field.value in self.fields
        }
        return typed | {Field.NUMBER: self.row.values.get(Field.NUMBER, "")}

    def choices(self) -> Choices:
        """Return what was decided; what the page did not ask stays as it was decided before."""
        cleaned, choices = self.cleaned_data, Choices.of(self.row.choices)
        if "other_place" in self.fields:
            other = cleaned["other_place"]
            choices = replace(choices, commune=other.pk if other else cleaned.get("place", ""))
        if "set_number" in self.fields:
            choices = replace(choices, set_number=whole_number(cleaned["set_number"]))
        return replace(choices, confirmed=frozenset(cleaned.get("confirmed", ())))


_SECTIONS = (
    (_("Product"), (Field.PRODUCT, Field.CODE, Field.GROUP)),
    (_("Producer"), (Field.PRODUCER, Field.KIND, Field.REPRESENTATIVE, Field.PHONE)),
    (_("Place as written"), (Field.COMMUNE, Field.DISTRICT, Field.ADDRESS)),
    (_("First recognition"), tuple(FIRST)),
    (_("Second recognition or upgrade"), tuple(SECOND)),
    (_("Compared, not kept"), (Field.STARS_NOW, Field.EXPIRY, Field.NOTE)),
)


def shown_data(row: ImportRow, candidates: list[Commune]) -> dict[str, Any]:
    """Return what the form of a row shows when it is opened."""
    choices = Choices.of(row.choices)
    listed = {one.pk for one in candidates}
    chosen = choices.commune
    values: dict[str, Any] = dict(row.values)
    return values | {
        "revision": str(row.revision),
        "confirmed": sorted(choices.confirmed),
        "set_number": str(choices.set_number or ""),
        "place": chosen if chosen in listed else "",
        "other_place": chosen if chosen and chosen not in listed else "",
        "everywhere": "on",
    }
