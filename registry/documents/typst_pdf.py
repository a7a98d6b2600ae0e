"""Make a PDF/A from a template and plain data.

Data travels as JSON in ``sys.inputs`` and is printed as strings: nothing a person wrote is ever read as markup. The
same template and data give the same bytes, so that a document can be made once, hashed and kept.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings

from registry.documents.glyphs import FONTS, printable

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"
STANDARD: Final = "a-2b"
"""PDF/A-2b (ISO 19005-2): fonts inside, nothing fetched, readable in fifty years."""
_NAME = re.compile(r"[a-z0-9_]+")
_of_thread = threading.local()


def render(template_name: str, data: dict[str, Any], *, demo: bool | None = None) -> bytes:
    """Return the PDF of ``templates/documents/<template_name>.typ`` filled with ``data`` (strings, integers, lists).

    ``data["made_on"]`` (ISO date) becomes the document's own date, since PDF/A asks for one: the day the paper is of,
    not the moment of this call.

    Every document of a demonstration carries "DỮ LIỆU MINH HỌA"; ``demo`` overrides the setting for tests only.

    Raises:
        ValueError: for a name that is no template's name.
        typst.TypstError: when the data has not the fields of the template.
    """
    if not _NAME.fullmatch(template_name):
        raise ValueError(template_name)
    svg = {key: value for key, value in data.items() if key.endswith("_svg")}
    filled = {**printable(data), **svg, "demo": settings.DEMO if demo is None else demo}
    made = _compiler().compile(
        input=TEMPLATES / f"{template_name}.typ",
        format="pdf",
        sys_inputs={"data": json.dumps(filled, ensure_ascii=False, sort_keys=True)},
        pdf_standards=STANDARD,
        timestamp=dt.datetime.fromisoformat(data["made_on"]).replace(tzinfo=dt.UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError(template_name)
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _compiler() -> typst.Compiler:
    """Return the compiler of this thread; it keeps what it has read, but serves one caller at a time."""
    if not hasattr(_of_thread, "compiler"):
        _of_thread.compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
    return _of_thread.compiler  # type: ignore[no-any-return]
