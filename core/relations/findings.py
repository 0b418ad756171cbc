"""Findings of relations (勾稽问题): what is broken, put into words, with what each side comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from gouji.finding import Culprit, Edit, Finding, Fix
from gouji.form import Edition
from gouji.i18n import N_, _
from gouji.model import Number
from gouji.relations.declaration import plain
from gouji.relations.evaluation import Bounds, Interval, domain, limits
from gouji.relations.expansion import CELL, Instance, Linear, Operand
from gouji.relations.language import CHILDREN, PRIOR, Side
from gouji.relations.system import System, Tables
from gouji.ruleset import edition

_LINES = {
    "row": N_("「{line}」一行，"),
    "column": N_("「{line}」一列，"),
    "block": N_("「{line}」各栏，"),
    "cell": "",
}
_WHOSE = {PRIOR: N_("上年度报告的{label}"), CHILDREN: N_("各下级{label}之和")}
_COMPARISONS = {
    "==": N_("等于"),
    "!=": N_("不等于"),
    "<=": N_("不大于"),
    ">=": N_("不小于"),
    "<": N_("小于"),
    ">": N_("大于"),
}


def findings(system: System, code: str, tables: Tables) -> Iterator[Finding]:
    """What breaks a relation in the tables that are of the system's edition."""
    broken = system.broken(code, tables)
    if not broken:
        return
    form = edition(system.edition)
    known = system.bounds(tables, broken)
    culprits = system.culprits(tables)
    for instance in broken:
        found = _finding(instance, form, tables, known, culprits.get(instance))
        if found.culprit is not None:
            found = found._replace(fix=_recomputed(*found.culprit[:4], tables))
        elif found.expected is not None and system.is_result(instance):
            found = found._replace(fix=_recomputed(*instance.at[:3], found.expected, tables))
        yield found


def _finding(
    instance: Instance, edition: Edition, tables: Tables, known: Bounds, at_fault: tuple[Operand, Number] | None
) -> Finding:
    table, row, field = instance.at[:3]
    cell = tables[table].cells[row, field]
    actual = known[instance.at].value
    culprit = None if at_fault is None else _culprit(*at_fault, tables)
    return Finding(
        cell.place,
        message(instance, edition, known),
        table=table,
        row=row,
        field=field,
        expected=expected(instance, known),
        actual=plain(actual) if isinstance(actual, int) else cell.raw.strip(),
        culprit=culprit,
        severity=instance.severity,
        basis=instance.relation.basis,
    )


def _culprit(operand: Operand, value: Number, tables: Tables) -> Culprit:
    table, row, field = operand[:3]
    return Culprit(table, row, field, plain(value), tables[table].cells[row, field].place)


def _recomputed(table: str, row: str, field: str, value: str, tables: Tables) -> Fix | None:
    """The fix that puts a value into a cell, if that is a number and nothing but a number stands there now."""
    cell = tables[table].cells[row, field]
    are_numbers = all(text.removeprefix("-").isdecimal() for text in (cell.raw, value))
    return Fix((Edit(cell.place, value),), safe=False) if are_numbers else None


def expected(instance: Instance, known: Bounds) -> str | None:
    """What the reported cell should hold if all others are right; None if no number would do, or any."""
    limit = domain(instance.at)
    allowed = dict(limits(instance, known, {instance.at})).get(instance.at, limit).within(limit)
    if allowed.empty or allowed == limit:
        return None
    if allowed.value is not None:
        return plain(allowed.value)
    low = "" if allowed.low is None else plain(allowed.low)
    if allowed.high is None:
        return f"≥{low}"
    high = plain(allowed.high)
    return f"≤{high}" if allowed.low == limit.low else f"{low}～{high}"


def message(instance: Instance, edition: Edition, known: Bounds) -> str:
    """The breach in one sentence: where, and what each side comes to."""
    relation, formula = instance.relation, instance.relation.formula
    if relation.message:
        return _own_message(instance, edition, known)
    label = partial(_label, instance, edition)
    if not formula.right.terms:
        sentence = _("{left}{left_value}，应{comparison}{right}")
    elif formula.comparison == "==":
        sentence = _("{left}{left_value}，{right}却{right_value}")
    else:
        sentence = _("{left}应{comparison}{right}，而前者{left_value}，后者{right_value}")
    breach = sentence.format(
        left=_side(formula.left, label),
        right=_side(formula.right, label),
        left_value=_amount(instance.left, known),
        right_value=_amount(instance.right, known),
        comparison=_(_COMPARISONS[formula.comparison]),
    )
    if relation.each is None:
        return breach
    opening = _LINES[relation.each]
    return (_(opening).format(line=_line(instance, edition)) if opening else "") + breach


def _own_message(instance: Instance, edition: Edition, known: Bounds) -> str:
    """What the relation itself wants to have said, with the numbers put in."""
    return instance.relation.message.format(
        left=_number(instance.left, known),
        right=_number(instance.right, known),
        expected=expected(instance, known) or _("不明"),
        actual=_shown(known[instance.at]),
        line=_line(instance, edition),
    )


def _line(instance: Instance, edition: Edition) -> str:
    """What the form calls the row or column that an instance holds for, empty if it is about single cells."""
    table, row, field = instance.at[:3]
    match instance.relation.each:
        case None:
            return ""
        case "column":
            return edition.tables[table].columns[field]
        case "cell":
            return _cell(edition, table, row, field)
    return edition.row_labels[table, row]


def _label(instance: Instance, edition: Edition, name: str) -> str:
    """What the form calls the cell that a name stands for."""
    table, row, field = instance.at[:3]
    match instance.relation.each:
        case None:
            return _cell(edition, *name.split("."))
        case "column":
            return edition.row_labels[table, name]
        case "cell":
            return _cell(edition, table, row, field)
    return edition.tables[table].columns[name]


def _cell(edition: Edition, table: str, row: str, field: str) -> str:
    return f"{edition.row_labels[table, row]}“{edition.tables[table].columns[field]}”"


def _side(side: Side, label: Callable[[str], str]) -> str:
    """A side of a relation in the form's own words."""
    text = ""
    for term in side.terms:
        name = _("这一格") if term.first.prefix and term.first.key == CELL else label(term.first.key)
        factor = plain(term.coefficient).removeprefix("-")
        if term.last is not None:
            name = _("{first}至{last}之和").format(first=name, last=label(term.last.key))
        if term.first.prefix:
            name = _(_WHOSE[term.first.prefix]).format(label=name)
        elif term.last is not None:
            name = name if factor == "1" else _("（{sum}）").format(sum=name)
        text += _sign(term.coefficient, text) + (name if factor == "1" else f"{factor}×{name}")
    if side.constant or not text:
        text += _sign(side.constant, text) + plain(side.constant).removeprefix("-")
    return text


def _sign(number: Number, before: str) -> str:
    if number < 0:
        return _("－") if before else _("－").strip()
    return _("＋") if before else ""


def _total(linear: Linear, known: Bounds) -> Interval:
    """What a side comes to, as far as that is known."""
    total = Interval(linear.constant, linear.constant)
    for operand, coefficient in linear.terms:
        total = total.plus(known[operand].times(coefficient))
    return total


def _number(linear: Linear, known: Bounds) -> str:
    return _shown(_total(linear, known))


def _shown(number: Interval) -> str:
    """A number that may be known in part, as a sign and a figure."""
    if number.value is not None:
        return plain(number.value)
    if number.low is not None:
        return f"≥{plain(number.low)}"
    return _("不明") if number.high is None else f"≤{plain(number.high)}"


def _amount(linear: Linear, known: Bounds) -> str:
    """What a side comes to, as part of a sentence."""
    total = _total(linear, known)
    if total.value is not None:
        return _("为{value}").format(value=plain(total.value))
    if total.low is not None:  # unknown cells have no upper bound
        return _("不小于{value}").format(value=plain(total.low))
    return _("不明") if total.high is None else _("不大于{value}").format(value=plain(total.high))
