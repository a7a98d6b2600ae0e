"""Forms 01, 02 and 03 of one dossier, filled for printing (Annex III)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Literal

from django.utils.translation import gettext as _

from ratings.criteria.queries import PublishedSheet
from ratings.criteria.wording import name_of
from ratings.dossiers.lines import in_sentence
from ratings.dossiers.models import Citation, CommuneReport, Dossier
from ratings.dossiers.score_page import ScorePage, ShownLine
from ratings.dossiers.states import Kind
from registry.documents import papers as printed
from registry.evidence.kinds import KINDS
from registry.producers.models import YearFigures
from registry.products.sets import BY_NUMBER as SETS

_KINDS: dict[Kind, Literal["first", "upgrade", "re_ranking"]] = {
    Kind.FIRST: "first",
    Kind.UPGRADE: "upgrade",
    Kind.RE_RANKING: "re_ranking",
}


def pdf_of(
    form: str,
    dossier: Dossier,
    page: ScorePage,
    law: PublishedSheet,
    *,
    report: CommuneReport | None,
    citations: Collection[Citation],
    labour: YearFigures | None,
    day: dt.date,
) -> bytes:
    """Return the PDF of one form. Raises KeyError for an unknown form, ValueError for Form 03 without a report."""
    if form == "form-01":
        return form_01(dossier, day).pdf()
    if form == "form-02":
        return form_02(dossier, page, law, citations, day).pdf()
    if form != "form-03":
        raise KeyError(form)
    if report is None:
        raise ValueError("no report")
    return form_03(dossier, report, labour, day).pdf()


def form_01(dossier: Dossier, day: dt.date) -> printed.Form01:
    """Phiếu đăng ký; the commune's block as far as reception has filled it."""
    producer, made_on = dossier.producer, dossier.filed_on or day
    return printed.Form01(
        made_on=made_on,
        province=in_sentence(dossier.province.name),
        year=str(made_on.year),
        producer=producer.name,
        representative=producer.representative_name,
        position=producer.representative_position,
        address=producer.address,
        phone=producer.phone,
        email=producer.email,
        product=dossier.product.name,
        classification=SETS[dossier.product.set_number].path,
        kind=_KINDS[Kind(dossier.kind)],
        samples=f"{dossier.samples:02d}" if dossier.samples else dossier.samples_excuse,
        place=place_name(dossier),
        date=in_words(made_on),
        signature=printed.Signature(
            capacity=("ĐẠI DIỆN",), note="(Ký, đóng dấu, ghi rõ họ tên)", name=producer.representative_name
        ),
        commune=printed.Receipt(
            slip_number=dossier.slip_number,
            received_on=f"{dossier.received_on:%d/%m/%Y}" if dossier.received_on else "",
        ),
    )


def form_02(
    dossier: Dossier, page: ScorePage, law: PublishedSheet, citations: Collection[Citation], day: dt.date
) -> printed.Form02:
    """Báo cáo tự đánh giá, with part III from the self-score and the documents cited."""
    producer, product, made_on = dossier.producer, dossier.product, dossier.filed_on or day
    kinds = {citation.version.document.kind for citation in citations}
    return printed.Form02(
        made_on=made_on,
        producer=producer.name,
        producer_kind=producer.get_kind_display(),
        address=producer.address,
        phone=producer.phone,
        email=producer.email,
        representative=producer.representative_name,
        sex=producer.get_representative_sex_display() if producer.representative_sex else "",
        ethnicity=producer.representative_ethnicity,
        residence=producer.representative_residence,
        founded_on=f"{producer.registered_on:%d/%m/%Y}" if producer.registered_on else "",
        registration_number=producer.registration_number,
        product=product.name,
        product_description="; ".join(
            part for part in (product.description, product.specification, product.standard) if part
        ),
        papers=printed.PapersHeld(
            business_registration=producer.registered,
            quality_declared=11 in kinds,
            food_safety=2 in kinds,
            intellectual_property=7 in kinds,
        ),
        history=producer.history,
        organisation=producer.structure,
        materials_and_technology=dossier.materials_and_technology,
        quality_changes=dossier.quality_change,
        markets=dossier.markets,
        business_results=dossier.business_results,
        changes=dossier.changes,
        changes_asked=dossier.kind != Kind.FIRST,
        set_name=f"Bộ sản phẩm {law.sheet.number}: {law.sheet.name}",
        rows=tuple(_rows(page, law)),
        total=str(page.total),
        evidence=_evidence(citations),
        plan=dossier.plan,
        place=place_name(dossier),
        date=in_words(made_on),
        signature=printed.Signature(
            capacity=("ĐẠI DIỆN THEO PHÁP LUẬT CỦA CƠ SỞ",), note="(Ký, họ tên, đóng dấu)",
            name=producer.representative_name,
        ),
    )  # fmt: skip


def _rows(page: ScorePage, law: PublishedSheet) -> list[printed.SelfScoreRow]:
    shown = {line.asked.code: line for part in page.parts for line in part.lines}
    rows = []
    for part, sums in zip(law.sheet.parts, page.parts, strict=True):
        rows.append(
            printed.SelfScoreRow(
                level="part", code=part.code, name=name_of(part), maximum=part.max_points, points=str(sums.points)
            )
        )
        for criterion in part.criteria:
            lines = [shown[line.code] for line in criterion.lines]
            if not criterion.is_line:
                points = sum(line.points or 0 for line in lines)
                rows.append(
                    printed.SelfScoreRow(
                        level="criterion",
                        code=criterion.code,
                        name=name_of(criterion),
                        maximum=criterion.max_points,
                        points=str(points),
                    )
                )
            rows.extend(_row(line) for line in lines)
    return rows


def _row(line: ShownLine) -> printed.SelfScoreRow:
    return printed.SelfScoreRow(
        level="line",
        code=line.asked.code,
        name=line.asked.text,
        maximum=line.asked.maximum,
        points="" if line.points is None else str(line.points),
        answer=line.closed or line.chosen_text,
        explanation=line.remark,
        evidence=tuple(cited_as(citation) for citation in line.citations),
    )


def cited_as(citation: Citation) -> str:
    """Name a cited document: "Giấy đăng ký kinh doanh số 12 (trang 1)"."""
    document = citation.version.document
    number = f" số {document.number}" if document.number else ""
    page = f" (trang {citation.page})" if citation.page else ""
    return f"{document.title}{number}{page}"


def _evidence(citations: Collection[Citation]) -> tuple[printed.EvidenceRow, ...]:
    return tuple(
        printed.EvidenceRow(
            number=str(kind.no),
            name=kind.name,
            requirement=kind.requirement,
            documents=tuple(
                dict.fromkeys(
                    citation.version.document.title
                    for citation in citations
                    if citation.version.document.kind == kind.no
                )
            ),
        )
        for kind in KINDS
    )


def form_03(dossier: Dossier, report: CommuneReport, labour: YearFigures | None, day: dt.date) -> printed.Form03:
    """Báo cáo đánh giá một số nội dung: what the producer says beside what the commune found."""
    producer, product = dossier.producer, dossier.product
    claims = claims_of(dossier, labour)
    made_on = report.report_date or day
    number, stroke, symbol = report.report_number.partition("/")
    office = f"Ủy ban nhân dân {in_sentence(dossier.commune.name)}"
    capacity = tuple(part.strip() for part in report.signer_capacity.upper().split(",")[:1] if part.strip())
    return printed.Form03(
        made_on=made_on,
        heading=printed.Heading(
            office=office.upper(),
            number=number,
            symbol=f"{stroke}{symbol}" or "/BC-UBND",
            place=place_name(dossier),
            date=in_words(made_on) if report.report_date else "",
        ),
        producer=producer.name,
        producer_kind=producer.get_kind_display(),
        address=producer.address,
        representative=producer.representative_name,
        sex=producer.get_representative_sex_display() if producer.representative_sex else "",
        ethnicity=producer.representative_ethnicity,
        residence=producer.representative_residence,
        product=product.name,
        material=printed.Matter(claim=claims["local_materials"], assessment=report.local_materials),
        labour=printed.Matter(claim=claims["local_labour"], assessment=report.local_labour),
        idea=printed.Matter(claim=claims["idea_origin"], assessment=report.idea_origin),
        identity=printed.Matter(claim=claims["local_identity"], assessment=report.local_identity),
        commune_office=office,
        province_office=f"Ủy ban nhân dân {in_sentence(dossier.province.name)}",
        recipients=(f"UBND {in_sentence(dossier.province.name)};", "Lưu: VT."),
        signature=printed.Signature(capacity=("TM. ỦY BAN NHÂN DÂN", *capacity), name=report.signer_name),
    )


def claims_of(dossier: Dossier, labour: YearFigures | None) -> dict[str, str]:
    """What the producer itself says to each matter of Form 03 (article 7.2a), to be read beside it.

    The forms ask nothing about workers, so the second matter shows the figures of the last year that has them.
    """
    return {
        "local_materials": dossier.materials_and_technology,
        "local_labour": _labour(labour) if labour else "",
        "idea_origin": dossier.producer.history,
        "local_identity": dossier.product.story,
    }


def _labour(figures: YearFigures) -> str:
    said = {"year": figures.year, "workers": figures.workers, "local": figures.local_workers}
    if figures.local_workers is None:
        return _("Year %(year)s: %(workers)s workers; how many of them live in the commune is not stated.") % said
    return _("Year %(year)s: %(workers)s workers, %(local)s of them living in the commune.") % said


def in_words(day: dt.date) -> str:
    """Write a date as administrative papers do: "ngày 16 tháng 10 năm 2026"; day and month below 10 with a 0 (months 1, 2)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def place_name(dossier: Dossier) -> str:
    """Name the commune as the head of its papers does, without the word for its kind: "Triệu Cơ"."""
    return dossier.commune.name.partition(" ")[2] or dossier.commune.name
