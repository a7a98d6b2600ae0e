"""A person keeps the filters of a list that she opens again and again, under a name of her own."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from registry.access.answers import Refused, refuse
from registry.access.saving import save_or_refuse
from registry.accounts.models import SavedFilter, User
from registry.accounts.states import ListPage

MOST = 12
"""Filters a person keeps of one list: more than fit on a row are no help."""
NOT_KEPT = frozenset({"page", "as"})
"""Where in the list one stands, and in what form it was asked for, are no part of a filter."""
LONGEST_QUERY = 500

NOTHING_CHOSEN = refuse(
    _("Nothing is filtered yet, so there is nothing to keep."), remedy=_("Choose filters or search, then keep them.")
)
TOO_MANY = refuse(_("You keep 12 filters of this list."), remedy=_("Remove one that you no longer need."))


@transaction.atomic
def keep_filter(*, page: ListPage, name: str, query: str, actor: User, at: dt.datetime) -> SavedFilter:
    """Keep what the address ``query`` asks of a list; the same name again replaces it.

    Raises:
        Refused: when nothing is filtered, or too many are kept.
    """
    asked = QueryDict(query[:LONGEST_QUERY], mutable=True)
    for key in list(asked):
        if key in NOT_KEPT or not any(asked.getlist(key)):
            del asked[key]
    if not asked:
        raise Refused(NOTHING_CHOSEN)
    own = SavedFilter.objects.filter(user=actor, page=page)
    row = own.filter(name=name).first()
    if row is None and own.count() >= MOST:
        raise Refused(TOO_MANY)
    row = row or SavedFilter(user=actor, page=page, name=name)
    row.query, row.saved_at = asked.urlencode(), at
    save_or_refuse(row)
    return row


def drop_filter(*, key: int, actor: User) -> ListPage | None:
    """Forget one of the person's own filters; return the list it was for."""
    row = SavedFilter.objects.filter(user=actor, pk=key).first()
    if row is None:
        return None
    row.delete()
    return ListPage(row.page)
