"""The harvest (采集): what an audit keeps of one report, taken where the report is read.

It travels from one process to another and into the ledger as JSON text: nothing unpacks it on the way.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gouji.cache.keys import is_passing
from gouji.cache.record import as_text
from gouji.collection import placed
from gouji.copying.signing import Sentence, bands, sentences
from gouji.document import Place
from gouji.engine import Engine
from gouji.finding import Finding, Severity
from gouji.measures import measures
from gouji.model import Report
from gouji.outcome import FileResult
from gouji.prose.dating.dates import Date
from gouji.prose.dating.filer import deadline, filer
from gouji.prose.dating.filing import bare_name, is_office
from gouji.prose.dating.signing import published, signature, signed
from gouji.prose.dating.years import settled
from gouji.prose.words.personal import hidden, personal_digits
from gouji.readers import Unreadable
from gouji.relations.evaluation import known
from gouji.relations.expansion import operands
from gouji.rule import Rule
from gouji.suppression.kept import comments
from gouji.work import Task, contents, digest

_START = Place(1, 1, 1, 1)
_SURROGATE = re.compile("[\ud800-\udfff]")


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
        data = contents(task.file, engine.limits.size)
    except Unreadable as error:
        return of_result(engine.unchecked(task.path, str(error)))
    report, result = engine.examine(task.path, data, task.request)
    result = _alone(result, engine.rules)._replace(digest=digest(data))
    return of_result(result) if report is None else _of_report(report, result)


def of_result(result: FileResult) -> Harvest:
    """What is kept of a file that is no report, or not to be read."""
    file = {"path": result.path, "digest": result.digest, "checked": result.checked, **placed(_START)}
    return Harvest(result.path, result.digest, _json(file | _record(result)), findings=_json(_findings(result)))


def _of_report(report: Report, result: FileResult) -> Harvest:
    file = {
        "path": result.path,
        "digest": result.digest,
        "checked": True,
        "said_agency": _agency(report),
        "said_year": settled(report)[0],
        "edition": result.edition,
        "kind": filer(report).kind,
        "published": _day(published(report)),
        "signed": _day(signed(report)),
        "published_at": _where(report, published(report)),
        "signed_at": _where(report, signed(report)),
        "local_due": _local_due(report),
        **placed(report.document.in_file(report.title.place if report.title else _START)),
        "remarks": storable(as_text(comments(report.document))) if report.document.remarks else None,
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


def _alone(result: FileResult, rules: Mapping[str, Rule]) -> FileResult:
    """The result without the findings of rules that judge this report better when they see all of them."""
    found = zip(result.findings, result.excerpts, strict=True)
    kept = [each for each in found if each[0].code not in rules or rules[each[0].code].across is None]
    if len(kept) == len(result.findings):
        return result
    return result._replace(
        findings=tuple(finding for finding, _excerpt in kept), excerpts=tuple(excerpt for _finding, excerpt in kept)
    )


def _agency(report: Report) -> str | None:
    """The agency that the title names, else the one that signed, unless it may have signed for another."""
    signer = signature(report)[0]
    return report.agency or (signer if signer and not is_office(bare_name(signer)) else None)


def _where(report: Report, date: Date | None) -> str | None:
    return None if date is None else _json(list(placed(report.document.in_file(date.place)).values()))


def _local_due(report: Report) -> str | None:
    """The last day to publish by a local ruleset, which the ledger could not know; None if there is none."""
    year = settled(report)[0]
    last = deadline(report, year) if year else None
    if year is None or last is None or last.day is None or not last.local:
        return None
    month, day = last.day
    return f"{year + 1:04}-{month:02}-{min(day, monthrange(year + 1, month)[1]):02}"


def _record(result: FileResult) -> dict[str, Any]:
    """The result, and how long it may stand for another reading of the file."""
    lasting = {"again": is_passing(result.findings), "expires": result.expires, "expired": result.expired}
    return lasting | {"record": storable(as_text(result))}


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
                **placed(report.document.in_file(cell.place)),
            }


def _passages(said: Iterable[Sentence], numbers: frozenset[str]) -> Iterator[dict[str, Any]]:
    for number, each in enumerate(said):
        text = hidden(each.text, numbers)
        about = {"number": number, "section": each.section, "text": text, "own": each.own or None}
        yield about | placed(each.place)


def _findings(result: FileResult) -> dict[str, Sequence[Any]]:
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


def storable(of_json: str) -> str:
    r"""JSON in which what is no text, as in a file name that is not UTF-8, is written out: the ledger takes only text.

    >>> storable('"甲\udcff"')
    '"甲\\\\udcff"'
    """
    try:
        of_json.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(lambda match: f"\\\\u{ord(match[0]):x}", of_json)
    return of_json


def _columns(rows: Iterable[dict[str, Any]]) -> dict[str, Sequence[Any]]:
    """The rows, all with the same names, as the values of each column that has any."""
    table = list(rows)
    columns = zip(*(row.values() for row in table), strict=True)
    return {name: values for name, values in zip(next(iter(table), ()), columns, strict=True) if set(values) != {None}}


def _day(date: Date | None) -> str | None:
    if date is None or not date.possible or not date.year or not date.day:
        return None
    return f"{date.year:04}-{date.month:02}-{date.day:02}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
