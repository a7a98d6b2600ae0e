"""Open and close accounts, give and end offices, help somebody to a new password."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.access.answers import Refused, refuse, require
from registry.access.roles import Role, Scope
from registry.access.saving import save_or_refuse
from registry.accounts import rules
from registry.accounts.facts import Contact, Office
from registry.accounts.models import RoleAssignment, User
from registry.accounts.phones import normalise_phone
from registry.journal.actions import record
from registry.journal.states import Audience
from registry.notifications.actions import notify
from registry.places.folding import fold
from registry.places.models import Commune

CLOSED = refuse(_("This account is closed."), remedy=_("Open it again first."))
ENDED = refuse(_("This office has ended already."))
HOLDS_OFFICES = refuse(
    _("The person still holds an office."), remedy=_("End her offices first, and hand over her open work.")
)
NO_DESK_OFFICE = refuse(
    _("This person holds no office at the desk of the commune."), remedy=_("Choose another person.")
)
SAME_PERSON = refuse(_("The work passes to another person, not to the same."), remedy=_("Choose another person."))
ALREADY_HELD = refuse(_("The person holds this office already."))
WRONG_PLACE = refuse(_("An office of a commune needs its commune, one of a province its province, others no place."))
BEFORE_IT_BEGAN = refuse(_("An office ends on the day it began or later."))


NAME_TAKEN = refuse(_("This sign-in name already belongs to another account."), remedy=_("Choose another one."))
EMAIL_TAKEN = refuse(_("This e-mail already belongs to another account."))
NAME_IS_A_PHONE = refuse(
    _("A sign-in name that is a phone number must be the person's own."), remedy=_("Choose letters.")
)


@transaction.atomic
def open_account(*, contact: Contact, actor: User | None, at: dt.datetime) -> User:
    """Make an account without a password: ``password_link`` leads to one. ``actor`` is None on the command line.

    Raises:
        Refused: when the actor may not, or sign-in name, phone or e-mail belong to another account.
    """
    if actor:
        require(rules.may_administer(actor))
    person = _person(contact)
    person.set_unusable_password()
    _save(person)
    _record("account.opened", person, actor, at, after=_contact(person))
    return person


@transaction.atomic
def sign_up(*, contact: Contact, password: str, at: dt.datetime) -> User:
    """Let somebody make her own account. It opens no door: offices are given, producers are asked to be joined.

    Raises:
        Refused: when sign-in name, phone or e-mail belong to another account.
    """
    person = _person(contact)
    person.set_password(password)
    _save(person)
    _record("account.signed_up", person, person, at, after=_contact(person))
    return person


@transaction.atomic
def change_contact(*, person: User, contact: Contact, actor: User, at: dt.datetime) -> User:
    """Change name, sign-in name, phone and e-mail.

    Raises:
        Refused: when the actor may not, or one of them belongs to another account.
    """
    require(rules.may_administer(actor))
    before = _contact(person)
    person.full_name, person.folded, person.username = contact.full_name, fold(contact.full_name), contact.username
    person.phone, person.email = contact.phone, contact.email
    after = _contact(person)
    if after != before:
        _save(person)
        _record("account.changed", person, actor, at, before=before, after=after)
    return person


@transaction.atomic
def give_office(*, person: User, office: Office, actor: User | None, at: dt.datetime) -> RoleAssignment:
    """Give ``person`` an office for its place and period, and tell her. ``actor`` is None on the command line.

    Raises:
        Refused: when the actor may not, the account is closed, the place does not fit the role, or she holds it.
    """
    if actor:
        require(rules.may_change_offices(actor, person))
    if not person.is_active:
        raise Refused(CLOSED)
    fits = {Scope.COMMUNE: (True, False), Scope.PROVINCE: (False, True)}.get(office.role.scope, (False, False))
    if (office.commune is not None, office.province is not None) != fits:
        raise Refused(WRONG_PLACE)
    if office.until and office.until < office.since:
        raise Refused(BEFORE_IT_BEGAN)
    same = RoleAssignment.objects.filter(
        user=person, role=office.role, commune=office.commune, province=office.province
    )
    if any(_overlap(one, office) for one in same):
        raise Refused(ALREADY_HELD)
    given = RoleAssignment.objects.create(
        user=person, role=office.role, commune=office.commune, province=office.province, position=office.position,
        signs_as=office.signs_as, since=office.since, until=office.until,
    )  # fmt: skip
    _record("office.given", person, actor, at, after=_office(given))
    if actor:
        notify(
            event="office.given",
            key=f"office:{given.pk}",
            recipients=[person],
            values={"office": given.said, "since": office.since, "by": str(actor)},
            path="/home/",
            at=at,
        )
    return given


@transaction.atomic
def end_office(*, office: RoleAssignment, last_day: dt.date, actor: User, at: dt.datetime) -> None:
    """Let an office end after ``last_day``; the day before it began takes it back as if it had never been given.

    Raises:
        Refused: when the actor may not, or it has ended already.
    """
    require(rules.may_change_offices(actor, office.user))
    until = last_day + dt.timedelta(days=1)
    if until < office.since:
        raise Refused(BEFORE_IT_BEGAN)
    before = _office(office)
    running = RoleAssignment.objects.filter(pk=office.pk).exclude(until__lte=timezone.localdate(at))
    if not running.update(until=until):
        raise Refused(ENDED)
    office.refresh_from_db()
    _record("office.ended", office.user, actor, at, before=before, after=_office(office))


@transaction.atomic
def hand_over_offices(
    *,
    giver: User,
    taker: User,
    commune: Commune,
    since: dt.date,
    last_day: dt.date | None,
    actor: User,
    at: dt.datetime,
) -> list[RoleAssignment]:
    """Give ``taker`` the desk offices that ``giver`` holds in ``commune``; the giver's end when it is for good.

    Raises:
        Refused: when the actor does not lead the commune, the giver holds no desk office there, or the taker is the
            giver, closed, or holds the office already.
    """
    require(rules.may_hand_over_offices(actor, taker, commune))
    held = [one for one in giver.assignments if one.commune_id == commune.pk and one.role in rules.DESK]
    if not held:
        raise Refused(NO_DESK_OFFICE)
    if giver == taker:
        raise Refused(SAME_PERSON)
    if not taker.is_active:
        raise Refused(CLOSED)
    until = last_day + dt.timedelta(days=1) if last_day else None
    given = []
    for one in held:
        office = Office(Role(one.role), since, until, commune=commune, position=one.position)
        same = RoleAssignment.objects.filter(user=taker, role=office.role, commune=commune)
        if any(_overlap(row, office) for row in same):
            raise Refused(ALREADY_HELD)
        row = RoleAssignment.objects.create(
            user=taker, role=office.role, commune=commune, position=office.position, since=since, until=until
        )
        _record("office.given", taker, actor, at, after=_office(row))
        given.append(row)
        if until is None:
            before = _office(one)
            RoleAssignment.objects.filter(pk=one.pk).update(until=since)
            one.refresh_from_db()
            _record("office.ended", giver, actor, at, before=before, after=_office(one))
        notify(
            event="office.given",
            key=f"office:{row.pk}",
            recipients=[person for person in (taker, giver) if person != actor],
            values={"office": row.said, "since": since, "by": str(actor)},
            path="/home/",
            at=at,
        )
    return given


@transaction.atomic
def close_account(*, person: User, actor: User, at: dt.datetime) -> None:
    """Let nobody sign in as ``person`` any more; what she did stays hers.

    Raises:
        Refused: when the actor may not, or the person still holds an office.
    """
    require(rules.may_change_offices(actor, person))
    if person.assignments:
        raise Refused(HOLDS_OFFICES)
    if User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        _record("account.closed", person, actor, at)


@transaction.atomic
def reopen_account(*, person: User, actor: User, at: dt.datetime) -> None:
    """Let ``person`` sign in again.

    Raises:
        Refused: when the actor may not.
    """
    require(rules.may_change_offices(actor, person))
    if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        _record("account.reopened", person, actor, at)


@transaction.atomic
def password_link(*, person: User, actor: User | None, at: dt.datetime) -> str:
    """Return an address at which ``person`` sets a new password once, for people without e-mail.

    It ends with its use or after ``PASSWORD_RESET_TIMEOUT`` seconds, and is kept nowhere.

    Raises:
        Refused: when the actor may not, or the account is closed.
    """
    if actor:
        require(rules.may_change_offices(actor, person))
    if not person.is_active:
        raise Refused(CLOSED)
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    _record("account.password_link", person, actor, at)
    return settings.PUBLIC_URL.rstrip("/") + reverse("account_reset_password_from_key", kwargs=key)


def _person(contact: Contact) -> User:
    return User(
        full_name=contact.full_name, folded=fold(contact.full_name), username=contact.username, phone=contact.phone,
        email=contact.email,
    )  # fmt: skip


def _save(person: User) -> None:
    """Save ``person`` unless another one signs in with the same, however that is written."""
    others = User.objects.exclude(pk=person.pk)
    if others.filter(Q(username__iexact=person.username) | Q(email__iexact=person.username)).exists():
        raise Refused(NAME_TAKEN)
    if person.email and others.filter(Q(email__iexact=person.email) | Q(username__iexact=person.email)).exists():
        raise Refused(EMAIL_TAKEN)
    if normalise_phone(person.username) not in ("", person.phone):
        raise Refused(NAME_IS_A_PHONE)
    save_or_refuse(person)


def _overlap(held: RoleAssignment, office: Office) -> bool:
    begins_before_it_ends = office.until is None or held.since < office.until
    return begins_before_it_ends and (held.until is None or office.since < held.until)


def _contact(person: User) -> dict[str, str]:
    return {
        "full_name": person.full_name, "username": person.username, "phone": person.phone, "email": person.email
    }  # fmt: skip


def _office(office: RoleAssignment) -> dict[str, str]:
    return {
        "office": office.said,
        "since": office.since.isoformat(),
        "until": office.until.isoformat() if office.until else "",
    }


def _record(
    action: str,
    person: User,
    actor: User | None,
    at: dt.datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    record(
        action=action, actor=actor, at=at, object_type="person", object_id=person.pk, label=str(person), before=before,
        after=after, audience=Audience.AUDIT,
    )  # fmt: skip
