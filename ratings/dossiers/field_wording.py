"""What was noted on the spot, as a first draft of Form 03 in the words of offices. Pure; the officer corrects it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from registry.calendar.phrases import dmy

MATTERS = ("local_materials", "local_labour", "idea_origin", "local_identity")
"""The four matters of article 7.2a, as the columns of the report and of the notes are called."""
_ABOUT = {
    "local_materials": "về sử dụng nguyên liệu địa phương",
    "local_labour": "về sử dụng lao động địa phương",
    "idea_origin": "về nguồn gốc ý tưởng sản phẩm",
    "local_identity": "về bản sắc, trí tuệ địa phương",
}


def composed(
    notes: Mapping[str, str],
    claims: Mapping[str, str],
    seen: Collection[str],
    *,
    visited_on: dt.date | None,
    producer: str,
) -> dict[str, str]:
    """Return a draft of each matter that was noted: what the producer says, what the commune found, the judgement left open.

    A matter without notes stays empty: nothing is written that nobody has seen.
    """
    found = {}
    for matter in MATTERS:
        note = notes.get(matter, "").strip()
        if not note:
            found[matter] = ""
            continue
        when = f"Qua kiểm tra thực tế ngày {dmy(visited_on)}" if visited_on and matter in seen else "Qua kiểm tra hồ sơ"
        claim = claims.get(matter, "").strip()
        said = f"Chủ thể kê khai {_ABOUT[matter]}: {_sentence(claim)} " if claim else ""
        found[matter] = f"{said}{when} tại {producer}, Ủy ban nhân dân xã nhận thấy: {_sentence(note)}"
    return found


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."
