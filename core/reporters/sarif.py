"""SARIF 2.1.0 (静态分析结果交换格式), as code scanning services and editors read it: one result a line.

A file's line is given where the file has lines. What is found in a Word document, a PDF or a workbook is found again by
its cell or page instead, in words and as properties: a made-up line would lead people astray.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gouji import __version__, i18n
from gouji.document import Place
from gouji.explain import explain
from gouji.finding import Finding, Severity
from gouji.i18n import N_, _
from gouji.outcome import FileResult, Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.identity import identities
from gouji.reporters.json_ import dump
from gouji.reporters.paths import is_below, uri
from gouji.reporters.wording import basis, in_full, is_in_lines, message, printable, repair, spotted, whose
from gouji.rule import Rule
from gouji.whereabouts import spoken

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
"""What relative paths begin from; the service that reads the file knows where that is."""
_ROOT = N_("检查时的当前文件夹")
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
_FAILED = "X004"
_EDITABLE = (".txt", ".md", ".markdown")
"""Files whose text is what is in them; of others only their reader knows how to change them."""


def write(outcome: Outcome, options: ReportOptions) -> Iterator[str]:
    """The outcome as one SARIF run piece by piece, ending in a line break."""
    codes = sorted(_codes(outcome) & outcome.rules.keys())
    numbers = {code: number for number, code in enumerate(codes)}
    driver = {"name": "gouji", "version": __version__, "semanticVersion": __version__, "language": _language()}
    head = {
        "language": _language(),
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {ROOT: {"description": {"text": _(_ROOT)}}},
        "invocations": [_invocation(outcome)],
    }
    yield f'{{"$schema": {dump(SCHEMA)}, "version": "2.1.0", "runs": [\n {dump(head)[:-1]},\n'
    yield f'  "tool": {{"driver": {dump(driver)[:-1]}, "rules": ['
    yield from _list(_rule(outcome.rules[code]) for code in codes)
    yield ']}},\n  "artifacts": ['
    yield from _list(map(_artifact, outcome.files))
    yield '],\n  "results": ['
    yield from _list(_results(outcome, numbers))
    yield "]}]}\n"


def _list(entries: Iterator[dict[str, Any]]) -> Iterator[str]:
    for index, entry in enumerate(entries):
        yield (",\n    " if index else "\n    ") + dump(entry)


def _language() -> str:
    return _LANGUAGES[i18n.in_use()]


def _codes(outcome: Outcome) -> set[str]:
    """The rules to describe: those that were run, passed ones too, and those of the findings."""
    selected: set[str] = set().union(*(file.selected for file in outcome.files))
    return selected | {finding.code for finding in outcome.all_findings}


# ── the tool ─────────────────────────────────────────────────────────────────────────────────────


def _rule(rule: Rule) -> dict[str, Any]:
    """A rule's metadata; its name is the one that the command line and the configuration know it by."""
    reason, source = printable(_(rule.reason)), printable(_(rule.basis))
    plain = [reason, _("依据：{basis}").format(basis=source) if source else ""]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": printable(_(rule.title))},
        "fullDescription": {"text": reason or printable(_(rule.title))},
        "help": {"text": "\n".join(filter(None, plain)) or printable(_(rule.title)), "markdown": explain(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]} | ({"enabled": False} if rule.quiet else {}),
        "properties": {
            "tags": [rule.family],
            # What GitHub sorts by; it calls a note a recommendation.
            "problem.severity": "recommendation" if rule.severity is Severity.INFO else rule.severity.key,
        },
    }


def _invocation(outcome: Outcome) -> dict[str, Any]:
    """How the run went: what failed in it, and which files could not be checked."""
    failures = [_notification(finding) for finding in outcome.findings if not _is_of_report(finding)]
    for index, file in enumerate(outcome.files):
        where = {"locations": [{"physicalLocation": _file(index, file)}]}
        failed = (finding for finding in file.findings if finding.code == _FAILED or not file.checked)
        failures.extend(_notification(finding) | where for finding in failed)
    status = outcome.exit_status
    return {"executionSuccessful": status != 2, "exitCode": status, "toolExecutionNotifications": failures}


def _notification(finding: Finding) -> dict[str, Any]:
    return {
        "descriptor": {"id": finding.code},
        "level": _LEVELS[finding.severity or Severity.INFO],
        "message": {"text": message(finding)},
    }


# ── the files ────────────────────────────────────────────────────────────────────────────────────


def _artifact(file: FileResult) -> dict[str, Any]:
    about = {"agency": file.agency, "year": file.year, "edition": file.edition, "checked": file.checked}
    return {
        "location": _address(file.path),
        "roles": ["analysisTarget"],
        "properties": {key: value for key, value in about.items() if value is not None},
    }


def _address(path: str) -> dict[str, Any]:
    address = {"uri": uri(path)}
    return address | {"uriBaseId": ROOT} if is_below(path) else address


def _file(index: int, file: FileResult) -> dict[str, Any]:
    return {"artifactLocation": _address(file.path) | {"index": index}}


# ── the results ──────────────────────────────────────────────────────────────────────────────────


def _results(outcome: Outcome, numbers: dict[str, int]) -> Iterator[dict[str, Any]]:
    for index, file in enumerate(outcome.files):
        where = _file(index, file)
        for finding, identity in zip(file.findings, identities(file), strict=True):
            number = {"ruleIndex": numbers[finding.code]} if finding.code in numbers else {}
            yield {"ruleId": finding.code} | number | _result(where, file, finding, identity)
    for finding in filter(_is_of_report, outcome.findings):
        number = {"ruleIndex": numbers[finding.code]} if finding.code in numbers else {}
        yield {"ruleId": finding.code} | number | _missing(finding)


def _is_of_report(finding: Finding) -> bool:
    """Whether a finding without a file is about a report, one that is not there, and not about the run."""
    return finding.agency is not None or finding.year is not None


def _missing(finding: Finding) -> dict[str, Any]:
    """A finding about a report that is not there: whose it should be stands for the place."""
    name = whose(finding.agency, finding.year)
    return {
        "level": _LEVELS[finding.severity or Severity.INFO],
        "message": {"text": _("{spot}：{message}").format(spot=name, message=in_full(finding))},
        "locations": [{"logicalLocations": [{"fullyQualifiedName": name}]}],
        "partialFingerprints": {"findingHash/v1": dump([finding.code, finding.agency, finding.year])},
        "properties": {"agency": finding.agency, "year": finding.year, "basis": basis(finding)},
    }


def _result(where: dict[str, Any], file: FileResult, finding: Finding, identity: str) -> dict[str, Any]:
    """A finding; ``where`` is the file that it is in."""
    location = _location(where, file, finding.place)
    if key := _key(finding.table, finding.row, finding.field):
        location["logicalLocations"] = [{"fullyQualifiedName": key, "kind": "element"}]
    result: dict[str, Any] = {
        "level": _LEVELS[finding.severity or Severity.INFO],
        "message": {"text": spotted(finding)},
        "locations": [location],
        "partialFingerprints": {"findingHash/v1": identity},
    }
    if others := list(_related(where, file, finding)):
        result["relatedLocations"] = [{"id": number} | other for number, other in enumerate(others, 1)]
    if fixes := _fixes(where, file, finding):
        result["fixes"] = fixes
    about = {"basis": basis(finding), "expected": finding.expected, "actual": finding.actual}
    result["properties"] = {key: value for key, value in about.items() if value} | {"count": finding.places}
    return result


def _related(where: dict[str, Any], file: FileResult, finding: Finding) -> Iterator[dict[str, Any]]:
    """Where else to look: the cell that must change, and the other reports that a finding is about."""
    culprit = finding.culprit
    if culprit is not None and culprit.place != finding.place:
        yield _location(where, file, culprit.place) | {"message": {"text": repair(culprit)}}
    for each in finding.related:
        if each.path is not None:
            said = " ".join(filter(None, (whose(each.agency, each.year), printable(each.value or ""))))
            address = {"physicalLocation": {"artifactLocation": _address(each.path)}}
            yield address | {"message": {"text": said or printable(each.path)}}


def _location(where: dict[str, Any], file: FileResult, place: Place) -> dict[str, Any]:
    """Where to look in a file: its lines if it has any, else its page, cell or box, in words too."""
    if not file.checked:  # of what could not be read, nothing is known but its name
        return {"physicalLocation": where}
    if is_in_lines(place):
        return {"physicalLocation": where | {"region": _region(place)}}
    spots = {"page": place.page, "cell": place.cell, "box": place.box}
    if place.page is not None:
        spots["line"] = place.line
    properties = {key: value for key, value in spots.items() if value is not None}
    return {"physicalLocation": where, "message": {"text": printable(spoken(place))}, "properties": properties}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _key(*names: str | None) -> str:
    """The cell by the form's own keys (``applications.granted.total``); empty if the finding is about none."""
    return ".".join(name for name in names if name)


def _fixes(where: dict[str, Any], file: FileResult, finding: Finding) -> list[dict[str, Any]]:
    """How to mend a finding of a text file, as an editor can do it."""
    fix = finding.fix
    if fix is None or not file.checked or not file.path.lower().endswith(_EDITABLE):
        return []
    if not fix.edits or not all(is_in_lines(edit.place) for edit in fix.edits):
        return []
    description = _("只改格式，不改内容") if fix.safe else _("会改变内容，请先核对")
    replacements = [
        {"deletedRegion": _region(edit.place), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    changes = [where | {"replacements": replacements}]
    return [{"description": {"text": description}, "artifactChanges": changes}]
