"""Further tests (article 7.3c): asked for with a day, given more time with a reason, handed in from the vault."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratings.dossiers import queries, rules
from ratings.dossiers.models import Dossier, TestRequest, Transition
from ratings.dossiers.moving import hold, move
from ratings.dossiers.workflow import Fact, Move
from registry.access.answers import Refused, refuse
from registry.accounts.models import User
from registry.evidence.models import EvidenceVersion


@transaction.atomic
def request_tests(
    *, dossier: Dossier, tests: str, reason: str, due_on: dt.date | None, actor: User, at: dt.datetime
) -> Transition:
    """Ask the producer for further tests, as the advisory team proposed; the dossier waits for them.

    Raises Refused without the tests, a reason, or a day ahead.
    """
    hold(dossier)
    facts = {Fact.TESTS_STATED: rules.tests_stated(tests, reason, due_on, timezone.localdate(at))}
    done = move(
        dossier,
        Move.REQUEST_TESTS,
        actor=actor,
        at=at,
        facts=facts,
        reason=reason.strip(),
        due_on=due_on,
        noted={"tests": tests.strip()},
        values={"tests": tests.strip()},
    )
    if due_on is None:
        raise AssertionError("stated tests have their day")
    TestRequest.objects.create(
        dossier=dossier,
        tests=tests.strip(),
        reason=reason.strip(),
        first_due_on=due_on,
        due_on=due_on,
        asked_at=at,
        asked_by=actor,
    )
    return done


@transaction.atomic
def give_tests_time(
    *, dossier: Dossier, due_on: dt.date | None, reason: str, actor: User, at: dt.datetime
) -> Transition:
    """Move the day of the tests, with a reason; the first day stays readable.

    Raises Refused without a later day or a reason.
    """
    hold(dossier)
    asked = queries.open_tests(dossier)
    done = move(
        dossier,
        Move.GIVE_TESTS_TIME,
        actor=actor,
        at=at,
        facts={Fact.MORE_TIME_STATED: rules.more_time_stated(asked, due_on, reason, timezone.localdate(at))},
        reason=reason.strip(),
        due_on=due_on,
        noted={"tests": asked.tests if asked else ""},
        values={"tests": asked.tests if asked else ""},
    )
    TestRequest.objects.filter(dossier=dossier, brought_at=None, dropped_at=None).update(
        due_on=due_on, later_reason=reason.strip()
    )
    return done


@transaction.atomic
def bring_tests(*, dossier: Dossier, version: EvidenceVersion | None, actor: User, at: dt.datetime) -> Transition:
    """Hand in the test report, a paper of the producer's vault; the advisory team goes on.

    Raises Refused without a paper, or with one of another producer.
    """
    hold(dossier)
    if version is not None and version.document.producer_id != dossier.producer_id:
        raise Refused(
            refuse(_("This document belongs to another producer."), remedy=_("Choose one of this producer's vault."))
        )
    asked = queries.open_tests(dossier)
    done = move(
        dossier,
        Move.BRING_TESTS,
        actor=actor,
        at=at,
        facts={Fact.TESTS_BROUGHT: rules.tests_brought(version)},
        noted={"tests": asked.tests if asked else "", "paper": version.document.title if version else ""},
        values={"tests": asked.tests if asked else ""},
    )
    TestRequest.objects.filter(dossier=dossier, brought_at=None, dropped_at=None).update(
        version=version, brought_at=at, brought_by=actor
    )
    return done
