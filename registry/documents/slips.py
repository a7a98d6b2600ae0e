"""Slips and register of the one-stop desk (Circular 03/2025/TT-VPCP, annex I, forms 01 to 04, 06, 07).

As in ``papers``: plain strings, and an empty string prints a line of dots to be filled in by hand. Numbers of slips are
the offices' own; the programme knows none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from registry.documents.papers import Heading, Paper, Signature


@dataclass(frozen=True, kw_only=True)
class Slip(Paper):
    """What the head of every slip says: whose dossier, about what."""

    template: ClassVar[str]
    title: ClassVar[str]
    heading: Heading
    dossier_number: str
    producer: str
    address: str
    phone: str
    email: str
    matter: str
    """"Đánh giá, phân hạng sản phẩm OCOP (lần đầu): Nước mắm Gia Đẳng"."""


@dataclass(frozen=True, kw_only=True)
class ReceiptSlip(Slip):
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả, after full receipt (article 7.2)."""

    template = "receipt"
    title = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"

    registration_number: str
    """Number of Form 01 in the commune's register; may be empty."""
    papers: tuple[str, ...]
    sets: str
    """"01 bộ hồ sơ giấy, 01 bộ hồ sơ điện tử"."""
    received: str
    """"ngày 09/11/2026"."""
    time: str
    """"15 ngày làm việc, kể từ ngày nhận đủ hồ sơ 09/11/2026 (không tính ngày nhận)"."""
    due: str
    result: str
    """What the office hands over on the due day."""
    receiver: Signature
    bringer: Signature


@dataclass(frozen=True, kw_only=True)
class WantedItem:
    """One thing to complete, with its reason."""

    title: str
    reason: str
    due: str = ""
    """A day of its own; empty means that of the whole."""


@dataclass(frozen=True, kw_only=True)
class ReturnSlip(Slip):
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (articles 7.2a, 7.3a, 7.4a)."""

    template = "return_slip"
    title = "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"

    items: tuple[WantedItem, ...]
    due: str
    after: str
    """What happens to the office's time once the items are there; may be empty."""
    article: str
    contact: str
    contact_phone: str
    signature: Signature


@dataclass(frozen=True, kw_only=True)
class RefusalSlip(Slip):
    """Phiếu từ chối tiếp nhận, giải quyết hồ sơ (article 2.2, 2.3)."""

    template = "refusal_slip"
    title = "Phiếu từ chối tiếp nhận, giải quyết hồ sơ"

    office_in_sentence: str
    ground: str
    article: str
    reason: str
    signature: Signature


@dataclass(frozen=True, kw_only=True)
class ApologySlip(Slip):
    """Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết: the due day has passed."""

    template = "apology_slip"
    title = "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"

    office_in_sentence: str
    received: str
    due: str
    late: str
    """"quá hạn 2 ngày làm việc, tính đến ngày 03/12/2026"."""
    reason: str
    new_due: str
    recipients: tuple[str, ...]
    signature: Signature


@dataclass(frozen=True, kw_only=True)
class Step:
    """One move on the way: who did it when, to whom the dossier went, until when that had to be."""

    what: str
    who: str
    at: str
    to: str
    due: str
    outcome: str
    """"Trước hạn", "Đúng hạn", "Quá hạn 2 ngày"; empty where no day was set."""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ControlSlip(Slip):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ: goes along with the dossier."""

    template = "control_slip"
    title = "Phiếu kiểm soát quá trình giải quyết hồ sơ"

    steps: tuple[Step, ...]
    state: str
    as_of: str


@dataclass(frozen=True, kw_only=True)
class ReadBackRow:
    """A field or a line, what was typed, who typed it when."""

    name: str
    text: str
    who: str


@dataclass(frozen=True, kw_only=True)
class ReadBack(Paper):
    """Bản đọc lại hồ sơ nhập thay chủ thể: read to the producer and signed before the office files for it."""

    template = "read_back"
    title = "Bản đọc lại hồ sơ nhập thay chủ thể"

    place: str
    date: str
    dossier_number: str
    producer: str
    representative: str
    product: str
    fields: tuple[ReadBackRow, ...]
    lines: tuple[ReadBackRow, ...]
    total: str
    producer_signature: Signature
    typist_signature: Signature


@dataclass(frozen=True, kw_only=True)
class SampleLabels(Paper):
    """Nhãn sản phẩm mẫu: one label for each of ``units``, with the QR code of the samples' page."""

    template = "sample_labels"
    title = "Nhãn sản phẩm mẫu"

    dossier_number: str
    product: str
    producer: str
    place: str
    specification: str
    units: int
    qr_svg: str


@dataclass(frozen=True, kw_only=True)
class SampleHandover(Paper):
    """Biên bản giao nhận sản phẩm mẫu (article 6.2d)."""

    template = "sample_handover"
    title = "Biên bản giao nhận sản phẩm mẫu"

    place: str
    date: str
    dossier_number: str
    product: str
    producer: str
    what: str
    quantity: str
    on: str
    giver: str
    receiver: str
    storage: str
    note: str
    giver_signature: Signature
    receiver_signature: Signature


@dataclass(frozen=True, kw_only=True)
class HandoverRow:
    """One dossier that stood open."""

    number: str
    product: str
    producer: str
    state: str
    due: str


@dataclass(frozen=True, kw_only=True)
class WorkHandoverMinutes(Paper):
    """Biên bản bàn giao hồ sơ: signed by both officers and the leader."""

    template = "work_handover"
    title = "Biên bản bàn giao hồ sơ"

    heading: Heading
    giver: str
    taker: str
    offices: str
    term: str
    """"từ ngày 01/12/2026 đến hết ngày 15/12/2026"."""
    reason: str
    rows: tuple[HandoverRow, ...]
    calls: str
    giver_signature: Signature
    taker_signature: Signature
    leader_signature: Signature


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One row of the register of dossiers."""

    number: str
    matter: str
    producer: str
    filed: str
    received: str
    due: str
    done: str
    result: str
    outcome: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Register(Paper):
    """Sổ theo dõi hồ sơ of an office for a period."""

    template = "register"
    title = "Sổ theo dõi hồ sơ"

    superior: str
    office: str
    place: str
    date: str
    period: str
    """"Từ ngày 01/11/2026 đến ngày 30/11/2026"."""
    rows: tuple[RegisterRow, ...]
    figures: tuple[str, ...]
    """"Tiếp nhận: 3"."""
    signature: Signature


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """One document in the register of an office."""

    direction: str
    number: str
    day: str
    received: str
    what: str
    about: str
    counterpart: str
    signed: str


@dataclass(frozen=True, kw_only=True)
class DocumentRegister(Paper):
    """Sổ văn bản đi, đến of an office for a period."""

    template = "document_register"
    title = "Sổ văn bản đi, đến"

    superior: str
    office: str
    place: str
    date: str
    period: str
    rows: tuple[DocumentRow, ...]
    signature: Signature
