"""A workbook (工作簿) for an office to send round: the list of findings, then what was found by report and by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gouji.explain import SEVERITIES
from gouji.finding import Severity
from gouji.i18n import N_, _
from gouji.outcome import FileResult, Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.columns import width
from gouji.reporters.listing import HEADINGS, Entry, entries
from gouji.reporters.sheets import made, put
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
_COLORS = {Severity.ERROR: "#F8CBAD", Severity.WARNING: "#FFE699", Severity.INFO: "#DDEBF7"}
_A4 = 9
"""The number that Excel has for this size of paper."""
_MARGIN = 0.4
"""On either side of the paper, in inches."""
_LINE = 16
"""The height of a line of text, in points."""
_HIGHEST = 400
"""How high Excel lets a row be, nearly."""

Row = Sequence[str | int | None]


def write(outcome: Outcome, options: ReportOptions) -> bytes:
    """The outcome as a workbook; the same outcome gives the same bytes."""
    return made(lambda book: _fill(book, outcome))


def _fill(book: xlsxwriter.Workbook, outcome: Outcome) -> None:
    styles = _Styles(book)
    sheet = _Sheet(book, _("问题清单"), dict(zip(HEADINGS, _WIDTHS, strict=True)), styles)
    for severity, entry in entries(outcome):
        sheet.add(entry, {Entry._fields.index("severity"): styles.severities[severity]})
    sheet.finish()
    for name, widths, rows in (
        (_("按报告汇总"), _BY_FILE, map(_of_file, outcome.files)),
        (_("按规则汇总"), _BY_RULE, _by_rule(outcome)),
    ):
        sheet = _Sheet(book, name, widths, styles)
        for row in rows:
            sheet.add(row)
        sheet.finish()


class _Styles:
    """How cells look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        shape = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        self.heading: Format = book.add_format({**shape, "bold": True, "bg_color": "#D9E1F2"})
        self.plain: Format = book.add_format(shape)
        self.severities: dict[Severity, Format] = {
            severity: book.add_format({**shape, "bg_color": color, "bold": severity is Severity.ERROR})
            for severity, color in _COLORS.items()
        }


class _Sheet:
    """A list with its head (表): to be filtered and scrolled on a screen, and printed on A4 across."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, widths: Mapping[str, int], styles: _Styles) -> None:
        self._sheet: Worksheet = book.add_worksheet(name)
        self._widths = tuple(widths.values())
        self._style = styles.plain
        self._last = 0
        for x, (heading, room) in enumerate(widths.items()):
            self._sheet.set_column(x, x, room)
            put(self._sheet, 0, x, _(heading), styles.heading)

    def add(self, row: Row, styled: dict[int, Format] | None = None) -> None:
        """Write the next row; ``styled`` says how certain of its cells look."""
        self._last += 1
        # Not every program makes a row as high as its texts need.
        lines = max(ceil(width(str(value)) / (room - 2)) for value, room in zip(row, self._widths, strict=True))
        self._sheet.set_row(self._last, min(_LINE * max(lines, 1), _HIGHEST))
        for x, value in enumerate(row):
            put(self._sheet, self._last, x, value, (styled or {}).get(x, self._style))

    def finish(self) -> None:
        """Set up what depends on how long the list has become."""
        self._sheet.autofilter(0, 0, self._last, len(self._widths) - 1)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=_MARGIN, right=_MARGIN)
        self._sheet.repeat_rows(0)
        self._sheet.set_footer("&C&P / &N")


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
