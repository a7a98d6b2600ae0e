"""Make ``templates/documents/request_letter.docx``, the default template of the request letter (article 7.2b).

Run ``python docs/make_request_letter.py`` after changing it, and check the result in. Layout: Decree 30/2020/NĐ-CP,
annex I (Times New Roman, margins 20-20-30-15 mm).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

TARGET = Path(__file__).resolve().parent.parent / "templates" / "documents" / "request_letter.docx"
CENTRE, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
COLUMNS = (
    ("TT", "{{ sp.stt }}", 1.0),
    ("Sản phẩm", "{{ sp.ten }}", 3.6),
    ("Chủ thể, địa chỉ", "{{ sp.chu_the }}, {{ sp.dia_chi }}", 4.2),
    ("Bộ sản phẩm", "{{ sp.bo }}", 3.1),
    ("Đăng ký", "{{ sp.loai }}", 1.7),
    ("Báo cáo đánh giá (Mẫu số 03)", "{{ sp.bao_cao }}", 3.0),
)


def write(
    paragraph: Any, text: str, *, size: float = 13, bold: bool = False, italic: bool = False, align: Any = None,
    indent: float = 0, after: float = 6,
) -> None:  # fmt: skip
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.first_line_indent = Cm(indent)
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.space_before = Pt(0)


def widths(table: Any, *centimetres: float) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    # Word reads the width of each cell, other programs that of the column.
    for column, width in zip(table.columns, centimetres, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, centimetres, strict=True):
            cell.width = Cm(width)


def head(document: Any) -> None:
    table = document.add_table(rows=2, cols=2)
    widths(table, 6.4, 10.1)
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "ỦY BAN NHÂN DÂN", size=13, bold=True, align=CENTRE, after=0)
    write(left.add_paragraph(), "{{ xa | upper }}", size=13, bold=True, align=CENTRE, after=0)
    write(left.add_paragraph(), "_______", size=8, align=CENTRE)
    write(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, align=CENTRE, after=0)
    write(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", size=13, bold=True, align=CENTRE, after=0)
    write(right.add_paragraph(), "______________________", size=8, align=CENTRE)
    left, right = table.rows[1].cells
    write(left.paragraphs[0], "Số: {{ so }}", align=CENTRE, after=0)
    write(left.add_paragraph(), "V/v đề nghị đánh giá, phân hạng sản phẩm OCOP", size=12, align=CENTRE)
    write(right.paragraphs[0], "{{ dia_danh }}, {{ ngay }}", italic=True, align=CENTRE)


def body(document: Any) -> None:
    write(document.add_paragraph(), "Kính gửi: Ủy ban nhân dân {{ tinh }}", align=CENTRE, after=10)
    said = (
        "Căn cứ {{ quyet_dinh }} của Thủ tướng Chính phủ;",
        (
            "Sau khi kiểm tra thành phần hồ sơ và đánh giá các nội dung theo quy định tại điểm a khoản 2 Điều 7, Ủy ban nhân "
            "dân {{ xa }} đề nghị Ủy ban nhân dân {{ tinh }} đánh giá, phân hạng {{ so_san_pham }} sản phẩm OCOP sau đây:"
        ),
    )
    for text in said:
        write(document.add_paragraph(), text, align=BOTH, indent=1)
    table = document.add_table(rows=4, cols=len(COLUMNS))
    table.style = "Table Grid"
    widths(table, *(width for _head, _text, width in COLUMNS))
    for at, (heading, text, _width) in enumerate(COLUMNS):
        centred = CENTRE if at in {0, 4} else None
        write(table.rows[0].cells[at].paragraphs[0], heading, size=12, bold=True, align=CENTRE, after=2)
        write(table.rows[2].cells[at].paragraphs[0], text, size=12, align=centred, after=2)
    # docxtpl takes the rows of the loop away: what stands between them is repeated for each product.
    write(table.rows[1].cells[0].paragraphs[0], "{%tr for sp in san_pham %}", size=12, after=2)
    write(table.rows[3].cells[0].paragraphs[0], "{%tr endfor %}", size=12, after=2)
    write(document.add_paragraph(), "", size=6, after=0)
    sent = (
        (
            "Hồ sơ gửi kèm của mỗi sản phẩm theo khoản 2 Điều 6: Báo cáo đánh giá của Ủy ban nhân dân {{ xa }} (Mẫu số 03); "
            "hồ sơ sản phẩm (01 bộ hồ sơ giấy và 01 bộ hồ sơ điện tử); sản phẩm mẫu do chủ thể cung cấp (trừ nhóm sản phẩm Dịch "
            "vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch)."
        ),
        "Kính đề nghị Ủy ban nhân dân {{ tinh }} xem xét, tổ chức đánh giá, phân hạng theo quy định./.",
    )
    for text in sent:
        write(document.add_paragraph(), text, align=BOTH, indent=1)


def foot(document: Any) -> None:
    table = document.add_table(rows=1, cols=2)
    widths(table, 8.0, 8.5)
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True, after=0)
    for text in (
        "- Như trên;",
        "- Cơ quan tham mưu quản lý OCOP cấp tỉnh;",
        "- Các chủ thể có tên trên;",
        "- Lưu: VT.",
    ):
        write(left.add_paragraph(), text, size=11, after=0)
    write(right.paragraphs[0], "TM. ỦY BAN NHÂN DÂN", bold=True, align=CENTRE, after=0)
    write(right.add_paragraph(), "{{ chuc_vu }}", bold=True, align=CENTRE, after=60)
    write(right.add_paragraph(), "{{ nguoi_ky }}", bold=True, align=CENTRE)


def main() -> None:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(13)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    head(document)
    body(document)
    foot(document)
    about = document.core_properties
    about.author = about.last_modified_by = ""
    about.title = "Văn bản đề nghị đánh giá, phân hạng sản phẩm OCOP"
    about.comments = ""
    about.created = about.modified = dt.datetime(2026, 5, 22, tzinfo=dt.UTC)
    document.save(str(TARGET))


if __name__ == "__main__":
    main()
