"""JUnit XML (持续集成): a suite for each report and a case for each rule, passed ones too, as CI servers show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from junit_xml import TestCase, TestSuite

from gouji.explain import SEVERITIES
from gouji.finding import Finding, Severity
from gouji.i18n import _
from gouji.outcome import FileResult, Outcome
from gouji.reporters import ReportOptions
from gouji.reporters.wording import basis, is_in_lines, message, printable, title, where

_TOTALS = ("tests", "failures", "errors")


def write(outcome: Outcome, options: ReportOptions) -> str:
    """The outcome as JUnit XML without times or host names, ending in a line break."""
    totals = dict.fromkeys(_TOTALS, 0)
    parts = [""]
    for suite in _suites(outcome):
        # One suite at a time: junit-xml's own report would hold every case of every file as a tree.
        element = suite.build_xml_doc()
        ElementTree.indent(element)
        parts += [ElementTree.tostring(element, encoding="unicode"), "\n"]
        for key in _TOTALS:
            totals[key] += int(element.get(key, 0))
    attributes = "".join(f' {key}="{value}"' for key, value in totals.items())
    parts[0] = f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="gouji"{attributes}>\n'
    parts.append("</testsuites>\n")
    return "".join(parts)


def _suites(outcome: Outcome) -> Iterator[TestSuite]:
    for file in outcome.files:
        path = printable(file.path)
        yield TestSuite(path, list(_cases(outcome, file)), file=path)
    if outcome.findings:
        found = sorted(_by_code(outcome.findings).items())
        yield TestSuite("gouji", [_judged(outcome, "", code, findings) for code, findings in found])


def _cases(outcome: Outcome, file: FileResult) -> Iterator[TestCase]:
    found = _by_code(file.findings)
    if not file.checked:  # and so no rule has passed either
        yield _unchecked(outcome, file)
        return
    for code in sorted({*file.selected, *found}):
        yield _judged(outcome, file.path, code, found.get(code, []))


def _unchecked(outcome: Outcome, file: FileResult) -> TestCase:
    """The one case of a report that could not be checked (未能检查)."""
    code = file.findings[0].code if file.findings else ""
    case = _case(outcome, file.path, code, file.findings)
    reason = message(file.findings[0]) if file.findings else _("未能检查")
    case.add_error_info(reason, _lines(file.path, file.findings), "error")
    return case


def _judged(outcome: Outcome, path: str, code: str, findings: Sequence[Finding]) -> TestCase:
    """A rule's case: failed if a finding fails the run; what does not is only told (system-out)."""
    case = _case(outcome, path, code, findings)
    failing = [finding for finding in findings if (finding.severity or Severity.INFO) >= outcome.fail_on]
    told = [finding for finding in findings if (finding.severity or Severity.INFO) < outcome.fail_on]
    if failing:
        gravest = max(finding.severity or Severity.INFO for finding in failing)
        case.add_failure_info(message(failing[0]), _lines(path, failing), gravest.key)
    case.stdout = _lines(path, told)
    return case


def _case(outcome: Outcome, path: str, code: str, findings: Sequence[Finding]) -> TestCase:
    name = title(outcome, code) if code else _("检查本身")
    case = TestCase(name, classname=printable(path) or "gouji")
    if path and findings:  # of a passed case its suite says the file
        case.file = printable(path)
        if is_in_lines(findings[0].place):
            case.line = findings[0].place.line
    return case


def _lines(path: str, findings: Sequence[Finding]) -> str:
    """What is said of each finding: place, severity, message and basis."""
    lines: list[str] = []
    for finding in findings:
        severity = _(SEVERITIES[finding.severity or Severity.INFO])
        lines.append(f"{where(path, finding.place) if path else 'gouji'}  {severity} {message(finding)}")
        if finding.basis:
            lines.append("  " + _("依据：{basis}").format(basis=basis(finding)))
    return "\n".join(lines)


def _by_code(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.code, []).append(finding)
    return found
