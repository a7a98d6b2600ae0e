"""How long a certificate is in force (article 4.3). Pure."""

from __future__ import annotations

import datetime as dt

from registry.calendar.working_days import months_after

MONTHS = 36


def first_day_out_of_force(issued_on: dt.date) -> dt.date:
    """Return the day after the last valid day.

    36 months from the decision's date end with the corresponding day, that day included: issued 20/11/2026, valid to
    the end of 20/11/2029, out of force on 21/11/2029.
    """
    return months_after(issued_on, MONTHS) + dt.timedelta(days=1)
