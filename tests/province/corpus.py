"""The province as a whole: its roster, all that is filed, and all that must be found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from generation.reports import CellKey

from province import rosters
from province.agencies import Agency, grown
from province.figures import kept
from province.filings import Filing, filing
from province.oracle import Known, breaches
from province.planting import Plan, plan
from province.plantings import Planting, Scene

ROSTERS = {"csv": rosters.csv_of, "xlsx": rosters.xlsx_of, "toml": rosters.toml_of}


class Expected(NamedTuple):
    """A finding that must be made: its code, the file from the folder of all reports, whose report on which year it is,
    and the cell. Path: None for a report that is not there. Agency: empty for one that is on no roster."""

    code: str
    path: str | None
    agency: str
    year: int
    table: str | None = None
    row: str | None = None
    field: str | None = None


class Year(NamedTuple):
    """What is filed for one year, and what must be found in it."""

    year: int
    filings: Sequence[Filing]
    expected: Sequence[Expected]


class Province:
    """An invented province (虚构的省): so many agencies, these years, everything drawn from one seed.

    flawed: whether defects and near misses are planted.
    """

    def __init__(self, agencies: int, years: Sequence[int], seed: int, *, flawed: bool = True) -> None:
        self.years = years
        self._seed = seed
        everyone = grown(agencies, seed)
        planned = plan(everyone, years, seed) if flawed else Plan(everyone, {})
        self.agencies: Sequence[Agency] = planned.agencies
        self._plantings = planned.plantings

    @property
    def plantings(self) -> Sequence[Planting]:
        """All that is planted."""
        return list(self._plantings.values())

    def yearly(self) -> Iterator[Year]:
        """What is filed, one year after the other."""
        by_name = {agency.name: agency for agency in self.agencies}
        earlier: Mapping[str, Filing] = {}
        before: Mapping[str, Known] = {}
        for year, books in kept(self.agencies, self.years, self._seed):
            scene = Scene(
                earlier, {name: filing(by_name[name], year, each, self._seed) for name, each in books.items()}
            )
            filed = {name: self._filed(own, scene) for name, own in scene.peers.items()}
            known = {name: _settled(name, each) for name, each in filed.items()}
            known = {name: figures for name, figures in known.items() if figures}
            expected = list(self._marked(year, filed))
            for code, name, cell in breaches(self.agencies, year, known, before):
                expected.append(Expected(code, filed[name][0].path, name, year, *cell))
            yield Year(year, [each for filings in filed.values() for each in filings], expected)
            earlier, before = scene.peers, known

    def write(self, folder: Path) -> list[Expected]:
        """Write all reports under ``reports`` and the rosters beside it, and tell what must be found."""
        expected: list[Expected] = []
        for ending, written in ROSTERS.items():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"roster.{ending}").write_bytes(written(self.agencies))
        for year in self.yearly():
            expected += year.expected
            for each in year.filings:
                path = folder / "reports" / each.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(each.data)
        return expected

    def _filed(self, own: Filing, scene: Scene) -> Sequence[Filing]:
        planting = self._plantings.get((own.filer, own.year))
        return planting.edit(own, scene) if planting else [own]

    def _marked(self, year: int, filed: Mapping[str, Sequence[Filing]]) -> Iterator[Expected]:
        for planting in self._plantings.values():
            if planting.year == year:
                for mark in planting.marks:
                    filings = filed[mark.agency or planting.agency]
                    at = filings[mark.file] if filings else None
                    name = at.filer if at else planting.agency
                    yield Expected(mark.code, at and at.path, name, year, *mark.cell)


def _settled(name: str, filings: Sequence[Filing]) -> dict[CellKey, Decimal | None]:
    """The figures of an agency's reports, None where they are blank or differ; nothing if there is no report."""
    own = [each for each in filings if each.filer == name]
    texts = {cell: {each.values[cell] for each in own} for cell in own[0].values} if own else {}
    return {cell: _number(*said) if len(said) == 1 else None for cell, said in texts.items()}


def _number(text: str) -> Decimal | None:
    return Decimal(text.removesuffix("万元")) if text else None
