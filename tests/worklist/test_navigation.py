"""The navigation names the lists that have rows for a person, and no others."""

from __future__ import annotations

import re

import pytest

from tests import council_builders as councils
from tests.cast import cast, client_of, producer

REGISTER = ["/dossiers/", "/products/", "/producers/"]


def ways(name: str, bar: str = "sidenav") -> list[str]:
    page = client_of(name).get("/home/").content.decode()
    start = page.index(f'<nav class="{bar}"')
    return re.findall(r'<a href="([^"]+)"', page[start : page.index("</nav>", start)])


def bottom(name: str) -> list[str]:
    return ways(name, "bottombar")


@pytest.mark.django_db
def test_an_office_has_the_register_and_the_province_its_councils_and_decisions():
    assert ways("cuc") == ["/home/", *REGISTER, "/certificates/"]
    above = ["/home/", *REGISTER, "/councils/", "/decisions/", "/certificates/"]
    assert (ways("giang"), ways("bo")) == ([*above, "/register-import/"], above)
    assert bottom("cuc") == ["/home/", "/dossiers/", "/products/", "/certificates/"]


@pytest.mark.django_db
def test_a_producer_and_one_who_is_not_yet_one_have_the_register():
    producer("gia_dang")
    assert ways("hanh") == ways("stranger") == ["/home/", *REGISTER, "/certificates/"]


@pytest.mark.django_db
def test_a_member_of_a_council_has_her_sheets_and_the_team_its_council(law):
    councils.a_council()
    assert ways("tv4") == bottom("tv4") == ["/home/", "/scoring/", "/councils/"]
    assert ways("lan") == ["/home/", "/councils/"]
    office = ["/home/", *REGISTER, "/councils/", "/decisions/", "/certificates/", "/register-import/"]
    assert ways("thu") == office


@pytest.mark.django_db
def test_a_member_who_belongs_to_a_producer_keeps_its_register(law):
    councils.a_council()
    producer("gia_dang").memberships.create(user=cast("tv4"), rank="viewer", since="2026-01-01")
    assert ways("tv4") == ["/home/", "/scoring/", *REGISTER, "/councils/", "/certificates/"]
    assert bottom("tv4") == ["/home/", "/scoring/", "/dossiers/", "/products/"]
