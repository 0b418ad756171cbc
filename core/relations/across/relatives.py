"""Relatives (相关报告): which other reports those of an audit are compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from hashlib import blake2b
from itertools import count
from typing import NamedTuple

from gouji.collection import Collection
from gouji.ruleset import governing, load

_FILINGS = "SELECT file, agency, year, edition, path FROM filings WHERE year IN (SELECT unnest(?)) ORDER BY path"
_AGENCIES = "SELECT agency, parent, consolidates, first_year, last_year FROM agencies ORDER BY agency"
_DOUBTFUL = "SELECT said_agency, year FROM files WHERE checked AND agency IS NULL AND said_agency IS NOT NULL"
_MAKEUPS = ((True, False), (False, False), (True, True), (False, True))
"""Whether a government sums its own office, and whether those that have filed though they need not: first the usual."""


class Filed(NamedTuple):
    """One report (报告): the number of its file, whose it is, on which year, of which edition, and where it lies."""

    file: int
    agency: str
    year: int
    edition: str | None
    path: str


class Uncounted(NamedTuple):
    """Reports of agencies of a place that are in doubt (没有计入的报告), and so are in no sum."""

    place: str
    reports: int


class Peers(NamedTuple):
    """What a report is compared with (比对对象).

    number: their own. prior: the file of the report on the year before, if any. below: the agencies whose figures it
    sums, if it consolidates any, and the file of each, if it has filed.
    """

    number: int
    prior: int | None
    below: Mapping[str, int | None]


class _Agency(NamedTuple):
    name: str
    parent: str | None
    consolidates: bool
    first: int | None
    last: int | None


@cache
def _offices() -> tuple[str, ...]:
    """How the names of governments' own offices end (人民政府办公室)."""
    return tuple(load("filing")["endings"]["offices"])


class Relatives:
    """The reports of an audit, those on the years before, and who stands below whom.

    Whoever files more than once on a year is known by the first of these files.
    """

    def __init__(self, collection: Collection) -> None:
        """collection: the reports, and the years of those that are looked at."""
        years = {year + before for year in collection.years for before in (0, -1)}
        self.files = {row[0]: Filed(*row) for row in collection.rows(_FILINGS, sorted(years))}
        self._filings: dict[tuple[str, int], list[int]] = {}
        for each in self.files.values():
            self._filings.setdefault((each.agency, each.year), []).append(each.file)
        self._doubtful = list(collection.rows(_DOUBTFUL))
        self._agencies = {row[0]: _Agency(*row) for row in collection.rows(_AGENCIES)}
        self._numbers = count()

    def on(self, year: int) -> dict[int, list[Peers]]:
        """What each report on a year is compared with: several if it may have summed these or those."""
        prior_year = None if governing(year - 1) is None else year - 1  # what stands in an older form is no such figure
        found: dict[int, list[Peers]] = {}
        for (agency, of), files in self._filings.items():
            if of == year:
                prior = None if prior_year is None else self._first(agency, prior_year)
                peers = [Peers(next(self._numbers), prior, below) for below in self._makeups(agency, year)]
                found.update((file, peers) for file in files)
        return found

    def uncounted(self, report: Filed) -> Uncounted:
        """The reports in doubt on the year of a report, of agencies named after the place that its agency governs."""
        place = re.sub("(人民)?政府$", "", report.agency)
        names = [name for name, year in self._doubtful if year in (report.year, None) and name != report.agency]
        return Uncounted(place, sum(name.startswith(place) for name in names))

    def identity(self, file: int, peers: Sequence[Peers]) -> str:
        """Stands for a report and all that it is compared with: another one once any of these is read anew."""
        below = [[*map(self._filed_with, each.below.values())] for each in peers]
        compared = (file, self.files[file].edition, self._filed_with(peers[0].prior), below)
        return blake2b(repr(compared).encode(), digest_size=16).hexdigest()

    def repeated(self, *years: int) -> list[dict[str, int]]:
        """The files of agencies that filed more than once on one of these years, each with the first of them."""
        return [
            {"file": file, "filing": files[0]}
            for (_agency, of), files in self._filings.items()
            if len(files) > 1 and of in years
            for file in files
        ]

    def _filed_with(self, file: int | None) -> list[int]:
        """All that the same agency filed on the same year."""
        return [] if file is None else self._filings[self.files[file].agency, self.files[file].year]

    def _first(self, agency: str, year: int) -> int | None:
        return self._filings.get((agency, year), (None,))[0]

    def _makeups(self, agency: str, year: int) -> list[Mapping[str, int | None]]:
        """Whose figures an agency may have summed: one of these, and of nobody if it does not consolidate."""
        found: list[Mapping[str, int | None]] = []
        for offices, beyond in _MAKEUPS:
            under = [each for each in self._under.get(agency, ()) if self._counts(each, agency, year, offices, beyond)]
            below = {each.name: self._first(each.name, year) for each in under}
            if below and below not in found:
                found.append(below)
            elif not found:
                return [{}]
        return found

    def _counts(self, agency: _Agency, above: str, year: int, offices: bool, beyond: bool) -> bool:
        """Whether an agency is one of those below another that is above it."""
        if not offices and above == agency.parent and agency.name.endswith(_offices()):
            return False
        if (agency.first or year) <= year <= (agency.last or year):
            return True
        return beyond and (agency.name, year) in self._filings

    @cached_property
    def _under(self) -> Mapping[str, list[_Agency]]:
        """Those whose figures make up those of each agency that consolidates.

        They are its children and, through a child that does not consolidate itself, the child's own.
        """
        found: dict[str, list[_Agency]] = {}
        for each in self._agencies.values():
            if (above := next((above.name for above in self._above(each) if above.consolidates), None)) is not None:
                found.setdefault(above, []).append(each)
        return found

    def _above(self, agency: _Agency) -> Iterator[_Agency]:
        passed = {agency.name}
        while (above := self._agencies.get(agency.parent or "")) is not None and above.name not in passed:
            yield above
            passed.add(above.name)
            agency = above
