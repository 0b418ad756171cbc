"""Dossiers (机关档案): all that the ledger knows of one agency after the other, fifty of them at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from gouji.audit.collected import results
from gouji.audit.site.figures import Courses
from gouji.cache.record import of_text
from gouji.collection import Collection
from gouji.finding import Finding, Related
from gouji.outcome import FileResult

_AT_ONCE = 50
_MOST_REPORTS = 100
"""So many reports of one agency are shown; it is a handful, unless somebody named a folder of something else."""
_COPYING = ("Y804", "G903")
_ROLL_UP = "G901"
_MOST_COPIES = 10


class Filing(NamedTuple):
    """One report of an agency (一份报告): its result with what was found across reports; doubt as in the ledger."""

    result: FileResult
    year: int | None
    published: date | None
    doubt: str | None


class Repetition(NamedTuple):
    """What a report repeats of another one (雷同): the sentences side by side, as ``(here, there)``."""

    path: str
    other: Related
    pairs: tuple[tuple[str, str], ...]


class Dossier(NamedTuple):
    """One agency (机关档案).

    filings: its reports, latest year first; more: how many are not among these. absent: findings about reports that
    are not there. courses: its figures over the years. repetitions, roll_ups: what two kinds of findings are about.
    """

    agency: str
    filings: tuple[Filing, ...]
    more: int
    absent: tuple[Finding, ...]
    courses: Courses
    repetitions: tuple[Repetition, ...]

    @property
    def roll_ups(self) -> Iterator[Finding]:
        """The findings that compare its figures with those of its subordinates."""
        for filing in self.filings:
            yield from (finding for finding in filing.result.findings if finding.code == _ROLL_UP and finding.related)


def dossiers(collection: Collection, agencies: Sequence[str]) -> Iterator[Dossier]:
    """The dossiers of these agencies, in their order."""
    every = iter(agencies)
    while some := list(islice(every, _AT_ONCE)):
        filings: dict[str, list[Filing]] = {name: [] for name in some}
        more = dict.fromkeys(some, 0)
        for agency, filing in _filings(collection, "list_contains(?, agency)", some):
            if len(filings[agency]) < _MOST_REPORTS:
                filings[agency].append(filing)
            else:
                more[agency] += 1
        courses, absent = _courses(collection, some), _absent(collection, some)
        for name in some:
            found = tuple(filings[name])
            repeated = tuple(islice(_repetitions(collection, found), _MOST_COPIES))
            yield Dossier(name, found, more[name], tuple(absent[name]), courses[name], repeated)


def strays(collection: Collection) -> Iterator[Filing]:
    """The reports that are nobody's, and the files that could not be checked (归属存疑), by path."""
    for _agency, filing in _filings(collection, "agency IS NULL"):
        yield filing


def _filings(collection: Collection, condition: str, *values: object) -> Iterator[tuple[str, Filing]]:
    query = f"""
        SELECT file, agency, year, published, doubt FROM files WHERE {condition}
        ORDER BY agency, year DESC NULLS FIRST, path"""
    files = list(collection.rows(query, *values))
    read = results(collection.rows, [file for file, *_about in files])
    for result, (_file, agency, *about) in zip(read, files, strict=True):
        yield agency, Filing(result, *about)


def _courses(collection: Collection, agencies: Sequence[str]) -> dict[str, Courses]:
    query = """
        SELECT agency, table_key, row_key, field_key, list(year ORDER BY year), list(value ORDER BY year)
        FROM settled WHERE list_contains(?, agency) GROUP BY ALL"""
    found: dict[str, dict[tuple[str, str, str], dict[int, object]]] = {name: {} for name in agencies}
    for agency, table, row, field, years, values in collection.rows(query, agencies):
        found[agency][table, row, field] = dict(zip(years, values, strict=True))
    return found  # type: ignore[return-value]  # the ledger's values are decimals


def _absent(collection: Collection, agencies: Sequence[str]) -> dict[str, list[Finding]]:
    query = """
        SELECT agency, record FROM findings WHERE file IS NULL AND list_contains(?, agency)
        ORDER BY agency, year DESC, code, number"""
    found: dict[str, list[Finding]] = {name: [] for name in agencies}
    for agency, record in collection.rows(query, agencies):
        found[agency].append(of_text(Finding, record))
    return found


def _repetitions(collection: Collection, filings: Sequence[Filing]) -> Iterator[Repetition]:
    from gouji.copying.copies import repeated

    for filing in filings:
        for finding in filing.result.findings:
            for other in finding.related if finding.code in _COPYING else ():
                if other.path is not None:
                    pairs = repeated(collection, filing.result.path, other.path)
                    texts = tuple((here.text, there.text) for here, there in pairs)
                    yield Repetition(filing.result.path, other, texts)
