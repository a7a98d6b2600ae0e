"""Links between producers: who supplies whom with what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.access.answers import Answer, Refused, refuse, require
from registry.access.saving import save_or_refuse
from registry.journal.actions import record
from registry.journal.states import Audience
from registry.notifications.actions import notify
from registry.producers.models import Producer, SupplyLink
from registry.producers.queries import owners
from registry.producers.rules import may_edit

if TYPE_CHECKING:
    from registry.accounts.models import User

NOT_THE_OTHER_SIDE = refuse(
    _("The other side of the link confirms it."), remedy=_("Its representative or its commune sees it on its page.")
)
SETTLED = refuse(_("This link has been confirmed or ended already."), remedy=_("Open the page again and look."))
AHEAD = refuse(_("The link begins after today."), remedy=_("Correct the day."))


@transaction.atomic
def enter_link(
    *, speaker: Producer, other: Producer, supplies: bool, goods: str, since: dt.date, actor: User, at: dt.datetime
) -> SupplyLink:
    """Enter that ``speaker`` supplies ``other`` (or, with ``supplies`` False, is supplied by it); the other confirms.

    Raises:
        Refused: when the actor may not write for the speaker, both are one, it begins after today, or is there already.
    """
    require(may_edit(actor, speaker))
    if since > timezone.localdate(at):
        raise Refused(AHEAD)
    supplier, buyer = (speaker, other) if supplies else (other, speaker)
    link = SupplyLink(
        supplier=supplier, buyer=buyer, goods=goods.strip(), since=since, entered_for=speaker, entered_by=actor,
        entered_at=at,
    )  # fmt: skip
    save_or_refuse(link)
    _record("producer.link_entered", link, speaker, actor, at)
    notify(
        event="producer.link",
        key=f"supply-link:{link.pk}",
        recipients=[person for person in owners(other) if person != actor],
        values={"producer": speaker.name, "goods": link.goods, "other": other.name},
        path=f"/producers/{other.pk}/links/",
        at=at,
    )
    return link


@transaction.atomic
def confirm_link(*, link: SupplyLink, actor: User, at: dt.datetime) -> SupplyLink:
    """Let the other side confirm. Raises Refused to anybody else, or when it is settled."""
    other = link.other_than(link.entered_for)
    if not may_edit(actor, other):
        raise Refused(NOT_THE_OTHER_SIDE)
    confirmed = SupplyLink.objects.filter(pk=link.pk, confirmed_at=None, until=None)
    if not confirmed.update(confirmed_by=actor, confirmed_at=at):
        raise Refused(SETTLED)
    link.refresh_from_db()
    _record("producer.link_confirmed", link, other, actor, at)
    return link


@transaction.atomic
def end_link(*, link: SupplyLink, actor: User, at: dt.datetime) -> None:
    """End a link, from either side; one that was never confirmed goes away. Raises Refused to strangers."""
    require(may_end(actor, link))
    ended = SupplyLink.objects.filter(pk=link.pk, until=None)
    gone = ended.filter(confirmed_at=None).delete()[0]
    if not gone and not ended.update(until=max(timezone.localdate(at), link.since)):
        raise Refused(SETTLED)
    _record("producer.link_ended", link, link.entered_for, actor, at)


def may_end(actor: User, link: SupplyLink) -> Answer:
    """Either side ends a link."""
    answer = may_edit(actor, link.supplier)
    return answer or may_edit(actor, link.buyer)


def _record(action: str, link: SupplyLink, of: Producer, actor: User, at: dt.datetime) -> None:
    record(
        action=action,
        actor=actor,
        at=at,
        object_type="producer",
        object_id=of.pk,
        label=of.name,
        after={"supplier": link.supplier_id, "buyer": link.buyer_id, "goods": link.goods},
        audience=Audience.PRODUCER,
        commune=of.commune_id,
        province=of.commune.province_id,
    )
