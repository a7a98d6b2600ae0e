"""Signing brings certificates into force: intervals that cut what came before, each with its stored PDF."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.certificates import rules
from ratings.certificates.codes import new_code
from ratings.certificates.models import Certificate, End
from ratings.certificates.paper import certificate_pdf
from ratings.certificates.periods import first_day_out_of_force
from ratings.certificates.queries import neighbours_of
from ratings.decisions.actions import record_five, sign_decision
from ratings.decisions.models import Decision, DecisionItem, DecisionKind
from ratings.decisions.printed import address_of, place_of, product_code_of
from ratings.decisions.queries import open_items
from ratings.decisions.rules import MinistryAnswer, Signature
from ratings.dossiers.models import Dossier
from registry.access.answers import Answer, Refused, refuse, require
from registry.accounts.models import User
from registry.calendar.working_days import last_day
from registry.documents.papers import pages_of
from registry.files.actions import keep_pdf
from registry.journal.actions import record
from registry.products.codes import parse, tidied
from registry.products.models import OldCode, Product

REFRESH_TASK = "catalogue.refresh"


@transaction.atomic
def sign_and_issue(decision: Decision, *, signature: Signature, actor: User, at: dt.datetime) -> list[Certificate]:
    """Sign ``decision`` (or record it) and issue what it recognises, all in one transaction.

    An approval for the ministry issues nothing: approval is not recognition (article 7.3e).

    Raises:
        Refused: for the reasons of ``sign_decision``, or because a certificate would begin before an earlier one.
    """
    until = first_day_out_of_force(signature.issued_on)
    sign_decision(decision, signature=signature, actor=actor, at=at, last_day=last_day(until))
    if decision.kind == DecisionKind.APPROVAL:
        return []
    return [issue(item, actor=actor, at=at) for item in open_items(decision)]


@transaction.atomic
def record_five_and_issue(
    dossier: Dossier, *, answer: MinistryAnswer, signer_name: str, signer_capacity: str, actor: User, at: dt.datetime
) -> Certificate:
    """Record the Minister's recognition and issue the five-star certificate (article 7.4e)."""
    decision = record_five(
        dossier, answer=answer, signer_name=signer_name, signer_capacity=signer_capacity, actor=actor, at=at
    )
    [item] = open_items(decision)
    return issue(item, actor=actor, at=at)


@transaction.atomic
def issue(item: DecisionItem, *, actor: User, at: dt.datetime) -> Certificate:
    """Issue the certificate of one dossier in a signed decision; ``item`` comes from ``decisions.queries.open_items``.

    It is in force for 36 months from the decision's date (article 4.3) and cuts what was in force on that day.

    Raises:
        Refused: without a product code, or when a certificate of the product begins later than this one.
    """
    decision, dossier = item.decision, item.dossier
    if decision.issued_on is None:
        raise AssertionError("a certificate rests on a signed decision")
    code = product_code_of(dossier)
    require(rules.has_code(code))
    _hold(dossier.product)
    certificate = _written(
        product=dossier.product,
        dossier=dossier,
        decision=decision,
        product_code=code,
        stars=item.stars,
        decision_number=decision.number,
        authority=decision.authority,
        issued_on=decision.issued_on,
    )
    earlier, later = neighbours_of(certificate)
    require(rules.begins_after(certificate.valid_from, later))
    data = certificate_pdf(certificate, decision)
    certificate.pdf = keep_pdf(data, pages=pages_of(data), at=at)
    _put_in_place(certificate, earlier, None)
    _journal("certificate.issued", certificate, actor, at)
    return certificate


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate as its paper states it. Names are those printed then; empty means as the register has them now."""

    stars: int
    decision_number: str
    authority: str
    issued_on: dt.date
    product_code: str
    product_name: str = ""
    producer_name: str = ""
    code_unknown: bool = False
    """The register does not state the product code; none is invented."""
    extended_until: dt.date | None = None
    """First day out of force where article 12.3 had lengthened it."""
    withdrawn_on: dt.date | None = None
    withdrawal_number: str = ""


@transaction.atomic
def record_issued(product: Product, *, issued: Issued, actor: User, at: dt.datetime) -> Certificate:
    """Record a certificate that was issued before this system, between those of the product that are known.

    It has no PDF of ours. A later one cuts it, it cuts an earlier one.

    Raises:
        Refused: by anybody but an officer of the product's province, when something is not stated, or when it is
            recorded already.
    """
    require(rules.may_record_issued(actor, product))
    require(rules.issued_whole(issued, today=timezone.localdate(at)))
    _hold(product)
    certificate = issued_before(product, issued)
    if issued.withdrawn_on:
        require(rules.withdrawal_stated(issued.withdrawn_on, issued.withdrawal_number, certificate))
        certificate.end, certificate.ended_on = End.WITHDRAWN, issued.withdrawn_on
        certificate.end_decision_number = issued.withdrawal_number.strip()
        certificate.valid_until = min(certificate.valid_until, issued.withdrawn_on)
    earlier, later = neighbours_of(certificate)
    if later is not None and later.valid_from == certificate.valid_from:
        raise Refused(rules.ALREADY_RECORDED)
    _put_in_place(certificate, earlier, later)
    parsed = parse(certificate.product_code)
    if parsed and parsed.is_old:
        OldCode.objects.get_or_create(text=certificate.product_code, defaults={"product": product})
    _journal("certificate.recorded", certificate, actor, at)
    return certificate


@dataclass(frozen=True, slots=True)
class Printed:
    """What a certificate says of a product and its producer on a day."""

    product: str
    producer: str
    address: str
    place: str


def printed_of(product: Product) -> Printed:
    """Return what a certificate would print of ``product`` now."""
    producer = product.producer
    return Printed(product.name, producer.name, address_of(producer)[:300], place_of(product.commune)[:200])


def issued_before(product: Product, issued: Issued, *, printed: Printed | None = None, code: str = "") -> Certificate:
    """Return the certificate of before this system that ``issued`` states, not saved yet."""
    certificate = _written(
        product=product,
        dossier=None,
        decision=None,
        product_code=tidied(issued.product_code),
        stars=issued.stars,
        decision_number=issued.decision_number.strip(),
        authority=issued.authority.strip(),
        issued_on=issued.issued_on,
        printed=printed,
        code=code,
    )
    certificate.product_name = issued.product_name or certificate.product_name
    certificate.producer_name = issued.producer_name or certificate.producer_name
    certificate.extended_until = issued.extended_until
    return certificate


def _written(
    *,
    product: Product,
    dossier: Dossier | None,
    decision: Decision | None,
    product_code: str,
    stars: int,
    decision_number: str,
    authority: str,
    issued_on: dt.date,
    printed: Printed | None = None,
    code: str = "",
) -> Certificate:
    """Return a certificate as it will be printed, not saved yet."""
    printed = printed or printed_of(product)
    until = first_day_out_of_force(issued_on)
    return Certificate(
        code=code or _fresh_code(),
        product=product,
        dossier=dossier,
        decision=decision,
        product_code=product_code,
        product_name=printed.product,
        producer_name=printed.producer,
        producer_address=printed.address,
        place=printed.place,
        set_number=product.set_number,
        stars=stars,
        decision_number=decision_number,
        authority=authority,
        issued_on=issued_on,
        valid_from=issued_on,
        first_until=until,
        valid_until=until,
    )


def _hold(product: Product) -> None:
    """Let nobody else write a certificate of ``product`` until this transaction ends.

    Without it two that overlap would wait for each other at the exclusion constraint until PostgreSQL ends one.
    """
    Product.objects.select_for_update(no_key=True).filter(pk=product.pk).values_list("pk").get()


def _fresh_code() -> str:
    """Return a code that no certificate has; a clash is improbable, but must not reach the printer."""
    while True:
        code = new_code()
        if not Certificate.objects.filter(code=code).exists():
            return code


def _put_in_place(certificate: Certificate, earlier: Certificate | None, later: Certificate | None) -> None:
    """Save ``certificate`` between its neighbours: it cuts the earlier one, the later one cuts it."""
    if later is not None and later.valid_from < certificate.valid_until:
        _cut(certificate, later)
    if later is not None and certificate.extended_until and certificate.extended_until > later.valid_from:
        certificate.extended_until = later.valid_from if later.valid_from > certificate.valid_until else None
    cut = earlier is not None and _cut(earlier, certificate)
    try:
        with transaction.atomic():
            if cut and earlier is not None:
                # Before the new one is there: at no moment do two of them overlap.
                earlier.superseded_by = None
                _save_end(earlier)
            certificate.save()
    except IntegrityError as error:
        raise Refused(_overlaps()) from error
    if cut and earlier is not None:
        Certificate.objects.filter(pk=earlier.pk).update(superseded_by=certificate)
    transaction.on_commit(partial(_refresh_catalogue, certificate.product_id), robust=True)


def _cut(certificate: Certificate, by: Certificate) -> bool:
    """End ``certificate`` in memory where ``by`` begins, if it would still be in force then."""
    day = by.valid_from
    if certificate.valid_until > day:
        certificate.valid_until = day
        certificate.end, certificate.ended_on = End.SUPERSEDED, day
        certificate.end_decision_number = by.decision_number
        certificate.extended_until = None
        certificate.superseded_by = by
        return True
    if certificate.extended_until and certificate.extended_until > day:
        # It ran out by itself and was lengthened: only the extension ends.
        certificate.extended_until = day if day > certificate.valid_until else None
        certificate.superseded_by = by
        return True
    return False


def _save_end(certificate: Certificate) -> None:
    changed = Certificate.objects.filter(pk=certificate.pk, revision=certificate.revision).update(
        valid_until=certificate.valid_until,
        end=certificate.end,
        ended_on=certificate.ended_on,
        end_decision_number=certificate.end_decision_number,
        extended_until=certificate.extended_until,
        revision=F("revision") + 1,
    )
    if not changed:
        raise Refused(_overlaps())


def _overlaps() -> Answer:
    return refuse(
        _("Somebody has just issued another certificate of this product."), remedy=_("Open the page again and look.")
    )


def _refresh_catalogue(product: int) -> None:
    """Ask the worker to show the product; when no broker is there the sweep does it."""
    current_app.send_task(REFRESH_TASK, [product], ignore_result=True, retry=False)


def _journal(action: str, certificate: Certificate, actor: User, at: dt.datetime) -> None:
    commune = certificate.product.commune
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="certificate",
        object_id=certificate.pk,
        label=f"{certificate.product_code} {certificate.product_name}",
        after={
            "code": certificate.code,
            "stars": certificate.stars,
            "decision": certificate.decision_number,
            "from": certificate.valid_from.isoformat(),
            "until": certificate.valid_until.isoformat(),
        },
        commune=commune.pk,
        province=commune.province_id,
    )
