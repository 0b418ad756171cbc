"""A relation over the form (勾稽关系的展开): one instance for each row or column in which all its names occur."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from gouji.form import Edition
from gouji.i18n import _
from gouji.measures import measures
from gouji.model import Number
from gouji.relations.declaration import Relation
from gouji.relations.language import Formula, Name, RelationError, Side, Term, parse
from gouji.usage import unknown


class Operand(NamedTuple):
    """A cell of the form as a relation sees it (操作数): which one, and which numbers it may hold.

    whole: only whole numbers. signed: also numbers below 0.
    """

    table: str
    row: str
    field: str
    whole: bool = True
    signed: bool = False


class Linear(NamedTuple):
    """A sum of cells, each with its coefficient and none twice, and a constant."""

    terms: tuple[tuple[Operand, Number], ...]
    constant: Number


class Instance(NamedTuple):
    """A relation between definite cells (一条勾稽关系): ``left comparison right``.

    line: the key of the row or column that it holds for, empty if it names single cells. at: the cell to report.
    balance: left less right, multiplied so that all coefficients are whole: an exact integer system.
    ordering: how the balance must compare with 0: ``==``, ``!=``, ``<=`` or ``<``.
    """

    relation: Relation
    line: str
    at: Operand
    left: Linear
    right: Linear
    balance: tuple[tuple[Operand, int], ...]
    constant: int
    ordering: str


def expand(relation: Relation, edition: Edition) -> tuple[Instance, ...]:
    """The relation over an edition of the form, in the form's order; nothing if it needs other reports.

    Raises :class:`~gouji.ruleset.RulesetError` where a name is not one of the form's.
    """
    lines = _lines(relation, edition)
    formula = relation.formula
    try:
        _check_names(formula, relation.each, lines)
    except RelationError as error:
        raise relation.error("holds", str(error)) from None
    known = {name for names in lines.values() for name in names}
    if relation.at not in known:
        raise relation.error("at", _no_such_name(relation.at, known))
    if formula.reaches_out:
        return ()
    needed = {name.key for name in formula.names} | {relation.at}
    found = tuple(_instance(relation, line, names) for line, names in lines.items() if needed <= names.keys())
    if not found:
        raise relation.error("holds", _("没有一行或一列同时有{names}").format(names="、".join(sorted(needed))))
    return found


def _lines(relation: Relation, edition: Edition) -> dict[str, dict[str, Operand]]:
    """What the relation's names stand for, in the form's order, for each row or column that it could hold for."""
    if relation.table is None:
        return {"": {f"{cell.table}.{cell.row}.{cell.field}": cell for cell in operands(edition, *edition.tables)}}
    if relation.table not in edition.tables:
        sentence = _("没有{name}这个表").format(name=relation.table)
        raise relation.error("table", str(unknown(sentence, relation.table, edition.tables, listed=True)))
    lines: dict[str, dict[str, Operand]] = {}
    for cell in operands(edition, relation.table):
        line, name = (cell.field, cell.row) if relation.each == "column" else (cell.row, cell.field)
        lines.setdefault(line, {})[name] = cell
    return lines


def linear(expression: str, edition: Edition) -> Linear:
    """An expression over single cells of an edition, such as ``applications.received.total``, as a sum of cells.

    Raises :class:`~gouji.relations.language.RelationError` for what cannot be understood or names no such cell.
    """
    formula = parse(f"{expression} == 0")
    names = {f"{cell.table}.{cell.row}.{cell.field}": cell for cell in operands(edition, *edition.tables)}
    _check_names(formula, None, {"": names})
    return _linear(formula.left, names)


def operands(edition: Edition, *tables: str) -> Iterator[Operand]:
    """Every cell of these tables in the form's order."""
    signed, amounts = measures(edition.key)
    for table in tables:
        for row in edition.tables[table].rows:
            for field in row.fields:
                yield Operand(table, row.key, field, field not in amounts, field in signed)


def _check_names(formula: Formula, each: str | None, lines: Mapping[str, Mapping[str, Operand]]) -> None:
    order = {name: position for names in lines.values() for position, name in enumerate(names)}
    for name in formula.names:
        if name.key not in order:
            raise RelationError(_no_such_name(name.key, order), name.line, name.column)
    for term in formula.left.terms + formula.right.terms:
        if term.last is not None:
            _check_range(term.first, term.last, each, order)


def _no_such_name(name: str, known: Iterable[str]) -> str:
    return str(unknown(_("没有{name}这个名称").format(name=name), name, known))


def _check_range(first: Name, last: Name, each: str | None, order: Mapping[str, int]) -> None:
    if each is None and not _in_line(first.key, last.key):
        raise RelationError(_("“..”的两端须在同一行或同一列"), last.line, last.column)
    if first.prefix != last.prefix or order[first.key] > order[last.key]:
        message = _("{last}不在{first}之后").format(first=first.text, last=last.text)
        raise RelationError(message, last.line, last.column)


def _instance(relation: Relation, line: str, names: Mapping[str, Operand]) -> Instance:
    formula = relation.formula
    left, right = _linear(formula.left, names), _linear(formula.right, names)
    balance, constant = _balance(left, right)
    ordering = formula.comparison
    if ordering in {">", ">="}:
        balance, constant = tuple((cell, -coefficient) for cell, coefficient in balance), -constant
        ordering = ordering.replace(">", "<")
    return Instance(relation, line, names[relation.at], left, right, balance, constant, ordering)


def _linear(side: Side, names: Mapping[str, Operand]) -> Linear:
    total: dict[Operand, Number] = {}
    for term in side.terms:
        for cell in _cells(term, names):
            total[cell] = total.get(cell, 0) + term.coefficient
    return Linear(tuple((cell, coefficient) for cell, coefficient in total.items() if coefficient), side.constant)


def _cells(term: Term, names: Mapping[str, Operand]) -> list[Operand]:
    if term.last is None:
        return [names[term.first.key]]
    order = list(names)
    first, last = term.first.key, term.last.key
    between = order[order.index(first) : order.index(last) + 1]
    return [names[name] for name in between if "." not in name or _in_line(first, last, name)]


def _in_line(*cells: str) -> bool:
    """Whether single cells stand in one row or in one column of a table.

    >>> _in_line("applications.granted.total", "applications.other.total")
    True
    """
    tables, rows, fields = (set(parts) for parts in zip(*(cell.split(".") for cell in cells), strict=True))
    return len(tables) == 1 and (len(rows) == 1 or len(fields) == 1)


def _balance(left: Linear, right: Linear) -> tuple[tuple[tuple[Operand, int], ...], int]:
    """Left less right in whole numbers: the smallest power of ten that clears all decimals multiplies everything."""
    total: dict[Operand, Number] = dict(left.terms)
    for cell, coefficient in right.terms:
        total[cell] = total.get(cell, 0) - coefficient
    constant = left.constant - right.constant
    decimals = [number for number in (*total.values(), constant) if isinstance(number, Decimal)]
    scale = 10 ** max(map(_places, decimals), default=0)
    return tuple((cell, int(number * scale)) for cell, number in total.items() if number), int(constant * scale)


def _places(number: Decimal) -> int:
    """How many digits stand behind the decimal point."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # only NaN and the infinities have letters there
    return max(0, -exponent)
