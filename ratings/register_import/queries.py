"""Imports that an officer sees, and what the register knows that rows are compared with."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Count, QuerySet

from ratings.certificates.models import Certificate
from ratings.register_import.checking import Knowledge, Known, code_key
from ratings.register_import.keys import producer_key
from ratings.register_import.locating import RowPlace
from ratings.register_import.models import ImportRow, RegisterImport, RememberedHeading
from ratings.register_import.placing import PlaceFinder
from ratings.register_import.rules import KEEPERS
from ratings.register_import.states import Field, State, Verdict
from registry.accounts.models import User
from registry.places import queries as places
from registry.places.folding import words_of
from registry.places.models import Commune, Province
from registry.products.models import OldCode, Product, ProductCode

MOST_CANDIDATES = 12


def visible_to(person: User) -> QuerySet[RegisterImport]:
    """Imports of the officer's own province; they hold phones and names that nobody else needs."""
    if not person.is_authenticated:
        return RegisterImport.objects.none()
    return RegisterImport.objects.filter(province__in=person.provinces(KEEPERS)).select_related(
        "province", "uploaded_by"
    )


def counts_of(register: RegisterImport) -> dict[Verdict, int]:
    """Return how many rows have each verdict, all verdicts named: one query."""
    rows = ImportRow.objects.filter(register_import=register).order_by().values_list("verdict")
    found = {Verdict(verdict): count for verdict, count in rows.annotate(count=Count("pk"))}
    return {verdict: found.get(verdict, 0) for verdict in Verdict}


def rows_of(register: RegisterImport, verdict: str = "", code: str = "", text: str = "") -> QuerySet[ImportRow]:
    """Rows in their order; ``verdict`` and ``code`` of a problem narrow, words search product and producer."""
    rows = ImportRow.objects.filter(register_import=register).order_by("number")
    if verdict in Verdict.values:
        rows = rows.filter(verdict=verdict)
    if code:
        rows = rows.filter(codes__contains=f" {code} ")
    for word in words_of(text):
        rows = rows.filter(identity__contains=word)
    return rows


def next_waiting(register: RegisterImport, after: int) -> ImportRow | None:
    """Return the next row that needs a person, from row ``after`` on and then from the top."""
    waiting = rows_of(register).filter(verdict__in=(Verdict.BAD, Verdict.CHOICE))
    return waiting.filter(number__gt=after).first() or waiting.exclude(number=after).first()


def remembered(province: str) -> dict[str, str]:
    """Return what each heading meant the last time."""
    return dict(RememberedHeading.objects.filter(province=province).values_list("heading", "field"))


def waiting_for_worker(before: dt.datetime) -> QuerySet[RegisterImport]:
    """Imports to be read or written at which nobody has been since ``before``."""
    at_work = RegisterImport.objects.filter(state__in=(State.READING, State.WRITING))
    return (at_work.filter(claimed_at=None) | at_work.filter(claimed_at__lt=before)).order_by("state_since", "pk")


def place_finder(province: Province) -> PlaceFinder:
    return PlaceFinder(places.places(province.name), province.pk)


def knowledge_of(province: str, product: str | None = None) -> Knowledge:
    """Read what the register says of a province, or only of products of one key: four queries."""
    products = Product.objects.filter(commune__province=province)
    certificates = Certificate.objects.filter(product__commune__province=province)
    if product is not None:
        products = products.filter(folded=product)
        certificates = certificates.filter(product__folded=product)
    recognitions: dict[int, dict[dt.date, tuple[int, str]]] = defaultdict(dict)
    for key, day, stars, number in certificates.order_by().values_list(
        "product_id", "valid_from", "stars", "decision_number"
    ):
        recognitions[key][day] = (stars, number)
    known = Knowledge()
    keys: dict[int, tuple[str, str]] = {}
    for pk, folded, commune, producer in products.order_by().values_list(
        "pk", "folded", "commune_id", "producer__name"
    ):
        keys[pk] = (producer_key(producer), folded)
        known.products.setdefault(keys[pk], []).append(Known(commune, recognitions.get(pk, {})))
    _add_codes(known, province, keys)
    return known


def _add_codes(known: Knowledge, province: str, keys: dict[int, tuple[str, str]]) -> None:
    """Say whose each code of the province is; a product outside ``keys`` is known by its name only."""
    old = OldCode.objects.filter(product__commune__province=province).order_by()
    new = ProductCode.objects.filter(province_code=province).order_by()
    for text, product, name in old.values_list("text", "product_id", "product__name"):
        known.codes[code_key(text)] = (*keys.get(product, ("", "")), name)
    for commune, serial, product, name in new.values_list("commune_code", "serial", "product_id", "product__name"):
        known.codes[f"{province}-{commune}-{serial}"] = (*keys.get(product, ("", "")), name)


def candidates_of(register: RegisterImport, row: ImportRow) -> list[Commune]:
    """Return the communes that the place of a row as written may be today, the most likely first."""
    texts = {Field(name): text for name, text in row.values.items()}
    communes = RowPlace(place_finder(register.province), texts, "", ()).answer().communes
    known = Commune.objects.in_bulk(communes[:MOST_CANDIDATES])
    return [known[code] for code in communes[:MOST_CANDIDATES] if code in known]
