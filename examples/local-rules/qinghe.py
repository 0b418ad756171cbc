"""清河区的规则：要用程序才说得清的。"""

from collections.abc import Iterator

from gouji.api import Finding, Report, Rule, Severity, hookimpl, rule, signed


@rule(
    "QH001",
    "late-signature",
    Severity.WARNING,
    title="落款日期晚于区里规定的1月20日",
    reason="区政务公开办1月底前要汇总全区数据，各部门须在1月20日前定稿。",
    basis="清河区政务公开办公室关于年度报告编制工作的通知",
    wrong="-2024年1月18日\n+2024年1月26日",
    right="-2024年1月18日\n+2024年1月20日",
)
def late_signature(report: Report) -> Iterator[Finding]:
    """A report that has no date below its signature is not judged."""
    date = signed(report)
    if date is not None and date.day is not None and (date.month, date.day) > (1, 20):
        yield Finding(date.place, "落款日期应在1月20日前", actual=date.text)


@hookimpl
def gouji_rules() -> list[Rule]:
    """Only this one; what arithmetic can say stands in qinghe.toml."""
    return [late_signature]
