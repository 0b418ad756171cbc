"""The work list (工作清单): a workbook for the office that has to follow everything up.

Its sheets: the overview, all findings, what is missing, late or in doubt, what was found across years and between
agencies, and a line for each agency and year. Rows are written as they come, none is kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import IO, NamedTuple

import xlsxwriter

from gouji.audit.standing import LEVEL_HEADINGS, called, doubts, levels, standings, unread
from gouji.cache.record import of_text
from gouji.collection import Collection
from gouji.explain import SEVERITIES
from gouji.finding import Finding, Related, Severity
from gouji.i18n import N_, _
from gouji.outcome import Outcome
from gouji.reporters.listing import HEADINGS, entries
from gouji.reporters.sheets import Row, Sheet, Styles, make
from gouji.reporters.wording import message, printable, title
from gouji.whereabouts import spoken

_FINDINGS = dict(zip(HEADINGS, (20, 15, 6, 13, 6, 9, 16, 40, 9, 9, 16, 22, 6), strict=True))
_OVERVIEW = {
    **{N_("项目"): 40, N_("年度"): 8},
    **dict.fromkeys(LEVEL_HEADINGS, 10),
    **{N_("数量"): 10, N_("说明"): 40},
}
_MISSING = {
    **{N_("情况"): 12, N_("机关"): 26, N_("年度"): 8, N_("层级"): 12, N_("上级"): 26},
    **{N_("文件"): 40, N_("说明"): 60},
}
_ACROSS = {
    **{N_("程度"): 6, N_("规则"): 26, N_("机关"): 24, N_("年度"): 6, N_("位置"): 20, N_("现为"): 12, N_("应为"): 12},
    **{N_("相关机关"): 24, N_("相关年度"): 6, N_("相关数值"): 12, N_("相关报告数"): 8},
    **{N_("问题"): 50, N_("文件"): 30, N_("相关文件"): 30},
}
_AGENCIES = {
    **{
        N_("机关"): 26,
        N_("层级"): 12,
        N_("机关类别"): 12,
        N_("上级"): 26,
        N_("年度"): 8,
        N_("报送"): 8,
        N_("文件数"): 8,
    },
    **{N_("错误"): 8, N_("警告"): 8, N_("提示"): 8, N_("首要问题"): 70, N_("文件"): 40},
}
"""The columns of the sheets with their widths."""
_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")
_SEVERITY = N_("程度")


class Line(NamedTuple):
    """One row of a sheet (一行): its values, how grave it is, and the files that certain of them lead to."""

    values: Row
    severity: Severity | None = None
    files: Mapping[int, str | None] = {}


class Worklist:
    """A work list to be written; ``folder`` is where the file will be, for links to the reports lead from there."""

    def __init__(self, collection: Collection, outcome: Outcome, folder: str, most: int | None = None) -> None:
        """most: how many rows a sheet may have, if fewer than Excel takes."""
        self._collection = collection
        self._outcome = outcome
        self._folder = os.path.abspath(folder)
        self._most = most

    def write(self, stream: IO[bytes]) -> None:
        """Write the workbook; the same ledger gives the same bytes."""
        make(stream, self._fill)

    def _fill(self, book: xlsxwriter.Workbook) -> None:
        styles = Styles(book)
        overview = Sheet(book, _("总览"), _OVERVIEW, styles, self._most)
        lines = list(self._overview())
        for name, columns, rows in (
            (_("问题清单"), _FINDINGS, self._findings()),
            (_("未报迟报存疑"), _MISSING, self._missing()),
            (_("跨年衔接"), _ACROSS, self._across("Y")),
            (_("上下级与机关之间"), _ACROSS, self._across("G")),
            (_("各机关"), _AGENCIES, self._agencies()),
        ):
            sheet = Sheet(book, name, columns, styles, self._most)
            self._put(sheet, list(columns), rows, styles)
            more = _("一张表放不下，分在{count}张").format(count=sheet.parts) if sheet.parts > 1 else ""
            lines.append(_sum(_("工作表“{name}”的行数").format(name=name), sheet.rows, more))
        self._put(overview, list(_OVERVIEW), lines, styles)

    def _put(self, sheet: Sheet, columns: list[str], lines: Iterable[Line], styles: Styles) -> None:
        graded = columns.index(_SEVERITY) if _SEVERITY in columns else None
        for line in lines:
            styled = {graded: styles.severities[line.severity]} if graded is not None and line.severity else {}
            links = {x: link for x, path in line.files.items() if path and (link := self._link(path))}
            sheet.add(line.values, styled, links)
        sheet.finish()

    def _link(self, path: str) -> str:
        """What leads from the workbook to a file; empty if there is none there, or Excel cannot take its name."""
        if "#" in path or not path.isprintable() or not os.path.isfile(path):
            return ""
        try:
            return "external:" + os.path.relpath(os.path.abspath(path), self._folder)
        except ValueError:  # on another drive
            return "external:" + os.path.abspath(path)

    def _overview(self) -> Iterator[Line]:
        counts = self._outcome.counts
        yield _sum(_("文件"), len(self._outcome.files))
        yield _sum(_("未能检查的文件"), counts.unchecked)
        for severity in sorted(Severity, reverse=True):
            yield _sum(_(SEVERITIES[severity]), counts.severities.get(severity, 0))
        yield _sum(_("写明了例外而没有报告的问题"), counts.suppressed)
        for level in levels(self._collection):
            yield Line((_("机关数：{level}").format(level=level.name or _("全部")), level.year, *level[2:], None, ""))
        query = "SELECT code, count(*), count(DISTINCT file) FROM findings GROUP BY code ORDER BY count(*) DESC, code"
        for code, number, files in self._collection.rows(query):
            said = _("{count}份报告").format(count=files) if files else ""
            yield _sum(title(self._outcome, code), number, said)

    def _findings(self) -> Iterator[Line]:
        for severity, entry in entries(self._outcome):
            values = entry._asdict() | {"expected": _value(entry.expected), "actual": _value(entry.actual)}
            yield Line(tuple(values.values()), severity, {0: entry.file})

    def _missing(self) -> Iterator[Line]:
        for each in standings(self._collection, among="missing OR late"):
            about = (printable(each.agency), each.year, called(each.level), printable(each.parent or ""))
            yield Line(
                (each.status, *about, printable(each.path or ""), printable(each.reproach or "")),
                None,
                {5: each.path},
            )
        for doubt in doubts(self._collection):
            said = (printable(doubt.said_agency or ""), doubt.said_year, "", "")
            yield Line((_("存疑"), *said, printable(doubt.path), printable(doubt.why)), None, {5: doubt.path})
        for path, why in unread(self._collection):
            yield Line((_("未能检查"), "", None, "", "", printable(path), printable(why)), None, {5: path})

    def _across(self, family: str) -> Iterator[Line]:
        """What was found across reports, but for reports that are not there."""
        query = """SELECT findings.record, path, files.agency, files.year FROM findings JOIN files USING (file)
            WHERE across AND starts_with(code, ?) ORDER BY code, files.year, files.agency, path, findings.number"""
        for record, path, agency, year in self._collection.rows(query, family):
            finding = of_text(Finding, record)
            severity = finding.severity or Severity.INFO
            other = finding.related[0] if finding.related else Related(None, None, None)
            yield Line(
                (
                    *(_(SEVERITIES[severity]), title(self._outcome, finding.code), printable(agency or ""), year),
                    *(printable(spoken(finding.place)), _value(finding.actual), _value(finding.expected)),
                    *(printable(other.agency or ""), other.year, _value(other.value), len(finding.related)),
                    *(message(finding), printable(path), printable(other.path or "")),
                ),
                severity,
                {12: path, 13: other.path},
            )

    def _agencies(self) -> Iterator[Line]:
        for each in standings(self._collection):
            kinds = (called(each.level), called(each.kind))
            about = (printable(each.agency), *kinds, printable(each.parent or ""), each.year)
            counts = (each.files, each.errors, each.warnings, each.infos)
            first = "\n".join(map(printable, each.first))
            yield Line((*about, each.status, *counts, first, printable(each.path or "")), None, {11: each.path})


def _sum(name: str, number: int, said: str = "") -> Line:
    """A line of the overview that is about all years."""
    return Line((name, None, *(None for _heading in LEVEL_HEADINGS), number, said))


def _value(text: str | None) -> str | Decimal:
    """A number as one, so that it can be sorted and summed, else the text."""
    if text is not None and _NUMBER.fullmatch(text):
        return Decimal(text)
    return printable(text or "")
