"""Record many certificates from before this system at once: the history that a province's register tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from ratings.certificates import rules
from ratings.certificates.actions import Issued, issued_before, printed_of, record_issued
from ratings.certificates.codes import new_code
from ratings.certificates.models import Certificate, End
from registry.access.answers import require
from registry.access.inserting import give_keys, insert_many
from registry.accounts.models import User
from registry.journal.actions import record
from registry.products.models import Product

BATCH = 500


@dataclass(frozen=True, slots=True)
class History:
    """What is recorded of one product, in the order of days."""

    product: Product
    issued: tuple[Issued, ...]


@transaction.atomic
def record_histories(histories: Sequence[History], *, source: str, actor: User, at: dt.datetime) -> list[Certificate]:
    """Record ``histories`` out of ``source``, each of another product; a later certificate cuts an earlier one as ``record_issued`` does.

    Products without any certificate are written in few statements; the others, and what was withdrawn or lengthened, one
    by one between what is there. The caller sees to it that the catalogue is refreshed.

    Raises:
        Refused: for the reasons of ``record_issued``.
    """
    require(rules.may_record_all(actor, (one.product for one in histories)))
    today = timezone.localdate(at)
    for history in histories:
        for issued in history.issued:
            require(rules.issued_whole(issued, today=today))
    known = set(
        Certificate.objects.filter(product__in=[one.product.pk for one in histories])
        .order_by()
        .values_list("product", flat=True)
    )
    fresh = [one for one in histories if one.product.pk not in known and not _ends_otherwise(one)]
    written = _written_at_once(fresh)
    if written:
        record(
            action="certificates.recorded",
            actor=actor,
            at=at,
            object_type="register",
            object_id=source,
            label=source,
            after={"certificates": [_told(one) for one in written]},
        )
    done = {one.product.pk for one in fresh}
    for history in histories:
        if history.product.pk not in done:
            written += [record_issued(history.product, issued=one, actor=actor, at=at) for one in history.issued]
    return written


def _ends_otherwise(history: History) -> bool:
    return any(one.withdrawn_on or one.extended_until for one in history.issued)


def _written_at_once(histories: Sequence[History]) -> list[Certificate]:
    """Write all certificates of products that have none yet, each cut where the next one begins."""
    codes = _fresh_codes(sum(len(one.issued) for one in histories))
    rows = []
    for one in histories:
        printed = printed_of(one.product)
        own = [issued_before(one.product, issued, printed=printed, code=next(codes)) for issued in one.issued]
        rows.append(sorted(own, key=_begin))
    written = [certificate for row in rows for certificate in row]
    give_keys(written)
    for row in rows:
        for earlier, later in pairwise(row):
            _cut(earlier, later)
    insert_many(written)
    return written


def _cut(certificate: Certificate, later: Certificate) -> None:
    """End ``certificate``, not saved yet, where ``later`` begins, if it would still be in force then."""
    if certificate.valid_until > later.valid_from:
        certificate.valid_until = later.valid_from
        certificate.end, certificate.ended_on = End.SUPERSEDED, later.valid_from
        certificate.end_decision_number = later.decision_number
        certificate.superseded_by = later


def _begin(certificate: Certificate) -> dt.date:
    return certificate.valid_from


def _fresh_codes(count: int) -> Iterator[str]:
    """Yield ``count`` codes that no certificate has: asked in batches, drawn again where one exists."""
    wanted = count
    while wanted > 0:
        drawn = {new_code() for _ in range(min(wanted, BATCH))}
        fresh = drawn - set(Certificate.objects.filter(code__in=drawn).values_list("code", flat=True))
        wanted -= len(fresh)
        yield from fresh


def _told(certificate: Certificate) -> list[object]:
    return [
        certificate.pk,
        certificate.product_id,
        certificate.stars,
        certificate.decision_number,
        certificate.valid_from.isoformat(),
        certificate.valid_until.isoformat(),
    ]
