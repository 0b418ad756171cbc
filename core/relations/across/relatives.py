"""Relatives (相关报告): for the reports on one year, which others they are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

from gouji.collection import Collection
from gouji.relations.language import CHILDREN, PRIOR
from gouji.ruleset import governing, load

_FILINGS = "SELECT file, agency, year, edition, path FROM filings WHERE year IN (?, ?) ORDER BY path"
_AGENCIES = "SELECT agency, parent, consolidates, first_year, last_year FROM agencies ORDER BY agency"


class Filed(NamedTuple):
    """One report (报告): the number of its file, whose it is, on which year, of which edition, and where it lies."""

    file: int
    agency: str
    year: int
    edition: str | None
    path: str


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

    def __init__(self, collection: Collection, year: int, *, offices: bool = True, beyond: bool = False) -> None:
        """year: that of the reports which are looked at.

        offices: whether a government's own office is one of its subordinates. beyond: whether those are that have
        filed, though by the roster they need not on that year.
        """
        self._collection = collection
        self._offices = offices
        self._beyond = beyond
        self._year = year
        self.files = {row[0]: Filed(*row) for row in collection.rows(_FILINGS, year, year - 1)}
        self._filings: dict[tuple[str, int], list[int]] = {}
        for each in self.files.values():
            self._filings.setdefault((each.agency, each.year), []).append(each.file)
        self._agencies = {row[0]: _Agency(*row) for row in collection.rows(_AGENCIES)}

    def otherwise(self) -> Iterator[Relatives]:
        """What a government may just as well have summed, as far as that is not the same."""
        for offices, beyond in ((False, False), (True, True), (False, True)):
            yield Relatives(self._collection, self._year, offices=offices, beyond=beyond)

    def first(self, file: int) -> int:
        """The first file of the same agency on the same year."""
        return self._filings[self.files[file].agency, self.files[file].year][0]

    def prior(self, file: int) -> Filed | None:
        """The report on the year before, if there was a form for it: what stands in an older one is no such figure."""
        if governing(self._year - 1) is None:
            return None
        found = self._filings.get((self.files[file].agency, self.files[file].year - 1))
        return None if found is None else self.files[found[0]]

    def below(self, file: int) -> Mapping[str, int | None]:
        """Whose figures make up those of a report that consolidates, and the number of the file of each, if any."""
        below = self._contributing.get(self.files[file].agency, ())
        return {name: self._filings.get((name, self._year), (None,))[0] for name in below}

    @cached_property
    def reports(self) -> list[dict[str, Any]]:
        """What is asked about: the reports on the year, and with how many others each has to be compared."""
        return [
            {
                "file": each.file,
                "filing": self.first(each.file),
                "edition": each.edition,
                PRIOR: int(self.prior(each.file) is not None),
                CHILDREN: len(self._contributing.get(each.agency, ())),
            }
            for each in self.files.values()
            if each.year == self._year
        ]

    @cached_property
    def links(self) -> list[dict[str, Any]]:
        """The files that the reports on the year are compared with, each once for each agency."""
        found = []
        for filing in {each["filing"] for each in self.reports}:
            if (prior := self.prior(filing)) is not None:
                found.append({"filing": filing, "whose": PRIOR, "file": prior.file, "turn": 0})
            for turn, file in enumerate(self.below(filing).values()):
                if file is not None:
                    found.append({"filing": filing, "whose": CHILDREN, "file": file, "turn": turn})
        return found

    @cached_property
    def repeated(self) -> list[dict[str, int]]:
        """The files of agencies that filed more than once on a year."""
        return [
            {"file": file, "filing": files[0]} for files in self._filings.values() if len(files) > 1 for file in files
        ]

    @cached_property
    def _contributing(self) -> Mapping[str, tuple[str, ...]]:
        """Whose figures make up those of each agency that consolidates.

        They are its children's and, through a child that does not consolidate itself, those of the child's own.
        """
        found: dict[str, list[str]] = {}
        for each in self._agencies.values():
            above = self._summing(each)
            if above is not None and self._counts(each, above):
                found.setdefault(above, []).append(each.name)
        return {name: tuple(below) for name, below in found.items()}

    def _counts(self, agency: _Agency, above: str) -> bool:
        """Whether an agency is one of those below another that is above it."""
        if not self._offices and above == agency.parent and agency.name.endswith(_offices()):
            return False
        if (agency.first or self._year) <= self._year <= (agency.last or self._year):
            return True
        return self._beyond and (agency.name, self._year) in self._filings

    def _summing(self, agency: _Agency) -> str | None:
        """The nearest agency above one that consolidates."""
        return next((above.name for above in self._above(agency) if above.consolidates), None)

    def _above(self, agency: _Agency) -> Iterator[_Agency]:
        passed = {agency.name}
        while (above := self._agencies.get(agency.parent or "")) is not None and above.name not in passed:
            yield above
            passed.add(above.name)
            agency = above
