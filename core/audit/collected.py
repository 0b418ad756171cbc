"""The outcome of an audit (核查结果), read out of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.ledger.store import Ledger
from gouji.cache.record import of_text
from gouji.document import Place
from gouji.finding import Finding, Severity
from gouji.host import Host
from gouji.outcome import FileResult, Outcome

_START = Place(1, 1, 1, 1)


def outcome(ledger: Ledger, host: Host, fail_on: int) -> Outcome:
    """What was found in all files, and what belongs to none."""
    files = tuple(_files(ledger))
    found = ledger.rows("SELECT record FROM findings WHERE file IS NULL ORDER BY year, agency, code, number")
    homeless = (of_text(Finding, record) for (record,) in found)
    return Outcome(files, (*host.findings, *homeless), host.rules, fail_on)


def _files(ledger: Ledger) -> Iterator[FileResult]:
    query = (
        "SELECT files.record, agency, year, across.records FROM files LEFT JOIN"
        " (SELECT file, list(record ORDER BY number) AS records FROM findings WHERE across GROUP BY file) AS across"
        " USING (file) ORDER BY path"
    )
    for record, agency, year, records in ledger.rows(query):
        result = of_text(FileResult, record)
        if records:
            result = _joined(result, [of_text(Finding, each) for each in records])
        yield result._replace(agency=agency or result.agency, year=year or result.year)


def _joined(result: FileResult, across: list[Finding]) -> FileResult:
    """The result with what was found across reports, in document order."""
    found = [*zip(result.findings, result.excerpts, strict=True), *((each, None) for each in across)]
    found.sort(key=lambda each: (each[0].place.page or 0, each[0].place[:2], each[0].code))
    return result._replace(
        findings=tuple(finding for finding, _excerpt in found), excerpts=tuple(excerpt for _finding, excerpt in found)
    )
