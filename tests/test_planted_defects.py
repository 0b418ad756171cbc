"""A defect of a table or of the sections is found in every layout that can show it, and nothing else is."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple

import pytest
from answers import codes, shown, spot
from generation import defects
from generation.defects import Change
from generation.layouts import BY_NAME, LAYOUTS, Layout, render
from generation.noise import Noise
from generation.reports import Sample, seeded

from gouji.api import Finding
from gouji.testing import findings


class Defect(NamedTuple):
    """What is planted, and what is to be found, as ``code table/row/field`` patterns, all of them.

    ``flat``: what is found instead where blank cells leave no trace.
    """

    change: Change
    finds: tuple[str, ...]
    flat: tuple[str, ...] | None = None


ROW = "applications/repeated"
TABLE_DEFECTS = {
    "table-1-missing": Defect(defects.without_table(1, "该部分内容见附件。"), ("T201 disclosure",)),
    "table-2-missing": Defect(defects.without_table(2, "收到的申请均已办结。"), ("T201 applications",)),
    "table-3-missing": Defect(defects.without_table(3, "全年没有复议和诉讼案件。"), ("T201 review",)),
    "row-missing": Defect(defects.drop_row("applications", "repeated"), (f"T202 {ROW}",)),
    "row-missing-first-table": Defect(defects.drop_row("disclosure", "coercion"), ("T202 disclosure/coercion",)),
    "last-row-missing": Defect(defects.drop_row("applications", "carried_out"), ("T202 applications/carried_out",)),
    "row-twice": Defect(defects.double_row("applications", "petition"), ("T203 applications/petition",)),
    "row-twice-first-table": Defect(defects.double_row("disclosure", "penalty"), ("T203 disclosure/penalty",)),
    "rows-swapped": Defect(defects.swap_rows("applications", "repeated", "publication"), ("T203 applications/*",)),
    "value-too-many": Defect(defects.extra_value("applications", "repeated", "5"), (f"T204 {ROW}",)),
    "column-missing": Defect(defects.drop_column(5), ("T204 applications*",)),
    "columns-swapped": Defect(defects.swap_columns(4, 5), ("T204 applications*",)),
    "column-added": Defect(defects.add_column(7, "行业协会"), ("T204 applications*",)),
    "cell-blank": Defect(
        defects.fill("applications", "repeated", "business", ""), (f"T205 {ROW}/business",), (f"T204 {ROW}",)
    ),
    "cell-slash": Defect(defects.fill("applications", "repeated", "business", "/"), (f"T205 {ROW}/business",)),
    "cell-dash": Defect(
        defects.fill("disclosure", "penalty", "decisions", "—"), ("T205 disclosure/penalty/decisions",)
    ),
    "cell-none": Defect(defects.fill("review", "direct", "upheld", "无"), ("T205 review/direct/upheld",)),
    "label-reworded": Defect(defects.reword("applications", "2.重复申请", "2.重复提交申请"), (f"T206 {ROW}",)),
    "label-cut": Defect(
        defects.reword("applications", "2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("T206 applications/law_forbidden",),
    ),
    "row-foreign": Defect(defects.add_row("applications", "admin_query", "9.属于工作秘密"), ("T208 applications*",)),
    "cell-words": Defect(defects.fill("applications", "repeated", "business", "若干"), (f"A105 {ROW}/business",)),
    "cell-half": Defect(defects.fill("applications", "repeated", "business", "1.5"), (f"A105 {ROW}/business",)),
    "cell-negative": Defect(defects.fill("review", "direct", "upheld", "-3"), ("A105 review/direct/upheld",)),
    "cell-unit": Defect(
        defects.fill("disclosure", "penalty", "decisions", "3件"), ("A105 disclosure/penalty/decisions",)
    ),
    "wrong-year": Defect(defects.in_year(2020), ("T207 *",)),
    "wrong-form": Defect(defects.with_tables_of("2019"), ("T207 *",)),
}
SECTION_DEFECTS = {
    "section-5-missing": Defect(defects.drop_section(4), ("S301",)),
    "section-6-missing": Defect(defects.drop_section(5), ("S301",)),
    "sections-swapped": Defect(defects.move_section(4, 5), ("S302*",)),
    "section-reworded": Defect(defects.head_section(4, "五、存在的主要问题及下步工作思路"), ("S303*",)),
    "section-number": Defect(defects.head_section(5, "五、其他需要报告的事项"), ("S303*",)),
    "section-empty": Defect(defects.empty_section(4), ("S304*",)),
    "section-empty-and-table-missing": Defect(defects.empty_section(2), ("S304*", "T201 applications")),
    "section-more": Defect(defects.further_section("七、下一年工作打算", "继续做好政务公开工作。"), ("S305*",)),
    "section-twice": Defect(defects.double_section(4), ("S306*",)),
    "title-without-year": Defect(defects.headline("{agency}政府信息公开工作年度报告"), ("S307",)),
    "title-without-agency": Defect(defects.headline("{year}年政府信息公开工作年度报告"), ("S307",)),
    "title-cut": Defect(defects.headline("{agency}{year}年政府信息公开工作报告"), ("S307",)),
}


@cache
def faulty(name: str, layout: str) -> list[tuple[str, list[Finding]]]:
    """Two reports with the defect, in this layout, and what is found in each."""
    defect = (TABLE_DEFECTS | SECTION_DEFECTS)[name]
    answers = []
    samples = [sample for sample in map(seeded, range(40)) if sample.edition == "2021"]
    for seed, sample in enumerate(samples[:2]):
        text = render(defect.change(sample), BY_NAME[layout], seed, Noise())
        found = [each for each in findings(text) if each.code[0] in "ATX" or "S301" <= each.code <= "S307"]
        answers.append((text, found))
    return answers


def unexplained(found: list[Finding], expected: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The expected patterns that nothing answers, and the findings that none expects."""
    spots = [spot(each) for each in found]
    missing = [pattern for pattern in expected if not any(fnmatchcase(each, pattern) for each in spots)]
    extra = [
        shown(each)
        for each, name in zip(found, spots, strict=True)
        if not any(fnmatchcase(name, pattern) for pattern in expected)
    ]
    return missing, extra


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("name", [*TABLE_DEFECTS, *SECTION_DEFECTS])
def test_found_in_every_layout(name: str, layout: Layout) -> None:
    defect = (TABLE_DEFECTS | SECTION_DEFECTS)[name]
    expected = defect.finds if layout.shows_blanks or defect.flat is None else defect.flat
    for text, found in faulty(name, layout.name):
        missing, extra = unexplained(found, expected)
        if layout.name == "columns" and defect.flat:  # its columns may tell which cell is blank, or not
            missing, extra = min((missing, extra), unexplained(found, defect.finds), key=lambda pair: len(pair[0]))
        assert (missing, extra) == ([], []), text


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_one_finding_for_a_form_of_the_wrong_year(edition: str, layout: Layout) -> None:
    sample: Sample = next(s for s in map(seeded, range(40)) if s.edition == edition)
    year = {"2019": 2022, "2021": 2019}[edition]
    found = findings(render(defects.in_year(year)(sample), layout, 0, Noise()))
    assert [finding.code for finding in found if finding.code[0] in "AT"] == ["T207"]


@pytest.mark.parametrize("name", TABLE_DEFECTS)
def test_layouts_agree(name: str) -> None:
    """The same faulty report has the same findings in all layouts that can show the defect."""
    defect = TABLE_DEFECTS[name]
    answers = {}
    for layout in LAYOUTS:
        if layout.shows_blanks or defect.flat is None:
            answers[layout.name] = [sorted({spot(each) for each in found}) for _, found in faulty(name, layout.name)]
    first = answers["tabs"]
    assert {name: answer for name, answer in answers.items() if answer != first} == {}, first


def test_every_rule_of_the_structure_is_planted() -> None:
    """T201–T208 and S301–S307."""
    planted = {pattern[:4] for defect in (TABLE_DEFECTS | SECTION_DEFECTS).values() for pattern in defect.finds}
    assert planted >= {f"T20{n}" for n in range(1, 9)} | {f"S30{n}" for n in range(1, 8)}


def test_a_blank_that_the_relations_force_is_filled_in() -> None:
    """Where the other figures leave one possibility, T205 says which."""
    sample = seeded(3)
    blank = sample.with_value(("applications", "granted", "total"), "")
    for layout in LAYOUTS:
        if not layout.shows_blanks:
            continue
        found = findings(render(blank, layout, 0, Noise()))
        assert codes(found) == {"T205"}
        assert [finding.expected for finding in found if finding.code == "T205"] == [
            sample.values["applications", "granted", "total"]
        ]
