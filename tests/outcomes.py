"""Outcomes made by hand, as an engine would hand them to a reporter."""

from __future__ import annotations

from gouji.document import Place
from gouji.finding import Culprit, Finding, Severity
from gouji.outcome import Excerpt, FileResult, Outcome
from gouji.rule import Rule

NOTICE = "国办公开办函〔2021〕30号"


def rule(code: str, name: str, severity: Severity, title: str) -> Rule:
    return Rule(code, name, severity, title, "理由", NOTICE, "", "")


RULES = {
    each.code: each
    for each in (
        rule("A101", "row-total", Severity.ERROR, "行内总计不符"),
        rule("A103", "outcomes-total", Severity.ERROR, "办理结果合计不符"),
        rule("S305", "further-section", Severity.INFO, "有法定格式以外的章节"),
        rule("T205", "blank-cell", Severity.WARNING, "数值栏未填数字"),
        rule("X001", "unreadable", Severity.ERROR, "文件无法读取"),
        rule("X004", "rule-failed", Severity.ERROR, "规则运行出错"),
    )
}

WRONG_TOTAL = Culprit("applications", "internal_affairs", "total", "1", Place(220, 2, 220, 3))
ROW = Excerpt("5.属于三类内部事务信息\t1\t0\t0\t0\t0\t0\t", "0", "")

ROW_TOTAL = Finding(
    Place(220, 2, 220, 3),
    "“5.属于三类内部事务信息”一行各栏相加为1，总计为0",
    table="applications",
    row="internal_affairs",
    field="total",
    expected="1",
    actual="0",
    culprit=WRONG_TOTAL,
    severity=Severity.ERROR,
    code="A101",
    basis=NOTICE,
)
COLUMN_TOTAL = Finding(
    Place(365, 2, 365, 3),
    "“总计”一栏各项办理结果相加为0，（七）总计为1",
    table="applications",
    row="total",
    field="total",
    expected="0",
    actual="1",
    culprit=WRONG_TOTAL,
    severity=Severity.ERROR,
    code="A103",
    basis=NOTICE,
)
BLANKS = Finding(
    Place(120, 1, 120, 1),
    "表三有空白单元格，应填0",
    table="applications",
    severity=Severity.WARNING,
    code="T205",
    places=125,
)
FURTHER = Finding(Place(480, 1, 480, 6), "“七、附件”不在法定格式内", severity=Severity.INFO, code="S305", basis=NOTICE)
UNREADABLE = Finding(Place(1, 1, 1, 1), "文件已损坏", severity=Severity.ERROR, code="X001")
BROKEN_PLUGIN = Finding(Place(1, 1, 1, 1), "插件 town 无法加载", severity=Severity.ERROR, code="X004")


def file(path: str, *found: tuple[Finding, Excerpt | None], checked: bool = True) -> FileResult:
    findings = tuple(finding for finding, _excerpt in found)
    excerpts = tuple(excerpt for _finding, excerpt in found)
    if not checked:
        return FileResult(path, None, None, None, False, findings, excerpts)
    return FileResult(path, "示例市人民政府", 2022, "2021", True, findings, excerpts, frozenset(RULES))


def outcome(*files: FileResult, findings: tuple[Finding, ...] = (), fail_on: Severity = Severity.ERROR) -> Outcome:
    return Outcome(files, findings, RULES, fail_on)


FAULTY = outcome(
    file(
        "reports/示例市.txt",
        (BLANKS, Excerpt("1.属于国家秘密\t", "", "\t\t\t\t\t\t0")),
        (ROW_TOTAL, ROW),
        (COLUMN_TOTAL, ROW),
        (FURTHER, None),
    ),
    file("reports/clean.txt"),
    file("reports/broken.txt", (UNREADABLE, None), checked=False),
    findings=(BROKEN_PLUGIN,),
)
"""One of everything: a shared culprit, a finding with a count, an information, a clean, an unchecked, a run's own."""

CLEAN = outcome(file("a.txt"), file("b.txt"))
EMPTY = outcome()
