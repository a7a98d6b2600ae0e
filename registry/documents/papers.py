"""What goes into each paper: plain strings and numbers, filled by the concept that owns the facts.

A paper prints what it is given and decides nothing: dates come as people read them ("20/11/2026", "ngày 20 tháng 11 năm
2026"), points with their decimal comma, offices with their full names. An empty string prints a line of dots, to be
filled in by hand. Numbers of documents come from the registers of the offices and may be empty as well.

``made_on`` is the day the paper is of; it becomes the date inside the PDF. ``paper.pdf()`` gives the bytes; the same
paper gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal

import pikepdf
import segno

from registry.documents.typst_pdf import render


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper with its template. ``title`` and ``author`` stand in the properties of the PDF."""

    template: ClassVar[str]
    title: ClassVar[str]
    made_on: dt.date
    author: str = ""

    def to_data(self) -> dict[str, Any]:
        """Return strings, numbers, lists and dictionaries only, under the names the template uses."""
        return {**asdict(self), "made_on": self.made_on.isoformat(), "title": self.title}

    def pdf(self, *, demo: bool | None = None) -> bytes:
        """Return the PDF/A; marked as illustration where the installation is a demonstration."""
        return render(self.template, self.to_data(), demo=demo)


def pages_of(pdf: bytes) -> int:
    """Return the number of pages of a PDF we made."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs. ``capacity`` holds the lines above the name: ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")."""

    capacity: tuple[str, ...]
    name: str = ""
    note: str = ""
    """In italics under the capacity: "(Ký, đóng dấu, ghi rõ họ tên)"."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Head of an office's paper: superior office, office, number and symbol, place and date."""

    office: str
    """In capitals: "ỦY BAN NHÂN DÂN XÃ TRIỆU CƠ"; a decision of the Chairman is headed by his title."""
    superior: str = ""
    number: str = ""
    """"45"; empty when the office has not numbered it yet."""
    symbol: str = ""
    """"/BC-UBND", with its stroke."""
    place: str
    """"Triệu Cơ"."""
    date: str
    """"ngày 16 tháng 10 năm 2026"."""


@dataclass(frozen=True, kw_only=True)
class Certificate(Paper):
    """Giấy chứng nhận kết quả phân hạng sản phẩm OCOP (article 4.3)."""

    template = "certificate"
    title = "Giấy chứng nhận kết quả phân hạng sản phẩm OCOP"

    stars: int
    """3, 4 or 5."""
    authority: str
    """As it certifies: "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị"."""
    product: str
    producer: str
    address: str
    product_code: str
    """"44-19654-1-2026"."""
    decision: str
    """"Số 3456/QĐ-UBND ngày 20/11/2026"."""
    valid_until: str
    """Last day of validity: "20/11/2029"."""
    place: str
    date: str
    signature: Signature
    verify_url: str
    """Full address in the QR code, printed in words as well."""
    verify_code: str

    def to_data(self) -> dict[str, Any]:
        return {**super().to_data(), "qr_svg": qr_svg(self.verify_url)}


def qr_svg(address: str) -> str:
    """Return the QR code of ``address`` as SVG, readable with 15 percent of it damaged, with a margin of its own."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(buffer, kind="svg", border=2, dark="#1B2430")
    return buffer.getvalue().decode()


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The block of an office on Form 01."""

    slip_number: str = ""
    """"12/PĐK-44-19654-2026"; the office's own, never invented."""
    received_on: str = ""
    receiver: str = ""


@dataclass(frozen=True, kw_only=True)
class Form01(Paper):
    """Mẫu số 01, Phụ lục III: Phiếu đăng ký tham gia đánh giá, phân hạng sản phẩm OCOP."""

    template = "form_01"
    title = "Mẫu số 01: Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP"

    province: str
    """With its kind: "tỉnh Quảng Trị", "thành phố Huế"."""
    year: str
    producer: str
    representative: str
    position: str
    address: str
    phone: str
    email: str
    product: str
    classification: str
    """"Ngành ...; Nhóm ...; Phân nhóm ..." by annex I."""
    kind: Literal["first", "upgrade", "re_ranking"]
    samples: str
    place: str
    date: str
    signature: Signature
    commune: Receipt = Receipt()
    province_agency: Receipt = Receipt()


@dataclass(frozen=True, kw_only=True)
class SelfScoreRow:
    """One row of the self-score table of Form 02."""

    level: Literal["part", "criterion", "line"]
    code: str
    name: str
    maximum: int
    points: str
    """"3"; of a part or criterion its sum; empty where nothing was answered."""
    answer: str = ""
    """Words of the option chosen, "Không đạt mức nào" or "Không áp dụng"."""
    explanation: str = ""
    evidence: tuple[str, ...] = ()
    """"Giấy đăng ký kinh doanh số 12 (trang 1)"."""


@dataclass(frozen=True, kw_only=True)
class EvidenceRow:
    """One of the 15 kinds of evidence, with the documents filed under it."""

    number: str
    name: str
    requirement: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PapersHeld:
    """Boxes ticked in point 7 of Form 02."""

    business_registration: bool = False
    quality_declared: bool = False
    food_safety: bool = False
    production_conditions: bool = False
    intellectual_property: bool = False
    trademark: bool = False
    geographical_indication: bool = False
    patent: bool = False
    industrial_design: bool = False
    copyright: bool = False
    other: str = ""


@dataclass(frozen=True, kw_only=True)
class Form02(Paper):
    """Mẫu số 02, Phụ lục III: Báo cáo tự đánh giá về sản phẩm."""

    template = "form_02"
    title = "Mẫu số 02: Báo cáo tự đánh giá về sản phẩm"

    producer: str
    producer_kind: str
    address: str
    phone: str
    email: str
    representative: str
    sex: str
    ethnicity: str
    residence: str
    founded_on: str
    registration_number: str
    product: str
    product_description: str
    papers: PapersHeld
    history: str
    organisation: str
    materials_and_technology: str
    quality_changes: str
    markets: str
    business_results: str
    changes: str = ""
    """What changed since the last recognition; obligatory for an upgrade (article 6.1b) and a re-ranking (6.1c)."""
    changes_asked: bool = False
    set_name: str
    """"Bộ sản phẩm 9: Tương, nước mắm, gia vị dạng lỏng khác"."""
    rows: tuple[SelfScoreRow, ...]
    total: str
    evidence: tuple[EvidenceRow, ...]
    plan: str
    place: str
    date: str
    signature: Signature


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One of the four matters of Form 03: what the producer says, and what the commune finds."""

    claim: str
    assessment: str


@dataclass(frozen=True, kw_only=True)
class Form03(Paper):
    """Mẫu số 03, Phụ lục III: Báo cáo đánh giá một số nội dung của hồ sơ (article 7.2b)."""

    template = "form_03"
    title = "Mẫu số 03: Báo cáo đánh giá một số nội dung của hồ sơ"

    heading: Heading
    producer: str
    producer_kind: str
    address: str
    representative: str
    sex: str
    ethnicity: str
    residence: str
    product: str
    material: Matter
    labour: Matter
    idea: Matter
    identity: Matter
    commune_office: str
    """As in a sentence: "Ủy ban nhân dân xã Triệu Cơ"."""
    province_office: str
    """"Ủy ban nhân dân tỉnh Quảng Trị"."""
    recipients: tuple[str, ...]
    signature: Signature


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One product of a notice of results."""

    product: str
    producer: str
    product_code: str
    total: str
    """"79,60"; empty for a dossier that was excluded."""
    result: str
    """"Hạng 4 sao"; "Không đủ điều kiện công nhận"; never "2 sao" (wording.md 3)."""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ResultNotice(Paper):
    """Thông báo kết quả đánh giá, phân hạng, to the commune and every producer (article 7.3g)."""

    template = "result_notice"
    title = "Thông báo kết quả đánh giá, phân hạng sản phẩm OCOP"

    heading: Heading
    addressees: tuple[str, ...]
    basis: tuple[str, ...]
    """Paragraphs beginning with "Căn cứ"."""
    opening: str
    rows: tuple[ResultRow, ...]
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...]
    signature: Signature


@dataclass(frozen=True, kw_only=True)
class SheetOption:
    points: int
    text: str
    min_star: int = 0
    """3, 4 or 5 where the option is the minimum for that star (printed as stars); else 0."""
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    code: str
    name: str
    maximum: int
    points: str
    """Points given; empty on a sheet that is not filled in."""
    options: tuple[SheetOption, ...]
    note: str = ""
    outcome: str = ""
    """Where no option was chosen: "Không đạt mức nào (0 điểm)", "Không áp dụng", or the stop rule's sentence."""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class SheetCriterion:
    """A criterion with its lines; one that has no parts of its own has one line with the same code."""

    code: str
    name: str
    maximum: int
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, kw_only=True)
class SheetPart:
    code: str
    name: str
    maximum: int
    points: str
    criteria: tuple[SheetCriterion, ...]


@dataclass(frozen=True, kw_only=True)
class ScoreSheet(Paper):
    """Phiếu đánh giá sản phẩm OCOP, with the head and foot common to the 26 sheets of annex II."""

    template = "score_sheet"
    title = "Phiếu đánh giá sản phẩm OCOP"

    council: str
    scoring_round: str
    """"Lần chấm 1"; empty for an empty sheet."""
    set_name: str
    product: str
    product_code: str
    producer: str
    phone: str
    address: str
    excluded_when: tuple[str, ...]
    parts: tuple[SheetPart, ...]
    total: str
    opinion: str = ""
    place: str
    date: str
    assessor: str
    assessor_office: str = ""
    seal: str = ""
    """Digest of the submitted sheet, printed small at the foot; empty when the sheet was never submitted."""
    capacity: tuple[str, ...] = field(default=("Người đánh giá",))
