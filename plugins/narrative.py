"""文表一致：正文的说法，要与表格相互印证。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.api import (
    N_,
    Finding,
    Number,
    Report,
    Restatement,
    Rule,
    Severity,
    _,
    hookimpl,
    restatements,
    rule,
    statement_entries,
    wholes,
)

CONTENTS = N_("政府信息公开条例第六条、第五十条")


@rule(
    "N601",
    "contradicted-figure",
    Severity.WARNING,
    title=N_("正文的数据与表格不一致"),
    reason=N_("同一件事在正文和表格里各写一次，两处不同，至少有一处是错的。"),
    basis=CONTENTS,
    wrong=" 一、总体情况\n+全年共收到政府信息公开申请8件。",
    right=" 一、总体情况\n+全年共收到政府信息公开申请6件，收到政协提案8件。",
    entries=lambda: statement_entries("statements"),
)
def contradicted_figure(report: Report) -> Iterator[Finding]:
    """正文复述某个单元格，数却不同。余、多、近等概数只按界限比较；说法认不全的不作判断。"""
    for found in restatements(report):
        figure = found.figure
        if found.holds is None and figure is not None and not found.statement.rate and figure.value != 0:
            message = _("正文写“{text}”，与{basis}不符，表格里是{values}").format(
                text=found.text, basis=found.statement.basis, values=_values(report, found)
            )
            yield Finding(found.place, message, expected=_values(report, found), actual=figure.text)


@rule(
    "N602",
    "contradicted-absence",
    Severity.WARNING,
    title=N_("正文说没有，表格却不是零"),
    reason=N_("正文写“无”“未收到”或者0件，表格却填了数，读者无从知道哪一个是真的。"),
    basis=CONTENTS,
    wrong=" 一、总体情况\n+2023年，本局未收到政府信息公开申请。",
    right=" 一、总体情况\n+2023年，本局未收到政务公开方面的投诉。",
    entries=lambda: statement_entries("absences", rate=False),
)
def contradicted_absence(report: Report) -> Iterator[Finding]:
    """正文称没有（无、未、0件），对应的单元格不是零。"""
    for found in restatements(report):
        if found.holds is None and not found.statement.rate and (found.figure is None or found.figure.value == 0):
            message = _("正文写“{text}”，而{basis}不是零，是{values}").format(
                text=found.text, basis=found.statement.basis, values=_values(report, found)
            )
            yield Finding(found.place, message, expected=_values(report, found), actual=found.text)


@rule(
    "N603",
    "unequal-parts",
    Severity.WARNING,
    title=N_("一句话里的分项加起来不等于总数"),
    reason=N_("总数与分项写在一起，读者会去加，加不起来就说明有一个数写错了。"),
    basis=CONTENTS,
    wrong=" 一、总体情况\n+全年印发简报35期，其中甲镇20期、乙镇18期。",
    right=" 一、总体情况\n+全年印发简报35期，其中甲镇20期、乙镇12期。",
    entries=lambda: statement_entries("partitions"),
)
def unequal_parts(report: Report) -> Iterator[Finding]:
    """总数后面写全了各个部分，部分之和不等于总数；没有写全的，只看部分之和是否超过总数。"""
    for found in wholes(report):
        if not found.sound:
            passage, start, end = found.stretch
            whole, total = found.whole.figure, found.sums[0]
            parts = "+".join(str(part.figure.value) for part in found.parts)
            message = _("总数写“{whole}”，而各部分{parts}={total}").format(whole=whole.text, parts=parts, total=total)
            yield Finding(passage.place(start, end), message, expected=str(total), actual=whole.text)


@rule(
    "N604",
    "contradicted-rate",
    Severity.WARNING,
    title=N_("正文的比率与表格不一致"),
    reason=N_("办结率、占比可以由表格算出来；还有申请结转下年度，办结率就不会是100%。"),
    basis=CONTENTS,
    wrong=" 一、总体情况\n+全年政府信息公开申请办结率100%。",
    right=" 一、总体情况\n+全年政府信息公开申请按时办结率100%。",
    entries=lambda: statement_entries("rates", "absences", rate=True),
)
def contradicted_rate(report: Report) -> Iterator[Finding]:
    """办结率、占比与表格算出来的不同，或者称全部办结而仍有结转。按时办结率不受结转影响。"""
    for found in restatements(report):
        if found.holds is None and found.statement.rate:
            message = _("正文写“{text}”，与{basis}不符，按表格是{values}").format(
                text=found.text, basis=found.statement.basis, values=_values(report, found)
            )
            yield Finding(found.place, message, expected=_values(report, found), actual=found.text)


def _values(report: Report, found: Restatement) -> str:
    """What the tables make of a statement, each number once; where there are several, with the cells that make it."""
    unit = "%" if found.statement.kind == "rates" else ""
    numbers: dict[Number, str] = {}
    for cells, number in found.values:
        numbers.setdefault(number, cells)
    shown = [
        f"{number}{unit}" + (_cells(report, cells) if len(numbers) > 1 else "") for number, cells in numbers.items()
    ]
    return _("或").join(shown)


def _cells(report: Report, expression: str) -> str:
    """The labels of the one or two cells that an expression names, in brackets."""
    names = re.findall(r"(\w+)\.(\w+)\.(\w+)", expression)
    tables = report.edition.tables if report.edition else {}
    labels = []
    for table, row, field in names if len(names) <= 2 and "/" not in expression else ():
        if table == "disclosure":
            labels.append(tables[table].columns[field])
        else:
            labels += [form.label.partition("、")[2] or form.label for form in tables[table].rows if form.key == row]
    sign = _("减去") if " - " in expression else _("加")
    return _("（{cells}）").format(cells=sign.join(labels)) if labels else ""


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of family N."""
    return [contradicted_figure, contradicted_absence, unequal_parts, contradicted_rate]
