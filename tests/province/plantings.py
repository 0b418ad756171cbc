"""What is planted in the province: what is done to one report, and what must be found for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generation.reports import CellKey

from province.filings import Filing
from province.oracle import Breach


class Scene(NamedTuple):
    """The reports around one that is edited: those of the year before and of the same year, by agency."""

    earlier: Mapping[str, Filing]
    peers: Mapping[str, Filing]


Edit = Callable[[Filing, Scene], Sequence[Filing]]
"""What an agency files instead of its report: nothing, another one, or several."""


class Mark(NamedTuple):
    """A finding that must come of a planting besides those that figures across reports give.

    cell: its table, row and field, if it has one. file: in which of the reports that the edit gives. agency: or in the
    report of another agency.
    """

    code: str
    cell: tuple[str | None, str | None, str | None] = (None, None, None)
    file: int = 0
    agency: str = ""


@dataclass(frozen=True)
class Planting:
    """Something planted: a defect, or a near miss for which nothing must be found (no ``marks``, no ``shows``).

    shows: the breaches across reports for which it is planted: the oracle must know them.
    """

    name: str
    agency: str
    year: int
    edit: Edit
    marks: Sequence[Mark] = ()
    shows: Sequence[Breach] = ()


def counted(**changes: int) -> Edit:
    """Add to figures, named as ``carried_in__natural_person``; each is added to the total of its row, too."""
    cells: dict[CellKey, int] = {}
    for name, number in changes.items():
        row, _, column = name.partition("__")
        table = "review" if row in ("review", "direct", "after_review") else "applications"
        cells[table, row, column] = number
        cells[table, row, "total"] = cells.get((table, row, "total"), 0) + number
    return lambda filing, scene: [filing.with_counts(cells)]
