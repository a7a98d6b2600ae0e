"""Signing brings certificates into force: intervals that cut what came before, each with its stored PDF."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ratings.certificates.codes import grouped, new_code
from ratings.certificates.models import Certificate, End
from ratings.certificates.paper import certificate_pdf
from ratings.certificates.periods import first_day_out_of_force
from ratings.decisions.actions import record_five, sign_decision
from ratings.decisions.models import Decision, DecisionItem, DecisionKind
from ratings.decisions.rules import MinistryAnswer, Signature
from ratings.dossiers.models import Dossier
from registry.access.answers import Refused, refuse
from registry.accounts.models import User
from registry.files.actions import store
from registry.journal.actions import record
from registry.products.codes import full_code
from registry.tasks_by_name import start


@transaction.atomic
def sign_and_issue(decision: Decision, *, signature: Signature, actor: User, at: dt.datetime) -> list[Certificate]:
    """Sign ``decision`` (or record it) and issue what it recognises, all in one transaction.

    An approval for the ministry issues nothing: approval is not recognition (article 7.3e).

    Raises:
        Refused: for the reasons of ``sign_decision``, or because a certificate would begin before an earlier one.
    """
    items = sign_decision(decision, signature=signature, actor=actor, at=at)
    if decision.kind == DecisionKind.APPROVAL:
        return []
    return [issue(item, actor=actor, at=at) for item in items]


@transaction.atomic
def record_five_and_issue(
    dossier: Dossier, *, answer: MinistryAnswer, signer_name: str, signer_capacity: str, actor: User, at: dt.datetime
) -> Certificate:
    """Record the Minister's recognition and issue the five-star certificate (article 7.4e)."""
    decision = record_five(
        dossier, answer=answer, signer_name=signer_name, signer_capacity=signer_capacity, actor=actor, at=at
    )
    return issue(decision.items.select_related("dossier", "decision").get(), actor=actor, at=at)
