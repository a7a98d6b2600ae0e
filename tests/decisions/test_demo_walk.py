"""D01 to D19 of the demonstration from the council's conclusion to their end (demo.md 3 to 6)."""

import datetime as dt

import pytest

from ratings.dossiers.states import State
from tests import decision_builders as built

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def test_d01_becomes_a_certificate_of_four_stars_to_the_end_of_20_11_2029():
    certificate = built.recognised("D01")
    assert (certificate.stars, certificate.product_code) == (4, "44-19654-1-2026")
    assert (certificate.valid_from, certificate.valid_until) == (dt.date(2026, 11, 20), dt.date(2029, 11, 21))
    dossier = certificate.dossier
    dossier.refresh_from_db()
    assert dossier.current is State.RECOGNISED
