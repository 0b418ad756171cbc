"""Relatives (相关报告): for the reports on one year, which others they are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain, count
from typing import Any, NamedTuple

from gouji.collection import Collection
from gouji.relations.language import CHILDREN, PRIOR
from gouji.ruleset import governing, load

_FILINGS = "SELECT file, agency, year, edition, path FROM filings WHERE year IN (?, ?) ORDER BY path"
_AGENCIES = "SELECT agency, parent, consolidates, first_year, last_year FROM agencies ORDER BY agency"
_MAKEUPS = ((True, False), (False, False), (True, True), (False, True))
"""Whether a government sums its own office, and whether those that have filed though they need not: first the usual."""


class Filed(NamedTuple):
    """One report (报告): the number of its file, whose it is, on which year, of which edition, and where it lies."""

    file: int
    agency: str
    year: int
    edition: str | None
    path: str


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
    """The reports on a year, those on the year before, and who stands below whom.

    Whoever files more than once on a year is known by the first of these files.
    """

    def __init__(self, collection: Collection, year: int) -> None:
        """year: that of the reports which are looked at."""
        self._year = year
        self.files = {row[0]: Filed(*row) for row in collection.rows(_FILINGS, year, year - 1)}
        self._filings: dict[tuple[str, int], list[int]] = {}
        for each in self.files.values():
            self._filings.setdefault((each.agency, each.year), []).append(each.file)
        self._agencies = {row[0]: _Agency(*row) for row in collection.rows(_AGENCIES)}
        numbers = count()
        self._peers = {
            files[0]: [Peers(next(numbers), self._prior(agency), below) for below in self._makeups(agency)]
            for (agency, of), files in self._filings.items()
            if of == year
        }

    def peers(self, file: int) -> Sequence[Peers]:
        """What a report on the year is compared with; several if it may have summed these or those, the usual first."""
        report = self.files[file]
        return self._peers.get(self._filings[report.agency, report.year][0], ())

    @cached_property
    def reports(self) -> list[dict[str, Any]]:
        """What is asked about: the reports, each with the number of its peers and how many these are."""
        return [
            {
                "file": each.file,
                "peers": peers.number,
                "edition": each.edition,
                PRIOR: int(peers.prior is not None),
                CHILDREN: len(peers.below),
            }
            for each in self.files.values()
            for peers in self.peers(each.file)
        ]

    @cached_property
    def links(self) -> list[dict[str, Any]]:
        """The files of all peers, those of the subordinates with the turn of each."""
        found = []
        for peers in chain.from_iterable(self._peers.values()):
            if peers.prior is not None:
                found.append({"peers": peers.number, "whose": PRIOR, "file": peers.prior, "turn": 0})
            for turn, file in enumerate(peers.below.values()):
                if file is not None:
                    found.append({"peers": peers.number, "whose": CHILDREN, "file": file, "turn": turn})
        return found

    @cached_property
    def repeated(self) -> list[dict[str, int]]:
        """The files of agencies that filed more than once on a year, each with the first of them."""
        return [
            {"file": file, "filing": files[0]} for files in self._filings.values() if len(files) > 1 for file in files
        ]

    def _prior(self, agency: str) -> int | None:
        """The report on the year before, if there was a form for it: what stands in an older one is no such figure."""
        return None if governing(self._year - 1) is None else self._first(agency, self._year - 1)

    def _first(self, agency: str, year: int) -> int | None:
        return self._filings.get((agency, year), (None,))[0]

    def _makeups(self, agency: str) -> list[Mapping[str, int | None]]:
        """Whose figures an agency may have summed: one of these, and of nobody if it does not consolidate."""
        found: list[Mapping[str, int | None]] = []
        for offices, beyond in _MAKEUPS:
            under = [each for each in self._under.get(agency, ()) if self._counts(each, agency, offices, beyond)]
            below = {each.name: self._first(each.name, self._year) for each in under}
            if below and below not in found:
                found.append(below)
            elif not found:
                return [{}]
        return found

    def _counts(self, agency: _Agency, above: str, offices: bool, beyond: bool) -> bool:
        """Whether an agency is one of those below another that is above it."""
        if not offices and above == agency.parent and agency.name.endswith(_offices()):
            return False
        if (agency.first or self._year) <= self._year <= (agency.last or self._year):
            return True
        return beyond and (agency.name, self._year) in self._filings

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
