"""What a form grammar says of its tables, as plain data (表式纲要): rows, fields, headings and labels in printed order.

It is derived when the parse tables are made and ships with them, so that nobody needs Lark only to know a label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lark import Lark
    from lark.grammar import Rule

CELL = "_cell"


class RowOutline(NamedTuple):
    """A row: its key, the terminal of its label (None if it has none), and (field, terminal of its heading) pairs."""

    key: str
    terminal: str | None
    fields: tuple[tuple[str, str], ...]


class GroupOutline(NamedTuple):
    """Rows under headings of their own: the terminals of the headings, as printed, and the keys of the rows."""

    headings: tuple[str, ...]
    rows: tuple[str, ...]


class TableOutline(NamedTuple):
    """A table: its rows, every heading and group row with the number of times that the form prints it, its groups."""

    rows: tuple[RowOutline, ...]
    headings: tuple[tuple[str, int], ...]
    groups: tuple[GroupOutline, ...] = ()


class Outline(NamedTuple):
    """A grammar: its tables by start rule, the wording of each label, and the labels of merged cells."""

    tables: dict[str, TableOutline]
    labels: dict[str, str]
    merged: frozenset[str]


def outline(lark: Lark) -> Outline:
    """The outline of a form grammar that was built from its text."""
    rules: dict[str, Rule] = {}
    for rule in lark.rules:
        rules.setdefault(rule.origin.name, rule)  # the first alternative is the printed form
    labels = {terminal.name: terminal.pattern.value for terminal in lark.terminals}
    tables = {start: _table(start, rules) for start in lark.options.start}
    return Outline(tables, labels, frozenset(lark.ignore_tokens))


def _table(start: str, rules: dict[str, Rule]) -> TableOutline:
    rows: list[RowOutline] = []
    headings: dict[str, int] = {}
    groups: list[GroupOutline] = []

    def walk(name: str) -> None:
        row = _row(name, rules)
        if row is not None:
            rows.append(row)
            return
        before = len(rows)
        for symbol in rules[name].expansion:
            if symbol.is_term:
                headings[symbol.name] = headings.get(symbol.name, 0) + 1
            else:
                walk(symbol.name)
        own = tuple(symbol.name for symbol in rules[name].expansion if symbol.is_term)
        if own and rows[before:]:
            groups.append(GroupOutline(own, tuple(row.key for row in rows[before:])))

    walk(start)
    return TableOutline(tuple(rows), tuple(headings.items()), tuple(groups))


def _row(name: str, rules: dict[str, Rule]) -> RowOutline | None:
    """The row that a rule describes: at most one label, then nothing but cells."""
    symbols = _inlined(name, rules)
    terminal = symbols.pop(0)[0] if symbols and symbols[0][1] else None
    if not symbols or any(is_term or not _is_field(symbol, rules) for symbol, is_term in symbols):
        return None
    fields = tuple((rules[symbol].alias or symbol, symbol.upper()) for symbol, _ in symbols)
    return RowOutline(rules[name].alias or name, terminal, fields)


def _inlined(name: str, rules: dict[str, Rule]) -> list[tuple[str, bool]]:
    symbols: list[tuple[str, bool]] = []
    for symbol in rules[name].expansion:
        if not symbol.is_term and symbol.name.startswith("_") and symbol.name != CELL:
            symbols += _inlined(symbol.name, rules)
        else:
            symbols.append((symbol.name, symbol.is_term))
    return symbols


def _is_field(name: str, rules: dict[str, Rule]) -> bool:
    return [symbol.name for symbol in rules[name].expansion] == [CELL]
