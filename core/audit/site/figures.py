"""Figures over the years (逐年数字): the main ones of each table as charts, and what has changed since last year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from gouji.audit.site.charts import bars
from gouji.form import TABLES
from gouji.ruleset import edition, governing

Cell = tuple[str, str, str]
"""Table, row and field."""
Courses = Mapping[Cell, Mapping[int, Decimal | None]]
"""The values of each cell by year; None where the reports do not say it, or differ in it."""

_NEWEST = "2021"
_SHOWN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "disclosure": (("normative_docs", "issued"), ("normative_docs", "repealed"), ("normative_docs", "in_force")),
    "applications": (("received", "total"), ("carried_in", "total"), ("total", "total"), ("carried_out", "total")),
    "review": (("review", "total"), ("direct", "total"), ("after_review", "total")),
}
"""The rows and fields of each table that a chart shows."""
_MOST_YEARS = 10
_WORTH_DRAWING = 5
"""Below that, a table says all that bars could, and most small offices never have more."""


class Line(NamedTuple):
    """One figure over the years (一项数字): its name, and its values as text, empty where it is not known."""

    name: str
    values: tuple[str, ...]


class Chart(NamedTuple):
    """The main figures of a table (图表): its section, its years and figures; svg is empty if it would show nothing."""

    heading: str
    years: tuple[str, ...]
    lines: tuple[Line, ...]
    svg: str


class Change(NamedTuple):
    """A figure that is not what it was (变化): its row and column, both values, and by how much if both are known."""

    row: str
    column: str
    before: str
    after: str
    difference: str


class Changes(NamedTuple):
    """What has changed in one table since the year before (与上年的差别)."""

    heading: str
    changes: tuple[Change, ...]


def charts(courses: Courses) -> Iterator[Chart]:
    """A chart for each table of which there are figures."""
    for table, cells in _SHOWN.items():
        there = [(row, field) for row, field in cells if courses.get((table, row, field))]
        filed = {year for row, field in there for year in courses[table, row, field]}
        if not filed:
            continue
        years = range(max(min(filed), max(filed) - _MOST_YEARS + 1), max(filed) + 1)  # a year without a report is a gap
        values = [[courses[table, *cell].get(year) for year in years] for cell in there]
        names = [_short(table, *cell) for cell in there]
        lines = (Line(name, tuple(map(_text, row))) for name, row in zip(names, values, strict=True))
        shown = tuple(tuple(None if value is None else int(value) for value in row) for row in values)
        labels = tuple(map(str, years))
        flat = len(filed) < 2 or max(value or 0 for row in shown for value in row) < _WORTH_DRAWING
        yield Chart(_heading(table, years[-1]), labels, tuple(lines), "" if flat else bars(labels, shown))


def changes(courses: Courses, year: int) -> Iterator[Changes]:
    """What has changed from the year before to ``year``, table by table in the form's order; only what is in both."""
    found: dict[str, list[tuple[int, Change]]] = {}
    for cell, values in courses.items():
        if year not in values or year - 1 not in values or values[year] == values[year - 1]:
            continue
        table, row, field = cell
        before, after = values[year - 1], values[year]
        difference = "" if before is None or after is None else f"{_plain(after - before):+}"
        names = _labels(year).get(cell, (row, field))
        order = _order(year).get(cell, len(_order(year)))
        found.setdefault(table, []).append((order, Change(*names, _text(before), _text(after), difference)))
    for table in TABLES:
        if table in found:
            yield Changes(_heading(table, year), tuple(change for _at, change in sorted(found[table])))


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(_plain(value))


def _plain(value: Decimal) -> Decimal | int:
    """The value without zeros behind the point."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def _key(year: int) -> str:
    found = governing(year)
    return found.key if found else _NEWEST


def _heading(table: str, year: int) -> str:
    return next(each.heading for each in edition(_key(year)).sections if each.table == table)


def _short(table: str, row: str, field: str) -> str:
    """What a figure is called in a chart: its row, and its column unless that is the total."""
    row_name, column = _labels_of(_NEWEST)[table, row, field]
    return row_name if field == "total" else f"{row_name}·{column}"


def _labels(year: int) -> Mapping[Cell, tuple[str, str]]:
    return _labels_of(_key(year))


def _order(year: int) -> Mapping[Cell, int]:
    return _order_of(_key(year))


@cache
def _labels_of(key: str) -> Mapping[Cell, tuple[str, str]]:
    """The wording of row and column for each cell of an edition."""
    return {
        (table.key, row.key, field): (row.label, table.columns[field])
        for table in edition(key).tables.values()
        for row in table.rows
        for field in row.fields
    }


@cache
def _order_of(key: str) -> Mapping[Cell, int]:
    return {cell: index for index, cell in enumerate(_labels_of(key))}
