"""What the preview of an import shows: figures by verdict, a page of rows with what is said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.problems import SHORT, Code
from ratings.register_import.queries import counts_of, rows_of
from ratings.register_import.rules import may_write
from ratings.register_import.said import Said, letters_of, said_of
from ratings.register_import.states import WAITING, Field, State, Verdict
from registry.access.answers import Answer
from registry.templatetags.ocop import Tab

_CODES = frozenset(code.value for code in Code)
PAGE = 25
LONGEST_SEARCH = 120
TABS = (Verdict.BAD, Verdict.CHOICE, Verdict.GOOD, Verdict.DONE, Verdict.KNOWN, Verdict.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the preview."""

    row: ImportRow
    verdict: Verdict
    product: str
    producer: str
    said: list[Said]


class Preview:
    """Rows of a read workbook, narrowed by what the address asks; a wrong question is left out, never an error."""

    def __init__(self, register: RegisterImport, asked: Mapping[str, str]) -> None:
        self.register = register
        self.verdict = asked.get("verdict", "")
        self.code = asked.get("problem", "") if asked.get("problem", "") in _CODES else ""
        self.text = asked.get("q", "")[:LONGEST_SEARCH]
        self._page = asked.get("page")
        if self.verdict not in Verdict.values:
            self.verdict = next((one.value for one in TABS if self.counts[one]), Verdict.GOOD.value)

    @cached_property
    def counts(self) -> dict[Verdict, int]:
        return counts_of(self.register)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def ready(self) -> int:
        return self.counts[Verdict.GOOD]

    @property
    def waiting(self) -> int:
        return sum(self.counts[one] for one in WAITING)

    @property
    def done(self) -> int:
        return self.counts[Verdict.DONE]

    @property
    def may_write(self) -> Answer:
        return may_write(self.register, self.ready)

    @property
    def tabs(self) -> list[Tab]:
        address = reverse("register-import", args=[self.register.pk])
        return [
            Tab(
                str(one.label),
                f"{address}?{urlencode({'verdict': one.value})}",
                active=one.value == self.verdict,
                count=self.counts[one],
            )
            for one in TABS
            if self.counts[one] or one in (Verdict.BAD, Verdict.CHOICE, Verdict.GOOD)
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Kinds of problems to filter by, with their short names."""
        return sorted(((code.value, str(text)) for code, text in SHORT.items()), key=lambda pair: pair[1])

    @property
    def searching(self) -> bool:
        return bool(self.text or self.code)

    @cached_property
    def page(self) -> Page[ImportRow]:
        rows = rows_of(self.register, self.verdict, self.code, self.text)
        return Paginator(rows, PAGE).get_page(self._page)

    @cached_property
    def lines(self) -> list[Line]:
        letters = letters_of(self.register)
        return [
            Line(
                row,
                Verdict(row.verdict),
                row.values.get(Field.PRODUCT, ""),
                row.values.get(Field.PRODUCER, ""),
                said_of(row, letters),
            )
            for row in self.page
        ]

    @property
    def skipped(self) -> str:
        """Numbers of the rows that say nothing about a product."""
        shown = self.register.skipped[:20]
        more = "…" if len(self.register.skipped) > len(shown) else ""
        return ", ".join(str(number) for number in shown) + more


def percent_read(register: RegisterImport) -> int:
    if register.status is State.WRITING or not register.rows_expected:
        return 0
    return min(99, round(100 * register.rows_read / register.rows_expected))


def steps_of(register: RegisterImport | None, *, columns: bool = False) -> list[Tab]:
    """Return the five steps of bringing a register in and where this import stands."""
    labels = (_("Upload"), _("Columns"), _("Read and check"), _("Look and correct"), _("Import"))
    if register is None:
        at = 0
    elif columns or register.status is State.UPLOADED:
        at = 1
    elif register.status is State.READING or register.status is State.FAILED:
        at = 2
    elif register.status is State.WRITING:
        at = 4
    else:
        at = 3
    done = bool(register and register.products_added + register.certificates_added)
    return [
        Tab(
            str(label),
            state="current"
            if number == at
            else "done"
            if number < at or (done and number == len(labels) - 1)
            else "todo",
        )
        for number, label in enumerate(labels)
    ]
