"""Fill a Word template of an office with plain values, in a bounded process (word_child.py says why).

Values are printed as they are and never read as markup or as placeholders: what people wrote cannot change the letter.
"""

from __future__ import annotations

import io
import json
import re
import struct
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.access.answers import Answer, Refused, refuse

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_BYTES = 2 * 1024 * 1024
"""A letter with the arms of an office in its head has some 100 KB."""
WAIT = 30
"""Seconds by the clock; the process has 10 of processor time."""
DEMO_MARK = "DỮ LIỆU MINH HỌA"
_CHILD = str(Path(__file__).with_name("word_child.py"))

TOO_LARGE = refuse(
    gettext_lazy("The template is larger than 2 MB."), remedy=gettext_lazy("Make its pictures smaller or remove them.")
)
NO_DOCUMENT = refuse(
    gettext_lazy("This is no Word document (.docx), whatever its name says."),
    remedy=gettext_lazy("Open it in Word or LibreOffice, choose Save as, Word Document (.docx), and send that file."),
)
_FAULTS: Mapping[str, Answer] = {
    "no_document": NO_DOCUMENT,
    "broken": refuse(
        gettext_lazy("The template is damaged or was not sent completely."),
        remedy=gettext_lazy("Open it in Word, save it anew as Word Document (.docx), and send it again."),
    ),
    "encrypted": refuse(
        gettext_lazy("The template asks for a password."),
        remedy=gettext_lazy("Save a copy without a password, then send the copy."),
    ),
    "macros": refuse(
        gettext_lazy("The template holds a program or another file inside it."),
        remedy=gettext_lazy("Save it as Word Document (.docx) without macros and without embedded objects."),
    ),
    "external": refuse(
        gettext_lazy("The template fetches something from another place when it is opened."),
        remedy=gettext_lazy("Put pictures into the document itself, and take away linked files and templates."),
    ),
    "fields": refuse(
        gettext_lazy("The template has a field that runs or includes something."),
        remedy=gettext_lazy("Take that field away; page numbers and dates may stay."),
    ),
    "forbidden": refuse(
        gettext_lazy("The template asks for something that no letter needs."),
        remedy=gettext_lazy("Use only the placeholders listed on this page."),
    ),
    "heavy": refuse(
        gettext_lazy("The template needs more time or memory than any letter does."),
        remedy=gettext_lazy("Use only the placeholders listed on this page, and one loop over the products."),
    ),
}


def fill(template: bytes, values: Mapping[str, Any], *, demo: bool | None = None) -> bytes:
    """Return the .docx that ``template`` gives with ``values`` (strings, integers, lists of such mappings).

    Every document of a demonstration carries "DỮ LIỆU MINH HỌA"; ``demo`` overrides the setting for tests only.

    Raises:
        Refused: when the template is no plain Word document, asks for an unknown value, or goes over a limit.
    """
    if len(template) > MAX_BYTES:
        raise Refused(TOO_LARGE)
    if not template.startswith(b"PK\x03\x04"):
        raise Refused(NO_DOCUMENT)
    mark = DEMO_MARK if (settings.DEMO if demo is None else demo) else ""
    given = json.dumps({"values": _plain(values), "mark": mark}, ensure_ascii=False).encode()
    command = [sys.executable, "-I", _CHILD]
    try:
        # The command is ours in every part; template and values only go in through standard input.
        done = subprocess.run(  # noqa: S603
            command, input=struct.pack(">Q", len(given)) + given + template, capture_output=True, timeout=WAIT,
            check=True, env={},
        )  # fmt: skip
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Refused(_FAULTS["heavy"]) from error
    if done.stdout.startswith(b"PK\x03\x04"):
        return done.stdout
    answer = json.loads(done.stdout)
    raise Refused(_refusal(answer["fault"], answer["detail"]))


def _refusal(fault: str, detail: str) -> Answer:
    if fault == "unknown":
        return refuse(
            _("The template asks for “%(name)s”, which there is not.") % {"name": detail},
            remedy=_("Correct the name by the list of placeholders on this page."),
        )
    if fault == "syntax":
        return refuse(
            _("A placeholder of the template is not written correctly: %(detail)s") % {"detail": detail},
            remedy=_("Compare it with the default template; every {% for %} needs its {% endfor %}."),
        )
    return _FAULTS[fault]


def _plain(value: Any) -> Any:
    """Return ``value`` without the control characters that XML does not know or that docxtpl reads as breaks."""
    if isinstance(value, str):
        return "".join(
            sign for sign in unicodedata.normalize("NFC", value).replace("\r\n", "\n")
            if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs", "Cn"}
        )  # fmt: skip
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def text_of(document: bytes) -> str:
    """Return the words of a document that ``fill`` gave, without their form."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode("utf-8"))
