"""Bind papers, scans and photos into one PDF with a contents page and a code on every page.

The work is done on the disk by a bounded process (binding_child.py says why), so that three hundred sheets cost the
memory of a few. A file that cannot be bound is left out and named; the rest is bound all the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from registry.documents.papers import Paper, pages_of

WAIT = 240
"""Seconds by the clock; the process has 120 of processor time."""
MAX_SHEETS = 1_000
"""What goes beyond is named in the contents and left out."""
_CHILD = str(Path(__file__).with_name("binding_child.py"))


@dataclass(frozen=True, slots=True)
class Piece:
    """One file in the folder. ``ours`` is a paper of ours with a free margin at the foot; a ``jpeg`` is in RGB."""

    name: str
    title: str
    kind: Literal["ours", "pdf", "jpeg"]
    width: int = 0
    height: int = 0
    fault: str = ""
    """Known before binding: the file is not there, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a piece came to stand: ``first`` counts from 1 and is 0 when it was left out because of ``fault``."""

    piece: Piece
    first: int = 0
    pages: int = 0
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class ContentsRow:
    """One document of a whole dossier. ``where`` is its first page or the name of its file."""

    title: str
    where: str
    pages: str
    note: str = ""
    """Why it is not in here, where it is not."""


@dataclass(frozen=True, kw_only=True)
class ContentsPart:
    title: str
    rows: tuple[ContentsRow, ...]


@dataclass(frozen=True, kw_only=True)
class Contents(Paper):
    """Mục lục of a whole dossier."""

    template = "contents"
    title = "Mục lục hồ sơ"

    dossier_number: str
    product: str
    producer: str
    commune: str
    state: str
    where_title: str
    """"Trang" in one PDF, "Tệp" in an archive."""
    parts: tuple[ContentsPart, ...]
    closing: str


@dataclass(frozen=True, kw_only=True)
class PageCodes(Paper):
    """Sheets with nothing but the code at their foot, to be laid over the bound pages."""

    template: ClassVar[str] = "page_codes"
    title: ClassVar[str] = "Mã trang"

    code: str
    """"19654-2026-00001"; the page and the number of pages come after it."""
    sheets: tuple[str, ...]
    """One letter for each sheet: P (portrait) or L (landscape)."""


class NotBound(Exception):
    """The process reached its limits of memory or time."""


def bind(
    pieces: Sequence[Piece],
    folder: Path,
    *,
    contents: Callable[[Sequence[Bound]], Paper],
    codes: Callable[[tuple[str, ...]], Paper],
    title: str,
) -> tuple[Path, list[Bound]]:
    """Bind ``pieces``, whose files lie in ``folder``; return the PDF in that folder and where each came to stand.

    ``contents`` makes the contents page from where the pieces stand, ``codes`` the page codes for the sheets.

    Raises:
        NotBound: when the whole is more than the process may use.
    """
    turned = _prepare(pieces, folder)
    length, faults = 1, _over_the_limit(pieces, turned)
    while True:
        bound = _placed(pieces, turned, faults, after=length)
        page = contents(bound).pdf()
        if pages_of(page) == length:
            break
        length = pages_of(page)
    (folder / "contents.pdf").write_bytes(page)
    first = Piece("contents.pdf", "", "ours")
    in_it = [each for each in bound if each.first]
    names = [first.name, *(each.piece.name for each in in_it)]
    sheets = _prepare([first], folder)[first.name][0] + "".join(turned[each.piece.name][0] for each in in_it)
    (folder / "codes.pdf").write_bytes(codes(tuple(sheets)).pdf())
    outline = [[each.piece.title, each.first - 1] for each in in_it]
    job = {"files": names, "codes": "codes.pdf", "outline": outline, "title": title, "target": "bound.pdf"}
    _run("merge", folder, job)
    return folder / "bound.pdf", bound


_Turned = dict[str, tuple[str, str]]
"""By name of the file: its sheets as letters, and its fault."""


def _prepare(pieces: Sequence[Piece], folder: Path) -> _Turned:
    """Set every piece onto A4. A file that ends the process is left out, and the rest is taken up by another one."""
    found: _Turned = {piece.name: ("", piece.fault) for piece in pieces if piece.fault}
    waiting = [piece for piece in pieces if not piece.fault]
    while waiting:
        answers = _prepare_some(waiting, folder)
        for piece, answer in zip(waiting, answers, strict=False):
            found[piece.name] = (answer.get("pages", ""), answer.get("fault", ""))
        waiting = waiting[len(answers) :]
        if waiting:
            found[waiting[0].name] = ("", "heavy")
            waiting = waiting[1:]
    return found


def _prepare_some(pieces: Sequence[Piece], folder: Path) -> list[dict[str, str]]:
    job = [
        {"name": piece.name, "kind": piece.kind, "width": piece.width, "height": piece.height} for piece in pieces
    ]  # fmt: skip
    try:
        said = _run("prepare", folder, job)
    except NotBound as ended:
        said = str(ended)
    return [json.loads(line) for line in said.splitlines() if line.endswith("}")]


def _run(command: str, folder: Path, job: Any) -> str:
    """Return what the process said. Raises NotBound, with what it had said, when it reached its limits."""
    try:
        # The command is ours in every part; what people sent lies in files of the folder.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", _CHILD, command, str(folder)], input=json.dumps(job).encode(), capture_output=True,
            timeout=WAIT, check=True, env={},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NotBound((error.stdout or b"").decode()) from error
    except subprocess.CalledProcessError as error:
        raise NotBound(error.stdout.decode()) from error
    return done.stdout.decode()


def _over_the_limit(pieces: Sequence[Piece], turned: _Turned) -> dict[str, str]:
    faults, sheets = {}, 0
    for piece in pieces:
        pages, fault = turned[piece.name]
        if not fault and sheets + len(pages) > MAX_SHEETS:
            fault = "many"
        if fault:
            faults[piece.name] = fault
        else:
            sheets += len(pages)
    return faults


def _placed(pieces: Sequence[Piece], turned: _Turned, faults: dict[str, str], *, after: int) -> list[Bound]:
    bound, page = [], after + 1
    for piece in pieces:
        if piece.name in faults:
            bound.append(Bound(piece, fault=faults[piece.name]))
            continue
        pages = len(turned[piece.name][0])
        bound.append(Bound(piece, first=page, pages=pages))
        page += pages
    return bound
