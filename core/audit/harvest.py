"""The harvest (采集): what an audit keeps of one report, taken where the report is read.

It travels from one process to another and into the ledger as JSON text: nothing unpacks it on the way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from gouji.audit.copying.signing import Sentence, bands, sentences
from gouji.cache.record import as_text
from gouji.document import Place
from gouji.engine import Engine
from gouji.finding import Finding, Severity
from gouji.measures import measures
from gouji.model import Report
from gouji.outcome import FileResult
from gouji.prose.dating.dates import Date
from gouji.prose.dating.filer import filer
from gouji.prose.dating.signing import published, signed
from gouji.prose.words.personal import hidden, personal_digits
from gouji.readers import Unreadable
from gouji.relations.evaluation import known
from gouji.relations.expansion import operands
from gouji.work import Task, contents, digest

_PLACE = ("line", "col", "end_line", "end_col", "page", "address", "box")
_START = Place(1, 1, 1, 1)


class Harvest(NamedTuple):
    """What is kept of one file (采集结果): JSON for the tables of the ledger.

    path: as the user named it. digest: of its bytes, empty if they could not be read.
    file: an object, one row of ``files``. cells, findings, passages, bands: objects of lists, one list for each column.
    """

    path: str
    digest: str
    file: str
    cells: str = "{}"
    findings: str = "{}"
    passages: str = "{}"
    bands: str = "{}"


def harvest(engine: Engine, task: Task) -> Harvest:
    """Read and check one file, and take from it what is kept; one that cannot be read is an X001 finding."""
    if task.trouble:
        return of_result(engine.unchecked(task.path, task.trouble))
    try:
        data = contents(task.path, engine.limits.size)
    except Unreadable as error:
        return of_result(engine.unchecked(task.path, str(error)))
    report, result = engine.examine(task.path, data, task.request)
    result = result._replace(digest=digest(data))
    return of_result(result) if report is None else _of_report(report, result)


def of_result(result: FileResult) -> Harvest:
    """What is kept of a file that is no report, or not to be read."""
    file = {"path": result.path, "digest": result.digest, "checked": result.checked, **_placed(_START)}
    return Harvest(result.path, result.digest, _json(file | _record(result)), findings=_json(_findings(result)))


def _of_report(report: Report, result: FileResult) -> Harvest:
    file = {
        "path": result.path,
        "digest": result.digest,
        "checked": True,
        "said_agency": report.agency,
        "said_year": report.year,
        "edition": result.edition,
        "kind": filer(report).kind,
        "published": _day(published(report)),
        "signed": _day(signed(report)),
        **_placed(report.document.in_file(report.title.place if report.title else _START)),
    }
    said = sentences(report)
    return Harvest(
        result.path,
        result.digest,
        _json(file | _record(result)),
        _json(_columns(_cells(report))),
        _json(_findings(result)),
        _json(_columns(_passages(said, personal_digits(report)))),
        _json(bands(said)),
    )


def _record(result: FileResult) -> dict[str, str]:
    return {"record": as_text(result)}


def _cells(report: Report) -> Iterator[dict[str, Any]]:
    """Every cell of the form that the report has, with its exact value as the relations see it."""
    numbers = personal_digits(report)
    for table in report.tables:
        if table.edition is None:
            continue
        amounts = measures(table.edition.key).amounts
        for operand in operands(table.edition, table.key):
            cell = table.cells.get((operand.row, operand.field))
            if cell is None:
                continue
            value = known(cell, operand, amounts.get(operand.field, ("",)))
            yield {
                "table_key": operand.table,
                "row_key": operand.row,
                "field_key": operand.field,
                "value": None if value is None else f"{value:f}",
                "raw": hidden(cell.raw, numbers),
                **_placed(report.document.in_file(cell.place)),
            }


def _passages(said: Iterable[Sentence], numbers: frozenset[str]) -> Iterator[dict[str, Any]]:
    for number, each in enumerate(said):
        text = hidden(each.text, numbers)
        about = {"number": number, "section": each.section, "text": text, "own": each.own or None}
        yield about | _placed(each.place)


def _findings(result: FileResult) -> dict[str, list[Any]]:
    return _columns(kept(*each) for each in enumerate(result.findings))


def kept(number: int, finding: Finding) -> dict[str, Any]:
    """What is kept of a finding, the one with this number in its file."""
    return {
        "number": number,
        "code": finding.code,
        "severity": (finding.severity or Severity.INFO).key,
        "table_key": finding.table,
        "row_key": finding.row,
        "field_key": finding.field,
        "line": finding.place.line,
        "col": finding.place.column,
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
    }


def _placed(place: Place) -> dict[str, Any]:
    values = (*place[:6], None if place.box is None else json.dumps(place.box))
    return dict(zip(_PLACE, values, strict=True))


def _columns(rows: Iterable[dict[str, Any]]) -> dict[str, list[Any]]:
    """The rows as one list for each column."""
    columns: dict[str, list[Any]] = {}
    for row in rows:
        for name, value in row.items():
            columns.setdefault(name, []).append(value)
    return columns


def _day(date: Date | None) -> str | None:
    if date is None or not date.possible or not date.year or not date.day:
        return None
    return f"{date.year:04}-{date.month:02}-{date.day:02}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
