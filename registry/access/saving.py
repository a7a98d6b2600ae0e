"""Save a row, and turn what the database does not allow into a refusal with its sentence."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from registry.access.answers import Refused, refuse


def save_or_refuse(row: models.Model) -> None:
    """Save ``row``.

    Raises:
        Refused: with the sentence of the constraint that stands in the way; also when somebody else was faster.
    """
    try:
        row.validate_constraints()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise Refused(refuse(" ".join(error.messages))) from error
    except IntegrityError as error:
        raise Refused(
            refuse(_("Somebody has just saved the same."), remedy=_("Open the list again and look."))
        ) from error
