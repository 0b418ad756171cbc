"""What must agree across years and levels, worked out cell by cell in plain Python: the answer for families Y and G."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from generation import form
from generation.form import APPLICANTS, BLOCKS, COLUMNS, RESULTS
from generation.reports import CellKey

from province.agencies import Agency
from province.figures import edition_of

Known = Mapping[CellKey, Decimal | None]
"""An agency's figures of one year; None: unknown, as the cell is blank or two reports differ in it."""
_ITEMS = ("licensing", "other_services", "penalty", "coercion", "admin_fees")


class Breach(NamedTuple):
    """A relation across reports that does not hold, and where that is reported."""

    code: str
    agency: str
    cell: CellKey


def breaches(
    agencies: Sequence[Agency], year: int, now: Mapping[str, Known], before: Mapping[str, Known]
) -> Iterator[Breach]:
    """Every breach of families Y and G by figures, in the reports on a year. Who has not filed is in neither map."""
    for name, figures in now.items():
        if name in before:
            yield from _carried(name, year, figures, before[name])
    below: dict[str | None, list[Agency]] = {}
    for agency in agencies:
        if agency.files(year):
            below.setdefault(agency.parent, []).append(agency)
    for agency in agencies:
        if agency.consolidates and agency.name in now and agency.name in below:
            yield from _summed(agency, edition_of(year), now, below)


def _carried(name: str, year: int, now: Known, prior: Known) -> Iterator[Breach]:
    for column in COLUMNS:
        cell = ("applications", "carried_in", column)
        if _differ(now[cell], prior["applications", "carried_out", column]):
            yield Breach("Y801", name, cell)
    for row in ("rules", "normative_docs") if year >= 2022 else ():
        cell = ("disclosure", row, "in_force")
        follows = (prior[cell], now["disclosure", row, "issued"], now["disclosure", row, "repealed"])
        if None not in follows and _differ(now[cell], follows[0] + follows[1] - follows[2]):  # type: ignore[operator]
            yield Breach("Y802", name, cell)
    for row in _ITEMS if year == 2020 else ():
        cell = ("disclosure", row, "prev_items")
        last = (prior[cell], prior["disclosure", row, "change"])
        if None not in last and _differ(now[cell], last[0] + last[1]):  # type: ignore[operator]
            yield Breach("Y803", name, cell)


def _differ(left: Decimal | None, right: Decimal | None) -> bool:
    return left is not None and right is not None and left != right


def _summed(
    agency: Agency, edition: str, now: Mapping[str, Known], below: Mapping[str | None, list[Agency]]
) -> Iterator[Breach]:
    """A government's figures against those of all whose reports it sums; counts that are unknown are 0 or more."""
    parts = [now.get(name) for name in _parts(agency, below)]
    for cell in summed_cells(edition):
        own = now[agency.name][cell]
        numbers = [None if part is None else part[cell] for part in parts]
        least = sum(number for number in numbers if number is not None)
        if own is not None and (own < least or (own > least and None not in numbers)):
            yield Breach("G901", agency.name, cell)


def _parts(agency: Agency, below: Mapping[str | None, list[Agency]]) -> Iterator[str]:
    """Whose reports a government sums: its children's, and for those that do not consolidate their children's too."""
    for child in below.get(agency.name, ()):
        yield child.name
        if not child.consolidates:
            yield from _parts(child, below)


def summed_cells(edition: str) -> Iterator[CellKey]:
    """The cells of tables 三 and 四."""
    for row in form.APPLICATION_ROWS[edition]:
        yield from (("applications", row, column) for column in (*APPLICANTS, "total"))
    for block in BLOCKS:
        yield from (("review", block, result) for result in (*RESULTS, "total"))
