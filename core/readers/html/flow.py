"""The flow of a page (网页内容): lines, pictures and tables in the order of the source, and what cells hold."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

_WIDEST = 100
"""Columns beyond this are not looked at for cells from above; the form has fifteen."""
_LONGEST_CELL = 200
_LONGEST_LINE = 60
"""Text longer than this is no cell of a table if it is a sentence."""


class Link(NamedTuple):
    """A link in a line (链接): what it leads to, and its words."""

    target: str
    words: str


class Line(NamedTuple):
    """A line (行), and the number of the text with which it begins; blank ones part others."""

    text: str
    at: int
    links: tuple[Link, ...] = ()


class Picture(NamedTuple):
    """A picture that stands alone (图片), and its number among the texts."""

    at: int


class Cell(NamedTuple):
    """A cell (单元格): what stands in it, the columns and rows that it spans, its number among the texts.

    0 rows are all that follow.
    """

    flow: list[Entry]
    columns: int
    rows: int
    at: int

    @property
    def lines(self) -> list[Line]:
        """The lines that are not blank."""
        return [entry for entry in self.flow if isinstance(entry, Line) and entry.text.strip()]

    @property
    def is_layout(self) -> bool:
        """Whether the cell only gives a part of the page its place: tables stand in it, a picture, or running text."""
        flow = self.flow
        if not flow or (len(flow) == 1 and isinstance(flow[0], Line) and len(flow[0].text) <= _LONGEST_LINE):
            return False
        lines = self.lines
        if any(isinstance(entry, Table) or (isinstance(entry, Picture) and not lines) for entry in flow):
            return True
        return sum(len(line.text) for line in lines) > _LONGEST_CELL or any(
            len(line.text) > _LONGEST_LINE and "。" in line.text for line in lines
        )


class Table(NamedTuple):
    """A table (表格): in each row the cells that begin in it; a group of rows begins with each row in ``groups``."""

    rows: list[list[Cell]]
    groups: list[int]

    def columns(self) -> list[list[int]]:
        """The first column of each cell, row by row: cells that reach down from above take up their columns."""
        found: list[list[int]] = []
        for first, end in pairwise([0, *self.groups, len(self.rows)]):
            taken: list[int] = []
            found += [_columns(self.rows[number], number, end, taken) for number in range(first, end)]
        return found


Entry = Line | Picture | Table


def _columns(row: list[Cell], number: int, end: int, taken: list[int]) -> list[int]:
    """The first columns of a row's cells. ``taken`` says for each column in which row it is free again."""
    column, columns = 0, []
    for cell in row:
        while column < len(taken) and taken[column] > number:
            column += 1
        columns.append(column)
        following = column + cell.columns
        if cell.rows != 1 and column < _WIDEST:
            last = min(following, _WIDEST)
            taken += [0] * (last - len(taken))
            taken[column:last] = [min(number + cell.rows, end) if cell.rows else end] * (last - column)
        column = following
    return columns
