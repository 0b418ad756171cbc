"""表式：法定表格的每一张表、每一行、每一列都要在，栏目名称照录。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from gouji.api import (
    N_,
    Damage,
    DamageKind,
    Finding,
    Fix,
    Label,
    Report,
    Rule,
    Severity,
    Table,
    _,
    hookimpl,
    mending,
    rule,
    table_name,
)

FORM = N_("国办公开办函〔2021〕30号、〔2019〕60号所附年度报告格式")
FULL_NAMES = {
    "disclosure": N_("表二（主动公开政府信息情况）"),
    "applications": N_("表三（收到和处理政府信息公开申请情况）"),
    "review": N_("表四（政府信息公开行政复议、行政诉讼情况）"),
}
ALIKE = 3
"""From this many alike on, breaches of one kind in one table are one finding with a count."""


@rule(
    "T201",
    "missing-table",
    Severity.ERROR,
    title=N_("缺少法定表格"),
    reason=N_("第二、三、四部分以表格报告，没有表格（或者只有图片），公众看不到也查不了数据。"),
    basis=FORM,
    wrong="-| 行政复议 | 行政诉讼 |\n"
    "-| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | 复议后起诉 |\n"
    "-| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n"
    "-| 1 | 0 | 0 | 1 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 1 |\n"
    "+本年度行政复议2件，行政诉讼1件。",
    right=" 四、政府信息公开行政复议、行政诉讼情况\n+该部分以表格形式报告。",
)
def missing_table(report: Report) -> Iterator[Finding]:
    """报告没有某一张法定表格。三张都只有图片的，由 X003 报告。"""
    absent = [table for table in _governed(report) if not table.present]
    pictured = {section.key for section in report.sections if section.pictures}
    if len(absent) == 3 and any(table.key in pictured for table in absent):
        return
    for table in absent:
        if table.key in pictured:
            message = _("{table}只有图片，没有表格，其中的数据无法检查")
        else:
            message = _("没有{table}，或者其中的栏目一个也认不出来")
        yield Finding(table.place, message.format(table=_(FULL_NAMES[table.key])), table.key)


@rule(
    "T202",
    "missing-row",
    Severity.ERROR,
    title=N_("缺少法定的行"),
    reason=N_("表格的行由国家统一规定，没有数据也要填0，不能删去。"),
    basis=FORM,
    wrong="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
    right="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| 2、重复 申请 | ０ | ０ | ０ | ０ | ０ | ０ | ０ |",
)
def missing_row(report: Report) -> Iterator[Finding]:
    """法定的行（包括表头行、条款行）在表中没有。一起缺的多行合为一条。"""
    for table in _governed(report):
        for lost in _together(table, DamageKind.MISSING_ROW):
            if len(lost) > ALIKE:
                labels = _("」、「").join(damage.expected for damage in lost[:3])
                message = _("{table}连续缺少{count}行：「{labels}」等").format(
                    table=table_name(table), count=len(lost), labels=labels
                )
                yield _at(lost[0], table, message, **_all_of(lost))
                continue
            for damage in lost:
                message = _("{table}缺少「{label}」一行").format(table=table_name(table), label=damage.expected)
                yield _at(damage, table, message, expected=damage.expected)


@rule(
    "T203",
    "misplaced-row",
    Severity.ERROR,
    title=N_("行重复或者次序不对"),
    reason=N_("同一行出现两次，读者不知道该信哪一行；次序打乱，数字容易填错行。"),
    basis=FORM,
    wrong="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    " | 3.要求提供公开出版物 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    "+| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
    right=" | （五）不予处理 |\n+| （五）不予处理 |",
)
def misplaced_row(report: Report) -> Iterator[Finding]:
    """一行重复出现，或者没有按表格规定的次序排列。"""
    for table in _governed(report):
        twice = [damage for damage in table.damage if damage.kind is DamageKind.DUPLICATE_ROW]
        if len(twice) > ALIKE:
            message = _("{table}有{count}行重复出现，从「{label}」起").format(
                table=table_name(table), count=len(twice), label=twice[0].expected
            )
            yield _at(twice[0], table, message, **_all_of(twice))
            twice = []
        for damage in twice:
            message = _("{table}「{label}」一行重复出现").format(table=table_name(table), label=damage.expected)
            yield _at(damage, table, message)
        for damage in table.damage:
            if damage.kind is DamageKind.MISPLACED_ROW:
                message = _("{table}「{label}」一行不在规定的位置上")
                yield _at(damage, table, message.format(table=table_name(table), label=damage.expected))


@rule(
    "T204",
    "wrong-cell-count",
    Severity.ERROR,
    title=N_("数的个数不对，或者列有增减、移动"),
    reason=N_("少一个数或多一个数，就分不清每个数属于哪一列，这一行的数据都不能用。"),
    basis=FORM,
    wrong="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 |",
    right="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | | |",
)
def wrong_cell_count(report: Report) -> Iterator[Finding]:
    """一行的数多于或少于规定的列数，或者表头的列与规定的不同。"""
    for table in _governed(report):
        name = table_name(table)
        for rows in _same_count(table):
            first = rows[0]
            if len(rows) >= ALIKE:
                message = _(
                    "{table}有{count}行（从「{label}」起）各只找到{found}个数，应当各有{expected}个，无法确定各数属于哪一列"
                )
            elif first.row is None:
                message = _("{table}应当有{expected}个数，找到{found}个，无法确定各数属于哪一列")
            else:
                message = _("{table}「{label}」一行应当有{expected}个数，找到{found}个，无法确定各数属于哪一列")
            text = message.format(
                table=name, count=len(rows), label=_row_label(table, first), found=first.found, expected=first.expected
            )
            yield _at(first, table, text, expected=first.expected, actual=first.found, **_all_of(rows))
        for damage in table.damage:
            if damage.kind in _COLUMNS:
                text = _(_COLUMNS[damage.kind]).format(table=name, found=damage.found, expected=damage.expected)
                yield _at(damage, table, text, expected=damage.expected or None, actual=damage.found or None)


_COLUMNS = {
    DamageKind.MISSING_COLUMN: N_("{table}缺少「{expected}」一列的表头"),
    DamageKind.ADDED_COLUMN: N_("{table}表头多出「{found}」，规定的表格没有这一列"),
    DamageKind.MOVED_COLUMN: N_("{table}「{found}」一列不在规定的位置上"),
}


@rule(
    "T206",
    "reworded-label",
    Severity.WARNING,
    title=N_("栏目名称被改动"),
    reason=N_("栏目名称是法定的，改动一字也可能改变统计的范围，汇总时也无法对应。"),
    basis=FORM,
    wrong="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| 2.重复性申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
    right="-| 3.危及“三安全一稳定” | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    '+| (3) 危及"三安全一稳定" | 0 | 0 | 0 | 0 | 0 | 0 | 0 |',
)
def reworded_label(report: Report) -> Iterator[Finding]:
    """栏目名称与规定的不同。空格、换行、全角半角、引号和序号的写法不算改动。"""
    for table in _governed(report):
        alike: dict[tuple[str, str], list[Label]] = {}
        for label in table.labels:
            if label.reworded:
                alike.setdefault((label.key, label.printed), []).append(label)
        for labels in alike.values():
            first = labels[0]
            printed = "".join(first.printed.split())
            message = _("{table}栏目「{printed}」的规定名称是「{statutory}」").format(
                table=table_name(table), printed=printed, statutory=first.statutory
            )
            row = _row_of(table, first)
            yield Finding(
                first.place,
                message,
                table.key,
                row,
                expected=first.statutory,
                actual=printed,
                fix=_statutory(report, labels),
                places=len(labels),
            )


def _statutory(report: Report, labels: list[Label]) -> Fix | None:
    """The statutory wording in place of labels that stand in one piece, with no marks of the file's format in them."""
    if any(_MARKUP.intersection(label.printed) or "\n" in label.printed for label in labels):
        return None
    return mending(report, *((label.place, _worded(label)) for label in labels))


def _worded(label: Label) -> str:
    """The statutory wording, behind the label's own number if that only looks different, as in the other rows."""
    printed, statutory = (re.match(_NUMBER, text) for text in (label.printed, label.statutory))
    if printed is None or statutory is None or normalize("NFKC", printed[1]) != normalize("NFKC", statutory[1]):
        return label.statutory
    return "".join(printed[0].split()) + label.statutory[statutory.end() :]


_MARKUP = frozenset("*_`#\\<>&[]|｜│\t")
_NUMBER = r"\s*[（(]?\s*([一二三四五六七八九十]+|\d+)\s*[)）]?\s*[、.．,，]?(?!\d)"


@rule(
    "T207",
    "wrong-edition",
    Severity.ERROR,
    title=N_("表格版本与报告年度不符"),
    reason=N_("2019、2020年度用2019年版表格，2021年度起用2021年版表格，两版的栏目不同，用错版本数据就不能汇总。"),
    basis=N_("国办公开办函〔2021〕30号"),
    wrong="-| （六）其他处理 |\n"
    "-| 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    "-| 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    "-| 3.其他 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    "+| （六）其他处理 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
    right="-| 3.其他 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| 3、其他 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
)
def wrong_edition(report: Report) -> Iterator[Finding]:
    """表格的栏目属于另一版格式。行政复议、行政诉讼表两版相同，不论。"""
    wrong = [
        table
        for table in _governed(report)
        if table.edition is not None and table.edition is not report.edition and table.key != "review"
    ]
    if wrong and report.edition is not None and wrong[0].edition is not None:
        names = _("、").join(table_name(table) for table in wrong)
        message = _("{tables}用的是{found}年版格式，{year}年度报告应当用{expected}年版（{instrument}）").format(
            tables=names,
            found=wrong[0].edition.key,
            year=report.year,
            expected=report.edition.key,
            instrument=report.edition.instrument,
        )
        first = wrong[0]
        yield Finding(first.place, message, first.key, expected=report.edition.key, actual=wrong[0].edition.key)


@rule(
    "T208",
    "foreign-text",
    Severity.ERROR,
    title=N_("表格中有无法理解的内容"),
    reason=N_("夹在表格里的多余文字、数字使后面的数据可能错位，需要人来看。"),
    basis=FORM,
    wrong=" | 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| 其中：网上申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
    right=" | 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| |",
)
def foreign_text(report: Report) -> Iterator[Finding]:
    """表格中间出现规定的格式里没有的内容。"""
    for table in _governed(report):
        for damage in table.damage:
            if damage.kind is DamageKind.FOREIGN:
                found = damage.found if len(damage.found) <= 40 else damage.found[:40] + "……"
                message = _("{table}中有规定的格式没有的内容「{found}」").format(
                    table=table_name(table), found=" ".join(found.split())
                )
                if damage.expected:
                    message += _("，这里应当是「{expected}」").format(expected=damage.expected)
                yield _at(damage, table, message, expected=damage.expected or None, actual=found)


# ── what the rules share ─────────────────────────────────────────────────────────────────────────


def _governed(report: Report) -> tuple[Table, ...]:
    """The tables, unless the report is of a year that had no uniform form."""
    return () if report.edition is None and report.year is not None else report.tables


def _at(damage: Damage, table: Table, message: str, **values: object) -> Finding:
    return Finding(damage.place, message, table.key, damage.row, damage.field, **values)  # type: ignore[arg-type]


def _all_of(damages: list[Damage]) -> dict[str, object]:
    """What a finding holds that stands for several damages."""
    return {"places": len(damages), "cells": tuple((damage.row, damage.field) for damage in damages)}


def _together(table: Table, kind: DamageKind) -> list[list[Damage]]:
    """Damages of a kind that follow each other at one place."""
    groups: list[list[Damage]] = []
    for damage in table.damage:
        if damage.kind is not kind:
            continue
        if groups and groups[-1][-1].place == damage.place:
            groups[-1].append(damage)
        else:
            groups.append([damage])
    return groups


def _same_count(table: Table) -> list[list[Damage]]:
    """The rows with a wrong number of values: those with the same number together if they are many."""
    alike: dict[tuple[str, str], list[Damage]] = {}
    for damage in table.damage:
        if damage.kind is DamageKind.VALUE_COUNT:
            alike.setdefault((damage.found, damage.expected), []).append(damage)
    groups: list[list[Damage]] = []
    for rows in alike.values():
        groups += [rows] if len(rows) >= ALIKE else [[row] for row in rows]
    return groups


def _row_of(table: Table, label: Label) -> str | None:
    """The key of the row that a label names, None for a column's heading."""
    rows = table.edition.tables[table.key].rows if table.edition else ()
    return next((row.key for row in rows if row.terminal == label.key), None)


def _row_label(table: Table, damage: Damage) -> str:
    return table.edition.row_labels.get((table.key, damage.row or ""), "") if table.edition else ""


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of family T."""
    return [
        missing_table,
        missing_row,
        misplaced_row,
        wrong_cell_count,
        reworded_label,
        wrong_edition,
        foreign_text,
    ]
