"""The flow of a page (网页内容): lines, pictures and tables in the order of the source, and what cells hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gouji.readers.html.attributes import Attributes, spans_of

Line = tuple[str, int]
"""The text of a line (行) and the number of the text of the page with which it begins; blank ones part others."""
_WIDEST = 100
"""Columns beyond this are not looked at for cells from above; the form has fifteen."""
_LONGEST_CELL = 200
_LONGEST_LINE = 60
"""Text longer than this is no cell of a table if it is a sentence."""


class Link(NamedTuple):
    """A link in a line (链接): what it leads to, and its words."""

    target: str
    words: str


class Picture:
    """A picture that stands alone (图片), and its number among the texts."""

    def __init__(self, at: int) -> None:
        self.at = at


class Table:
    """A table (表格), read cell by cell. ``outside`` is the flow around it, ``row`` the row that is being read."""

    def __init__(self, outside: list[Entry]) -> None:
        self.outside = outside
        self.row: list[Cell] | None = None
        self._rows: list[list[Cell]] = []
        self._feet: list[list[Cell]] = []
        self._group = self._rows
        self._number = 0
        self._column = 0
        self._taken: list[int] = []

    @property
    def rows(self) -> list[list[Cell]]:
        """In each row the cells that begin in it; the feet stand below the rest wherever the source has them."""
        return self._rows + self._feet

    def begin_group(self, *, are_feet: bool) -> None:
        """Begin a head, a body or the feet of the table: no cell from above reaches down into it."""
        self._group = self._feet if are_feet else self._rows
        self._taken.clear()

    def begin_row(self) -> list[Cell]:
        """Begin a row. Gives its cells."""
        self._number += 1
        self._column = 0
        self.row = []
        self._group.append(self.row)
        return self.row

    def begin_cell(self, attributes: Attributes, at: int) -> list[Entry]:
        """Begin a cell, and a row if it stands in none. Gives the flow in it."""
        row = self.begin_row() if self.row is None else self.row
        column = self._column
        while column < len(self._taken) and self._taken[column] > self._number:
            column += 1
        columns, rows = spans_of(attributes) if attributes else (1, 1)
        if rows > 1:
            self._reach_down(column, column + columns, rows)
        self._column = column + columns
        flow: list[Entry] = []
        row.append((column, at, flow))
        return flow

    def empty_cell(self, flow: list[Entry]) -> int | None:
        """The number of the cell that is being read, if this is its flow and nothing stands in it yet."""
        cell = self.row[-1] if self.row else None
        return cell[1] if cell is not None and cell[2] is flow and not flow else None

    def _reach_down(self, column: int, end: int, rows: int) -> None:
        """Note that a cell takes up its columns in the rows below."""
        end = min(end, _WIDEST)
        if column < end:
            self._taken += [0] * (end - len(self._taken))
            self._taken[column:end] = [self._number + rows] * (end - column)


Entry = Line | Picture | Table
Cell = tuple[int, int, list[Entry]]
"""A cell (单元格): its first column, its number among the texts, and what stands in it."""


def lines_of(flow: Sequence[Entry]) -> list[Line]:
    """The lines that are not blank."""
    return [entry for entry in flow if isinstance(entry, tuple) and entry[0].strip()]


def is_layout(flow: Sequence[Entry]) -> bool:
    """Whether a cell only gives what stands in it its place on the page: tables, a picture, or running text."""
    if not flow or (len(flow) == 1 and isinstance(flow[0], tuple) and len(flow[0][0]) <= _LONGEST_LINE):
        return False
    lines = [text for text, _at in lines_of(flow)]
    if any(isinstance(entry, Table) or (isinstance(entry, Picture) and not lines) for entry in flow):
        return True
    return sum(map(len, lines)) > _LONGEST_CELL or any(len(line) > _LONGEST_LINE and "。" in line for line in lines)
