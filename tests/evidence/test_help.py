"""Help on the kinds of evidence: all 15 described, the drawings there, read by everybody who is signed in."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest
import yaml
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.evidence.help import FILE, BadHelp, evidence_help, read_help
from registry.evidence.kinds import BY_NUMBER
from tests.cast import client_of


def test_all_15_kinds_are_described_in_full():
    helps = evidence_help()
    assert list(helps) == list(range(1, 16))
    for no, each in helps.items():
        assert each.kind is BY_NUMBER[no]
        assert all((each.what, each.issuer, each.validity, each.good, each.bad, *each.readable)), no


def test_at_least_the_six_most_used_kinds_have_both_drawings():
    drawn = {no: each.sketch for no, each in evidence_help().items() if each.sketch}
    assert {3, 4, 8, 9, 10, 13} <= drawn.keys()
    for sketch in drawn.values():
        assert sketch.good_words != sketch.bad_words
        for path in (sketch.good, sketch.bad):
            root = ET.parse(finders.find(path)).getroot()  # noqa: S314 - our own drawings
            assert root.get("viewBox") == "0 0 240 300"
            assert not [node for node in root.iter() if node.tag.endswith("script") or node.get("style")]


@pytest.mark.parametrize("field", ["issuer", "readable", "bad"])
def test_a_missing_field_is_refused(tmp_path, field):
    rows = yaml.safe_load(FILE.read_text())
    del rows[7][field]
    file = tmp_path / "help.yaml"
    file.write_text(yaml.safe_dump(rows, allow_unicode=True, sort_keys=False))
    with pytest.raises(BadHelp, match="7"):
        read_help(file)


def test_a_missing_kind_is_refused(tmp_path):
    rows = yaml.safe_load(FILE.read_text())
    del rows[15]
    file = tmp_path / "help.yaml"
    file.write_text(yaml.safe_dump(rows, allow_unicode=True, sort_keys=False))
    with pytest.raises(BadHelp, match="14"):
        read_help(file)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["hanh", "cuc", "tv1", "stranger"])
def test_everybody_signed_in_reads_the_list_and_a_kind(who):
    client = client_of(who)
    listed = unescape(client.get("/evidence-help/").content.decode())
    assert [name for name in (kind.name for kind in BY_NUMBER.values()) if name not in listed] == []
    page = unescape(client.get("/evidence-help/7/").content.decode())
    assert BY_NUMBER[7].requirement in page
    assert evidence_help()[7].bad in page
    assert re.search(r'<img src="[^"]*ocop/evidence/7-bad[^"]*" alt="Đèn lóa che mất mẫu nhãn hiệu."', page)


@pytest.mark.django_db
def test_the_page_says_what_is_law_and_what_is_advice():
    page = unescape(client_of("hanh").get("/evidence-help/2/").content.decode())
    law, advice = page.index("Quyết định yêu cầu"), page.index("Từ đây là gợi ý, không phải quy định")
    assert law < page.index(BY_NUMBER[2].requirement) < advice < page.index(evidence_help()[2].issuer)


@pytest.mark.django_db
def test_the_public_signs_in_first_and_an_unknown_kind_does_not_exist():
    assert client_of(None).get("/evidence-help/")["Location"].startswith("/account/login/")
    assert client_of(None).get("/evidence-help/7/")["Location"].startswith("/account/login/")
    assert {no: client_of("hanh").get(f"/evidence-help/{no}/").status_code for no in (0, 16)} == {0: 404, 16: 404}


@pytest.mark.django_db
def test_help_reads_nothing_from_the_database_but_who_asks():
    client = client_of("hanh")
    client.get("/evidence-help/")
    with CaptureQueriesContext(connection) as listed:
        client.get("/evidence-help/")
    with CaptureQueriesContext(connection) as one:
        client.get("/evidence-help/7/")
    assert len(listed) == len(one)
    assert not [query["sql"] for query in one if "evidence" in query["sql"]]
