"""A base dossier from an old paper file: scanned, taken apart, cited in the renewal, read by the offices."""

import html

import pikepdf
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratings.criteria.queries import sheet_of
from ratings.dossiers.models import Citation
from ratings.dossiers.states import Kind, State
from ratings.renewals.actions import add_paper_file, cut_paper
from ratings.renewals.base import base_of, lines_by_kind
from ratings.renewals.models import CutPaper, PaperFile
from registry.access.answers import Refused
from registry.evidence.facts import Particulars
from registry.evidence.models import EvidenceDocument
from registry.files.actions import store
from registry.files.models import StoredFile
from registry.journal.models import JournalEntry
from tests import builders
from tests.cast import cast, client_of, status_of
from tests.files import made

pytestmark = pytest.mark.django_db
AT = builders.at(14, 9)


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel(builders.at(5, 10, 9), tick=False):
        yield


@pytest.fixture
def product():
    builders.law()
    return builders.a_product("gia_dang", "Nước mắm Gia Đẳng", 9)


def scanned(product, pages=7, who="hanh", label="Hồ sơ năm 2023"):
    file = store(made.upload(made.pdf(pages)), actor=cast(who), at=AT)
    return add_paper_file(product=product, label=label, file=file, actor=cast(who), at=AT)


def taken_out(row, first, last, kind, **more):
    particulars = Particulars(kind=kind, title=more.pop("title", f"Giấy {kind}"), **more)
    return cut_paper(paper_file=row, first=first, last=last, particulars=particulars, actor=cast("hanh"), at=AT)


def address(product):
    return f"/products/{product.public_id}/paper-files/"


def test_a_scan_is_brought_and_its_papers_are_taken_out_page_by_page(product):
    client = client_of("hanh")
    brought = client.post(address(product), {"label": "Hồ sơ năm 2023", "file": made.upload(made.pdf(7))})
    row = PaperFile.objects.get()
    assert (brought.status_code, brought["Location"]) == (302, f"/paper-files/{row.pk}/")
    page = client.get(brought["Location"]).content.decode()
    assert [f'data-page="{number}"' in page for number in (1, 7, 8)] == [True, True, False]
    form = {"first_page": 2, "last_page": 4, "kind": 7, "title": "", "number": "4-0345678", "valid_until": "2031-05-01"}
    assert client.post(f"/paper-files/{row.pk}/", form).status_code == 302
    document = EvidenceDocument.objects.get(kind=7)
    assert (document.title, document.number, document.producer) == ("Sở hữu trí tuệ", "4-0345678", product.producer)
    version = document.versions.get()
    with pikepdf.open(version.file.content.path) as piece:
        texts = [bytes(one.Contents.read_bytes()) for one in piece.pages]
    assert (version.pages, [b" 5%d 700" % number in text for number, text in enumerate(texts, 1)]) == (3, [True] * 3)
    page = html.unescape(client.get(f"/paper-files/{row.pk}/").content.decode())
    assert 'name="first_page" value="5"' in page, "the next paper begins after the last"
    assert "Sở hữu trí tuệ" in page
    said = JournalEntry.objects.filter(object_type="paper_file").order_by("pk").values_list("action", flat=True)
    assert list(said) == ["renewal.paper_file_added", "renewal.paper_cut"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"last_page": 9}, "Bản chụp có 7 trang"),
        ({"first_page": 5, "last_page": 3}, "Trang cuối đứng trước trang đầu"),
        ({"kind": ""}, "Loại tài liệu minh chứng: Mục này cần"),
        ({"issued_on": "2026-05-01", "valid_until": "2025-05-01"}, "không thể trước"),
    ],
)
def test_wrong_pages_and_dates_take_nothing_out_and_keep_what_was_typed(product, changes, words):
    row, kept = scanned(product), StoredFile.objects.count()
    form = {"first_page": 2, "last_page": 4, "kind": 7, "title": "Nhãn hiệu", **changes}
    answer = client_of("hanh").post(f"/paper-files/{row.pk}/", form)
    page = html.unescape(answer.content.decode())
    assert (answer.status_code, words in page, 'value="Nhãn hiệu"' in page) == (422, True, True)
    assert not CutPaper.objects.exists()
    assert StoredFile.objects.count() == kept


def test_the_same_scan_twice_and_pages_that_do_not_exist_are_refused(product):
    row = scanned(product)
    with pytest.raises(Refused):
        scanned(product)
    with pytest.raises(Refused):
        taken_out(row, 7, 8, 7)
    answer = client_of("hanh").post(address(product), {"label": "Lần nữa", "file": made.upload(made.pdf(7))})
    assert (answer.status_code, "Bản chụp này đã có" in html.unescape(answer.content.decode())) == (409, True)
    whole = taken_out(row, 1, 7, 1)
    assert whole.document.versions.get().file_id == row.file_id


def test_papers_of_the_old_file_are_proposed_for_their_lines_and_cited_by_one_press(product):
    row = scanned(product)
    mark = taken_out(row, 1, 2, 7, title="Nhãn hiệu")
    lapsed = taken_out(row, 3, 3, 12, title="Kiểm nghiệm 2023", valid_until=builders.at(1, 10).date())
    dossier = builders.a_draft(kind=Kind.RE_RANKING, filled=False)
    law = sheet_of(dossier.criteria_set_id)
    proving = lines_by_kind(law)
    assert proving[7], "the guidance says which lines need a paper of intellectual property"
    base = {paper.cut.pk: paper for paper in base_of(dossier, builders.at(5, 10).date())}
    assert (base[mark.pk].usable, base[lapsed.pk].usable) == (True, False)
    client, page_of = client_of("hanh"), f"/dossiers/{dossier.number}/renewal/base/"
    page = client.get(page_of).content.decode()
    assert f'name="paper-{mark.pk}" value="{proving[7][0]}" checked' in page
    assert f'name="paper-{lapsed.pk}" value="{proving[12][0]}" checked' not in page
    line = proving[7][0]
    answer = client.post(page_of, {f"paper-{mark.pk}": [line, "no line"]})
    assert answer.status_code == 302
    cited = Citation.objects.filter(dossier=dossier)
    assert list(cited.values_list("line__code", "version__document")) == [(line, mark.document_id)]
    assert client.post(page_of, {f"paper-{mark.pk}": [line]}).status_code == 302
    assert cited.count() == 1, "twice changes nothing"


def test_offices_read_the_base_and_change_nothing_and_strangers_see_no_scan(product):
    row = scanned(product)
    mark = taken_out(row, 1, 2, 7, title="Nhãn hiệu Gia Đẳng")
    dossier = builders.a_dossier_at(State.RECEIVED, kind=Kind.RE_RANKING)
    page_of = f"/dossiers/{dossier.number}/renewal/"
    for who in ("cuc", "duc", "hanh"):
        assert "Nhãn hiệu Gia Đẳng" in html.unescape(client_of(who).get(page_of).content.decode())
    refused = client_of("duc").post(f"{page_of}base/", {f"paper-{mark.pk}": ["1.1"]})
    assert (refused.status_code, Citation.objects.filter(version__document=mark.document).exists()) == (302, False)
    for who in ("bien", "em", "stranger"):
        assert status_of(client_of(who), address(product)) == 404
        assert status_of(client_of(who), f"/paper-files/{row.pk}/") == 404
        assert status_of(client_of(who), f"/paper-files/{row.pk}/pages/1") == 404
    assert status_of(client_of("hanh"), f"/paper-files/{row.pk}/pages/8") == 404
    assert status_of(client_of("dung"), f"/paper-files/{row.pk}/pages/1?size=small") == 200
    form = {"first_page": 3, "last_page": 3, "kind": 7}
    assert client_of("duc").post(f"/paper-files/{row.pk}/", form).status_code == 409
    assert CutPaper.objects.count() == 1


def test_pages_ask_a_constant_number_of_queries(product):
    row = scanned(product, pages=9)
    taken_out(row, 1, 1, 7)
    dossier = builders.a_draft(kind=Kind.RE_RANKING, filled=False)
    client = client_of("hanh")
    addresses = (address(product), f"/paper-files/{row.pk}/", f"/dossiers/{dossier.number}/renewal/base/")

    def asked():
        counts = []
        for one in addresses:
            client.get(one)
            with CaptureQueriesContext(connection) as queries:
                client.get(one)
            counts.append(len(queries))
        return counts

    few = asked()
    for number, kind in enumerate((1, 2, 3, 12), 2):
        taken_out(row, number, number, kind)
    assert asked() == few
