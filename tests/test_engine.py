"""The engine: bytes in, one result out, whatever the bytes, the rules and the plugins do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gouji.engine import Engine, Request, run
from gouji.finding import Finding, Severity
from gouji.host import Host
from gouji.judge import Layer, decide
from gouji.model import Report
from gouji.outcome import Excerpt, FileResult
from gouji.rule import Check, Rule
from gouji.testing import clean_report

HOST = Host()
CLEAN = clean_report()
EVERYTHING = Layer()


def checked(data: bytes | str, path: str = "report.txt", host: Host = HOST, layer: Layer = EVERYTHING) -> FileResult:
    raw = data.encode() if isinstance(data, str) else data
    return Engine(host).check(path, raw, Request(decide([layer], host.rules)))


def only(result: FileResult) -> Finding:
    (finding,) = result.findings
    assert len(result.excerpts) == 1
    return finding


def report() -> Report:
    return Engine(HOST).report("report.txt", CLEAN.encode())


def test_a_clean_report_is_checked_and_has_no_findings() -> None:
    result = checked(CLEAN)
    assert (result.checked, result.findings, result.edition) == (True, (), "2021")
    assert result.agency
    assert result.year


def test_findings_carry_code_severity_and_basis_of_their_rule() -> None:
    result = checked(
        CLEAN.replace("政府信息公开工作年度报告\n", "政府信息公开工作报告\n", 1), layer=Layer(select=("S307",))
    )
    finding = only(result)
    rule = HOST.rules["S307"]
    assert (finding.code, finding.severity, finding.basis) == ("S307", rule.severity, rule.basis)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04....", "压缩包"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "另存为"),
        (b"%PDF-1.7\n", "损坏"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "损坏"),
        (b"PK\x03\x04" + bytes(26) + b"OFD.xml", "OFD"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "没有可检查的内容"),
        (b"\n<html>", "没有可检查的内容"),
        (b"\x89PNG\r\n", "图片"),
        (b"", "空"),
        (bytes(range(256)) * 40, "不是文本"),
    ],
)
@pytest.mark.parametrize("path", ["report.txt", "report.docx", "report", "-"])
def test_what_is_no_text_is_unchecked_and_says_what_to_do(data: bytes, said: str, path: str) -> None:
    result = checked(data, path)
    finding = only(result)
    assert not result.checked
    assert (finding.code, finding.severity) == ("X001", Severity.ERROR)
    assert said in finding.message


def test_what_is_no_report_is_unchecked() -> None:
    result = checked("关于召开会议的通知\n各单位：\n请按时参加。\n")
    assert not result.checked
    assert only(result).code == "X002"


def test_what_was_not_checked_is_said_whatever_is_selected() -> None:
    assert only(checked(b"%PDF-1.7", layer=Layer(select=("A101",), ignore=("X",)))).code == "X001"


def test_pictures_in_place_of_all_tables_are_said() -> None:
    rule = HOST.rules["X003"]
    finding = only(checked(rule.wrong.lstrip(), layer=Layer(select=("X003",))))
    assert (finding.place.line, finding.places) == (9, 3)


def rule(code: str, check: Check) -> Rule:
    return Rule(code, f"rule-{code}", Severity.WARNING, "标题", "", "依据", "", "", check)


def failing(report: Report) -> Iterator[Finding]:
    yield finding_at_top(report)
    raise ZeroDivisionError("除以零")


def finding_at_top(report: Report) -> Finding:
    assert report.title is not None
    return Finding(report.title.place, "题")


def test_a_rule_that_fails_is_named_and_the_others_still_run() -> None:
    findings = run(report(), [rule("Z101", failing), rule("Z102", lambda report: [finding_at_top(report)])])
    assert [finding.code for finding in findings] == ["Z101", "X004", "Z102"]
    assert "Z101" in findings[1].message
    assert "report.txt" in findings[1].message
    assert "ZeroDivisionError: 除以零" in findings[1].message


def test_a_rule_that_would_end_the_program_is_named_with_its_line() -> None:
    findings = run(report(), [rule("Z101", lambda report: sys.exit(3)), rule("Z102", lambda report: [])])
    assert [finding.code for finding in findings] == ["X004"]
    assert f"{__file__}:" in findings[0].message
    assert "SystemExit: 3。插件不能自己结束程序" in findings[0].message


def test_a_rule_that_raises_what_is_no_exception_is_named_with_its_line() -> None:
    findings = run(report(), [rule("Z101", lambda report: pytest.fail("不行")), rule("Z102", lambda report: [])])
    assert [finding.code for finding in findings] == ["X004"]
    assert f"{__file__}:" in findings[0].message
    assert "Failed: 不行" in findings[0].message


def interrupted(report: Report) -> list[Finding]:
    raise KeyboardInterrupt


def test_a_run_that_is_interrupted_in_a_rule_ends() -> None:
    with pytest.raises(KeyboardInterrupt):
        run(report(), [rule("Z101", interrupted)])


def with_odd_cells(report: Report) -> list[Finding]:
    return [finding_at_top(report)._replace(cells=("repeated",))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "check", [lambda report: None, lambda report: ["不是 Finding"], lambda report: [None], with_odd_cells]
)
def test_a_rule_that_gives_no_findings_but_something_else_is_named(check: Check) -> None:
    assert [finding.code for finding in run(report(), [rule("Z101", check)])] == ["X004"]


def test_a_rule_may_make_a_milder_case_of_itself() -> None:
    mild = rule("Z101", lambda report: [finding_at_top(report)._replace(severity=Severity.INFO, code="A101")])
    (finding,) = run(report(), [mild])
    assert (finding.code, finding.severity, finding.basis) == ("Z101", Severity.INFO, "依据")


WRAPPER = """
from gouji.api import Finding, Place, hookimpl

@hookimpl(wrapper=True)
def gouji_check(report, rules):
{body}
"""
TITLE_WITHOUT_YEAR = CLEAN.replace("政府信息公开工作年度报告\n", "政府信息公开工作报告\n", 1)


def wrapped(folder: Path, body: str) -> FileResult:
    """The result for a report with one S307, checked with a wrapper of this body."""
    path = folder / "wrapper.py"
    path.write_text(WRAPPER.format(body="\n".join(f"    {line}" for line in body.splitlines())), encoding="utf-8")
    host = Host([str(path)])
    assert host.findings == ()
    return checked(TITLE_WITHOUT_YEAR, host=host)


def test_a_wrapper_sees_the_report_and_changes_the_findings(tmp_path: Path) -> None:
    result = wrapped(tmp_path, "findings = yield\nreturn [each._replace(message=report.path) for each in findings]")
    assert only(result).message == "report.txt"


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError('之前')\nyield",
        "yield\nraise ValueError('之后')",
        "yield\nreturn None",
        "yield\nreturn ['不是 Finding']",
    ],
)
def test_a_wrapper_that_breaks_is_named_and_the_rules_still_run(tmp_path: Path, body: str) -> None:
    result = wrapped(tmp_path, body)
    assert sorted(finding.code for finding in result.findings) == ["S307", "X004"]
    assert result.checked
    (said,) = (finding.message for finding in result.findings if finding.code == "X004")
    assert "gouji_check" in said
    if "raise" in body:
        assert "wrapper.py" in said


def test_a_wrapper_that_invents_a_code_is_told_so(tmp_path: Path) -> None:
    result = wrapped(tmp_path, "yield\nreturn [Finding(Place(1, 1, 1, 1), '甲', code='Q1')]")
    finding = only(result)
    assert finding.code == "X004"
    assert "Q1" in finding.message


def test_a_reader_that_breaks_makes_the_file_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "reader.py"
    path.write_text(
        "from gouji.api import Reader, hookimpl\n"
        "@hookimpl\n"
        "def gouji_readers(): return [Reader('ofd', ('.ofd',), lambda data: 1 / 0)]\n",
        encoding="utf-8",
    )
    host = Host([str(path)])
    finding = only(checked(b"PK\x03\x04", "report.ofd", host))
    assert finding.code == "X001"
    assert "ofd" in finding.message


def test_a_bug_in_the_parser_costs_only_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_named: object) -> Report:
        raise RuntimeError("意外")

    monkeypatch.setattr("gouji.parsing.parse", broken)
    result = checked(CLEAN)
    assert not result.checked
    assert "RuntimeError: 意外" in only(result).message
    monkeypatch.setenv("GOUJI_DEBUG", "1")
    with pytest.raises(RuntimeError):
        checked(CLEAN)


def test_the_excerpt_of_a_cell_is_its_row_with_the_cell_marked() -> None:
    faulty = clean_report(granted__total=99)
    result = checked(faulty, layer=Layer(select=("A101",)))
    only(result)
    (shown,) = result.excerpts
    assert shown is not None
    assert shown.marked == "99"
    assert shown.before.startswith("（一）予以公开 │ ")
    assert shown.before.count("│") == 7
    assert shown.after == ""


def test_the_excerpt_of_anything_else_is_its_line_cut_to_size() -> None:
    result = checked(TITLE_WITHOUT_YEAR, layer=Layer(select=("S307",)))
    (shown,) = result.excerpts
    assert shown == Excerpt("", TITLE_WITHOUT_YEAR.splitlines()[0], "")


def test_a_reader_that_raises_what_is_no_exception_is_named_with_its_line(tmp_path: Path) -> None:
    pack = tmp_path / "odd.py"
    pack.write_text(
        "from gouji.api import Reader, hookimpl\n\ndef read(data):\n    raise BaseException('坏了')\n\n"
        "@hookimpl\ndef gouji_readers():\n    return [Reader('odd', ('.odd',), read)]\n",
        encoding="utf-8",
    )
    finding = only(checked("甲", "report.odd", Host([str(pack)])))
    assert finding.code == "X001"
    assert finding.message == f"读取程序 odd 出错：{pack}:4：BaseException: 坏了"
