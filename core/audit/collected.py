"""The outcome of an audit (核查结果), read out of the ledger.

Ten thousand reports do not stand in memory: each is read when it is asked for, and what is counted, the ledger counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

from gouji.audit.ledger.store import Ledger
from gouji.cache.record import of_text
from gouji.finding import Finding, Severity
from gouji.host import Host
from gouji.outcome import Counts, FileResult, Outcome

_BLOCK = 128
"""How many reports are read from the ledger at once."""
Rows = Callable[..., Iterator[tuple[Any, ...]]]
"""Asks the ledger: a query and its values."""
_SUPPRESSED = FileResult._fields.index("suppressed")
_RESULTS = """
    SELECT record, agency, year, records FROM files LEFT JOIN (
        SELECT file, list(record ORDER BY number) AS records FROM findings
        WHERE across AND file IN (SELECT unnest($1)) GROUP BY file
    ) USING (file) WHERE file IN (SELECT unnest($1)) ORDER BY list_position($1, file)"""


def outcome(ledger: Ledger, host: Host, fail_on: int) -> Outcome:
    """What was found in all files, and what belongs to none; to be used while the ledger is open."""
    found = ledger.rows("SELECT record FROM findings WHERE file IS NULL ORDER BY year, agency, code, number")
    findings = (*host.findings, *(of_text(Finding, record) for (record,) in found))
    return Outcome(Files(ledger.rows), findings, host.rules, fail_on, _counts(ledger, host.findings))


class Files(Sequence[FileResult]):
    """The results of all files by path (文件结果), read anew each time that they are gone through."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._numbers = [number for (number,) in rows("SELECT file FROM files ORDER BY path")]

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[FileResult]:
        return results(self._rows, self._numbers)

    @overload
    def __getitem__(self, index: int) -> FileResult: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FileResult]: ...
    def __getitem__(self, index: int | slice) -> FileResult | Sequence[FileResult]:
        if isinstance(index, slice):
            return list(results(self._rows, self._numbers[index]))
        return next(results(self._rows, [self._numbers[index]]))


def results(rows: Rows, numbers: Sequence[int]) -> Iterator[FileResult]:
    """The results of the files with these numbers, in this order; few of them are in memory at a time."""
    for start in range(0, len(numbers), _BLOCK):
        for record, agency, year, across in rows(_RESULTS, numbers[start : start + _BLOCK]):
            result = of_text(FileResult, record)
            if across:
                result = _joined(result, [of_text(Finding, each) for each in across])
            yield result._replace(agency=agency or result.agency, year=year or result.year)


def _joined(result: FileResult, across: Sequence[Finding]) -> FileResult:
    """The result with what was found across reports, in document order."""
    excerpts = result.excerpts or (None,) * len(result.findings)
    found = [*zip(result.findings, excerpts, strict=True), *((each, None) for each in across)]
    found.sort(key=lambda each: (each[0].place.page or 0, each[0].place[:2], each[0].code))
    findings, excerpts = zip(*found, strict=True)
    return result._replace(findings=findings, excerpts=excerpts)


def _counts(ledger: Ledger, of_run: Sequence[Finding]) -> Counts:
    """How much was found in all; ``of_run``: what the ledger does not have, as it is about this run."""
    severities = dict.fromkeys(Severity, 0)
    for key, number in ledger.rows("SELECT severity, count(*) FROM findings GROUP BY severity"):
        severities[Severity[key.upper()]] += number
    for finding in of_run:
        severities[finding.severity or Severity.INFO] += 1
    ((suppressed, unchecked),) = ledger.rows(
        f"SELECT coalesce(sum((record ->> '$[{_SUPPRESSED}]')::INTEGER), 0)::INTEGER, count(*) FILTER (NOT checked)"
        " FROM files"
    )
    return Counts(severities, suppressed, 0, unchecked)
