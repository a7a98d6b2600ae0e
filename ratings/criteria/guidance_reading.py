"""Read the guidance of a law from its folder, strictly: what does not fit together is refused with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from ratings.criteria.guidance import Guidance, Handbook, Paper, Proof
from ratings.criteria.states import Cost
from registry.evidence.kinds import BY_NUMBER

_PAPERS = "papers.yaml"


class BadGuidance(ValueError):
    """The authored files contradict themselves."""


@cache
def handbook_of(law_code: str) -> Handbook:
    """Return the guidance of a law, read once per process; empty where none is written."""
    return read_handbook(Path(settings.BASE_DIR) / "fixtures" / "criteria" / law_code / "guidance")


def read_handbook(folder: Path) -> Handbook:
    """Read a folder of guidance; one that does not exist is an empty handbook.

    Raises:
        BadGuidance: a paper or kind of evidence that does not exist, papers that wait for each other, a missing or
            unknown field, an option proved twice, or the same key twice.
    """
    if not folder.is_dir():
        return Handbook({}, ())
    papers = {key: _paper(key, row) for key, row in _load(folder / _PAPERS).items()}
    _refuse_circles(papers)
    entries: dict[str, Guidance] = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.name == _PAPERS:
            continue
        for key, row in _load(file).items():
            if key in entries:
                raise BadGuidance(f"{key} is written twice")
            entries[key] = _entry(key, row, papers)
    return Handbook(papers, tuple(entries.values()))


def _load(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as stream:
        loaded: dict[str, Any] = yaml.load(stream, yaml.CSafeLoader)
    return loaded


def _fields(where: str, row: Mapping[str, Any], needed: Set[str], possible: Set[str] = frozenset()) -> None:
    missing, unknown = needed - row.keys(), row.keys() - needed - possible
    if missing or unknown:
        raise BadGuidance(f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}")


def _paper(key: str, row: Mapping[str, Any]) -> Paper:
    _fields(key, row, {"evidence", "name", "from", "days", "cost"}, {"after"})
    if row["evidence"] is not None and row["evidence"] not in BY_NUMBER:
        raise BadGuidance(f"{key}: there is no kind of evidence {row['evidence']}")
    if row["days"] < 1:
        raise BadGuidance(f"{key}: a paper takes a day at least")
    return Paper(
        key=key,
        evidence=row["evidence"],
        name=row["name"],
        issuer=row["from"],
        days=row["days"],
        cost=Cost(row["cost"]),
        after=tuple(row.get("after", ())),
    )


def _refuse_circles(papers: Mapping[str, Paper]) -> None:
    def walk(key: str, way: tuple[str, ...]) -> None:
        if key in way or key not in papers:
            raise BadGuidance(f"papers that wait for each other or do not exist: {' > '.join((*way, key))}")
        for before in papers[key].after:
            walk(before, (*way, key))

    for key in papers:
        walk(key, ())


def _entry(key: str, row: Mapping[str, Any], papers: Mapping[str, Paper]) -> Guidance:
    _fields(key, row, {"names", "asks", "proofs", "mistakes", "advice"}, {"sets"})
    proofs = tuple(_proof(key, proof, papers) for proof in row["proofs"])
    options = [text for proof in row["proofs"] for text in proof["options"]]
    if len(options) != len(set(options)):
        raise BadGuidance(f"{key}: an option is proved twice")
    return Guidance(
        key=key,
        names=frozenset(row["names"]),
        sets=frozenset(row.get("sets", ())),
        asks=row["asks"],
        proofs=proofs,
        mistakes=tuple(row["mistakes"]),
        advice=row["advice"],
    )


def _proof(where: str, row: Mapping[str, Any], papers: Mapping[str, Paper]) -> Proof:
    _fields(where, row, {"options", "how"}, {"papers", "helps"})
    needs = tuple(tuple([need] if isinstance(need, str) else need) for need in row.get("papers", ()))
    return Proof(
        options=frozenset(row["options"]),
        how=row["how"],
        needs=tuple(_named(where, need, papers) for need in needs),
        helps=_named(where, row.get("helps", ()), papers),
    )


def _named(where: str, keys: Iterable[str], papers: Mapping[str, Paper]) -> tuple[Paper, ...]:
    try:
        return tuple(papers[key] for key in keys)
    except KeyError as error:
        raise BadGuidance(f"{where}: there is no paper {error}") from error
