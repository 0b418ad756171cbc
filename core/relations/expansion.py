"""A relation over the form (勾稽关系的展开): one instance for each row or column in which all its names occur."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from gouji.entries import Fault, RulesetError
from gouji.finding import Severity
from gouji.form import Edition
from gouji.i18n import _
from gouji.measures import measures
from gouji.model import Number
from gouji.relations.declaration import Relation
from gouji.relations.language import Formula, Name, RelationError, Side, Term, parse
from gouji.usage import unknown

CELL = "value"
"""What a relation that holds for every single cell calls the cell."""

_FEW_NAMES = 12
"""So many names can be listed in a message."""


class Operand(NamedTuple):
    """A cell of the form as a relation sees it (操作数): which one, and which numbers it may hold.

    whole: only whole numbers. signed: also numbers below 0. whose: ``prior`` or ``children`` if it stands in other
    reports than the one at hand; for children it is the sum of all their cells.
    """

    table: str
    row: str
    field: str
    whole: bool = True
    signed: bool = False
    whose: str = ""


_Lines = Mapping[tuple[str, str], Mapping[str, Operand]]


class Linear(NamedTuple):
    """A sum of cells, each with its coefficient and none twice, and a constant."""

    terms: tuple[tuple[Operand, Number], ...]
    constant: Number


class Instance(NamedTuple):
    """A relation between definite cells (一条勾稽关系): ``left comparison right``.

    line: the key of the row or column that it holds for, empty if it names single cells. at: the cell to report.
    balance: left less right, multiplied so that all coefficients are whole: an exact integer system.
    ordering: how the balance must compare with 0: ``==``, ``!=``, ``<=`` or ``<``.
    when: the condition between cells of the same row or column, None if there is none.
    """

    relation: Relation
    line: str
    at: Operand
    left: Linear
    right: Linear
    balance: tuple[tuple[Operand, int], ...]
    constant: int
    ordering: str
    when: Instance | None = None

    @property
    def severity(self) -> Severity | None:
        """How grave its breach is, None if that is as grave as any of the relation's."""
        return dict(self.relation.severities).get(self.line)

    @property
    def operands(self) -> Iterator[Operand]:
        """Every cell that the instance looks at."""
        yield self.at
        for side in (self.left, self.right):
            yield from (operand for operand, _coefficient in side.terms)
        if self.when is not None:
            yield from self.when.operands


def expand(relation: Relation, edition: Edition) -> tuple[Instance, ...]:
    """The relation over an edition of the form, in the form's order.

    Raises RulesetError with every name in it that is not one of the form's.
    """
    lines = _lines(relation, edition)
    keys = [line for _table, line in lines]
    faults = [fault for key, formula in _formulas(relation) for fault in _misnamed(relation, key, formula, lines)]
    faults += [
        _fault(relation, key, _("里面没有名称，结果总是一样"))
        for key, each in _formulas(relation)
        if not any(each.names)
    ]
    known = list(dict.fromkeys(name for names in lines.values() for name in names))
    if relation.at not in known:
        faults.append(_fault(relation, "at", _no_such_name(relation.at, known)))
    faults += [
        Fault((*relation.place, "severities", line), _no_such_name(line, keys), on_key=True)
        for line, _severity in relation.severities
        if line not in keys
    ]
    if faults:
        raise RulesetError(relation.file, *faults)
    formulas = [formula for _key, formula in _formulas(relation)]
    needed = {name.key for formula in formulas for name in formula.names} | {relation.at}
    found = tuple(_instance(relation, line, names) for (_table, line), names in lines.items() if needed <= names.keys())
    if not found:
        sentence = _("没有一行或一列同时有{names}").format(names=_("、").join(sorted(needed)))
        raise RulesetError(relation.file, _fault(relation, "holds", sentence))
    return found


def _formulas(relation: Relation) -> Iterator[tuple[str, Formula]]:
    """The relation itself and its condition, each with the key under which it is declared."""
    yield "holds", relation.formula
    if relation.when is not None:
        yield "when", relation.when


def _fault(relation: Relation, key: str, reason: str) -> Fault:
    return Fault((*relation.place, key), reason)


def _misnamed(relation: Relation, key: str, formula: Formula, lines: _Lines) -> Iterator[Fault]:
    for error in _wrong_names(formula, relation.each, lines):
        at = (*relation.place, key)
        yield Fault(at, error.message, character=error.offset(formula.text), length=error.length)


def _lines(relation: Relation, edition: Edition) -> dict[tuple[str, str], dict[str, Operand]]:
    """What the relation's names stand for, in the form's order, by table and key of the lines that it could hold for.

    A line is a row, a column, or a single cell.
    """
    if not relation.tables:
        names = {f"{cell.table}.{cell.row}.{cell.field}": cell for cell in operands(edition, *edition.tables)}
        return {("", ""): names}
    for table in relation.tables:
        if table not in edition.tables:
            sentence = _("没有{name}这个表").format(name=table)
            reason = str(unknown(sentence, table, edition.tables, listed=True))
            raise RulesetError(relation.file, _fault(relation, "table", reason))
    lines: dict[tuple[str, str], dict[str, Operand]] = {}
    for cell in operands(edition, *relation.tables):
        line, name = _in_line_of(relation.each, cell)
        lines.setdefault((cell.table, line), {})[name] = cell
    return lines


def _in_line_of(each: str | None, cell: Operand) -> tuple[str, str]:
    """The key of the line in which a cell stands, and what it is called there."""
    if each == "cell":
        return f"{cell.row}.{cell.field}", CELL
    return (cell.field, cell.row) if each == "column" else (cell.row, cell.field)


def linear(expression: str, edition: Edition) -> Linear:
    """An expression over single cells of an edition, such as ``applications.received.total``, as a sum of cells.

    Raises :class:`~gouji.relations.language.RelationError` for what cannot be understood or names no such cell.
    """
    formula = parse(f"{expression} == 0")
    names = {f"{cell.table}.{cell.row}.{cell.field}": cell for cell in operands(edition, *edition.tables)}
    for error in _wrong_names(formula, None, {("", ""): names}):
        raise error
    return _linear(formula.left, names)


def operands(edition: Edition, *tables: str) -> Iterator[Operand]:
    """Every cell of these tables in the form's order."""
    signed, amounts = measures(edition.key)
    for table in tables:
        for row in edition.tables[table].rows:
            for field in row.fields:
                yield Operand(table, row.key, field, field not in amounts, field in signed)


def _wrong_names(formula: Formula, each: str | None, lines: _Lines) -> Iterator[RelationError]:
    """What is wrong with the names of a formula: there are none such, or a range of them does not run along a line."""
    order = {name: position for names in lines.values() for position, name in enumerate(names)}
    for term in formula.left.terms + formula.right.terms:
        ends = [name for name in (term.first, term.last) if name is not None]
        unknown_ends = [name for name in ends if name.key not in order]
        for name in unknown_ends:
            yield RelationError(_no_such_name(name.key, order), name.line, name.column, len(name.text))
        if term.last is not None and not unknown_ends:
            yield from _wrong_range(term.first, term.last, each, order)


def _no_such_name(name: str, known: Collection[str]) -> str:
    if "." not in name and all("." in each for each in known):
        return _("没有{name}这个名称：单个的格要写全，如 applications.granted.total").format(name=name)
    sentence = _("没有{name}这个名称").format(name=name)
    return str(unknown(sentence, name, known, listed=len(known) <= _FEW_NAMES))


def _wrong_range(first: Name, last: Name, each: str | None, order: Mapping[str, int]) -> Iterator[RelationError]:
    if each is None and not _in_line(first.key, last.key):
        yield RelationError(_("“..”的两端须在同一行或同一列"), last.line, last.column, len(last.text))
    elif first.prefix != last.prefix or order[first.key] > order[last.key]:
        message = _("{last}不在{first}之后").format(first=first.text, last=last.text)
        yield RelationError(message, last.line, last.column, len(last.text))


def _instance(relation: Relation, line: str, names: Mapping[str, Operand]) -> Instance:
    condition = None if relation.when is None else _between(relation, relation.when, line, names)
    return _between(relation, relation.formula, line, names)._replace(when=condition)


def _between(relation: Relation, formula: Formula, line: str, names: Mapping[str, Operand]) -> Instance:
    """A formula between the cells of a row or column."""
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
    first, whose = term.first.key, term.first.prefix
    if term.last is None:
        return [names[first]._replace(whose=whose)]
    order, last = list(names), term.last.key
    between = order[order.index(first) : order.index(last) + 1]
    among = (name for name in between if "." not in name or _in_line(first, last, name))
    return [names[name]._replace(whose=whose) for name in among]


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
