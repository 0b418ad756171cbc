"""A workbook (工作簿) for an office to send round: the list of findings, then what was found by report and by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import xlsxwriter

from gouji.explain import SEVERITIES
from gouji.finding import Severity
from gouji.i18n import N_, _
from gouji.outcome import FileResult, Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.listing import HEADINGS, Entry, entries
from gouji.reporters.sheets import Row, Sheet, Styles, made
from gouji.reporters.wording import printable

_WIDTHS = (20, 15, 6, 13, 6, 9, 16, 40, 9, 9, 16, 22, 6)
"""The widths of the columns of an entry, in characters."""
_COUNTS = (N_("错误"), N_("警告"), N_("提示"))
_BY_FILE = {
    N_("文件"): 40,
    N_("机关"): 24,
    N_("年度"): 8,
    N_("结果"): 14,
    **dict.fromkeys(_COUNTS, 8),
}
_BY_RULE = {N_("规则代码"): 12, N_("规则"): 44, N_("问题数"): 10, N_("涉及报告数"): 12}
"""The columns of the sums and their widths."""


def write(outcome: Outcome, options: ReportOptions) -> bytes:
    """The outcome as a workbook; the same outcome gives the same bytes."""
    return made(lambda book: _fill(book, outcome))


def _fill(book: xlsxwriter.Workbook, outcome: Outcome) -> None:
    styles = Styles(book)
    sheet = Sheet(book, _("问题清单"), dict(zip(HEADINGS, _WIDTHS, strict=True)), styles)
    for severity, entry in entries(outcome):
        sheet.add(entry, {Entry._fields.index("severity"): styles.severities[severity]})
    sheet.finish()
    for name, widths, rows in (
        (_("按报告汇总"), _BY_FILE, map(_of_file, outcome.files)),
        (_("按规则汇总"), _BY_RULE, _by_rule(outcome)),
    ):
        sheet = Sheet(book, name, widths, styles)
        for row in rows:
            sheet.add(row)
        sheet.finish()


def _of_file(file: FileResult) -> Row:
    found = Counter(finding.severity or Severity.INFO for finding in file.findings)
    counts = [found[severity] for severity in sorted(Severity, reverse=True)]
    return printable(file.path), printable(file.agency or ""), file.year, _result(file), *counts


def _result(file: FileResult) -> str:
    if not file.checked:
        return _("未能检查")
    if not file.findings:
        return _("未发现问题")
    gravest = max(finding.severity or Severity.INFO for finding in file.findings)
    return _("有{severity}").format(severity=_(SEVERITIES[gravest]))


def _by_rule(outcome: Outcome) -> Iterator[Row]:
    """The rules that were broken, the most frequent first."""
    count = Counter(finding.code for finding in outcome.all_findings)
    files = Counter(code for file in outcome.files for code in _codes(file))
    for code, number in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        rule = outcome.rules.get(code)
        yield code, printable(_(rule.title)) if rule else "", number, files[code]


def _codes(file: FileResult) -> Iterable[str]:
    return {finding.code for finding in file.findings}
