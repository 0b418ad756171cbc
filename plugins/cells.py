"""单元格：每一格都要填，数字用半角。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gouji.api import (
    N_,
    CellKind,
    Finding,
    Number,
    Report,
    Rule,
    Severity,
    Table,
    _,
    cell_name,
    forced_values,
    grouped,
    hookimpl,
    mending,
    rule,
    table_name,
)

FORM = N_("国办公开办函〔2021〕30号、〔2019〕60号所附年度报告格式")

Key = tuple[str, str]

_WIDE = "[０-９]+(?:[．，][０-９]+)*"
_NARROW = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


@rule(
    "T205",
    "blank-cell",
    Severity.WARNING,
    title=N_("单元格空白"),
    reason=N_("没有发生也要填0：空格分不清是没有发生，还是漏填。"),
    basis=FORM,
    wrong="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| 2.重复申请 | 0 | / | 0 | 0 | 0 | 0 | 0 |",
    right="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| 2.重复申请 | 0 | ０ | 0 | 0 | 0 | 0 | 0 |",
)
def blank_cell(report: Report) -> Iterator[Finding]:
    """数据格空白，或者填了 /、—、无 之类的占位符。勾稽关系能定出应填的数时一并说明。"""
    for table in _governed(report):
        blank = [key for key, cell in table.cells.items() if cell.value is None and cell.kind is CellKind.BLANK]
        if not blank:
            continue
        values = forced_values(table)
        for group in grouped(blank):
            yield _blank(report, table, group, {key: values[key] for key in group if key in values})


def _blank(report: Report, table: Table, group: list[Key], values: Mapping[Key, Number]) -> Finding:
    first = group[0]
    cell = table.cells[first]
    known = set(values.values())
    if len(group) == 1:
        message = _("{table}{cell}空白").format(table=table_name(table), cell=cell_name(table, *first))
        advice = _("，按勾稽关系应为{value}").format(value=values[first]) if values else _("，没有发生也应填0")
    else:
        message = _("{table}有{count}个单元格空白，从{cell}起").format(
            table=table_name(table), count=len(group), cell=cell_name(table, *first)
        )
        if len(values) == len(group) and len(known) == 1:
            advice = _("，按勾稽关系都应为{value}").format(value=min(known))
        else:
            advice = _("，没有发生也应填0")
    # A nought only says what the other figures say already; any other number is one that nobody has reported yet.
    noughts = [key for key in values if not values[key]]
    changes = [(table.cells[key].place, str(values[key])) for key in noughts or values]
    return Finding(
        cell.place,
        message + advice,
        table.key,
        *first,
        expected=str(values[first]) if first in values else None,
        actual=cell.raw,
        fix=mending(report, *changes, safe=bool(noughts)),
        places=len(group),
        cells=tuple(group),
    )


@rule(
    "T209",
    "fullwidth-digits",
    Severity.INFO,
    title=N_("表格里的数字是全角的"),
    reason=N_("全角数字与半角数字混在一起，宽窄不一，复制到电子表格里也不能计算。"),
    basis=N_("GB/T 15835—2011《出版物上数字用法》：阿拉伯数字用半角"),
    wrong="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| 2.重复申请 | 0 | ０ | 0 | 0 | 0 | 0 | 0 |",
    right="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| ２．重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
    quiet=True,
)
def fullwidth_digits(report: Report) -> Iterator[Finding]:
    """数据格里有全角数字。读得出数，所以平时不报告；用 --fix 时一并改为半角。每张表只报一次。"""
    for table in _governed(report):
        wide = [key for key, cell in table.cells.items() if not cell.raw.isascii() and re.search(_WIDE, cell.raw)]
        if wide:
            first = table.cells[wide[0]]
            message = _("{table}有{count}个单元格的数字是全角的，从{cell}起").format(
                table=table_name(table), count=len(wide), cell=cell_name(table, *wide[0])
            )
            changes = [(table.cells[key].place, _narrow(table.cells[key].raw)) for key in wide]
            yield Finding(
                first.place,
                message,
                table.key,
                *wide[0],
                expected=_narrow(first.raw),
                actual=first.raw,
                fix=mending(report, *changes),
                places=len(wide),
                cells=tuple(wide),
            )


def _narrow(text: str) -> str:
    """The text with its full-width numbers in half width, without blanks."""
    return "".join(re.sub(_WIDE, lambda match: match[0].translate(_NARROW), text).split())


# ── what the rules share ─────────────────────────────────────────────────────────────────────────


def _governed(report: Report) -> tuple[Table, ...]:
    """The tables, unless the report is of a year that had no uniform form."""
    return () if report.edition is None and report.year is not None else report.tables


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of family T that are about single cells."""
    return [blank_cell, fullwidth_digits]
