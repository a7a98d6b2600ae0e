"""The written notice of a dossier without recognition (article 7.3g) as a paper."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from ratings.decisions.printed import product_code_of
from ratings.dossiers.lines import in_sentence
from ratings.dossiers.models import Dossier
from ratings.scoring.models import Conclusion
from registry.calendar.phrases import dmy
from registry.documents.papers import Heading, ResultNotice, ResultRow, Signature

NOT_ELIGIBLE = "Không đủ điều kiện công nhận"


def place_in(province: str) -> str:
    """Return the name of a province without the word for its kind: "Tỉnh Quảng Trị" -> "Quảng Trị"."""
    for kind in ("Tỉnh ", "Thành phố "):
        province = province.removeprefix(kind)
    return province


def written_day(day: dt.date) -> str:
    """Return a day as the head of a paper writes it; days under ten and January, February with a zero (Decree 30)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def hundredths(conclusion: Conclusion) -> int:
    """Return the mean in hundredths of a point, cut, never rounded up."""
    return 100 * conclusion.total // conclusion.sheets


def with_comma(points: int) -> str:
    """Write hundredths as papers do: 7220 is "72,20"."""
    return f"{points // 100},{points % 100:02d}"


def notice_pdf(
    dossier: Dossier,
    conclusion: Conclusion,
    *,
    number: str,
    issued_on: dt.date,
    sentence: str,
    signer_name: str,
    signer_capacity: str,
) -> bytes:
    """Return the notice as PDF/A. ``number`` as the register gives it, with its symbol ("15/TB-SNNMT")."""
    province, commune = dossier.province, dossier.commune
    bare, stroke, symbol = number.partition("/")
    notice = ResultNotice(
        made_on=issued_on,
        author=f"Cơ quan tham mưu quản lý OCOP {in_sentence(province.name)}",
        heading=Heading(
            superior=f"ỦY BAN NHÂN DÂN {province.name.upper()}",
            office="CƠ QUAN THAM MƯU QUẢN LÝ OCOP",
            number=bare,
            symbol=stroke + symbol,
            place=place_in(province.name),
            date=written_day(issued_on),
        ),
        addressees=(f"Ủy ban nhân dân {in_sentence(commune.name)}", dossier.producer.name),
        basis=(
            "Căn cứ Quyết định số 26/2026/QĐ-TTg của Thủ tướng Chính phủ;",
            f"Căn cứ kết luận của Hội đồng đánh giá, phân hạng sản phẩm OCOP ngày {dmy(timezone.localdate(conclusion.concluded_at))}.",
        ),
        opening="Kết quả đánh giá, phân hạng sản phẩm của quý chủ thể như sau:",
        rows=(
            ResultRow(
                product=dossier.product.name,
                producer=dossier.producer.name,
                product_code=product_code_of(dossier),
                total=with_comma(hundredths(conclusion)),
                result=NOT_ELIGIBLE,
                reason=_capital(sentence.removeprefix(f"{NOT_ELIGIBLE}: ")),
            ),
        ),
        closing=(
            "Không ban hành quyết định, không cấp giấy chứng nhận (điểm a khoản 1 Điều 4, điểm g khoản 3 Điều 7).",
            "Quý chủ thể có thể đăng ký tham gia đợt đánh giá sau.",
        ),
        recipients=("Như trên", "Lưu: VT"),
        signature=Signature(
            capacity=tuple(part.strip() for part in signer_capacity.split(" - ")),
            note="(Ký, đóng dấu, ghi rõ họ tên)",
            name=signer_name,
        ),
    )
    return notice.pdf()


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
