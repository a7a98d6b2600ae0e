"""What the producer does, or the officer for it: open, write, cite, file, answer, retract (articles 6.1, 7.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.criteria.models import CriteriaSet
from ratings.criteria.queries import law_on, published_sets, sheet_of
from ratings.criteria.sheet import Mark, Tick
from ratings.dossiers import completeness, filing, queries, rules, snapshot
from ratings.dossiers.filing import FORM_FIELDS
from ratings.dossiers.kinds import HeldRank, kind_fits
from ratings.dossiers.models import (
    Citation,
    Dossier,
    DossierSerial,
    Entered,
    ReturnItem,
    ReturnRequest,
    Submission,
    Transition,
)
from ratings.dossiers.moving import hold, journal, move, saved_meanwhile
from ratings.dossiers.region import Region
from ratings.dossiers.renewal import province_due
from ratings.dossiers.states import EDITABLE, Kind, State
from ratings.dossiers.workflow import Fact, Move, Party, answer_to
from ratings.sheets import actions as sheets
from ratings.sheets.models import Sheet
from ratings.sheets.states import Purpose
from registry.access.answers import Answer, Refused, refuse, require
from registry.access.revisions import not_overtaken
from registry.access.roles import Role
from registry.accounts.models import User
from registry.evidence.models import EvidenceVersion
from registry.producers.rules import may_register
from registry.products.models import Product


class StaleForms(Refused):
    """Somebody saved the forms meanwhile; nothing was written. What was typed is the page's to keep."""


# ---------------------------------------------------------------- opening


@transaction.atomic
def open_dossier(
    *,
    product: Product,
    kind: Kind,
    held: HeldRank | None,
    actor: User,
    at: dt.datetime,
    case: str = "",
    previous: Dossier | None = None,
) -> Dossier:
    """Open the draft of an application for one product, under the law of the day (article 12.2).

    The self-score begins empty; an upgrade or a re-ranking begins with the texts of the dossier recognised last and,
    where that was judged by the same sheet, with its answers and the papers it cited. ``case`` is obligatory in a set
    that offers two; ``held`` is the certificate in force that day, or lately ended, which the caller looks up.

    Raises:
        Refused: when the actor may not act for the producer, the law bars producer or product, the product has an open
            dossier, no sheet of its set is published, or the kind does not fit what the product holds.
    """
    day = timezone.localdate(at)
    require(_may_open(product, actor))
    require(kind_fits(kind, held))
    criteria_set = _criteria_for(product, kind, day)
    previous = previous or (queries.last_recognised_of(product) if kind is not Kind.FIRST else None)
    copied = _copied(previous, criteria_set, case)
    sheet = sheets.open_sheet(criteria_set=criteria_set, purpose=Purpose.SELF_SCORE, case=case, copied_from=copied)
    renews = held if kind is Kind.RE_RANKING else None
    typed_by_office = product.producer_id not in rules.own_producers(actor)
    dossier = Dossier(
        number=_next_number(product.commune_id, day.year),
        product=product,
        producer=product.producer,
        commune=product.commune,
        province_id=product.commune.province_id,
        kind=kind,
        criteria_set=criteria_set,
        case=case,
        previous=previous,
        renews_stars=renews.stars if renews else None,
        renews_until=renews.ends if renews else None,
        state_since=at,
        self_score=sheet,
        created_at=at,
        created_by=actor,
        typed_by_office=typed_by_office,
        samples=0 if product.set_number == completeness.TOURISM_SET else 5,
        **({name: getattr(previous, name) for name in FORM_FIELDS[:5]} if previous else {}),
    )
    try:
        with transaction.atomic():
            dossier.save()
    except IntegrityError as error:
        raise Refused(_open_already(product)) from error
    if previous and copied:
        _cite_again(dossier, previous)
    journal("dossier.opened", dossier, actor, at, {"kind": kind.value, "typed_by_office": typed_by_office})
    return dossier


def _may_open(product: Product, actor: User) -> Answer:
    allowed = actor.id and (
        product.commune_id in actor.communes({Role.COMMUNE_OFFICER})
        or product.producer_id in rules.own_producers(actor)
    )
    if not allowed:
        return refuse(_("Only the producer and the OCOP officer of its commune may register this product."))
    if queries.open_dossier_of(product):
        return _open_already(product)
    return may_register(product.producer, product.set_number)


def _open_already(product: Product) -> Answer:
    open_one = queries.open_dossier_of(product)
    return refuse(
        _("This product already has an open dossier (%(number)s).") % {"number": open_one.number if open_one else ""},
        remedy=_("Open that dossier and go on there."),
    )


def _criteria_for(product: Product, kind: Kind, day: dt.date) -> CriteriaSet:
    """The published sheet of the product's set under the law of ``day``."""
    law = law_on(day, kind.value, on=day)
    found = published_sets(law.code).filter(number=product.set_number).first()
    if found is None:
        raise Refused(
            refuse(
                _("The sheet of set %(number)s is not published.") % {"number": product.set_number},
                remedy=_("Ask the system administrator to load the law."),
            )
        )
    return found


def _copied(previous: Dossier | None, criteria_set: CriteriaSet, case: str) -> Sheet | None:
    if previous is None or (previous.criteria_set_id, previous.case) != (criteria_set.pk, case):
        return None
    return previous.self_score


def _cite_again(dossier: Dossier, previous: Dossier) -> None:
    """Cite what the last dossier cited, each paper by its newest file; a page only where the file is the same."""
    newest = {version.document_id: version for version in queries.citable_versions(dossier)}
    cited = dict.fromkeys(
        (citation.line_id, newest[document], citation.page if newest[document].pk == citation.version_id else None)
        for citation in queries.citations_of(previous)
        if (document := citation.version.document_id) in newest
    )
    Citation.objects.bulk_create(
        Citation(dossier=dossier, line_id=line, version=version, page=page) for line, version, page in cited
    )


def _next_number(commune: str, year: int) -> str:
    """Commune, year and a sequence. The serial's row is held to the end of the transaction on both engines."""
    serials = DossierSerial.objects.filter(commune=commune, year=year)
    if not serials.update(last=F("last") + 1):
        DossierSerial.objects.get_or_create(commune_id=commune, year=year)
        serials.update(last=F("last") + 1)
    return f"{commune}-{year}-{serials.values_list('last', flat=True).get():05d}"


# ---------------------------------------------------------------- writing


@transaction.atomic
def save_forms(
    *,
    dossier: Dossier,
    forms_revision: int,
    values: Mapping[str, Any],
    actor: User,
    at: dt.datetime,
    window: str = "",
) -> Dossier:
    """Save fields of Forms 01 and 02; those that are not named stay. Not journaled: the filing's digest is.

    ``forms_revision`` is that of the page that was filled, ``window`` the name that page goes by. What stands there
    already is saved, whoever wrote it.

    Raises:
        StaleForms: when somebody else saved meanwhile.
        Refused: when the actor may not, or the dossier has been filed.
    """
    require(rules.may_edit_forms(actor, dossier))
    unknown = set(values) - set(FORM_FIELDS)
    if unknown:
        raise ValueError(f"no such fields: {sorted(unknown)}")
    before = {name: getattr(dossier, name) for name in values}
    saved = Dossier.objects.filter(
        not_overtaken(window, forms_revision=forms_revision),
        pk=dossier.pk,
        state__in=EDITABLE,
    ).update(
        **values,
        forms_revision=F("forms_revision") + 1,
        forms_saved_by=actor,
        forms_saved_at=at,
        saved_in=window,
    )
    dossier.refresh_from_db()
    if not saved:
        require(rules.may_edit_forms(actor, dossier))
        if all(getattr(dossier, name) == value for name, value in values.items()):
            return dossier
        raise StaleForms(saved_meanwhile(dossier.forms_saved_by, dossier.forms_saved_at))
    _note_entered(dossier, [name for name, value in values.items() if before[name] != value], actor, at)
    return dossier


def _note_entered(dossier: Dossier, subjects: Iterable[str], actor: User, at: dt.datetime) -> None:
    """Keep who typed each of these last."""
    rows = [Entered(dossier=dossier, subject=subject, by=actor, at=at) for subject in subjects]
    if rows:
        Entered.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["dossier", "subject"], update_fields=["by", "at"]
        )


@transaction.atomic
def choose_case(*, dossier: Dossier, case: str, revision: int, actor: User, at: dt.datetime) -> Dossier:
    """Choose the other of two cases (set 26); answers to lines with two cases are taken away.

    Raises sheets.StaleRevision, and Refused as ``save_forms`` does.
    """
    hold(dossier)
    require(rules.may_edit_forms(actor, dossier))
    sheets.change_case(sheet=dossier.self_score, revision=revision, case=case)
    Dossier.objects.filter(pk=dossier.pk).update(case=case)
    dossier.refresh_from_db()
    journal("dossier.case_chosen", dossier, actor, at, {"case": case})
    return dossier


@transaction.atomic
def follow_product_set(*, dossier: Dossier, actor: User, at: dt.datetime, case: str = "") -> Dossier:
    """Take the sheet of the set in which the product is registered now; self-score and citations begin anew.

    Raises:
        Refused: when the actor may not, the dossier has been received before, or the set's sheet is not published.
    """
    hold(dossier)
    require(rules.may_edit_forms(actor, dossier))
    if dossier.current is not State.DRAFT:
        raise Refused(
            refuse(
                _("The set of a filed dossier is changed by the offices with the producer's consent."),
                remedy=_("Ask the office that has the dossier."),
            )
        )
    day = timezone.localdate(at)
    criteria_set = _criteria_for(dossier.product, Kind(dossier.kind), day)
    sheet = sheets.open_sheet(criteria_set=criteria_set, purpose=Purpose.SELF_SCORE, case=case)
    Citation.objects.filter(dossier=dossier).delete()
    Dossier.objects.filter(pk=dossier.pk).update(criteria_set=criteria_set, case=case, self_score=sheet)
    dossier.refresh_from_db()
    journal("dossier.set_followed", dossier, actor, at, {"set": criteria_set.number})
    return dossier


@transaction.atomic
def answer_self_score(
    *,
    dossier: Dossier,
    revision: int,
    ticks: Mapping[str, Tick | Mark],
    remarks: Mapping[str, str],
    actor: User,
    at: dt.datetime,
    window: str = "",
) -> sheets.Saved:
    """Save answers and remarks of the self-score; not journaled (autosave). ``window`` as in ``save_forms``.

    Raises sheets.StaleRevision; Refused when the actor may not, or an answer is not possible.
    """
    require(rules.may_edit_forms(actor, dossier))
    saved = sheets.answer_lines(
        sheet=dossier.self_score, revision=revision, ticks=ticks, remarks=remarks, window=window
    )
    _note_entered(dossier, [f"line:{code}" for code in {**ticks, **remarks}], actor, at)
    return saved


@transaction.atomic
def cite(
    *, dossier: Dossier, line: str, version: EvidenceVersion, page: int | None, actor: User, at: dt.datetime
) -> Citation:
    """Cite a version of a document of the producer's vault for one line; citing the same twice changes nothing.

    Raises:
        Refused: when the actor may not, the paper is another producer's, or it has no such page.
    """
    hold(dossier)
    require(rules.may_edit_forms(actor, dossier))
    law = sheet_of(dossier.criteria_set_id)
    if line not in law.line_ids:
        raise Refused(refuse(_("The sheet has no line %(where)s.") % {"where": line}))
    if version.document.producer_id != dossier.producer_id:
        raise Refused(
            refuse(_("This document belongs to another producer."), remedy=_("Choose one of this producer's vault."))
        )
    if page is not None:
        _require_page(version, page)
    citation, _made = Citation.objects.get_or_create(
        dossier=dossier, line_id=law.line_ids[line], version=version, page=page
    )
    return citation


def _require_page(version: EvidenceVersion, page: int) -> None:
    if not 1 <= page <= version.pages:
        raise Refused(
            refuse(_("The document has %(count)s pages.") % {"count": version.pages}, remedy=_("Correct the page."))
        )


@transaction.atomic
def mark(*, citation: Citation, page: int, region: Region | None, actor: User, at: dt.datetime) -> Citation:
    """Point a citation to a page and a part of it; without ``region`` to the whole page.

    Raises:
        Refused: when the actor may not, the dossier has been filed, the paper has no such page, or the line cites this
            page already.
    """
    hold(citation.dossier)
    require(rules.may_edit_forms(actor, citation.dossier))
    _require_page(citation.version, page)
    twin = Citation.objects.filter(
        dossier=citation.dossier_id, line=citation.line_id, version=citation.version_id, page=page
    ).exclude(pk=citation.pk)
    if twin.exists():
        raise Refused(
            refuse(_("The line cites this page already."), remedy=_("Mark the place there, or choose another page."))
        )
    Citation.objects.filter(pk=citation.pk).update(page=page, marked=str(region or ""))
    citation.refresh_from_db()
    return citation


@transaction.atomic
def uncite(*, citation: Citation, actor: User, at: dt.datetime) -> None:
    """Take a citation away. Raises Refused when the actor may not, or the dossier has been filed."""
    hold(citation.dossier)
    require(rules.may_edit_forms(actor, citation.dossier))
    Citation.objects.filter(pk=citation.pk).delete()


# ---------------------------------------------------------------- filing


@transaction.atomic
def file_dossier(*, dossier: Dossier, actor: User, at: dt.datetime) -> Submission:
    """File the dossier at the commune: the producer itself, or its officer with the consent on record.

    Seals the self-score and keeps a snapshot of everything with its salted digest; the journal holds only the digest.

    Raises:
        Refused: with what is missing, or whatever else stands in the way; nothing is filed then.
    """
    hold(dossier)
    which = Move.FILE if Party.PRODUCER in rules.parties_of(actor, dossier) else Move.FILE_ON_BEHALF
    facts = filing.filing_facts(dossier, timezone.localdate(at))
    require(rules.may(actor, which, dossier, facts))
    day = timezone.localdate(at)
    submission = _seal(dossier, actor=actor, at=at, on_behalf=which is Move.FILE_ON_BEHALF)
    move(
        dossier,
        which,
        actor=actor,
        at=at,
        facts=facts,
        changes={"filed_on": day},
        noted={"submission": submission.number, "digest": submission.digest},
    )
    return submission


def _seal(dossier: Dossier, *, actor: User, at: dt.datetime, on_behalf: bool) -> Submission:
    """Seal the self-score and write the snapshot of what is being filed."""
    dossier.self_score.refresh_from_db()
    sheet = sheets.seal(sheet=dossier.self_score, revision=dossier.self_score.revision, at=at)
    last = queries.latest_submission(dossier)
    number = last.number + 1 if last else 1
    salt = snapshot.new_salt()
    content = filing.content_to_seal(dossier, number, on=timezone.localdate(at))
    return Submission.objects.create(
        dossier=dossier,
        number=number,
        sheet=sheet,
        content=content,
        digest=snapshot.digest_of(content, salt),
        salt=salt,
        filed_at=at,
        filed_by=actor,
        on_behalf=on_behalf,
    )


# ---------------------------------------------------------------- after a return


@transaction.atomic
def save_answer(*, item: ReturnItem, answer: str, actor: User, at: dt.datetime) -> ReturnItem:
    """Keep what was done about one returned item; it is sent with the others.

    Raises:
        Refused: when the actor may not, or the request has been answered already.
    """
    dossier = item.request.dossier
    if dossier.current is State.RETURNED_BY_MINISTRY:
        if Party.PROVINCE_OFFICER not in rules.parties_of(actor, dossier):
            raise Refused(refuse(_("The province answers the ministry."), article="điểm a khoản 4 Điều 7"))
    else:
        require(rules.may_edit_forms(actor, dossier))
    saved = ReturnItem.objects.filter(pk=item.pk, request__answered_at=None, request__dropped_at=None).update(
        answer=answer.strip(), answered_by=actor if answer.strip() else None
    )
    if not saved:
        raise Refused(refuse(_("This request has been answered already.")))
    item.refresh_from_db()
    return item


@transaction.atomic
def answer_return(*, dossier: Dossier, actor: User, at: dt.datetime) -> Submission | None:
    """Send what an office asked for: every item answered, the whole dossier sealed again as a new filing.

    The ministry's request is answered by the province and seals nothing (None).

    Raises:
        Refused: with the items that are not answered, or what is missing.
    """
    hold(dossier)
    which = answer_to(dossier.current) or Move.ANSWER_COMMUNE
    request = queries.open_return(dossier)
    facts = filing.answer_facts(request, queries.items_of(dossier, timezone.localdate(at)))
    require(rules.may(actor, which, dossier, facts))
    submission = None
    if which is not Move.ANSWER_MINISTRY:
        on_behalf = Party.PRODUCER not in rules.parties_of(actor, dossier)
        submission = _seal(dossier, actor=actor, at=at, on_behalf=on_behalf)
    if request is not None:
        ReturnRequest.objects.filter(pk=request.pk).update(answered_at=at)
    noted = {"submission": submission.number, "digest": submission.digest} if submission else {}
    again = which is Move.ANSWER_PROVINCE and dossier.kind == Kind.RE_RANKING
    due_on = province_due(timezone.localdate(at)) if again else None
    changes = {"province_due_on": due_on} if again else {}
    move(dossier, which, actor=actor, at=at, facts=facts, noted=noted, changes=changes, due_on=due_on)
    return submission


@transaction.atomic
def retract(*, dossier: Dossier, reason: str, actor: User, at: dt.datetime) -> Transition:
    """Retract the dossier before the decision; a new one can be opened afterwards.

    Raises Refused without a reason, to anybody but the producer, or once the decision is prepared.
    """
    hold(dossier)
    done = move(
        dossier,
        Move.RETRACT,
        actor=actor,
        at=at,
        reason=reason.strip(),
        facts={Fact.REASON: rules.reason_given(reason)},
    )
    drop_open_return(dossier, at)
    return done


def drop_open_return(dossier: Dossier, at: dt.datetime) -> None:
    """End a request to complete that will not be answered, inside the move that makes it so."""
    ReturnRequest.objects.filter(dossier=dossier, answered_at=None, dropped_at=None).update(dropped_at=at)


def reopened_self_score(dossier: Dossier) -> Sheet:
    """Return a self-score that can be written: the present one, or a new one that begins with its sealed answers."""
    sealed = dossier.self_score
    if not sealed.is_sealed:
        return sealed
    return sheets.open_sheet(
        criteria_set=dossier.criteria_set, purpose=Purpose.SELF_SCORE, case=sealed.case, copied_from=sealed
    )
