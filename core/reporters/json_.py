"""Machine output (机器可读输出), as ``gouji-1.schema.json`` describes it: one finding a line, to be compared with ease.

The text is made file by file: a tree of a thousand reports would be many times as large as what is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from gouji import __version__
from gouji.finding import Edit, Finding, Severity
from gouji.i18n import _
from gouji.outcome import FileResult, Outcome
from gouji.reporters import ReportOptions

SCHEMA = "gouji/1"

# Legal in JSON, but a terminal obeys some, JavaScript ends a line at others, and a lone surrogate has no encoding.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def write(outcome: Outcome, options: ReportOptions) -> Iterator[str]:
    """The outcome as JSON piece by piece, ending in a line break."""
    counts = outcome.counts
    summary = {
        "files": len(outcome.files),
        "unchecked": counts.unchecked,
        "errors": counts.severities.get(Severity.ERROR, 0),
        "warnings": counts.severities.get(Severity.WARNING, 0),
        "infos": counts.severities.get(Severity.INFO, 0),
        "suppressed": counts.suppressed,
        "baselined": counts.baselined,
    }
    yield f'{{"schema": {dump(SCHEMA)}, "version": {dump(__version__)},\n "summary": {dump(summary)},\n "files": ['
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
    yield dump(head)[:-1] + ', "findings": ['
    yield from _list(_of_file(outcome, finding) for finding in file.findings)
    yield "]}"


def _list(entries: Iterator[dict[str, Any]]) -> Iterator[str]:
    for index, entry in enumerate(entries):
        yield (",\n    " if index else "\n    ") + dump(entry)


def _of_file(outcome: Outcome, finding: Finding) -> dict[str, Any]:
    place, culprit, fix = finding.place, finding.culprit, finding.fix
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
        "fix": fix and {"safe": fix.safe, "edits": [_edit(edit) for edit in fix.edits]},
        "count": finding.places,
        "related": [each._asdict() for each in finding.related],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    place = edit.place
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "cell": place.cell,
        "text": edit.text,
    }


def _of_no_file(outcome: Outcome, finding: Finding) -> dict[str, Any]:
    return {
        **_rule(outcome, finding),
        "agency": finding.agency,
        "year": finding.year,
        "expected": finding.expected,
        "actual": finding.actual,
        "count": finding.places,
        "related": [each._asdict() for each in finding.related],
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


def dump(value: object) -> str:
    """The value as JSON on one line that every parser, terminal and browser takes for what it is (安全的 JSON)."""
    return _UNSAFE.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    # Strict parsers refuse the escape of a lone surrogate, so it is written as the text of one.
    return f"\\\\u{ord(character):04x}" if character >= "\ud800" else f"\\u{ord(character):04x}"
