"""JUnit XML: what CI servers make of a run."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from outcomes import BLANKS, CLEAN, EMPTY, FAULTY, FURTHER, ROW_TOTAL, RULES, file, outcome

from gouji.document import Place
from gouji.finding import Severity
from gouji.outcome import Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.junit import write

EXPECTED = Path(__file__).parent / "reporters" / "faulty.xml"


def suites(run: Outcome) -> list[ElementTree.Element]:
    return ElementTree.fromstring(write(run, ReportOptions())).findall("testsuite")


def case(run: Outcome, code: str) -> ElementTree.Element:
    (found,) = [case for case in suites(run)[0] if case.get("name", "").startswith(code)]
    return found


def test_the_output_is_the_stored_one() -> None:
    assert write(FAULTY, ReportOptions()) == EXPECTED.read_text(encoding="utf-8")


def test_a_passed_rule_is_a_passed_case() -> None:
    for suite in suites(CLEAN):
        assert len(suite) == len(RULES)
        assert not any(len(case) for case in suite)


def test_a_file_is_a_suite_and_the_totals_are_those_of_its_suites() -> None:
    root = ElementTree.fromstring(write(FAULTY, ReportOptions()))
    assert [suite.get("name") for suite in root] == [
        "reports/示例市.txt",
        "reports/clean.txt",
        "reports/broken.txt",
        "gouji",
    ]
    for key in ("tests", "failures", "errors"):
        assert int(root.get(key, "")) == sum(int(suite.get(key, "")) for suite in root)


def test_an_empty_run_has_no_suites() -> None:
    assert suites(EMPTY) == []


def test_a_finding_fails_its_rule_with_file_and_line() -> None:
    failed = case(outcome(file("a.txt", (ROW_TOTAL, None))), "A101")
    assert (failed.get("file"), failed.get("line")) == ("a.txt", "220")
    failure = failed.find("failure")
    assert failure is not None
    assert failure.get("message") == ROW_TOTAL.message
    assert "a.txt:220:2" in (failure.text or "")


def test_a_file_without_lines_has_none_made_up() -> None:
    in_word = ROW_TOTAL._replace(place=Place(80, 1, 80, 3, cell="T2R5C3"))
    failed = case(outcome(file("a.docx", (in_word, None))), "A101")
    assert (failed.get("file"), failed.get("line")) == ("a.docx", None)


def test_what_does_not_fail_the_run_is_only_told() -> None:
    told = case(outcome(file("a.txt", (BLANKS, None))), "T205")
    assert [part.tag for part in told] == ["system-out"]
    assert "（共125处）" in (told[0].text or "")


def test_what_fails_the_run_is_for_the_user_to_say() -> None:
    failed = case(outcome(file("a.txt", (BLANKS, None)), fail_on=Severity.WARNING), "T205")
    assert [part.tag for part in failed] == ["failure"]


def test_a_rule_with_grave_and_minor_findings_shows_both() -> None:
    minor = ROW_TOTAL._replace(severity=Severity.WARNING)
    both = case(outcome(file("a.txt", (ROW_TOTAL, None), (minor, None))), "A101")
    assert [part.tag for part in both] == ["failure", "system-out"]


def test_an_unchecked_file_has_an_error_and_no_passed_case() -> None:
    (suite,) = suites(outcome(file("a.txt", checked=False)))
    assert [[part.tag for part in case] for case in suite] == [["error"]]


def test_control_characters_and_lone_surrogates_do_not_break_the_file() -> None:
    nasty = FURTHER._replace(severity=Severity.ERROR, message='\x00\x0b\x1b\ud800\ufffe\uffff<&>"]]>', basis="\x08")
    text = write(outcome(file("a\x01\udcff.txt", (nasty, None))), ReportOptions())
    root = ElementTree.fromstring(text.encode())
    assert root[0].get("name") == r"a\x01\udcff.txt"
    assert all(character == "\n" or character.isprintable() for character in text)


def test_two_runs_give_the_same_bytes_without_time_or_host() -> None:
    text = write(FAULTY, ReportOptions())
    assert text == write(FAULTY, ReportOptions(color=True, quiet=True))
    assert "timestamp" not in text
    assert "hostname" not in text


def test_each_report_without_findings_has_its_own_name_on_every_case() -> None:
    names = ["a.txt", "<&>\"'%s\\1.txt", "报告 二.txt"]
    for suite, name in zip(suites(outcome(*(file(name) for name in names))), names, strict=True):
        assert {suite.get("name"), suite.get("file"), *(case.get("classname") for case in suite)} == {name}
