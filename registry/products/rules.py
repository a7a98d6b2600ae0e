"""Who may change a product and its photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from registry.access.answers import ALLOWED, Answer, refuse
from registry.producers.rules import is_clerk_of
from registry.producers.rules import may_edit as may_edit_producer
from registry.products.models import Product

if TYPE_CHECKING:
    from registry.accounts.models import User

MOST_PHOTOS = 12
TOO_MANY_PHOTOS = refuse(
    _("A product has at most 12 photos."), remedy=_("Remove one that you no longer need, then add the new one.")
)
POSSIBLE_DUPLICATE = refuse(
    _("A product of nearly the same name is registered already."),
    remedy=_("Open it and look; if yours is another product, tick that and save again."),
)


def may_edit(user: User, product: Product) -> Answer:
    """Whoever may edit the producer, and the officers of the commune in which it is produced."""
    if is_clerk_of(user, product.commune_id):
        return ALLOWED
    return may_edit_producer(user, product.producer)
