"""SARIF: what a code scanning service and an editor make of a run."""

from __future__ import annotations

import json
import ntpath
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from commandline import gouji
from hypothesis import given
from hypothesis import strategies as st
from outcomes import BLANKS, BROKEN_PLUGIN, FAULTY, FURTHER, ROW_TOTAL, RULES, UNREADABLE, WRONG_TOTAL, file, outcome

from gouji.document import Place
from gouji.finding import Edit, Fix
from gouji.i18n import use
from gouji.outcome import Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.paths import uri
from gouji.reporters.sarif import write

EXAMPLES = Path(__file__).parent.parent / "examples"
IN_WORD = Place(80, 1, 80, 3, cell="T2R5C3")
IN_PDF = Place(12, 3, 12, 5, page=3, box=(10, 20, 30, 40))


def log(run: Outcome) -> dict[str, Any]:
    (one,) = json.loads("".join(write(run, ReportOptions())))["runs"]
    return dict(one)


def result(*found: Any, path: str = "a.txt") -> dict[str, Any]:
    return dict(log(outcome(file(path, *((finding, None) for finding in found))))["results"][0])


def test_a_result_has_its_rule_level_message_and_region() -> None:
    run = log(FAULTY)
    found = next(each for each in run["results"] if each["ruleId"] == "A101")
    assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == "A101"
    assert (found["level"], found["message"]["text"]) == ("error", ROW_TOTAL.message)
    assert found["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {
                    "uri": "reports/%E7%A4%BA%E4%BE%8B%E5%B8%82.txt",
                    "uriBaseId": "%SRCROOT%",
                    "index": 0,
                },
                "region": {"startLine": 220, "startColumn": 2, "endLine": 220, "endColumn": 3},
            },
            "logicalLocations": [{"fullyQualifiedName": "applications.internal_affairs.total", "kind": "element"}],
        }
    ]
    assert run["columnKind"] == "unicodeCodePoints"


def test_severities_are_levels() -> None:
    assert [found["level"] for found in log(FAULTY)["results"]] == ["warning", "error", "error", "note", "error"]


def test_a_file_without_lines_has_its_spot_in_words_and_no_region() -> None:
    (location,) = result(ROW_TOTAL._replace(place=IN_WORD), path="a.docx")["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["message"]["text"] == "第2个表格第5行第3列"
    assert location["properties"] == {"cell": "T2R5C3"}

    found = result(FURTHER._replace(place=IN_PDF), path="a.pdf")
    assert found["message"]["text"] == f"第3页第12行：{FURTHER.message}"
    assert found["locations"][0]["properties"] == {"page": 3, "box": [10, 20, 30, 40], "line": 12}


def test_the_cell_to_change_is_a_related_location_where_it_is_another() -> None:
    elsewhere = ROW_TOTAL._replace(culprit=WRONG_TOTAL._replace(place=Place(9, 1, 9, 2)))
    (related,) = result(elsewhere)["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 9
    assert related["message"]["text"] == "这一格应为1"
    assert "relatedLocations" not in result(ROW_TOTAL)


def test_fingerprints_are_the_same_after_an_edit_above_and_never_two_alike() -> None:
    lower = ROW_TOTAL._replace(place=Place(300, 2, 300, 3))
    before, after = result(ROW_TOTAL), result(lower)
    assert before["partialFingerprints"] == after["partialFingerprints"]
    twice = log(outcome(file("a.txt", (ROW_TOTAL, None), (lower, None))))["results"]
    assert len({each["partialFingerprints"]["findingHash/v1"] for each in twice}) == 2


@pytest.mark.parametrize(("safe", "said"), [(True, "只改格式，不改内容"), (False, "会改变内容，请先核对")])
def test_a_fix_of_a_text_file_mends_it(safe: bool, said: str) -> None:
    mended = FURTHER._replace(fix=Fix((Edit(Place(2, 3, 2, 4), "〔"), Edit(Place(2, 8, 2, 9), "〕")), safe))
    (fix,) = result(mended)["fixes"]
    assert fix["description"]["text"] == said
    assert applied(["", "甲乙[2021]丙"], [fix]) == ["", "甲乙〔2021〕丙"]


@pytest.mark.parametrize("path", ["a.html", "a.docx", "-"])
def test_a_fix_is_given_only_where_the_text_is_the_file(path: str) -> None:
    mended = FURTHER._replace(fix=Fix((Edit(Place(2, 3, 2, 4), "〔"),)))
    assert "fixes" not in result(mended, path=path)


def test_rules_carry_what_explain_says_passed_ones_too() -> None:
    rules = log(outcome(file("a.txt")))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(RULES)
    first = rules[0]
    assert (first["name"], first["shortDescription"]["text"]) == ("row-total", "行内总计不符")
    assert first["help"]["markdown"].startswith("# A101 row-total\n")
    assert first["defaultConfiguration"] == {"level": "error"}
    assert first["properties"] == {"tags": ["arithmetic"], "problem.severity": "error"}


def test_what_went_wrong_with_the_run_is_told_as_such() -> None:
    run = log(FAULTY)
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    told = [(each["descriptor"]["id"], each["message"]["text"]) for each in invocation["toolExecutionNotifications"]]
    assert told == [("X004", BROKEN_PLUGIN.message), ("X001", UNREADABLE.message)]
    assert "X004" not in [found["ruleId"] for found in run["results"]]


def test_an_unreadable_file_is_a_result_without_a_made_up_line() -> None:
    (found,) = [each for each in log(FAULTY)["results"] if each["ruleId"] == "X001"]
    assert "region" not in found["locations"][0]["physicalLocation"]


def test_every_checked_file_is_listed() -> None:
    listed = log(FAULTY)["artifacts"]
    assert [unquote_to_bytes(each["location"]["uri"]).decode() for each in listed] == [
        "reports/示例市.txt",
        "reports/clean.txt",
        "reports/broken.txt",
    ]
    assert listed[0]["properties"] == {"agency": "示例市人民政府", "year": 2022, "edition": "2021", "checked": True}


def test_a_rule_that_nobody_registered_has_no_index() -> None:
    found = result(BLANKS._replace(code="QQ001"))
    assert found["ruleId"] == "QQ001"
    assert "ruleIndex" not in found


def test_the_language_is_that_of_the_messages() -> None:
    use("en")
    try:
        assert log(FAULTY)["language"] == "en-US"
    finally:
        use("zh")
    assert log(FAULTY)["language"] == "zh-CN"


def test_a_file_is_named_from_the_folder_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "甲 市" / "a#1.txt"
    monkeypatch.chdir(tmp_path)
    assert uri(str(inside)) == uri(str(Path("甲 市", "a#1.txt"))) == "%E7%94%B2%20%E5%B8%82/a%231.txt"
    outside = uri(str(tmp_path.parent / "乙.txt"))
    assert outside == (tmp_path.parent / "乙.txt").as_uri() == uri("../乙.txt")
    location = log(outcome(file("../乙.txt")))["artifacts"][0]["location"]
    assert location == {"uri": outside}


def test_a_path_of_windows_is_a_uri_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.reporters.paths.os.path", ntpath)
    monkeypatch.setattr("gouji.reporters.paths.os.sep", "\\")
    monkeypatch.setattr("gouji.reporters.paths.os.getcwd", lambda: r"C:\Work\报告")
    assert uri(r"c:\work\报告\市\a.txt") == "%E5%B8%82/a.txt"
    assert uri(r"D:\a b.txt") == "file:///D:/a%20b.txt"
    assert uri(r"\\server\share\a.txt") == "file://server/share/a.txt"


@given(st.binary(min_size=1, max_size=20))
def test_any_name_of_a_file_comes_back_from_its_uri(name: bytes) -> None:
    path = name.replace(b"\0", b"0").replace(b"/", b"_")
    if path in (b".", b".."):
        return
    given_uri = uri(os.fsdecode(path))
    assert unquote_to_bytes(given_uri) == path
    assert (urlsplit(given_uri).scheme, urlsplit(given_uri).path) == ("", given_uri)


# ── on the command line ──────────────────────────────────────────────────────────────────────────


def applied(lines: list[str], fixes: list[dict[str, Any]]) -> list[str]:
    """The lines after an editor has made the changes of all fixes, the last one first; the same change is made once."""
    changes = {
        (*region.values(), change["insertedContent"]["text"])
        for fix in fixes
        for part in fix["artifactChanges"]
        for change in part["replacements"]
        for region in [change["deletedRegion"]]
    }
    for line, start, _end_line, end, text in sorted(changes, reverse=True):
        lines[line - 1] = lines[line - 1][: start - 1] + text + lines[line - 1][end - 1 :]
    return lines


def test_an_editor_that_makes_the_fixes_leaves_only_findings_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report = tmp_path / "云溪市.txt"
    report.write_bytes((EXAMPLES / "faulty-report.txt").read_bytes())
    found = json.loads(gouji("check", "--isolated", "--format", "sarif", str(report)).out)["runs"][0]["results"]
    fixes = [fix for each in found for fix in each.get("fixes", [])]
    assert {"C501", "A101"} <= {each["ruleId"] for each in found if "fixes" in each}

    report.write_text("\n".join(applied(report.read_text(encoding="utf-8").split("\n"), fixes)), encoding="utf-8")
    left = gouji("check", "--isolated", "--format", "json", str(report)).codes
    assert left == [each["ruleId"] for each in found if "fixes" not in each]
