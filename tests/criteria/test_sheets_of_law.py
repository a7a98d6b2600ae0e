"""What is printed in the 26 sheets of 2026, and that every prose note that binds has its rule."""

import re

import pytest
import yaml

from ratings.criteria.reading import read_law
from ratings.criteria.sheet import Mark, RuleKind, closed_lines, unanswered_lines
from ratings.criteria.validation import Fault, FaultKind, faults_of
from tests.criteria.demo_sheets import FOLDER, LAWS, law, sheet_of, single

BINDS = re.compile(
    r"loại nếu|bị loại|không đánh giá|không xem xét|chỉ áp dụng|lựa chọn một trong|yêu cầu:|bắt buộc đối với các sản phẩm"
    r"|(phải|cần) có phiếu kiểm nghiệm|0 điểm tại|bị 0 điểm|dừng",
    re.IGNORECASE,
)
"""How the law's notes say that something ends, closes, is chosen or is demanded."""


def printed_notes(source):
    """Every text of a sheet with the place where it stands: notes, names and options."""
    for part in source.sheet.parts:
        for criterion in part.criteria:
            yield criterion.code, criterion.note
            for line in criterion.lines:
                yield line.code, line.note
                yield line.code, line.name
                if line.heading:
                    yield line.heading.code, line.heading.note
                for option in line.options:
                    yield line.code, option.text


SOURCES = [(code, source) for code in LAWS for source in law(code).sources]
IDS = [f"{code}/{source.sheet.slug}" for code, source in SOURCES]


@pytest.mark.parametrize(("code", "source"), SOURCES, ids=IDS)
def test_every_binding_note_has_a_rule_that_quotes_it(code, source):
    for place, text in printed_notes(source):
        if BINDS.search(text) and not _chosen_freely(code, text):
            quotes = [rule.quote for rule in source.sheet.rules_at(place)]
            left = text
            for quote in quotes:
                left = left.replace(quote, "")
            assert any(quote in text for quote in quotes), (place, text)
            assert not BINDS.search(left), (place, left)


def _chosen_freely(code, text):
    """The source of 2019 does not tell the two cases of a line apart; see the head of its rules.yaml."""
    return code == "qd1048-2019" and text.startswith("Lựa chọn một trong hai trường hợp sau")


@pytest.mark.parametrize(("code", "source"), SOURCES, ids=IDS)
def test_every_rule_quotes_its_own_place_and_has_a_line(code, source):
    sheet = source.sheet
    assert source.missing_rules == ()
    raw = yaml.load((FOLDER / code / source.file).read_text(), yaml.CSafeLoader)
    for rule in sheet.rules:
        if rule.where:
            assert any(rule.quote in text for place, text in printed_notes(source) if place == rule.where), rule
        else:
            assert any(rule.quote in text for text in raw["disqualified_when"]), rule


@pytest.mark.parametrize(
    "source", law("qd26-2026").sources, ids=[source.sheet.slug for source in law("qd26-2026").sources]
)
def test_the_grounds_at_the_head_are_split_without_rest(source):
    raw = yaml.load((FOLDER / "qd26-2026" / source.file).read_text(), yaml.CSafeLoader)
    grounds = raw.get("disqualified_when") or []
    assert bool(grounds) is (source.sheet.number != 26)
    for text in grounds:
        left = re.sub(r"^(Hồ sơ bị|Bị) loại khi:", "", text)
        for rule in sorted(source.sheet.rules_at(""), key=lambda rule: -len(rule.quote)):
            assert (rule.kind, rule.ends_dossier) == (RuleKind.KNOCK_OUT, True)
            left = left.replace(rule.quote, "", 1)
        assert re.sub(r"hoặc|[;,\s]", "", left) == ""


def test_every_authored_need_is_used_and_names_printed_options():
    authored = yaml.load((FOLDER / "qd26-2026" / "rules.yaml").read_text(), yaml.CSafeLoader)["needs"]
    printed = {option.text for source in law("qd26-2026").sources for line in source.sheet.lines.values()
               for option in line.options if option.stars}  # fmt: skip
    assert [text for entry in authored for text in entry["options"] if text not in printed] == []
    used = {
        gate.needs for source in law("qd26-2026").sources for line in source.sheet.lines.values() for gate in line.gates
    }
    assert {entry["text"] for entry in authored} == used - {""}


def test_the_26_sheets_add_up_and_count_as_the_decision_does():
    text = law("qd26-2026")
    assert [source.sheet.number for source in text.sources] == list(range(1, 27))
    assert {source.sheet.number: faults_of(source, text.part_maxima) for source in text.sources} == dict.fromkeys(
        range(1, 27), ()
    )
    lines = [line for source in text.sources for line in source.sheet.lines.values()]
    assert len(lines) == 787
    assert sum(not line.prints_zero for line in lines) == 378
    assert sum(len(line.options) for line in lines) == 2579
    assert sum(len(line.gates) for line in lines) == sum(len(option.stars) for line in lines for option in line.options)
    assert sum(len(line.gates) for line in lines) == 574


def test_the_sets_that_do_not_add_up_are_these_and_no_others():
    found = {
        code: [
            (source.sheet.number or source.sheet.slug, sorted({fault.kind.value for fault in faults}))
            for source in law(code).sources
            if (faults := faults_of(source, law(code).part_maxima))
        ]
        for code in LAWS
    }
    assert found == {
        "qd26-2026": [],
        "qd148-2023": [
            (7, ["line_maximum", "source"]),
            (11, ["part_sum", "source"]),
            (12, ["part_sum", "source"]),
            (13, ["part_sum", "same_code", "source"]),
            (18, ["same_code"]),
            (19, ["same_code"]),
            (24, ["same_text"]),
            (25, ["same_text"]),
        ],
        "qd1048-2019": [
            ("ca-phe-ca-cao", ["same_code"]),
            ("do-uong-co-con-khac", ["part_sum", "source"]),
            ("thuc-pham-chuc-nang-thuoc-tu-duoc-lieu-thuoc-y-hoc-co-truyen", ["part_sum", "source"]),
            ("tuong-nuoc-mam-gia-vi-dang-long-khac", ["part_sum", "source"]),
        ],
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("max: 40", "max: 41", Fault(FaultKind.PART_MAXIMUM, "A", 41, 40)),
        ("max: 18", "max: 17", Fault(FaultKind.CRITERION_SUM, "1", 17, 18)),
        (
            "            max: 5\n            note: 'Ghi chú: Bị loại",
            "            max: 4\n            note: 'Ghi chú: Bị loại",
            Fault(FaultKind.LINE_MAXIMUM, "1.1", 4, 5),
        ),
        ("max_total: 100", "max_total: 99", Fault(FaultKind.TOTAL, "", 99, 100)),
        ("code: '1.2'", "code: '1.3'", Fault(FaultKind.SAME_CODE, "1.3", None, 2)),
        ("text: Chế biến đơn giản", "text: Chế biến", Fault(FaultKind.SAME_TEXT, "1.2", text="Chế biến")),
        (
            "- points: 1\n                text: Chế biến đơn giản",
            "- points: 0\n                text: Không\n              - points: 0\n                text: Chế biến đơn giản",
            Fault(FaultKind.SECOND_ZERO, "1.2", None, 2),
        ),
        (
            "- code: '1.1'\n      min_points: 1",
            "- code: '1.1'\n      min_points: 2",
            Fault(FaultKind.GATE_WITHOUT_OPTION, "1.1", 3, 2),
        ),
        (
            "- code: '1.1'\n      min_points: 1",
            "- code: '1.9'\n      min_points: 1",
            Fault(FaultKind.GATE_WITHOUT_LINE, "1.9", 3, None),
        ),
        (
            "- code: '1.1'\n      min_points: 1",
            "- code: '1.1'\n      min_points: 3",
            Fault(FaultKind.GATE_NOT_MARKED, "1.1", 3, 3),
        ),
        (
            "- code: '2.3'\n      min_points: 1",
            "- code: '2.3'\n      min_points: 3",
            Fault(FaultKind.GATE_NOT_MARKED, "2.3", 3, 3),
        ),
        ("code: '5.2'", "code: '5.9'", Fault(FaultKind.RULE_WITHOUT_LINE, "5.2")),
        (
            "code: '5.1'\n            name",
            "code: '5.9'\n            name",
            Fault(FaultKind.RULE_CONDITION, "5.2", text="story_only"),
        ),
        (
            "parts:\n",
            "source_problems: [part C is blurred]\nparts:\n",
            Fault(FaultKind.SOURCE, "", text="part C is blurred"),
        ),
    ],
)
def test_a_disturbed_sheet_shows_its_fault(tmp_path, old, new, fault):
    folder = tmp_path / "qd26-2026"
    folder.mkdir()
    for name in ("law.yaml", "rules.yaml", "09-tuong-nuoc-mam-gia-vi-long.yaml"):
        (folder / name).write_text((FOLDER / "qd26-2026" / name).read_text())
    file = folder / "09-tuong-nuoc-mam-gia-vi-long.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    read = read_law(folder)
    assert fault in faults_of(read.sources[0], read.part_maxima)


def test_a_sheet_can_be_drawn_from_the_value():
    sheet = sheet_of(13)
    six = next(criterion for part in sheet.parts for criterion in part.criteria if criterion.code == "6")
    assert [(line.heading.code if line.heading else "", line.code) for line in six.lines][:3] == [
        ("6.1", "6.1.1"),
        ("6.1", "6.1.2"),
        ("6.1", "6.1.3"),
    ]
    assert not six.is_line
    nine = sheet_of(9).parts[2].criteria[3]
    assert (nine.code, nine.is_line, [option.stars for option in nine.lines[0].options]) == (
        "9",
        True,
        [(3,), (4,), ()],
    )
    assert sheet_of(9).rules_at("1.1")[0].clause == "imported_material"


def test_two_options_of_one_line_may_print_the_same_points():
    line = sheet_of(7).lines["3.1"]
    assert [(option.position, option.points) for option in line.options] == [(1, 1), (2, 1), (3, 3)]
    assert len({option.text for option in line.options}) == 3


def test_set_26_offers_two_cases_on_three_lines():
    sheet = sheet_of(26)
    assert [code for code, _title in sheet.cases] == ["a", "b"]
    assert [code for code, line in sheet.lines.items() if line.cases] == ["8", "9", "15"]
    assert [option.position for option in sheet.lines["8"].options_for("b")] == [3, 4]
    assert sheet_of(26, "qd148-2023").cases[0][0] == "a"


def test_the_story_structure_applies_only_with_a_story():
    sheet = sheet_of(9)
    without = single(sheet, "5.1:0").ticks
    assert closed_lines(sheet, without) == {"5.2"}
    assert closed_lines(sheet, single(sheet, "5.1:1").ticks) == closed_lines(sheet, {}) == frozenset()
    assert "5.2" not in unanswered_lines(sheet, without)
    assert "5.2" in unanswered_lines(sheet, {})
    assert closed_lines(sheet_of(26), {"5.1": Mark.NONE_FITS}) == frozenset()


@pytest.mark.parametrize("code", LAWS)
def test_the_copied_sheets_stand_beside_their_law(code):
    text = law(code)
    assert text.code == code
    assert {source.sheet.law for source in text.sources} == {code}
    assert all(source.sheet.max_total == sum(text.part_maxima.values()) == 100 for source in text.sources)
