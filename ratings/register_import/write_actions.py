"""Write the rows that are ready: producers, products and their recognitions, all of them in one transaction or none."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F

from ratings.certificates.actions import Issued
from ratings.certificates.history_actions import History, record_histories
from ratings.certificates.models import Certificate
from ratings.register_import import rules
from ratings.register_import.keys import decision_key, producer_key
from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.problems import Code, Problem
from ratings.register_import.states import Field, State, Verdict
from registry.access.answers import Refused, require
from registry.accounts.models import User
from registry.journal.actions import record
from registry.places.models import Commune
from registry.producers.bulk_actions import bring_in_producers
from registry.producers.facts import ProducerFacts
from registry.producers.models import Producer
from registry.producers.states import ProducerKind
from registry.products.bulk_actions import RegisterProduct, bring_in_products, keep_codes
from registry.products.models import Product

logger = logging.getLogger(__name__)

BATCH = 1000
SHOW_TASK = "catalogue.sweep"


@dataclass(slots=True)
class Added:
    """What a write added."""

    rows: int = 0
    producers: int = 0
    products: int = 0
    certificates: int = 0


def write_ready(register: RegisterImport, *, at: dt.datetime) -> Added | None:
    """Write the ready rows of a claimed import and hand it back; None when somebody else has it now.

    Either all of them are registered or, when anything fails, none; then the officer finds the import as it was.
    """
    try:
        with transaction.atomic():
            mine = RegisterImport.objects.filter(pk=register.pk, state=State.WRITING, run=register.run)
            # The row is held to the end of the transaction: a second worker waits here and then finds nothing to do.
            if not mine.update(state=State.READ, state_since=at, run="", claimed_at=None):
                return None
            return _write(register, at)
    except (Refused, IntegrityError):
        logger.exception("import %s was not written", register.pk)
        give_up_writing(register, at=at)
        return None


def give_up_writing(register: RegisterImport, *, at: dt.datetime) -> None:
    """Hand an import back of which nothing was written; the page says so."""
    RegisterImport.objects.filter(pk=register.pk, state=State.WRITING, run=register.run).update(
        state=State.READ, state_since=at, run="", claimed_at=None, write_failed=True
    )


def _write(register: RegisterImport, at: dt.datetime) -> Added:
    actor = register.write_by
    if actor is None:
        raise AssertionError("somebody asked for it")
    require(rules.may_import(actor, register.province_id))
    writer = _Writer(register, actor, at)
    ready = ImportRow.objects.filter(register_import=register, verdict=Verdict.GOOD).order_by("number")
    keys = list(ready.values_list("pk", flat=True))
    for begin in range(0, len(keys), BATCH):
        some = ImportRow.objects.filter(pk__in=keys[begin : begin + BATCH]).order_by("number")
        writer.write([Ready(*row) for row in some.values_list("pk", "number", "facts")])
    added = writer.added
    RegisterImport.objects.filter(pk=register.pk).update(
        producers_added=F("producers_added") + added.producers,
        products_added=F("products_added") + added.products,
        certificates_added=F("certificates_added") + added.certificates,
    )
    record(
        action="register_import.written",
        actor=actor,
        at=at,
        object_type="register_import",
        object_id=register.pk,
        label=register.file_name,
        after={
            "rows": added.rows,
            "producers": added.producers,
            "products": added.products,
            "certificates": added.certificates,
        },
        province=register.province_id,
    )
    transaction.on_commit(partial(current_app.send_task, SHOW_TASK, ignore_result=True, retry=False), robust=True)
    return added


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that is ready: its key, its number in the sheet, and what it says."""

    pk: int
    number: int
    facts: dict[str, Any]


@dataclass(slots=True)
class _Wanted:
    """One product to be there, with the recognitions of all rows that state it."""

    rows: list[Ready]
    facts: dict[str, Any]
    producer: tuple[str, str]
    issued: dict[dt.date, Issued] = field(default_factory=dict)


class _Writer:
    """Writes rows batch by batch, knowing the producers and products that are there, from before or from this import."""

    def __init__(self, register: RegisterImport, actor: User, at: dt.datetime) -> None:
        self.register, self.actor, self.at = register, actor, at
        self.added = Added()
        self.communes = {
            one.pk: one for one in Commune.objects.filter(province=register.province_id).select_related("province")
        }
        self.producers: dict[tuple[str, str], int] = {}
        named = Producer.objects.filter(commune__in=self.communes).order_by("-active", "pk")
        for pk, commune, name in named.values_list("pk", "commune_id", "name"):
            self.producers.setdefault((commune, producer_key(name)), pk)

    def write(self, rows: Sequence[Ready]) -> None:
        wanted = [one for one in self._wanted(rows) if one.rows]
        producers = self._producers(wanted)
        there = {
            (product.producer_id, product.folded): product
            for product in Product.objects.filter(
                producer__in=producers.values(), folded__in={one.facts["keys"][1] for one in wanted}
            ).select_related("commune__province", "producer")
        }
        recognised = self._recognised(there.values())
        kept = [one for one in wanted if self._agrees(one, there.get(self._key(one, producers)), recognised)]
        products = self._products(kept, producers, there)
        self._certificates(kept, products)
        done = [row.pk for one in kept for row in one.rows]
        ImportRow.objects.filter(pk__in=done).update(verdict=Verdict.DONE, revision=F("revision") + 1)
        self.added.rows += len(done)

    def _wanted(self, rows: Iterable[Ready]) -> Iterator[_Wanted]:
        """Join the rows of one product of one producer; the first row says what is registered."""
        found: dict[tuple[str, str, str], _Wanted] = {}
        for row in rows:
            facts = row.facts
            producer = (facts["commune"], facts["keys"][0])
            key = (*producer, facts["keys"][1])
            one = found.setdefault(key, _Wanted([], facts, producer))
            issued = {(one_issued := _issued(stated, facts)).issued_on: one_issued for stated in facts["recognitions"]}
            against = next(
                (day for day, new in issued.items() if day in one.issued and _differ(one.issued[day], new)), None
            )
            if against is not None:
                self._send_back([row], one.issued[against])
                continue
            one.rows.append(row)
            one.issued = {**issued, **one.issued}
        return iter(found.values())

    def _producers(self, wanted: Sequence[_Wanted]) -> dict[tuple[str, str], Producer]:
        """Return the producers of ``wanted`` by key, the missing ones entered."""
        missing = {one.producer: one.facts for one in reversed(wanted) if one.producer not in self.producers}
        entered = bring_in_producers(
            facts=[self._facts_of(facts) for facts in missing.values()],
            source=self._source,
            actor=self.actor,
            at=self.at,
        )
        self.added.producers += len(entered)
        new = dict(zip(missing, entered, strict=True))
        self.producers |= {key: producer.pk for key, producer in new.items()}
        keys = {one.producer for one in wanted}
        known = Producer.objects.in_bulk([self.producers[key] for key in keys if key not in new])
        for producer in known.values():
            producer.commune = self.communes[producer.commune_id]
        return {key: new.get(key) or known[self.producers[key]] for key in keys}

    def _facts_of(self, facts: dict[str, Any]) -> ProducerFacts:
        return ProducerFacts(
            kind=ProducerKind(facts["kind"]),
            name=facts["producer"],
            commune=self.communes[facts["commune"]],
            address=facts["address"],
            representative_name=facts["representative"],
            phone=facts["phone"],
        )

    def _recognised(self, products: Iterable[Product]) -> dict[int, dict[dt.date, Certificate]]:
        found: dict[int, dict[dt.date, Certificate]] = {}
        for one in Certificate.objects.filter(product__in=[product.pk for product in products]):
            found.setdefault(one.product_id, {})[one.valid_from] = one
        return found

    @staticmethod
    def _key(one: _Wanted, producers: dict[tuple[str, str], Producer]) -> tuple[int, str]:
        return producers[one.producer].pk, one.facts["keys"][1]

    def _agrees(self, one: _Wanted, product: Product | None, recognised: dict[int, dict[dt.date, Certificate]]) -> bool:
        """Drop what is recorded already; where the register says otherwise since it was checked, the row goes back."""
        there = recognised.get(product.pk, {}) if product else {}
        for day in sorted(set(there) & set(one.issued)):
            certificate, issued = there[day], one.issued.pop(day)
            if _differ(certificate, issued):
                self._send_back(one.rows, certificate)
                return False
        return True

    def _send_back(self, rows: Sequence[Ready], other: Certificate | Issued) -> None:
        """Give rows back that state something else for a day than ``other`` does."""
        day = f"{other.issued_on:%d/%m/%Y}"
        values = {"day": day, "stars": str(other.stars), "number": other.decision_number}
        problem = Problem(Field.FIRST_DATE, Code.REGISTER_DIFFERS, values)
        for row in ImportRow.objects.filter(pk__in=[one.pk for one in rows]):
            ImportRow.objects.filter(pk=row.pk).update(
                verdict=Verdict.BAD,
                facts={},
                problems=[*row.problems, problem.plain],
                codes=f"{row.codes.rstrip()} {problem.code.value} ",
                revision=F("revision") + 1,
            )

    def _products(
        self,
        wanted: Sequence[_Wanted],
        producers: dict[tuple[str, str], Producer],
        there: dict[tuple[int, str], Product],
    ) -> list[Product]:
        """Return the product of each of ``wanted``, the missing ones entered."""
        missing = [one for one in wanted if self._key(one, producers) not in there]
        entered = bring_in_products(
            entries=[
                RegisterProduct(
                    row=one.rows[0].number,
                    producer=producers[one.producer],
                    name=one.facts["product"],
                    set_number=one.facts["set"],
                    code=one.facts["code"],
                )
                for one in missing
            ],
            source=self._source,
            actor=self.actor,
            at=self.at,
        )
        self.added.products += len(entered)
        new = {(product.producer_id, product.folded): product for product in entered}
        found = [new.get(key) or there[key] for key in (self._key(one, producers) for one in wanted)]
        fresh = {product.pk for product in entered}
        pairs = zip(found, wanted, strict=True)
        old = [(product, one.facts["code"]) for product, one in pairs if product.pk not in fresh and one.facts["code"]]
        keep_codes(codes=old, actor=self.actor, at=self.at)
        return found

    def _certificates(self, wanted: Sequence[_Wanted], products: Sequence[Product]) -> None:
        histories = [
            History(product, tuple(one.issued[day] for day in sorted(one.issued)))
            for one, product in zip(wanted, products, strict=True)
            if one.issued
        ]
        self.added.certificates += len(record_histories(histories, source=self._source, actor=self.actor, at=self.at))

    @property
    def _source(self) -> str:
        return f"{self.register.file_name} ({self.register.sheet})"


def _issued(stated: dict[str, Any], facts: dict[str, Any]) -> Issued:
    return Issued(
        stars=stated["stars"],
        decision_number=stated["decision"],
        authority=stated["authority"],
        issued_on=dt.date.fromisoformat(stated["day"]),
        product_code=facts["code"],
        code_unknown=not facts["code"],
        product_name=facts["product"],
        producer_name=facts["producer"],
    )


def _differ(one: Certificate | Issued, other: Issued) -> bool:
    return one.stars != other.stars or decision_key(one.decision_number) != decision_key(other.decision_number)
