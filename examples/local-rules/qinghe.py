"""清河区的规则：要用程序才说得清的。"""

import re
from collections.abc import Iterator

from gouji.api import Finding, Report, Rule, Severity, hookimpl, rule

SIGNED = re.compile(r"\d{4}年(\d{1,2})月(\d{1,2})日")


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
    """A date that stands alone at the report's end is that of its signature."""
    for paragraph in report.sections[-1].paragraphs[-1:]:
        signed = SIGNED.fullmatch(paragraph.text)
        if signed and (int(signed[1]), int(signed[2])) > (1, 20):
            yield Finding(paragraph.place, "落款日期应在1月20日前", actual=signed[0])


@hookimpl
def gouji_rules() -> list[Rule]:
    """Only this one; what arithmetic can say stands in qinghe.toml."""
    return [late_signature]
