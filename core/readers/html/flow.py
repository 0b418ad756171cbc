"""The flow of a page (网页内容): lines, pictures and tables in the order of the source, and what cells hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_WIDEST = 100
"""Columns beyond this are not looked at for cells from above; the form has fifteen."""
_LONGEST_CELL = 200
LONGEST_LINE = 60
"""Text longer than this is no cell of a table if it is a sentence."""


class Link(NamedTuple):
    """A link in a line (链接): what it leads to, and its words."""

    target: str
    words: str


class Line(NamedTuple):
    """A line (行), and the number of the text in the markup with which it begins; blank ones part others."""

    text: str
    at: int
    links: tuple[Link, ...] = ()


class Picture(NamedTuple):
    """A picture that stands alone (图片)."""

    at: int


class Cell(NamedTuple):
    """A cell (单元格): the columns and rows that it spans, 0 rows for all that follow, and what stands in it.

    Most cells hold a text and nothing else: that stands for itself.
    """

    content: list[Entry] | str
    columns: int
    rows: int
    at: int

    @property
    def flow(self) -> list[Entry]:
        """What stands in the cell."""
        content = self.content
        return [Line(content, self.at)] if isinstance(content, str) else content

    @property
    def text(self) -> str:
        """The text, a line break between its lines."""
        lines = [entry.text.strip() for entry in self.flow if isinstance(entry, Line)]
        return "\n".join([line for line in lines if line])

    @property
    def is_layout(self) -> bool:
        """Whether the cell only gives a part of the page its place: tables stand in it, a picture, or running text."""
        flow = self.flow
        lines = [entry.text for entry in flow if isinstance(entry, Line)]
        if len(lines) < len(flow) and (
            any(isinstance(entry, Table) for entry in flow) or not any(map(str.strip, lines))
        ):
            return True
        return sum(map(len, lines)) > _LONGEST_CELL or any(len(line) > LONGEST_LINE and "。" in line for line in lines)


class Table(NamedTuple):
    """A table (表格): in each row the cells that begin in it; a group of rows ends before each row in ``groups``."""

    rows: list[list[Cell]]
    groups: tuple[int, ...]

    def columns(self) -> list[Sequence[int]]:
        """The first column of each cell, row by row: cells that reach down from above take up their columns."""
        rows = self.rows
        if all(cell[1] == 1 == cell[2] for row in rows for cell in row):
            return [range(len(row)) for row in rows]
        taken: list[int] = []
        found: list[Sequence[int]] = []
        groups = iter(self.groups)
        end = next(groups)
        for number, row in enumerate(rows):
            while number >= end:
                end, taken = next(groups), []
            found.append(_place(row, number, end, taken))
        return found


Entry = Line | Picture | Table


def _place(row: list[Cell], number: int, end: int, taken: list[int]) -> list[int]:
    """The first columns of a row's cells. ``taken`` says for each column in which row it is free again."""
    column, columns, width = 0, [], len(taken)
    for _content, across, down, _at in row:
        while column < width and taken[column] > number:
            column += 1
        columns.append(column)
        following = column + across
        if down != 1 and column < _WIDEST:
            free = end if down == 0 else min(number + down, end)
            last = min(following, _WIDEST)
            if last > width:
                taken += [0] * (last - width)
                width = last
            taken[column:last] = [free] * (last - column)
        column = following
    return columns
