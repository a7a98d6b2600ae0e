"""What a producer writes into its forms, self-score and citations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ratings.criteria.queries import sheet_of
from ratings.criteria.sheet import Line, Mark, Tick
from ratings.dossiers import actions, consent_actions, queries, renewal_actions
from ratings.dossiers.known import Proposal, contradicted, findings
from ratings.dossiers.models import Dossier
from ratings.dossiers.renewal import Update
from ratings.dossiers.states import Kind, Subject, Verdict
from ratings.management.demo.sheets import modest, own
from ratings.management.demo.world import World
from registry.accounts.models import User
from registry.evidence.models import EvidenceVersion

PROOF = {
    "nguyên liệu": 3, "liên kết": 3, "môi trường": 4, "công nghệ": 4, "năng lượng": 4, "loại hình": 1, "lao động": 5,
    "tăng trưởng": 6, "sở hữu trí tuệ": 7, "phân phối": 8, "bán hàng": 8, "thị trường toàn cầu": 8, "quảng bá": 9,
    "câu chuyện": 10, "công bố": 11, "tính an toàn": 12, "ghi nhãn": 13, "đảm bảo chất lượng": 14, "an toàn": 2,
}  # fmt: skip
"""Which kind of paper (Form 02, part III) proves a line whose name holds these words; the first that fits counts."""
OTHERWISE = {14: 2}
"""A producer without this kind of paper shows the other one."""
ON_THE_SAMPLE = "Đánh giá trực tiếp trên sản phẩm mẫu."
IN_THE_FORMS = "Thể hiện tại Mẫu số 02, kiểm tra tại cơ sở."


def fill(world: World, name: str, dossier: Dossier, *, actor: User, at: dt.datetime) -> None:
    """Fill a draft; ``without`` in dossiers.yaml leaves things out."""
    said = world.data["dossiers"][name]
    left_out = set(said.get("without", ()))
    values = {**_texts(dossier), **said.get("texts", {})}
    if dossier.kind != Kind.UPGRADE:
        values.pop("changes", None)
    actions.save_forms(
        dossier=dossier,
        forms_revision=dossier.forms_revision,
        values={**{key: text for key, text in values.items() if key not in left_out}, "pledged": True},
        actor=actor,
        at=at,
    )
    sheet = sheet_of(dossier.criteria_set_id).sheet
    ticks = own(sheet, world.data["sheets"][said["sheet"]]) if "sheet" in said else _honest(dossier, at)
    if "self_score" in left_out:
        ticks = dict(list(ticks.items())[:20])
    papers = _papers(dossier)
    proofs = {code: proof for code, line in sheet.lines.items() if code in ticks and (proof := _proof(line, papers))}
    actions.answer_self_score(
        dossier=dossier,
        revision=dossier.self_score.revision,
        ticks=ticks,
        remarks={code: _remark(code) for code in ticks if code not in proofs},
        actor=actor,
        at=at,
    )
    for code, version in proofs.items():
        actions.cite(dossier=dossier, line=code, version=version, page=1, actor=actor, at=at)
    if dossier.kind == Kind.RE_RANKING:
        said_new = {Subject(key): Update(Verdict.CHANGED, note) for key, note in said.get("new", {}).items()}
        updates = {subject: said_new.get(subject, Update(Verdict.UNCHANGED)) for subject in Subject}
        renewal_actions.say_updates(
            dossier=dossier, updates=updates, late_reason=said.get("late", ""), actor=actor, at=at
        )
    if dossier.typed_by_office and "consent" not in left_out:
        consent_actions.record_consent(
            dossier=dossier, note="Giấy ủy quyền (minh họa)", on=at.date(), actor=actor, at=at
        )  # fmt: skip


def _honest(dossier: Dossier, at: dt.datetime) -> dict[str, Tick]:
    """A modest self-score that says what the register knows."""
    sheet = sheet_of(dossier.criteria_set_id).sheet
    ticks = modest(sheet, dossier.case)
    found = findings(sheet, queries.known_of(dossier, at.date(), queries.papers_of(dossier, at.date())))
    for code in contradicted(sheet, found, ticks):
        finding, line = found[code], sheet.lines[code]
        ticks[code] = finding.tick if isinstance(finding, Proposal) else _nothing(line)
    return ticks


def _nothing(line: Line) -> Tick:
    """The answer that claims no points."""
    worthless = (place for place, option in enumerate(line.options, 1) if not option.points)
    return next(worthless, Mark.NONE_FITS)


def _texts(dossier: Dossier) -> dict[str, Any]:
    place, product = dossier.commune.name, dossier.product.name
    return {
        "materials_and_technology": f"{product}: nguyên liệu mua tại {place}, sơ chế và đóng gói tại cơ sở.",
        "quality_change": "Đã tự công bố sản phẩm, nhãn có mã truy xuất nguồn gốc.",
        "markets": "Bán tại chợ, đại lý trong tỉnh và qua mạng.",
        "business_results": "Doanh thu năm 2025 đạt 640 triệu đồng, lợi nhuận 82 triệu đồng.",
        "plan": "Mở rộng thêm hai điểm bán, đăng ký nhãn hiệu.",
        "changes": "",
    }


def _papers(dossier: Dossier) -> dict[int, EvidenceVersion]:
    rows = EvidenceVersion.objects.filter(document__producer=dossier.producer_id).select_related("document", "file")
    return {version.document.kind: version for version in rows.order_by("-pk")}


def _proof(line: Line, papers: dict[int, EvidenceVersion]) -> EvidenceVersion | None:
    kind = next((kind for words, kind in PROOF.items() if words in line.name.lower()), 0)
    return papers.get(kind) or papers.get(OTHERWISE.get(kind, 0))


def _remark(code: str) -> str:
    return ON_THE_SAMPLE if code.startswith("6.") else IN_THE_FORMS
