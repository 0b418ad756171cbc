"""The annotations of GitHub Actions and GitLab's Code Quality report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from outcomes import CLEAN, COLUMN_TOTAL, FAULTY, FURTHER, ROW, ROW_TOTAL, WRONG_TOTAL, file, outcome

from gouji.document import Place
from gouji.finding import Finding
from gouji.reporters import ReportOptions, github, gitlab

EXPECTED = Path(__file__).parent / "reporters"


def annotation(*found: Finding, path: str = "a.txt") -> str:
    (line,) = github.write(outcome(file(path, *((finding, ROW) for finding in found))), ReportOptions()).splitlines()
    return line


def issues(*found: Finding, path: str = "a.txt") -> list[dict[str, Any]]:
    text = gitlab.write(outcome(file(path, *((finding, None) for finding in found))), ReportOptions())
    return [dict(issue) for issue in json.loads(text)]


# ── GitHub ───────────────────────────────────────────────────────────────────────────────────────


def test_the_annotations_are_the_stored_ones() -> None:
    assert github.write(FAULTY, ReportOptions()) == (EXPECTED / "faulty-github.txt").read_text(encoding="utf-8")


def test_nothing_is_said_of_clean_files() -> None:
    assert github.write(CLEAN, ReportOptions()) == ""


def test_what_one_cell_causes_is_one_annotation_at_that_cell() -> None:
    line = annotation(ROW_TOTAL, COLUMN_TOTAL)
    assert line.startswith(
        "::error file=a.txt,line=220,endLine=220,col=2,endColumn=3,title=这一格应为1，现为0，下列2个问题都由它引起::"
    )
    assert line.count("%0A") == 2  # two relations, then their one basis


def test_an_annotation_at_the_cell_to_change_says_what_it_should_hold() -> None:
    line = annotation(COLUMN_TOTAL)
    assert line.startswith("::error file=a.txt,line=220,")
    assert "%0A这一格应为1，现为0%0A" in line
    assert "这一格应为" not in annotation(ROW_TOTAL)


def test_signs_that_end_a_property_are_escaped() -> None:
    line = annotation(FURTHER._replace(message="100%\r\n::error::x"), path="a,b:c%.txt")
    assert line.startswith("::notice file=a%2Cb%3Ac%25.txt,line=480,")
    assert line.endswith("::100%25  ::error::x%0A依据：" + FURTHER.basis)


def test_columns_are_given_on_one_line_only() -> None:
    assert "col=" not in annotation(FURTHER._replace(place=Place(3, 1, 4, 2)))


def test_a_spot_without_a_line_is_said_in_words() -> None:
    line = annotation(FURTHER._replace(place=Place(80, 1, 80, 3, cell="T2R5C3")), path="a.docx")
    assert line.startswith("::notice file=a.docx,title=S305 有法定格式以外的章节::第2个表格第5行第3列%0A")


# ── GitLab ───────────────────────────────────────────────────────────────────────────────────────


def test_the_issues_are_the_stored_ones() -> None:
    assert gitlab.write(FAULTY, ReportOptions()) == (EXPECTED / "faulty-gitlab.json").read_text(encoding="utf-8")


def test_no_issues_are_an_empty_list() -> None:
    assert json.loads(gitlab.write(CLEAN, ReportOptions())) == []


def test_severities_are_those_that_gitlab_knows() -> None:
    found = json.loads(gitlab.write(FAULTY, ReportOptions()))
    assert [issue["severity"] for issue in found] == ["minor", "major", "major", "info", "critical", "major"]


def test_fingerprints_differ_within_a_file_and_between_files() -> None:
    alike = ROW_TOTAL._replace(place=Place(9, 1, 9, 2))
    marks = [issue["fingerprint"] for path in ("a.txt", "b.txt") for issue in issues(ROW_TOTAL, alike, path=path)]
    assert len(set(marks)) == 4


def test_a_fingerprint_survives_an_edit_above() -> None:
    (before,), (after,) = issues(ROW_TOTAL), issues(ROW_TOTAL._replace(place=Place(221, 2, 221, 3)))
    assert before["fingerprint"] == after["fingerprint"]
    assert (before["location"]["lines"]["begin"], after["location"]["lines"]["begin"]) == (220, 221)


def test_a_path_is_the_one_in_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (issue,) = issues(FURTHER, path=str(tmp_path / "甲" / "a.txt"))
    assert issue["location"]["path"] == "甲/a.txt"


def test_a_file_without_lines_has_its_spot_in_the_description() -> None:
    (issue,) = issues(FURTHER._replace(place=Place(12, 3, 12, 5, page=3)), path="a.pdf")
    assert issue["location"]["lines"] == {"begin": 1}
    assert issue["description"] == f"S305 有法定格式以外的章节：第3页第12行：{FURTHER.message}"


def test_the_culprit_changes_nothing_for_gitlab() -> None:
    elsewhere = ROW_TOTAL._replace(culprit=WRONG_TOTAL._replace(place=Place(9, 1, 9, 2)))
    assert issues(elsewhere) == issues(ROW_TOTAL)
