"""The base dossier of a renewal: each old paper, what became of it, and the lines that a paper of its kind proves.

The producer decides what is cited; what is proposed here is only ticked beforehand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ratings.criteria.guidance_reading import handbook_of
from ratings.criteria.queries import PublishedSheet, sheet_of
from ratings.criteria.wording import name_of
from ratings.dossiers import queries as dossiers
from ratings.dossiers.models import Dossier
from ratings.renewals import queries
from ratings.renewals.models import CutPaper
from registry.evidence.models import EvidenceVersion
from registry.evidence.queries import paper
from registry.evidence.states import Validity


@dataclass(frozen=True, slots=True)
class BasePaper:
    """One paper of the old file as of a day. ``lines`` are (code, title, cited already) of lines it may prove."""

    cut: CutPaper
    newest: EvidenceVersion
    validity: Validity
    newer: bool
    """A newer file of the same paper has been brought since."""
    lines: tuple[tuple[str, str, bool], ...]
    elsewhere: tuple[str, ...]
    """Other lines that cite the paper."""

    @property
    def usable(self) -> bool:
        return self.validity is not Validity.LAPSED

    @property
    def cited(self) -> bool:
        return bool(self.elsewhere) or any(done for _code, _title, done in self.lines)


def base_of(dossier: Dossier, on: dt.date) -> list[BasePaper]:
    """Return the papers of the product's scanned paper dossier; empty where nothing was scanned."""
    cuts = list(queries.cuts_of(dossier))
    if not cuts:
        return []
    law = sheet_of(dossier.criteria_set_id)
    proving = lines_by_kind(law)
    cited: dict[int, set[str]] = {}
    for citation in dossiers.citations_of(dossier):
        cited.setdefault(citation.version.document_id, set()).add(citation.line.code)
    return [_base_paper(cut, law, proving, cited, on) for cut in cuts]


def _base_paper(
    cut: CutPaper, law: PublishedSheet, proving: Mapping[int, list[str]], cited: Mapping[int, set[str]], on: dt.date
) -> BasePaper:
    described = paper(cut.document, on)
    if described.newest is None:
        raise AssertionError("a paper that was cut has a file")
    codes = proving.get(cut.document.kind, [])
    citing = cited.get(cut.document_id, set())
    return BasePaper(
        cut=cut,
        newest=described.newest,
        validity=described.validity,
        newer=described.newest.number > 1,
        lines=tuple((code, name_of(law.sheet.lines[code]), code in citing) for code in codes),
        elsewhere=tuple(sorted(citing - set(codes))),
    )


def lines_by_kind(law: PublishedSheet) -> dict[int, list[str]]:
    """Return, for each kind of evidence of Form 02, the lines of the sheet that need a paper of it (guidance)."""
    entries = handbook_of(law.sheet.law).entries
    found: dict[int, list[str]] = {}
    for code, line in law.sheet.lines.items():
        for entry in entries:
            if not entry.covers(law.sheet.number, line):
                continue
            needed = (one.evidence for proof in entry.proofs for need in proof.needs for one in need)
            for kind in {kind for kind in needed if kind is not None}:
                if code not in found.setdefault(kind, []):
                    found[kind].append(code)
    return found
