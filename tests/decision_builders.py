"""Results, decisions and certificates of the demonstration, made by the real actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from ratings.certificates.actions import Issued, record_five_and_issue, record_issued, sign_and_issue
from ratings.certificates.models import Certificate
from ratings.criteria.result import TickSheet
from ratings.decisions import actions as decisions
from ratings.decisions.models import Decision, DecisionKind
from ratings.decisions.rules import MinistryAnswer, Signature
from ratings.dossiers.models import Dossier
from ratings.dossiers.states import State
from registry.products.models import Product
from tests import council_builders as councils
from tests.builders import a_dossier_at, a_file, at
from tests.cast import cast
from tests.criteria.demo_sheets import D01, D02, D08, D09, D18, D19, alike, council, sheet_of

PREPARED, SIGNED = at(19, 11, 15), at(20, 11, 9)
ISSUED_ON = dt.date(2026, 11, 20)
AUTHORITY = "Chủ tịch Ủy ban nhân dân tỉnh Quảng Trị"
CAPACITY = "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH"
SIGNER = {"signer_name": "Hồ Văn Một", "signer_capacity": "GIÁM ĐỐC"}
TITLE = "Quyết định công nhận và cấp giấy chứng nhận sản phẩm OCOP 3 sao, 4 sao"
SHEETS = {
    "D01": (9, lambda: council(sheet_of(9), D01)),
    "D02": (9, lambda: council(sheet_of(9), D02)),
    "D08": (20, lambda: alike(sheet_of(20), D08)),
    "D09": (20, lambda: alike(sheet_of(20), D09)),
    "D18": (6, lambda: alike(sheet_of(6), D18)),
    "D19": (7, lambda: alike(sheet_of(7), D19)),
}
NAMES = {
    "D01": "Nước mắm Gia Đẳng",
    "D02": "Mắm ruốc",
    "D08": "Cao dược liệu an xoa",
    "D09": "Tinh dầu (minh họa)",
    "D18": "Bún gạo khô (minh họa)",
    "D19": "Khoai sấy (minh họa)",
}


def concluded(which: str, owner: str = "gia_dang", name: str = "") -> Dossier:
    """Bring dossier ``which`` of the demonstration from its registration to the council's conclusion."""
    set_number, sheets = SHEETS[which]
    dossier = a_dossier_at(State.PROVINCE_CHECKING, owner, name or NAMES[which], set_number)
    return scored(dossier, sheets())


def scored(dossier: Dossier, sheets: Sequence[TickSheet]) -> Dossier:
    councils.concluded(dossier, sheets)
    return Dossier.objects.select_related("product", "producer", "commune", "province", "evaluation_round").get(
        pk=dossier.pk
    )


def prepared(*dossiers: Dossier, kind: DecisionKind = DecisionKind.RECOGNITION, by: str = "giang") -> Decision:
    return decisions.prepare_decision(
        kind=kind, dossiers=dossiers, title=TITLE, authority=AUTHORITY, actor=cast(by), at=PREPARED
    )


def signature(number: str = "3456/QĐ-UBND", on: dt.date = ISSUED_ON, *, scan: bool = False) -> Signature:
    return Signature(number, on, "Trịnh Quốc Chín", CAPACITY, a_file("quyết định").pk if scan else None)


def signed(decision: Decision, *, by: str = "quoc", number: str = "3456/QĐ-UBND") -> list[Certificate]:
    return sign_and_issue(decision, signature=signature(number), actor=cast(by), at=SIGNED)


def recognised(which: str = "D01", owner: str = "gia_dang") -> Certificate:
    """Carry a dossier from registration to its certificate."""
    [certificate] = signed(prepared(concluded(which, owner)))
    return certificate


def sent_up(which: str = "D08", name: str = "", number: str = "3456/QĐ-UBND") -> Dossier:
    """Approve a result and send it to the ministry."""
    dossier = concluded(which, name=name)
    signed(prepared(dossier, kind=DecisionKind.APPROVAL), number=number)
    dossier.refresh_from_db()
    decisions.send_to_ministry(
        dossier, number="201/UBND-NN", sent_on=dt.date(2026, 11, 24), **SIGNER, actor=cast("giang"), at=at(24, 11)
    )
    return dossier


def to_ministry(dossier: Dossier, on: dt.datetime, number: str = "201/UBND-NN") -> Dossier:
    """Send the request for five stars, as the officer does once the agency has reported."""
    decisions.send_to_ministry(dossier, number=number, sent_on=on.date(), **SIGNER, actor=cast("giang"), at=on)
    return dossier


def recorded_five(dossier: Dossier, on: dt.datetime) -> Dossier:
    """Record the Minister's recognition; the certificate is issued with it."""
    record_five_and_issue(
        dossier, answer=answer("91.20", 5, on=on.date()), signer_name="Đinh Văn Mười Một",
        signer_capacity="KT. BỘ TRƯỞNG", actor=cast("bo"), at=on,
    )  # fmt: skip
    return dossier


def answer(points: str, stars: int, on: dt.date = dt.date(2027, 3, 12)) -> MinistryAnswer:
    return MinistryAnswer("88/QĐ-BNNMT", on, Decimal(points), stars, a_file("trả lời của Bộ").pk)


ANSWERED = at(15, 3, year=2027)


def old_certificate(
    product: Product,
    *,
    stars: int = 3,
    on: dt.date = dt.date(2024, 6, 21),
    code: str = "45-464-19414-3-2024",
    **more: object,
) -> Certificate:
    """A certificate from before the system."""
    return record_issued(
        product,
        issued=Issued(stars, "412/QĐ-UBND", "Ủy ban nhân dân huyện Vĩnh Linh", on, code, **more),
        actor=cast("giang"),
        at=at(1, 9),
    )
