"""The request letter of a commune (văn bản đề nghị đánh giá, phân hạng, article 7.2b): what its template may say.

One letter lists the products whose papers await signature. Names of placeholders are Vietnamese without accents, because
officers write them into Word. A letter is in Vietnamese whatever the language of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratings.dossiers.lines import in_sentence
from ratings.dossiers.models import CommuneReport, Dossier
from ratings.dossiers.papers import in_words
from ratings.dossiers.standing import report_on
from registry.access.answers import Refused, refuse
from registry.calendar.phrases import dmy
from registry.documents import word
from registry.places.models import Commune
from registry.products.sets import BY_NUMBER as SETS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DEFAULT: Final = Path(settings.BASE_DIR) / "templates" / "documents" / "request_letter.docx"
"""Made by ``docs/make_request_letter.py``."""
DOTS: Final = "........"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What an officer may write into the template, what it stands for, and how it looks in a letter."""

    name: str
    meaning: StrOrPromise
    example: str


OF_LETTER = (
    Placeholder("xa", gettext_lazy("The commune, as in a sentence"), "xã Triệu Cơ"),
    Placeholder("tinh", gettext_lazy("The province, as in a sentence"), "tỉnh Quảng Trị"),
    Placeholder("dia_danh", gettext_lazy("The place before the date"), "Triệu Cơ"),
    Placeholder("so", gettext_lazy("Number of the letter, dots while it has none"), "112/UBND-KT"),
    Placeholder("ngay", gettext_lazy("Date of the letter, blanks while it has none"), "ngày 16 tháng 10 năm 2026"),
    Placeholder("quyet_dinh", gettext_lazy("The decision that is the basis"), "Quyết định số 26/2026/QĐ-TTg"),
    Placeholder("so_san_pham", gettext_lazy("How many products the letter lists, two digits"), "02"),
    Placeholder("chuc_vu", gettext_lazy("Capacity of the signer, empty before the signature"), "KT. CHỦ TỊCH"),
    Placeholder("nguoi_ky", gettext_lazy("Name of the signer, empty before the signature"), "Phạm Văn Đức"),
)
OF_PRODUCT = (
    Placeholder("sp.stt", gettext_lazy("Number in the list"), "1"),
    Placeholder("sp.ten", gettext_lazy("Product"), "Nước mắm Gia Đẳng"),
    Placeholder("sp.chu_the", gettext_lazy("Producer"), "HTX Nước mắm Gia Đẳng"),
    Placeholder("sp.dia_chi", gettext_lazy("Address of the producer"), "Thôn Gia Đẳng, xã Triệu Cơ"),
    Placeholder("sp.bo", gettext_lazy("Product set"), "9. Tương, nước mắm, gia vị dạng lỏng khác"),
    Placeholder("sp.loai", gettext_lazy("Kind of registration"), "Lần đầu"),
    Placeholder("sp.ho_so", gettext_lazy("Number of the dossier"), "19654-2026-00001"),
    Placeholder("sp.bao_cao", gettext_lazy("Form 03 with number and date, dots while it has none"),
                "Số 45/BC-UBND ngày 16/10/2026"),
    Placeholder("sp.mau", gettext_lazy("Number of samples"), "05"),
)  # fmt: skip


def values_of(commune: Commune, dossiers: Sequence[Dossier]) -> dict[str, Any]:
    """Return what the placeholders stand for; ``dossiers`` come with product, producer, law and report."""
    with translation.override(settings.LANGUAGE_CODE):
        signed = _common_signature([report_on(dossier) for dossier in dossiers])
        laws = dict.fromkeys(f"Quyết định số {dossier.criteria_set.law.decision}" for dossier in dossiers)
        return {
            "xa": in_sentence(commune.name),
            "tinh": in_sentence(commune.province.name),
            "dia_danh": commune.name.partition(" ")[2] or commune.name,
            "so": signed.request_number if signed else f"{DOTS}/UBND-......",
            "ngay": in_words(signed.request_date)
            if signed and signed.request_date
            else "ngày ..... tháng ..... năm .......",
            "quyet_dinh": ", ".join(laws),
            "so_san_pham": f"{len(dossiers):02d}",
            "chuc_vu": signed.signer_capacity.upper().partition(",")[0] if signed else "",
            "nguoi_ky": signed.signer_name if signed else "",
            "san_pham": [_product(number, dossier) for number, dossier in enumerate(dossiers, 1)],
        }


def _common_signature(reports: Sequence[CommuneReport | None]) -> CommuneReport | None:
    """The signed report where every product of the letter has the same request number and date, else None."""
    signed = [report for report in reports if report is not None and report.signed_at]
    letters = {(report.request_number, report.request_date) for report in signed}
    return signed[0] if len(signed) == len(reports) and len(letters) == 1 else None


def _product(number: int, dossier: Dossier) -> dict[str, str]:
    report = report_on(dossier)
    numbered = report is not None and report.report_number and report.report_date
    chosen = SETS[dossier.product.set_number]
    return {
        "stt": str(number),
        "ten": dossier.product.name,
        "chu_the": dossier.producer.name,
        "dia_chi": dossier.producer.address,
        "bo": f"{chosen.number}. {chosen.name}",
        "loai": str(dossier.get_kind_display()),
        "ho_so": dossier.number,
        "bao_cao": f"Số {report.report_number} ngày {dmy(report.report_date)}"
        if numbered and report and report.report_date
        else f"Số {DOTS}",
        "mau": f"{dossier.samples:02d}" if dossier.samples else "",
    }


def sample_values() -> dict[str, Any]:
    """Two products that no office has, for trying a template out."""
    product = {each.name.removeprefix("sp."): each.example for each in OF_PRODUCT}
    return {each.name: each.example for each in OF_LETTER} | {
        "san_pham": [{**product, "stt": "1", "ten": _FIRST}, {**product, "stt": "2", "ten": _SECOND}]
    }


_FIRST, _SECOND = "Sản phẩm thử thứ nhất", "Sản phẩm thử thứ hai"


def try_out(template: bytes) -> None:
    """Fill ``template`` once with sample values.

    Raises:
        Refused: when it cannot be filled (``word.fill``), or would send a letter that does not list its products.
    """
    text = word.text_of(word.fill(template, sample_values()))
    if _FIRST not in text or _SECOND not in text:
        raise Refused(
            refuse(
                _("A letter made from this template would not list every product."),
                article="điểm b khoản 2 Điều 7",
                remedy=_("Put {{ sp.ten }} inside the loop over san_pham, as the default template does."),
            )
        )


def letter(template: bytes | None, commune: Commune, dossiers: Sequence[Dossier]) -> bytes:
    """Return the letter as .docx, from the commune's own ``template`` or the default one.

    Raises:
        Refused: when the commune's template cannot be filled any more.
    """
    return word.fill(template or DEFAULT.read_bytes(), values_of(commune, dossiers))
