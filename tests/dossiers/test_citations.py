"""A citation leads to a page and a place on it, for everybody who sees the dossier; a lapsed paper weakens its lines."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ratings.dossiers import actions
from ratings.dossiers.models import Citation, Submission
from ratings.dossiers.region import BANDS, LEAST, WHOLE, Region, read_region
from ratings.dossiers.states import State
from registry.access.answers import Refused
from registry.evidence.models import EvidenceDocument
from tests import builders
from tests import council_builders as councils
from tests.builders import at
from tests.cast import cast, client_of

pytestmark = pytest.mark.django_db
CORNER = Region(100, 200, 300, 150)


@pytest.fixture
def citation():
    builders.law()
    return Citation.objects.filter(dossier=builders.a_draft()).order_by("pk").first()


def address(row):
    return reverse("dossier-citation", args=[row.dossier.number, row.pk])


def marked(row, page=2, region=CORNER, who="hanh"):
    return actions.mark(citation=row, page=page, region=region, actor=cast(who), at=at(26, 9))


def shown(answer):
    """The frame that the page draws, if any."""
    found = re.search(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/>', answer.content.decode())
    return Region(*map(int, found.groups())) if found else None


@pytest.mark.parametrize("who", ["hanh", "cuc", "dung", "giang"])
def test_one_click_opens_the_place_for_producer_commune_and_province(who):
    dossier = builders.a_dossier_at(State.PROVINCE_CHECKING)
    row = Citation.objects.filter(dossier=dossier).first()
    Citation.objects.filter(pk=row.pk).update(page=2, marked=str(CORNER))
    answer = client_of(who).get(address(row))
    assert (answer.status_code, shown(answer)) == (200, CORNER)
    assert f'src="{reverse("evidence-page", args=[row.version_id, 2])}"' in answer.content.decode()
    assert shown(client_of(who).get(address(row) + "?page=1")) is None, "the place is on page 2 only"


def test_others_do_not_learn_that_the_citation_exists(citation):
    assert {client_of(who).get(address(citation)).status_code for who in ("bien", "stranger", "khoa")} == {404}


def test_a_member_of_the_council_sees_the_frame_beside_her_sheet():
    dossier = builders.a_dossier_at(State.PROVINCE_CHECKING)
    row = Citation.objects.filter(dossier=dossier).first()
    Citation.objects.filter(pk=row.pk).update(page=2, marked=str(CORNER))
    running = councils.in_scoring(dossier)
    sheet = councils.sheet_of_member(running, "tv2")
    page = reverse("sheet", args=[sheet.pk]) + f"?line={row.line.code}&paper={row.pk}"
    assert shown(client_of("tv2").get(page)) == CORNER
    assert shown(client_of("tv2").get(page + "&page=1")) is None


def test_the_producer_marks_a_place_by_drawing_or_by_choosing_a_part(citation):
    client = client_of("hanh")
    client.post(address(citation), {"page": "2", "part": "drawn", "rectangle": "100,200,300,150"})
    citation.refresh_from_db()
    assert (citation.page, citation.region) == (2, CORNER)
    client.post(address(citation), {"page": "1", "part": BANDS[2][0]})
    citation.refresh_from_db()
    assert (citation.page, str(citation.region)) == (1, BANDS[2][0])
    client.post(address(citation), {"page": "1", "part": ""})
    citation.refresh_from_db()
    assert (citation.page, citation.region) == (1, None)


@pytest.mark.parametrize(
    "text", ["1,2,3", "0,0,1001,100", "990,0,20,20", "0,0,19,500", "-1,0,50,50", "a,b,c,d", "²,0,9,9"]
)
def test_what_is_no_place_on_a_page_is_refused_and_the_old_place_stays(citation, text):
    marked(citation)
    answer = client_of("hanh").post(address(citation), {"page": "2", "part": "drawn", "rectangle": text})
    citation.refresh_from_db()
    assert (answer.status_code, citation.region) == (409, CORNER)
    assert "Chưa đánh dấu chỗ nào trên trang." in html.unescape(answer.content.decode())


def test_who_may_not_write_sees_no_form_and_marks_nothing():
    row = Citation.objects.filter(dossier=builders.a_dossier_at(State.RECEIVED)).first()
    for who in ("hanh", "cuc"):
        client = client_of(who)
        assert "data-region" not in client.get(address(row)).content.decode()
        assert client.post(address(row), {"page": "1", "part": BANDS[0][0]}).status_code == 409
    row.refresh_from_db()
    assert row.marked == ""


def test_a_line_cites_a_page_once(citation):
    actions.cite(
        dossier=citation.dossier,
        line=citation.line.code,
        version=citation.version,
        page=1,
        actor=cast("hanh"),
        at=at(26, 9),
    )
    with pytest.raises(Refused):
        marked(citation, page=1)
    with pytest.raises(Refused):
        marked(citation, page=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.filter(pk=citation.pk).update(page=None, marked=str(CORNER))


def test_the_place_is_sealed_with_the_dossier(citation):
    marked(citation)
    builders.file(citation.dossier)
    sealed = Submission.objects.get(dossier=citation.dossier).content["citations"]
    assert [one["marked"] for one in sealed if one["line"] == citation.line.code and one["page"] == 2] == [str(CORNER)]


@given(st.tuples(*[st.integers(-50, 1100)] * 4))
def test_a_region_is_read_back_as_it_was_written_or_not_at_all(numbers):
    left, top, width, height = numbers
    fits = min(left, top) >= 0 and min(width, height) >= LEAST and max(left + width, top + height) <= WHOLE
    read = read_region(",".join(map(str, numbers)))
    assert (read == Region(*numbers) and str(read) == ",".join(map(str, numbers))) if fits else read is None


# ---------------------------------------------------------------- lapsed papers


def lapse(row, until):
    EvidenceDocument.objects.filter(pk=row.version.document_id).update(
        valid_from=None, issued_on=None, valid_until=until
    )


def line_of(page, code):
    start = page.index(f'data-line="{code}"')
    end = page.find("data-line=", start + 10)
    return html.unescape(page[start : end if end > 0 else None])


@pytest.mark.parametrize(
    ("days", "words", "weak"),
    [(-1, "Hết hạn", True), (0, "Sắp hết hạn", False), (60, "Sắp hết hạn", False), (61, "", False)],
)
def test_a_lapsed_paper_is_red_and_weakens_its_line_and_one_that_lapses_soon_is_amber(
    citation, time_machine, days, words, weak
):
    day = dt.date(2026, 9, 26)
    time_machine.move_to(dt.datetime(2026, 9, 26, 9, tzinfo=dt.timezone(dt.timedelta(hours=7))), tick=False)
    lapse(citation, day + dt.timedelta(days=days))
    Citation.objects.filter(dossier=citation.dossier, line=citation.line).exclude(pk=citation.pk).delete()
    page = client_of("hanh").get(reverse("dossier-self-score", args=[citation.dossier.number])).content.decode()
    line = line_of(page, citation.line.code)
    assert ("chip-danger" in line, "chip-warning" in line) == (days < 0, 0 <= days <= 60)
    assert (words in line) if words else "hiệu lực" not in line.split("cite-box")[0]
    assert ("Mọi giấy tờ của dòng này đã hết hiệu lực" in line) == weak
    assert (f'href="#line-{citation.line.code}"' in page[page.index('id="ahead"') :]) >= weak


def test_the_page_of_a_paper_names_the_lines_that_cite_it_and_only_where_one_sees_the_dossier(citation):
    document = citation.version.document
    lapse(citation, dt.date(2026, 1, 1))
    cited = reverse("evidence-cited", args=[document.pk])
    words = html.unescape(client_of("hanh").get(cited).content.decode())
    assert address(citation) in words
    assert "dòng dưới đây yếu đi" in words
    assert client_of("bien").get(cited).status_code == 404
    part = client_of("hanh").get(cited, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part and address(citation) in part  # noqa: PT018
    assert f'hx-get="{cited}"' in client_of("hanh").get(reverse("evidence", args=[document.pk])).content.decode()
