"""Papers, scans and photos of every shape are bound into sheets of one size; what cannot be is named, the rest is there."""

import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from registry.documents.binding import Contents, ContentsPart, ContentsRow, NotBound, PageCodes, Piece, bind
from tests.files.made import pdf, pdf_bomb, picture

DAY = dt.date(2026, 11, 20)
A4 = (595, 842)


def page_of(size, *, turned=0, box=None):
    def change(document):
        page = document.pages[0]
        page.mediabox = [0, 0, *size]
        page.Contents = document.make_stream(f"0 0 1 rg 0 0 {size[0]} {size[1]} re f".encode())
        if turned:
            page.Rotate = turned
        if box:
            page.cropbox = box

    return pdf(1, change=change)


def stamped(document):
    """A stamp as an electronic signature draws one: outside of the content of the page."""
    look = Stream(document, b"0 1 0 rg 0 0 200 100 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 100])
    stamp = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Stamp,
        Rect=[200, 300, 400, 400],
        F=4,
        AP=Dictionary(N=document.make_indirect(look)),
    )
    document.pages[0].Annots = Array([document.make_indirect(stamp)])


def bound(tmp_path, *files):
    """Bind ``files`` (kind, content, size) and return the sheets as a reader and where each piece stands."""
    pieces = []
    for number, (kind, content, *size) in enumerate(files, 1):
        (tmp_path / str(number)).write_bytes(content)
        pieces.append(Piece(str(number), f"Tài liệu {number}", kind, *size))

    def contents(placed):
        rows = tuple(
            ContentsRow(
                title=each.piece.title, where=str(each.first or ""), pages=str(each.pages or ""), note=each.fault
            )
            for each in placed
        )
        return Contents(
            made_on=DAY, dossier_number="19654-2026-00001", product="Mắm", producer="HTX", commune="xã", state="Đã nộp",
            where_title="Trang", parts=(ContentsPart(title="Minh chứng", rows=rows),), closing="Hết.",
        )  # fmt: skip

    path, placed = bind(
        pieces, tmp_path, contents=contents, title="Hồ sơ",
        codes=lambda sheets: PageCodes(made_on=DAY, code="19654-2026-00001", sheets=sheets),
    )  # fmt: skip
    return pypdfium2.PdfDocument(path.read_bytes()), placed


def colour(document, page, x, y):
    """Colour at a place of a page, in points from its left lower corner."""
    shown = document[page].render(scale=1).to_pil().convert("RGB")
    return shown.getpixel((x, shown.height - y))


def test_every_page_has_its_code_and_the_contents_say_where_each_document_begins(tmp_path):
    document, placed = bound(tmp_path, ("ours", pdf(2)), ("pdf", pdf(3)), ("jpeg", picture("JPEG", (60, 80)), 60, 80))
    assert [(each.first, each.pages) for each in placed] == [(2, 2), (4, 3), (7, 1)]
    codes = [page.get_textpage().get_text_bounded(top=30) for page in document]
    assert [f"19654-2026-00001 · trang {number}/7" in code for number, code in enumerate(codes, 1)] == [True] * 7
    assert [bookmark.get_title() for bookmark in document.get_toc()] == ["Tài liệu 1", "Tài liệu 2", "Tài liệu 3"]


def test_contents_of_several_pages_push_the_documents_back_by_as_many(tmp_path):
    document, placed = bound(tmp_path, *[("pdf", pdf(1))] * 80)
    first = placed[0].first
    assert first > 2
    assert len(document) == first - 1 + 80
    assert [each.first for each in placed] == list(range(first, first + 80))


def test_a_hundred_sheets_keep_one_code_each(tmp_path):
    document, _placed = bound(tmp_path, ("pdf", pdf(100)))
    assert len(document) == 101
    assert "trang 101/101" in document[100].get_textpage().get_text_bounded()


@pytest.mark.parametrize(
    ("file", "landscape"),
    [
        (page_of((595, 842)), False),
        (page_of((842, 595)), True),
        (page_of((595, 842), turned=90), True),
        (page_of((1191, 1684)), False),
        (page_of((200, 100)), True),
        (page_of((2000, 2000), box=[500, 500, 800, 1500]), False),
    ],
    ids=["A4", "lying", "turned", "A2", "a receipt", "cut out of a larger one"],
)
def test_whatever_was_scanned_stands_on_a4_and_its_foot_stays_free(tmp_path, file, landscape):
    document, _placed = bound(tmp_path, ("pdf", file))
    width, height = (round(value) for value in document[1].get_size())
    assert (width, height) == (A4[::-1] if landscape else A4)
    assert colour(document, 1, width // 2, height // 2) == (0, 0, 255)
    assert colour(document, 1, width // 4, 20) == (255, 255, 255)


def test_a_stamp_and_a_signature_stay_where_they_are_shown(tmp_path):
    document, _placed = bound(tmp_path, ("pdf", pdf(1, change=stamped)))
    assert colour(document, 1, 300, 355) == (0, 255, 0)


def test_a_lying_photo_lies_and_a_small_one_is_not_blown_up(tmp_path):
    document, _placed = bound(tmp_path, ("jpeg", picture("JPEG", (160, 90), colour=(0, 0, 200)), 160, 90))
    assert [round(value) for value in document[1].get_size()] == list(A4[::-1])
    assert colour(document, 1, 421, 310)[2] > 150
    assert colour(document, 1, 100, 310) == (255, 255, 255)


def encrypted():
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(1))) as document:
        document.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


def test_what_cannot_be_bound_is_named_and_the_rest_is_there(tmp_path):
    document, placed = bound(
        tmp_path, ("pdf", pdf(1)), ("pdf", b"%PDF-1.7 nothing"), ("pdf", encrypted()), ("pdf", pdf(2))
    )
    assert [(each.first, each.fault) for each in placed] == [(2, ""), (0, "broken"), (0, "encrypted"), (3, "")]
    assert len(document) == 4
    assert "broken" in document[0].get_textpage().get_text_bounded()


def test_a_file_that_ends_the_process_is_left_out_alone(tmp_path):
    _document, placed = bound(tmp_path, ("pdf", pdf(1)), ("pdf", pdf_bomb()), ("pdf", pdf(1)))
    assert placed[1].fault in {"heavy", "broken"}
    assert [each.pages for each in placed] == [1, 0, 1]


def test_sheets_beyond_the_limit_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr("registry.documents.binding.MAX_SHEETS", 4)
    _document, placed = bound(tmp_path, ("pdf", pdf(3)), ("pdf", pdf(2)), ("pdf", pdf(1)))
    assert [each.fault for each in placed] == ["", "many", ""]


def test_a_process_that_does_not_come_back_is_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr("registry.documents.binding.WAIT", 0.01)
    with pytest.raises(NotBound):
        bound(tmp_path, ("pdf", pdf(1)))
