"""Who brings a register in, and when. Answers with their reasons; nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ratings.register_import.models import ImportRow, RegisterImport
from ratings.register_import.states import OBLIGATORY, Field, State, Verdict
from registry.access.answers import ALLOWED, Answer, refuse
from registry.access.roles import Role
from registry.accounts.models import User

KEEPERS = frozenset({Role.PROVINCE_OFFICER})
NOT_YOURS = refuse(_("Only an OCOP officer of the province brings in its register."))
AT_WORK = refuse(
    _("The workbook is being read or written just now."), remedy=_("Wait until it is done, then open the page again.")
)
NOT_READ = refuse(_("The workbook has not been read yet."), remedy=_("Assign the columns first."))
NOTHING_READY = refuse(
    _("No row is ready to be imported."), remedy=_("Correct a row, or make its choice, and try again.")
)
ROW_DONE = refuse(_("This row is imported; it does not change any more."))
SOMEBODY_FASTER = refuse(
    _("Somebody has just changed this row."), remedy=_("Open it again; what you typed still stands in this page.")
)
NO_PLACE_COLUMN = refuse(
    _("Neither a column of communes nor one of addresses is assigned."),
    remedy=_("Assign one of both: without a place no product can be registered."),
)


def may_import(person: User, province: str) -> Answer:
    return ALLOWED if province in person.provinces(KEEPERS) else NOT_YOURS


def columns_complete(columns: Mapping[Field, int]) -> Answer:
    """Whether what cannot be done without is assigned."""
    missing = [field for field in OBLIGATORY if field not in columns]
    if missing:
        names = "; ".join(str(field.label) for field in missing)
        return refuse(
            _("No column is assigned to: %(names)s.") % {"names": names},
            remedy=_("Choose the column that holds it, or add the column to the workbook."),
        )
    if Field.COMMUNE not in columns and Field.ADDRESS not in columns:
        return NO_PLACE_COLUMN
    return ALLOWED


def may_assign(register: RegisterImport) -> Answer:
    """Columns may be assigned again until the first row is imported."""
    if register.status.at_work:
        return AT_WORK
    if register.products_added or register.certificates_added:
        return refuse(
            _("Rows of this workbook are imported already, so its columns stay."),
            remedy=_("Upload the workbook again; what is registered is not added twice."),
        )
    return ALLOWED


def may_write(register: RegisterImport, ready: int) -> Answer:
    if register.status.at_work:
        return AT_WORK
    if register.status is not State.READ:
        return NOT_READ
    return ALLOWED if ready else NOTHING_READY


def may_correct(register: RegisterImport, row: ImportRow) -> Answer:
    if register.status.at_work:
        return AT_WORK
    if register.status is not State.READ:
        return NOT_READ
    return ROW_DONE if row.verdict == Verdict.DONE else ALLOWED
