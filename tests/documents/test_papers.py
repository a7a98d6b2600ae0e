"""Papers print exactly what they are given, last for decades, and cannot be made to do anything else."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno
import typst
from django.conf import settings

from registry.documents import glyphs, papers
from registry.documents.typst_pdf import TEMPLATES, render
from registry.files.actions import keep_pdf
from registry.files.inspect import inspect
from registry.files.kinds import MediaType
from tests.documents import samples

SHARED = {"national.typ", "slips.typ"}
EVERY = pytest.mark.parametrize("paper", samples.ALL.values(), ids=samples.ALL)


def words(pdf):
    """The text of all pages as a reader copies it, in single spaces, without the breaks we set inside long words."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return re.sub(r"\s+", " ", re.sub("[\u200b\ufffe\x02]", "", text))


def squeezed(text):
    return re.sub(r"\s+", "", text)


def strings_of(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings_of(part)]
    return [text for part in value for text in strings_of(part)] if isinstance(value, list | tuple) else []


def printed_strings(paper):
    """What a reader must find: everything but choices (ticked boxes) and what stands in the properties only."""
    data = paper.to_data()
    for name in ("title", "author", "made_on", "kind", "qr_svg"):
        data.pop(name, None)
    for row in data.get("rows", ()):
        row.pop("level", None)
    if isinstance(paper, papers.Form01):
        data["kind"] = ""
    return [text for text in strings_of(data) if text]


@EVERY
def test_every_word_and_every_mark_above_a_vowel_is_in_the_text(paper):
    printed = squeezed(words(paper.pdf()))
    wanted = [squeezed(line) for text in printed_strings(paper) for line in text.split("\n")]
    assert [text for text in wanted if text not in printed] == []


def test_the_national_header_is_as_the_decree_writes_it():
    printed = words(samples.FORM_03.pdf())
    for line in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 45/BC-UBND",
        "Triệu Cơ, ngày 16 tháng 10 năm 2026",
        "BÁO CÁO",
        "Nơi nhận:",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
    ):
        assert line in printed


@EVERY
def test_what_people_write_is_printed_and_never_obeyed(paper):
    spoilt = samples.spoilt(paper, samples.HOSTILE)
    printed = squeezed(words(spoilt.pdf()))
    places = sum(text == samples.HOSTILE for text in printed_strings(spoilt))
    # A few places repeat or leave out a field by design (rows of sums have no answer), and a page may end inside one.
    assert squeezed(samples.HOSTILE) in printed
    assert printed.count(squeezed('#import "x.typ": *')) > 0.9 * places


@EVERY
@pytest.mark.parametrize("text", [samples.LONG_WORD, samples.LONG_NAME * 3], ids=["one word", "many words"])
def test_no_name_is_too_long_to_be_printed_whole(paper, text):
    assert squeezed(text) in squeezed(words(samples.spoilt(paper, text).pdf()))


def test_a_long_product_and_producer_stay_on_the_one_page_of_the_certificate_and_inside_its_frame():
    paper = replace(
        samples.CERTIFICATE, product=samples.LONG_NAME, producer=samples.LONG_WORD, address=samples.LONG_NAME
    )
    document = pypdfium2.PdfDocument(paper.pdf())
    assert len(document) == 1
    page = document[0]
    text = page.get_textpage()
    width, _height = page.get_size()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    inside = [box for box in boxes if box[0] < 28 or box[2] > width - 28]
    document.close()
    assert inside == []


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Nước mắm 🐟 ngon", "Nước mắm □ ngon"),
        ("Nu\u031bo\u031b\u0301c ma\u0306\u0301m", "Nước mắm"),
        ("Mắm\u202e\u200d\u0000ruốc", "Mắmruốc"),
        ("Trà 茶 Hà Nội", "Trà □ Hà Nội"),
        ("a\tb\u00a0c", "a b c"),
        ("x" * 31, "x" * 15 + "\u200b" + "x" * 15 + "\u200b" + "x"),
        ("x" * 30, "x" * 30),
    ],
)
def test_what_our_fonts_cannot_print_is_shown_as_a_box_and_invisible_marks_are_left_out(written, printed):
    assert glyphs.printable(written) == printed
    assert squeezed(printed).replace("\u200b", "") in squeezed(words(replace(samples.FORM_03, product=written).pdf()))


def test_our_fonts_hold_every_vietnamese_letter():
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    import unicodedata

    letters = {
        unicodedata.normalize("NFC", vowel + mark) for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for mark in marks
    } | set("đĐ₫“”–…√□")
    for path in sorted(glyphs.FONTS.glob("*.ttf")):
        points = glyphs.code_points(path.read_bytes())
        lacking = {letter for letter in letters if ord(letter) not in points} - set("√□₫")
        assert (path.name, lacking) == (path.name, set())
    assert {letter for letter in letters if ord(letter) not in glyphs.covered()} == set()


@EVERY
def test_a_paper_is_pdf_a_2b_with_its_fonts_inside_and_nothing_active(paper):
    pdf = paper.pdf()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["dc:title"] == paper.title
        assert str(metadata["xmp:CreateDate"]).startswith("2026-11-20")
        assert str(document.Root.Lang) == "vi"
        described = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        families = {re.sub(r"^[A-Z]{6}\+", "", str(font.FontName).lstrip("/")).split("-")[0] for font in described}
        assert [font for font in described if "/FontFile2" not in font and "/FontFile3" not in font] == []
        assert families <= {"Tinos", "BeVietnamPro", "PlayfairDisplay"}
        assert families
        assert papers.pages_of(pdf) == len(document.pages)
    assert inspect(pdf).media_type is MediaType.PDF


@EVERY
def test_the_same_paper_gives_the_same_bytes(paper):
    assert paper.pdf() == paper.pdf()


def test_the_same_paper_gives_the_same_bytes_in_another_process():
    code = (
        "import django, hashlib; django.setup(); from tests.documents import samples; "
        "print(hashlib.sha256(samples.CERTIFICATE.pdf()).hexdigest())"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "", "TZ": "America/Lima"}
    runs = [
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env={**environment, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(runs[0].strip()) == 64


def test_threads_make_papers_at_the_same_time_without_mixing_them():
    wanted = [replace(samples.CERTIFICATE, product=f"Sản phẩm số {number}") for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda paper: paper.pdf(), wanted))
    assert [paper.product in words(pdf) for paper, pdf in zip(wanted, made, strict=True)] == [True] * 24


@EVERY
def test_every_page_of_a_demonstration_says_so_and_no_page_of_a_real_installation(paper):
    def marked(pdf):
        document = pypdfium2.PdfDocument(pdf)
        found = ["DỮ LIỆU MINH HỌA" in page.get_textpage().get_text_bounded() for page in document]
        document.close()
        return set(found)

    assert marked(paper.pdf(demo=True)) == {True}
    assert marked(paper.pdf(demo=False)) == {False}


def test_the_mark_follows_the_setting(settings):
    settings.DEMO = False
    assert samples.CERTIFICATE.pdf() == samples.CERTIFICATE.pdf(demo=False)
    settings.DEMO = True
    assert samples.CERTIFICATE.pdf() == samples.CERTIFICATE.pdf(demo=True)


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_the_certificate_says_its_stars_in_words(stars):
    assert f"HẠNG {stars} SAO" in words(replace(samples.CERTIFICATE, stars=stars).pdf())


def test_the_code_on_the_certificate_leads_to_the_printed_address():
    document = pypdfium2.PdfDocument(samples.CERTIFICATE.pdf(demo=False))
    picture = document[0].render(scale=300 / 72).to_pil().convert("L")
    document.close()
    millimetre = 300 / 25.4
    corner = picture.crop([round(side * millimetre) for side in (25, 147, 57.5, 179)])
    dark = corner.point(lambda value: 255 if value < 110 else 0)
    left, top, right, bottom = dark.getbbox()
    wanted = [[bool(module) for module in row] for row in segno.make(samples.CERTIFICATE.verify_url, error="m").matrix]
    count = len(wanted)
    seen = [
        [
            dark.getpixel(
                (round(left + (x + 0.5) * (right - left) / count), round(top + (y + 0.5) * (bottom - top) / count))
            )
            == 255
            for x in range(count)
        ]
        for y in range(count)
    ]
    assert seen == wanted
    assert f"Kiểm tra tại · Verify at {samples.CERTIFICATE.verify_url}" in words(samples.CERTIFICATE.pdf())


def test_a_paper_not_filled_in_is_a_form_to_be_written_on():
    empty = samples.spoilt(samples.FORM_01, "")
    printed = words(replace(empty, samples="", kind="first").pdf())
    assert "Tên đơn vị: ...." in printed


def test_pages_are_numbered_from_the_second_on():
    document = pypdfium2.PdfDocument(samples.SCORE_SHEET.pdf(demo=False))
    heads = [page.get_textpage().get_text_bounded(bottom=page.get_height() - 45).strip() for page in document]
    document.close()
    assert [head.split()[0] for head in heads[1:]] == [str(number) for number in range(2, len(heads) + 1)]
    assert not heads[0].startswith("1")


@EVERY
def test_the_template_uses_every_field_of_its_paper(paper):
    source = "".join((TEMPLATES / name).read_text("utf-8") for name in (f"{paper.template}.typ", *SHARED))
    names = {field.name for field in fields(paper)} - {"made_on"}
    assert {name for name in names if f"paper.{name}" not in source and f'"{name}"' not in source} == set()


def test_templates_take_nothing_from_outside_their_folder():
    for path in TEMPLATES.glob("*.typ"):
        source = path.read_text("utf-8")
        assert set(re.findall(r'#import "([^"]+)"', source)) <= SHARED
        assert not re.search(r"\b(read|eval|plugin)\(", source)


@pytest.mark.parametrize("name", ["../settings", "certificate.typ", "", "a/b", "National"])
def test_a_name_that_is_no_templates_name_is_refused(name):
    with pytest.raises(ValueError, match=re.escape(name) if name else "^$"):
        render(name, {})


def test_data_without_a_field_of_the_template_is_an_error_and_not_an_empty_paper():
    data = samples.CERTIFICATE.to_data()
    del data["decision"]
    with pytest.raises(typst.TypstError, match="decision"):
        render("certificate", data)


@pytest.mark.django_db
def test_a_certificate_is_made_once_and_kept():
    pdf = samples.CERTIFICATE.pdf()
    at = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
    stored = keep_pdf(pdf, pages=papers.pages_of(pdf), at=at)
    assert (stored.read(), stored.pages) == (pdf, 1)
    assert keep_pdf(samples.CERTIFICATE.pdf(), pages=1, at=at) == stored


def test_every_font_has_its_licence_beside_it():
    families = {path.name.split("_")[0] for path in glyphs.FONTS.glob("*.ttf")}
    licences = {path.stem.removeprefix("OFL-") for path in glyphs.FONTS.glob("OFL-*.txt")}
    assert families == licences
    assert all("SIL Open Font License" in Path(path).read_text("utf-8") for path in glyphs.FONTS.glob("OFL-*.txt"))
