"""Machine output (机器可读输出), as ``gouji-1.schema.json`` describes it: one finding a line, to be compared with ease.

The text is made file by file: a tree of a thousand reports would be many times as large as what is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from gouji import __version__
from gouji.finding import Finding, Severity
from gouji.i18n import _
from gouji.outcome import FileResult, Outcome
from gouji.reporters import ReportOptions

SCHEMA = "gouji/1"

# Legal in JSON, but a terminal obeys some, JavaScript ends a line at others, and a lone surrogate has no encoding.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def write(outcome: Outcome, options: ReportOptions) -> str:
    """The outcome as JSON, ending in a line break."""
    return "".join(_pieces(outcome))


def _pieces(outcome: Outcome) -> Iterator[str]:
    summary = {
        "files": len(outcome.files),
        "unchecked": outcome.unchecked,
        "errors": outcome.number(Severity.ERROR),
        "warnings": outcome.number(Severity.WARNING),
        "infos": outcome.number(Severity.INFO),
    }
    yield f'{{"schema": {_dump(SCHEMA)}, "version": {_dump(__version__)},\n "summary": {_dump(summary)},\n "files": ['
    for index, file in enumerate(outcome.files):
        yield ",\n  " if index else "\n  "
        yield from _file(outcome, file)
    yield '],\n "findings": ['
    yield from _list(_of_no_file(outcome, finding) for finding in outcome.findings)
    yield "]}\n"


def _file(outcome: Outcome, file: FileResult) -> Iterator[str]:
    head = {
        "path": file.path,
        "agency": file.agency,
        "year": file.year,
        "edition": file.edition,
        "checked": file.checked,
    }
    yield _dump(head)[:-1] + ', "findings": ['
    yield from _list(_of_file(outcome, finding) for finding in file.findings)
    yield "]}"


def _list(entries: Iterator[dict[str, Any]]) -> Iterator[str]:
    for index, entry in enumerate(entries):
        yield (",\n    " if index else "\n    ") + _dump(entry)


def _of_file(outcome: Outcome, finding: Finding) -> dict[str, Any]:
    place, culprit = finding.place, finding.culprit
    return {
        **_rule(outcome, finding),
        "location": {
            "line": place.line,
            "column": place.column,
            "end_line": place.end_line,
            "end_column": place.end_column,
            "page": place.page,
            "table": finding.table,
            "row": finding.row,
            "field": finding.field,
            "cell": place.cell,
            "box": place.box,
        },
        "expected": finding.expected,
        "actual": finding.actual,
        "culprit": culprit
        and {"table": culprit.table, "row": culprit.row, "field": culprit.field, "value": culprit.value},
        "count": finding.places,
    }


def _of_no_file(outcome: Outcome, finding: Finding) -> dict[str, Any]:
    return {
        **_rule(outcome, finding),
        "agency": None,
        "year": None,
        "expected": finding.expected,
        "actual": finding.actual,
        "count": finding.places,
    }


def _rule(outcome: Outcome, finding: Finding) -> dict[str, Any]:
    rule = outcome.rules.get(finding.code)
    return {
        "code": finding.code,
        "name": rule.name if rule else None,
        "severity": (finding.severity or Severity.INFO).key,
        "message": finding.message,
        "basis": _(finding.basis),
    }


def _dump(value: object) -> str:
    return _UNSAFE.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    # Strict parsers refuse the escape of a lone surrogate, so it is written as the text of one.
    return f"\\\\u{ord(character):04x}" if character >= "\ud800" else f"\\u{ord(character):04x}"
