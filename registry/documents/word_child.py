"""Fill a Word template that came from outside: run as a process of its own, with limits on memory and processor time.

A template is a program: a loop inside a loop asks for hours, one multiplication of a text for gigabytes. Here it runs in
Jinja's sandbox without any function, only with filters, and what the process may use is bounded by the system. It knows
nothing of Django or the database. Standard input: eight bytes of length, ``{"values": ..., "mark": text}`` as JSON, then
the template; the mark, if there is one, stands above everything else.
Standard output: the filled document, or one line of JSON ``{"fault": name, "detail": text}``.

The package is looked at before it is opened: no program (macros, ActiveX), no embedded file, nothing that Word would
fetch from elsewhere, no field that runs or includes something, no document type definition by which a small text unfolds.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import resource
import struct
import sys
import zipfile
import zlib
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""
SECONDS = 10
"""Seconds of processor time; a letter takes one."""
MAX_PARTS = 300
MAX_UNPACKED = 40 * 1024 * 1024
MAX_RESULT = 20 * 1024 * 1024
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PROGRAMS = ("vbaproject", "vbadata", "activex", "/embeddings/", "oleobject", "attachedtoolbars", "/afchunk")
_UNFOLDING = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_FIELD = re.compile(
    r"(?i)(?:^|[^A-Z])(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|MACROBUTTON|IMPORT|LINK|EMBED)(?:[^A-Z]|$)"
)
_INSTRUCTION = re.compile(r"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr=\"([^\"]*)\"", re.DOTALL)


class Fault(Exception):
    """What keeps a template out; ``detail`` is text from the template."""

    def __init__(self, name: str, detail: str = "") -> None:
        super().__init__(name)
        self.name, self.detail = name, detail


def main() -> None:
    limit()
    length = struct.unpack(">Q", sys.stdin.buffer.read(8))[0]
    given = json.loads(sys.stdin.buffer.read(length))
    template = sys.stdin.buffer.read()
    try:
        answer = filled(template, given["values"], given["mark"])
    except Fault as fault:
        answer = json.dumps({"fault": fault.name, "detail": fault.detail[:200]}).encode()
    except MemoryError:
        answer = json.dumps({"fault": "heavy", "detail": ""}).encode()
    sys.stdout.buffer.write(answer)


def limit() -> None:
    """Bound this process; a system that cannot bound memory still bounds time (the caller waits only so long)."""
    for kind, amount in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, amount))


def filled(template: bytes, values: dict[str, Any], mark: str = "") -> bytes:
    """Return ``template`` filled with ``values``, which are strings, numbers and lists of dictionaries of them.

    Raises:
        Fault: when the template is no plain Word document, or asks for what there is not.
    """
    inspect(template)
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    buffer = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(values, environment)
        if mark:
            set_above(document.docx, mark)
        document.save(buffer)
        DocxTemplate(io.BytesIO(buffer.getvalue())).get_docx()
    except SecurityError as error:
        raise Fault("forbidden", str(error)) from error
    except UndefinedError as error:
        raise Fault("unknown", _name_in(str(error))) from error
    except TemplateSyntaxError as error:
        raise Fault("syntax", str(error.message)) from error
    except TemplateError as error:
        raise Fault("syntax", str(error)) from error
    except RecursionError as error:
        raise Fault("heavy") from error
    except MemoryError:
        raise
    except Exception as error:  # a damaged document, a wrong operation: whatever its reader raises
        raise Fault("broken", type(error).__name__) from error
    if buffer.tell() > MAX_RESULT:
        raise Fault("heavy")
    return buffer.getvalue()


def set_above(document: Any, mark: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(mark).bold = True
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.element.body.insert(0, paragraph._p)  # noqa: SLF001 - python-docx has no other way to the beginning


def _name_in(message: str) -> str:
    """Take the name out of "'xa_phuong' is undefined" and "'dict object' has no attribute 'gia'"."""
    names = re.findall(r"'([^']*)'", message)
    return names[-1] if names else message


def inspect(template: bytes) -> None:
    """Raise Fault unless the package is a Word document without programs, foreign parts and links that fetch."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            _check_parts(archive)
            for part in archive.infolist():
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_text(part.filename, archive.read(part))
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, OSError, NotImplementedError,
            RuntimeError) as error:  # fmt: skip
        raise Fault("broken", type(error).__name__) from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise Fault("no_document")
    if any(part.flag_bits & 1 for part in parts):
        raise Fault("encrypted")
    if len(names) != len(parts) or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Fault("heavy")
    types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    if "macroenabled" in types.lower() or any(sign in name.lower() for name in names for sign in _PROGRAMS):
        raise Fault("macros")
    if _MAIN not in types:
        raise Fault("no_document")


def _check_text(name: str, text: bytes) -> None:
    # Both ends of the unicode: a part in UTF-16 would hide its signs from the searches below.
    if _UNFOLDING.search(text) or text[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in text[:200]:
        raise Fault("broken", "DTD")
    if name.endswith(".rels"):
        for relation in _RELATION.findall(text):
            if b"External" in relation and b"/hyperlink" not in relation:
                raise Fault("external")
    else:
        shown = text.decode("utf-8", "replace")
        instructions = "".join(one or two for one, two in _INSTRUCTION.findall(shown))
        if _FIELD.search(instructions):
            raise Fault("fields")


if __name__ == "__main__":
    main()
