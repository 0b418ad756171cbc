"""Marks (标记): which cells of a drawn table a problem is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gouji.finding import Culprit, Finding, Severity
from gouji.outcome import Drawing, DrawnCell
from gouji.reporters.causes import Cause

Spot = tuple[str | None, str | None]
"""Row and field of a cell; no field: the label of the row, no row: the heading of the column."""


class Mark(NamedTuple):
    """What a cell has to do with a problem (标记).

    id: of the problem. first: whether this is the cell that the problem leads to. repair: where it is the one cell
    whose change would repair everything that the problem is about (症结), the value to put there.
    """

    id: str
    number: int
    severity: Severity
    first: bool
    repair: str | None


class MarkedCell(NamedTuple):
    """A cell of a drawn table with its marks (有标记的单元格); ``severity`` is the gravest of them."""

    drawn: DrawnCell
    marks: tuple[Mark, ...] = ()

    @property
    def severity(self) -> Severity:
        """The gravest severity of the marks, of which there is one."""
        return max(mark.severity for mark in self.marks)

    @property
    def repair(self) -> str | None:
        """The value that the cell should hold, if it is the culprit of a problem."""
        return next((mark.repair for mark in self.marks if mark.repair is not None), None)


def table_of(cause: Cause, drawn: Sequence[str]) -> str | None:
    """The key of the drawn table that a problem is about: its culprit's if it has one; None if it is about none."""
    return next((about.table for about in _about(cause) if about.table in drawn), None)


def spots(cause: Cause, drawing: Drawing) -> dict[Spot, Culprit | Finding]:
    """The cells of a drawing that a problem is about, the one to look at first, each with what says so."""
    there = {(cell.row, cell.field) for row in drawing.rows for cell in row if cell.row or cell.field}
    found: dict[Spot, Culprit | Finding] = {}
    for about in _about(cause):
        if about.table == drawing.table:
            for row, field in _cells(about):
                nearest: tuple[Spot, ...] = ((row, field), (row, None), (None, field))
                spot = next((spot for spot in nearest if spot in there), None)
                if spot is not None:
                    found.setdefault(spot, about)
    return found


def _cells(about: Culprit | Finding) -> tuple[Spot, ...]:
    """The cells that something is said of, its own first."""
    others = about.cells if isinstance(about, Finding) else ()
    return ((about.row, about.field), *others)


def _about(cause: Cause) -> Iterator[Culprit | Finding]:
    if cause.culprit is not None:
        yield cause.culprit
    yield from cause.findings
