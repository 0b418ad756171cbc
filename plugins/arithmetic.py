"""勾稽关系：表格里的数要对得上。各项关系见规则集；这里只看每一格填的是不是它该填的数。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.api import (
    MONEY,
    N_,
    Cell,
    CellKind,
    Finding,
    Fix,
    Report,
    Rule,
    Severity,
    Table,
    _,
    cell_name,
    grouped,
    hookimpl,
    measures,
    mending,
    rule,
    statutory_rules,
)

FORM = N_("国办公开办函〔2021〕30号、〔2019〕60号所附年度报告格式")
MULTIPLES = {"万": 4, "亿": 8}
"""What stands for so many zeros behind a number."""

Key = tuple[str, str]

UNIT, FRACTION, NEGATIVE, WORDS = "unit", "fraction", "negative", "words"
BREACHES = {
    UNIT: N_("{cells}填的是“{found}”，件数应只填数字，写出全数，不带“{unit}”"),
    FRACTION: N_("{cells}填的是“{found}”，件数应为整数"),
    NEGATIVE: N_("{cells}填的是“{found}”，件数不能小于0"),
    WORDS: N_("{cells}填的是“{found}”，应填数字"),
}
"""What can be wrong with a count."""


@rule(
    "A105",
    "not-a-count",
    Severity.ERROR,
    title=N_("件数不是不小于0的整数"),
    reason=N_("申请、案件和文件都按件计数，只能是0、1、2……；填了别的，读者不知道究竟是多少，也无法加总。"),
    basis=FORM,
    wrong="-| 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n+| 2.重复申请 | 若干 | 0 | 0 | 0 | 0 | 0 | 0 |",
    right="-| 规章 | 1 | 1 | 6 |\n+| 规章 | 1（其中修订1件） | 1 | ６ |",
)
def not_a_count(report: Report) -> Iterator[Finding]:
    """件数栏填了小数、负数、文字，或者带了单位。本年增/减可以是负数；空白由 T205 报告。"""
    for table in _governed(report):
        alike: dict[tuple[str, str], list[Key]] = {}
        for key, cell in table.cells.items():
            if (type(cell.value) is not int or cell.value < 0 or cell.unit) and (breach := _breach(table, key, cell)):
                alike.setdefault(breach, []).append(key)
        for (kind, unit), keys in alike.items():
            for group in grouped(keys):
                yield _bad_counts(report, table, group, kind, unit)


def _breach(table: Table, key: Key, cell: Cell) -> tuple[str, str] | None:
    """What is wrong with a cell that should hold a count, and the words by which such breaches are alike."""
    signed, amounts = measures(_edition(table))
    if key[1] in amounts:
        return None
    if cell.kind is CellKind.WORDS:
        return WORDS, _shown(cell)
    if cell.kind is not CellKind.NUMBER or cell.value is None:
        return None
    if cell.unit:
        return UNIT, cell.unit
    if cell.value != int(cell.value):
        return FRACTION, ""
    return (NEGATIVE, "") if cell.value < 0 and key[1] not in signed else None


def _bad_counts(report: Report, table: Table, group: list[Key], kind: str, unit: str) -> Finding:
    cell = table.cells[group[0]]
    cells = cell_name(table, *group[0])
    if len(group) > 1:
        cells = _("{cell}等{count}格").format(cell=cells, count=len(group))
    return Finding(
        cell.place,
        _(BREACHES[kind]).format(cells=cells, found=_shown(cell), unit=unit),
        table.key,
        *group[0],
        expected=_in_full(cell) if kind == UNIT else None,
        actual=_shown(cell),
        fix=_without_units(report, [table.cells[key] for key in group]) if kind == UNIT else None,
        places=len(group),
        cells=tuple(group),
    )


def _without_units(report: Report, cells: list[Cell]) -> Fix | None:
    """The counts without their units; safe if no digit is another than before (12件, and not 1.2万件)."""
    counts = [_in_full(cell) for cell in cells]
    if None in counts or any(mark in cell.raw for cell in cells for mark in "(（"):
        return None
    same = all(_shown(cell).startswith(count or "") for cell, count in zip(cells, counts, strict=True))
    changes = ((cell.place, count or "") for cell, count in zip(cells, counts, strict=True))
    return mending(report, *changes, safe=same)


def _in_full(cell: Cell) -> str | None:
    """The count that a number with a unit means, None if it means none (``3.5件``, ``20元``)."""
    if cell.value is None or cell.unit in MONEY:
        return None
    value = Decimal(cell.value).scaleb(MULTIPLES.get(cell.unit[:1], 0))
    return str(int(value)) if value == int(value) and value >= 0 else None


@rule(
    "A106",
    "unusable-amount",
    Severity.WARNING,
    title=N_("金额写法不对，或者单位不明"),
    reason=N_("元与万元相差一万倍，单位不明的金额不能用，更不能汇总。"),
    basis=FORM,
    wrong="-| 行政事业性收费 | 3.5 |\n+| 行政事业性收费 | 35000元 |",
    right="-| 行政事业性收费 | 3.5 |\n+| 行政事业性收费 | 3.5万元 |",
)
def unusable_amount(report: Report) -> Iterator[Finding]:
    """金额不是数、小于0，没有单位，或者单位与表头不符。金额为0的可以不写单位。"""
    for table in _governed(report):
        amounts = measures(_edition(table)).amounts
        for key, cell in table.cells.items():
            if key[1] in amounts and not _usable(cell, amounts[key[1]]):
                expected = _converted(cell, amounts[key[1]])
                advice = _advice(cell, amounts[key[1]]).format(expected=expected)
                message = _("{cell}填的是“{found}”，{advice}").format(
                    cell=cell_name(table, *key), found=_shown(cell), advice=advice
                )
                fix = mending(report, (cell.place, expected), safe=False) if expected else None
                yield Finding(cell.place, message, table.key, *key, expected=expected, actual=_shown(cell), fix=fix)


def _usable(cell: Cell, units: tuple[str, ...]) -> bool:
    """Whether a cell holds an amount in one of these units, or is left to T205."""
    if cell.value is None:
        return cell.kind is not CellKind.WORDS
    return cell.value >= 0 and (cell.unit in units or (cell.value == 0 and not cell.unit))


def _advice(cell: Cell, units: tuple[str, ...]) -> str:
    """What to do about an amount that is not usable."""
    if cell.value is None:
        return _("应填数字")
    if cell.value < 0:
        return _("金额不能小于0")
    if not cell.unit:
        return _("没有单位，应写明是元还是万元")
    if _converted(cell, units) is None:
        return _("所带的不是金额的单位")
    return _("表头的单位是万元，应填{expected}") if "" in units else _("单位不全，应写作{expected}")


def _converted(cell: Cell, units: tuple[str, ...]) -> str | None:
    """The amount as it should be written, None if that cannot be told."""
    unit = cell.unit + "元" if cell.unit in MULTIPLES else cell.unit
    if cell.value is None or cell.value < 0 or unit not in MONEY:
        return None
    if "" in units:  # the heading of the column names the unit
        text = f"{Decimal(cell.value).scaleb(MONEY[unit]):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{cell.value}{unit}"


# ── what the rules share ─────────────────────────────────────────────────────────────────────────


def _governed(report: Report) -> Iterator[Table]:
    """The tables that the report has, unless it is of a year that had no uniform form."""
    if report.edition is not None or report.year is None:
        yield from (table for table in report.tables if table.present)


def _edition(table: Table) -> str:
    assert table.edition is not None
    return table.edition.key


def _shown(cell: Cell) -> str:
    text = " ".join(cell.raw.split())
    return text if len(text) <= 40 else text[:40] + "……"


@hookimpl
def gouji_rules() -> list[Rule]:
    """The rules of family A: those that the relations make, and those about single cells."""
    return [*statutory_rules(), not_a_count, unusable_amount]
