"""清江省的规则：要用程序才说得清的。"""

from collections.abc import Iterator

from gouji.api import Finding, Report, Severity, filer, passages, rule, signed

NOTICE = "清江省政务公开办公室关于年度报告编制工作的通知"
MANY = 100
EXPLANATIONS = ("原因", "主要涉及", "主要集中")


@rule(
    "QJ001",
    "late-signature",
    Severity.WARNING,
    title="落款日期晚于省里规定的1月20日",
    reason="省政务公开办1月底前要汇总全省数据，各部门须在1月20日前定稿。",
    basis=NOTICE,
    wrong="-2024年1月18日\n+2024年1月26日",
    right="-2024年1月18日\n+2024年1月20日",
)
def late_signature(report: Report) -> Iterator[Finding]:
    """A report that has no date below its signature is not judged."""
    date = signed(report)
    if filer(report).kind != "department" or date is None or date.day is None:
        return
    if (date.month, date.day) > (1, 20):
        yield Finding(date.place, "落款日期应在1月20日前", actual=date.text)


@rule(
    "QJ002",
    "unexplained-number",
    Severity.INFO,
    title="申请较多而正文没有分析",
    reason="一年收到一百件以上申请的，省里要求说明申请集中在哪些事项。",
    basis=NOTICE,
    wrong="received=120 granted=120 total=120",
    right="received=99 granted=99 total=99",
)
def unexplained_number(report: Report) -> Iterator[Finding]:
    """The number is unknown where the cell is blank or unreadable; then nothing is said."""
    cell = report.applications.cell("received", "total")
    if cell is None or cell.value is None or cell.value < MANY:
        return
    if not any(word in passage.plain for passage in passages(report) for word in EXPLANATIONS):
        message = "本年新收申请较多，正文应说明申请主要涉及哪些事项"
        yield Finding(cell.place, message, table="applications", row="received", field="total", actual=cell.raw)
