"""Tables (表格): the cells that the straight lines of a page enclose."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from gouji.readers.pdf.geometry import Area
from gouji.readers.pdf.ruling import Drawing, Stroke

_GAP = 3.0
"""Lines that end no further apart are one, and those that end no further from a line meet it; in points."""
_SAME_LEVEL = 3.0
_SAME_UPRIGHT = 5.0
"""Lines no further apart than this are the same line of a table, drawn twice or for each row anew."""
_MOST = 1500
"""More lines than this in one direction are a drawing."""

_MOST_SQUARES = 20_000
"""So are lines that cross more often than those of any table."""


class Cell(NamedTuple):
    """A cell (单元格): the row and column in which it begins, and the area that it covers."""

    row: int
    column: int
    area: Area


class Table(NamedTuple):
    """A ruled table (有线表格). ``squares`` gives for each row and column the cell there, by its index in ``cells``.

    ``levels`` and ``uprights`` are where its lines stand; ``closed``: it has a line at its foot.
    """

    levels: tuple[float, ...]
    uprights: tuple[float, ...]
    cells: tuple[Cell, ...]
    squares: tuple[tuple[int, ...], ...]
    closed: bool

    @property
    def area(self) -> Area:
        """What it covers of the page."""
        return Area(self.uprights[0], self.levels[0], self.uprights[-1], self.levels[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """The index of the cell at a point, None outside the table."""
        column, row = bisect_right(self.uprights, x) - 1, bisect_right(self.levels, y) - 1
        if 0 <= row < len(self.squares) and 0 <= column < len(self.squares[0]):
            return self.squares[row][column]
        return None


def find_tables(drawing: Drawing) -> list[Table]:
    """The tables that lines make up, the smaller ones first: those may stand inside of others.

    A frame around text, a line below a word or in the margin are no tables: a table has at least two cells.
    """
    levels, uprights = _joined(drawing.levels, 1.0), _joined(drawing.uprights, 1.0)
    if not levels or not uprights or max(len(levels), len(uprights)) > _MOST:
        return []
    found = [table for group in _groups(levels, uprights) if (table := _table(*group)) is not None]
    return sorted(found, key=lambda table: table.area.width * table.area.height)


def _joined(strokes: Iterable[Stroke], apart: float) -> list[Stroke]:
    """The lines, those put together that lie on one another or go on one another."""
    found: list[Stroke] = []
    for same in _clustered(strokes, apart):
        at = sum(stroke.at for stroke in same) / len(same)
        start, end = same[0].start, same[0].end
        for stroke in sorted(same, key=lambda stroke: stroke.start):
            if stroke.start > end + _GAP:
                found.append(Stroke(at, start, end))
                start, end = stroke.start, stroke.end
            start, end = min(start, stroke.start), max(end, stroke.end)
        found.append(Stroke(at, start, end))
    return found


def _clustered(strokes: Iterable[Stroke], apart: float) -> list[list[Stroke]]:
    """The lines by where they stand, none in a group further than this from its first."""
    groups: list[list[Stroke]] = []
    for stroke in sorted(strokes):
        if groups and stroke.at - groups[-1][0].at <= apart:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return [sorted(group, key=lambda stroke: stroke.start) for group in groups]


def _groups(levels: list[Stroke], uprights: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """The lines by the table that they belong to: all that meet one another."""
    owner = list(range(len(levels) + len(uprights)))
    for number, upright in enumerate(uprights, len(levels)):
        for index, level in enumerate(levels):
            if _meet(level, upright):
                _unite(owner, index, number)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for index, stroke in enumerate((*levels, *uprights)):
        groups[_root(owner, index)][index >= len(levels)].append(stroke)
    return [group for group in groups.values() if group[0] and group[1]]


def _meet(level: Stroke, upright: Stroke) -> bool:
    across = level.start - _GAP <= upright.at <= level.end + _GAP
    return across and upright.start - _GAP <= level.at <= upright.end + _GAP


def _root(owner: list[int], index: int) -> int:
    while owner[index] != index:
        owner[index] = owner[owner[index]]
        index = owner[index]
    return index


def _unite(owner: list[int], first: int, second: int) -> None:
    one, other = sorted((_root(owner, first), _root(owner, second)))
    owner[other] = one


def _table(levels: list[Stroke], uprights: list[Stroke]) -> Table | None:
    """The table that lines make up which meet one another; where it lies open, its outermost ends are its border."""
    ys = _edges(levels, uprights, _SAME_LEVEL)
    xs = _edges(uprights, levels, _SAME_UPRIGHT)
    if len(ys) < 2 or len(xs) < 2 or not 2 <= (len(ys) - 1) * (len(xs) - 1) <= _MOST_SQUARES:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    below, beside = _walls(levels, ys, xs), _walls(uprights, xs, ys)
    owner = list(range(rows * columns))
    for row in range(rows):
        for column in range(columns):
            square = row * columns + column
            if column + 1 < columns and (column + 1, row) not in beside:
                _unite(owner, square, square + 1)
            if row + 1 < rows and (row + 1, column) not in below:
                _unite(owner, square, square + columns)
    roots = sorted({_root(owner, square) for square in range(rows * columns)})
    if len(roots) < 2:
        return None
    number = {root: index for index, root in enumerate(roots)}
    squares = tuple(
        tuple(number[_root(owner, row * columns + column)] for column in range(columns)) for row in range(rows)
    )
    closed = levels[-1].at >= ys[-1] - _SAME_LEVEL
    return Table(tuple(ys), tuple(xs), _cells(squares, ys, xs), squares, closed)


def _edges(strokes: list[Stroke], crossing: list[Stroke], apart: float) -> list[float]:
    """Where the lines of one direction stand, and where those of the other end beyond them."""
    found = [sum(stroke.at for stroke in same) / len(same) for same in _clustered(strokes, apart)]
    first, last = min(stroke.start for stroke in crossing), max(stroke.end for stroke in crossing)
    before, after = [first] if first < found[0] - apart else [], [last] if last > found[-1] + apart else []
    return [*before, *found, *after]


def _walls(strokes: list[Stroke], own: Sequence[float], other: Sequence[float]) -> set[tuple[int, int]]:
    """Which squares the lines part: the index of the line's place, and of each square along it that it passes."""
    middles = [(first + second) / 2 for first, second in pairwise(other)]
    found: set[tuple[int, int]] = set()
    for stroke in strokes:
        place = min(range(len(own)), key=lambda index: abs(own[index] - stroke.at))
        first, last = bisect_right(middles, stroke.start), bisect_right(middles, stroke.end)
        found.update((place, index) for index in range(first, last))
    return found


def _cells(squares: tuple[tuple[int, ...], ...], ys: Sequence[float], xs: Sequence[float]) -> tuple[Cell, ...]:
    """The cells in the order of their numbers, which is that in which they begin."""
    corners: dict[int, tuple[int, int, int, int]] = {}
    for row, line in enumerate(squares):
        for column, index in enumerate(line):
            top, left, bottom, right = corners.get(index, (row, column, row, column))
            corners[index] = top, min(left, column), max(bottom, row), max(right, column)
    return tuple(
        Cell(top, left, Area(xs[left], ys[top], xs[right + 1], ys[bottom + 1]))
        for _, (top, left, bottom, right) in sorted(corners.items())
    )
