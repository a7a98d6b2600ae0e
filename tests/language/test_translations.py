"""Vietnamese is complete: every English sentence of code and templates has its translation, places included."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "vi" / "LC_MESSAGES"
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
PLACES = re.compile(r"%\((\w+)\)[sd]")


def constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def sentences_of(source: str, where: str) -> set[tuple[str, str]]:
    """(context, msgid) of every translated literal in Python source."""
    found = set()
    for node in ast.walk(ast.parse(source, where)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = constant(node.args[0])
        if first is None:
            continue
        if name in SINGULAR | PLURAL:
            found.add(("", first))
        elif name in CONTEXT and len(node.args) > 1:
            second = constant(node.args[1])
            if second is not None:
                found.add((first, second))
    return found


TEMPLATE_CALL = re.compile(
    r"\b(gettext|ngettext|pgettext|_)\((u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))(?:, ?(u?(?:'(?:[^'\\]|\\.)*')))?"
)


def sentences_in_template(text: str) -> set[tuple[str, str]]:
    found = set()
    for name, first, second in TEMPLATE_CALL.findall(templatize(text)):
        msgid = ast.literal_eval(first.lstrip("u"))
        if name == "pgettext":
            found.add((msgid, ast.literal_eval(second.lstrip("u"))))
        else:
            found.add(("", msgid))
    return found


def all_sentences() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for folder in ("ocop", "registry", "ratings"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                for key in sentences_of(path.read_text(encoding="utf-8"), str(path)):
                    found.setdefault(key, str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            for key in sentences_in_template(path.read_text(encoding="utf-8")):
                found.setdefault(key, str(path.relative_to(ROOT)))
    return found


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE / "django.po"))


def test_every_sentence_is_translated(catalogue):
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue if entry.translated()}
    missing = {key[1]: where for key, where in all_sentences().items() if key not in known and key[1].strip()}
    assert missing == {}


def test_a_translation_keeps_the_places_of_its_values(catalogue):
    wrong = {
        entry.msgid: text
        for entry in catalogue
        for text in ([entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values()))
        if not set(PLACES.findall(text)) <= set(PLACES.findall(entry.msgid + entry.msgid_plural))
    }
    assert wrong == {}


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    compiled = polib.mofile(str(CATALOGUE / "django.mo"))
    written = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in catalogue if e.translated()}
    assert {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in compiled} == written
