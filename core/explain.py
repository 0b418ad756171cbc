"""The explanation of a rule (规则说明), in Markdown: what ``gouji explain`` prints and the pages under docs/ show."""

from __future__ import annotations

import re

from gouji.finding import Severity
from gouji.i18n import N_, _
from gouji.rule import Entry, Rule

SEVERITIES = {
    Severity.ERROR: N_("错误"),
    Severity.WARNING: N_("警告"),
    Severity.INFO: N_("提示"),
}
"""The name of each severity, to be translated when it is shown."""

FAMILIES = {
    "A": N_("勾稽关系"),
    "T": N_("表式"),
    "S": N_("章节"),
    "D": N_("时限"),
    "C": N_("引用"),
    "N": N_("文表一致"),
    "H": N_("发布规范"),
    "L": N_("文字"),
    "Y": N_("跨年衔接"),
    "G": N_("汇总"),
    "X": N_("检查本身"),
}
"""The name of each family of rules by the first letter of its codes, to be translated when it is shown."""

FIGURES = re.compile(r"([\w.]+=\S+\s*)+")
"""An example that gives figures alone (示例数字)."""


def explain(rule: Rule) -> str:
    """Everything that a reader of a finding may want to know about its rule, ending in a line break."""
    about = _("{severity}，属于“{family}”类").format(severity=_(SEVERITIES[rule.severity]), family=family(rule.code))
    parts = [f"# {rule.code} {rule.name}", f"**{_(rule.title)}**", about]
    if rule.quiet:
        parts.append(_("默认不报告，用 --select 等选用时才报告；--fix 不论是否报告都会改好它。"))
    if rule.only_in_audits:
        parts.append(_("要看几份报告才知道，所以只由 gouji audit 判断。"))
    if rule.reason:
        parts += [f"## {_('为什么')}", _(rule.reason)]
    if rule.basis:
        parts += [f"## {_('依据')}", _(rule.basis)]
    if rule.wrong:
        parts += [f"## {_('会报告')}", example(rule.wrong)]
    if rule.right:
        parts += [f"## {_('不报告')}", example(rule.right)]
    if rule.entries is not None:
        parts += [f"## {_('词条')}", "\n".join(map(_entry, rule.entries()))]
    return "\n\n".join(parts) + "\n"


def family(code: str) -> str:
    """The name of the family that a code belongs to; the letters of the code where it is a pack's own.

    >>> family("A101")
    '勾稽关系'
    """
    letters = code.rstrip("0123456789")
    return _(FAMILIES.get(letters, letters))


def _entry(entry: Entry) -> str:
    shown = [_("会报告：{text}").format(text=entry.wrong)] if entry.wrong else []
    shown += [_("不报告：{text}").format(text=entry.right)] if entry.right else []
    head = _("**{name}**（{basis}）").format(name=entry.name, basis=entry.basis) if entry.basis else f"**{entry.name}**"
    return "\n".join([f"- {head}", *(f"  - {text}" for text in shown)])


def example(text: str) -> str:
    """A rule's example, introduced by how it is to be read; :mod:`gouji.testing` says which forms there are.

    >>> print(example("+乙"))
    在一份合格的报告上这样改（- 删去，+ 写上）：
    <BLANKLINE>
    ```diff
    +乙
    ```
    """
    heading, language = kind(text)
    return "\n".join([heading, "", f"```{language}", *text.strip("\n").splitlines(), "```"])


def kind(text: str) -> tuple[str, str]:
    """How an example is to be read, in a sentence, and the language of its lines: ``diff`` or ``text``."""
    if FIGURES.fullmatch(text.strip()):
        return _("各格填这些数时："), "text"
    if all(line[0] in "-+ " for line in text.strip("\n").splitlines() if line):
        return _("在一份合格的报告上这样改（- 删去，+ 写上）："), "diff"
    if text.startswith("@"):
        return _("几份报告一起核查时（每份以“@ 年度 机关”开头，“@ roster”是名册）："), "text"
    return _("报告这样写时："), "text"
