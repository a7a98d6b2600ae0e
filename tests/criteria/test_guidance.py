"""Every line of the 26 sheets has guidance, every option its proof; broken files are refused with their place."""

import re

import pytest
import yaml

from ratings.criteria.guidance import NoGuidance
from ratings.criteria.guidance_reading import BadGuidance, handbook_of, read_handbook
from ratings.criteria.needed_papers import needed_papers, within
from registry.evidence.kinds import BY_NUMBER
from tests.criteria.demo_sheets import FOLDER, law, sheet_of

BOOK = handbook_of("qd26-2026")
SHEETS = [source.sheet for source in law("qd26-2026").sources]


def test_every_line_of_every_sheet_finds_exactly_one_entry():
    found = {
        (sheet.number, line.code): [entry.key for entry in BOOK.entries if entry.covers(sheet.number, line)]
        for sheet in SHEETS
        for line in sheet.lines.values()
    }
    assert {place: keys for place, keys in found.items() if len(keys) != 1} == {}
    assert len(found) == 787
    assert {keys[0] for keys in found.values()} == {entry.key for entry in BOOK.entries}


def test_every_option_finds_exactly_one_proof_and_every_proof_is_used():
    proofs, options = [], set()
    for sheet in SHEETS:
        for line in sheet.lines.values():
            entry = BOOK.of(sheet.number, line)
            for option in line.options:
                assert sum(option.text in proof.options for proof in entry.proofs) == 1, (sheet.number, line.code)
                proofs.append(entry.proof_of(option))
                options.add((entry.key, option.text))
    assert len(proofs) == 2579
    authored = {(entry.key, text) for entry in BOOK.entries for proof in entry.proofs for text in proof.options}
    assert authored - options == set()


def test_every_paper_is_used_and_every_kind_of_evidence_has_one():
    used = {
        paper.key
        for entry in BOOK.entries
        for proof in entry.proofs
        for paper in (*(paper for need in proof.needs for paper in need), *proof.helps)
    }
    before = {key for paper in BOOK.papers.values() for key in paper.after}
    assert used | before == set(BOOK.papers)
    assert {paper.evidence for paper in BOOK.papers.values()} == {None, *BY_NUMBER}


def test_an_option_without_papers_says_why():
    silent = {
        proof.how
        for entry in BOOK.entries
        for proof in entry.proofs
        if not proof.needs
    }  # fmt: skip
    assert all(how.startswith("Mức này") for how in silent), silent


def test_the_words_address_the_producer_as_the_state_does():
    words = [text for entry in BOOK.entries for text in (entry.asks, entry.advice, *entry.mistakes)]
    words += [proof.how for entry in BOOK.entries for proof in entry.proofs]
    words += [text for paper in BOOK.papers.values() for text in (paper.name, paper.issuer)]
    forbidden = re.compile(r"\b(các bạn|quý khách|user|submit|cấp huyện|UBND huyện)\b", re.IGNORECASE)
    assert [text for text in words if forbidden.search(text)] == []
    assert [text for text in words if "  " in text or text != text.strip()] == []


def test_a_line_of_an_older_law_has_no_guidance():
    assert handbook_of("qd148-2023").entries == ()
    with pytest.raises(NoGuidance):
        handbook_of("qd148-2023").of(9, sheet_of(9).lines["3.5"])


def test_the_registered_trademark_waits_for_the_accepted_application():
    line = sheet_of(9).lines["3.5"]
    needed = needed_papers(BOOK, 9, [(line, line.option(2))])
    assert [(each.paper.key, each.lines) for each in needed.papers] == [
        ("origin-sign", ("3.5",)),
        ("trademark-application", ("3.5",)),
        ("trademark-certificate", ("3.5",)),
    ]
    assert needed.longest == BOOK.papers["trademark-application"].days + BOOK.papers["trademark-certificate"].days
    assert needed.longest == within(BOOK, "trademark-certificate")


def test_a_paper_that_several_lines_need_is_named_once_with_its_lines():
    sheet = sheet_of(9)
    answers = [(sheet.lines[code], sheet.lines[code].best()) for code in ("5.1", "5.2")]
    needed = needed_papers(BOOK, 9, answers)
    story = next(each for each in needed.papers if each.paper.key == "story-text")
    assert story.lines == ("5.1", "5.2")


# ---------------------------------------------------------------- broken files

PAPER = {"evidence": 3, "name": "Hợp đồng", "from": "Chủ thể", "days": 3, "cost": "none"}
ENTRY = {
    "names": ["Liên kết"],
    "asks": "Có hợp đồng không.",
    "proofs": [{"options": ["Có"], "how": "Nộp hợp đồng.", "papers": ["contract"]}],
    "mistakes": [],
    "advice": "Ký sớm.",
}


def written(folder, papers, entries):
    folder.joinpath("papers.yaml").write_text(yaml.safe_dump(papers, allow_unicode=True))
    folder.joinpath("lines.yaml").write_text(yaml.safe_dump(entries, allow_unicode=True))
    return read_handbook(folder)


def test_a_sound_folder_is_read(tmp_path):
    book = written(tmp_path, {"contract": PAPER}, {"link": ENTRY})
    assert [entry.key for entry in book.entries] == ["link"]
    assert book.entries[0].proofs[0].needs == ((book.papers["contract"],),)


@pytest.mark.parametrize(
    ("papers", "entries", "said"),
    [
        ({"contract": {**PAPER, "evidence": 16}}, {}, "kind of evidence 16"),
        ({"contract": {**PAPER, "days": 0}}, {}, "a day at least"),
        ({"contract": {**PAPER, "price": 1}}, {}, "price"),
        ({"contract": {key: PAPER[key] for key in PAPER if key != "from"}}, {}, "from"),
        ({"contract": {**PAPER, "cost": "free"}}, {}, "free"),
        ({"a": {**PAPER, "after": ["b"]}, "b": {**PAPER, "after": ["a"]}}, {}, "a > b > a"),
        ({"contract": {**PAPER, "after": ["lease"]}}, {}, "lease"),
        ({"lease": PAPER}, {"link": ENTRY}, "contract"),
        ({"contract": PAPER}, {"link": {**ENTRY, "proofs": ENTRY["proofs"] * 2}}, "proved twice"),
        ({"contract": PAPER}, {"link": {**ENTRY, "hint": "x"}}, "hint"),
    ],
)
def test_a_folder_that_contradicts_itself_is_refused(tmp_path, papers, entries, said):
    with pytest.raises(ValueError, match=said):
        written(tmp_path, papers, entries)


def test_the_folder_of_guidance_is_no_sheet():
    assert len(law("qd26-2026").sources) == 26
    assert (FOLDER / "qd26-2026" / "guidance" / "papers.yaml").is_file()
    assert issubclass(BadGuidance, ValueError)
